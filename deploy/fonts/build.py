"""Make the faces of invitations: one woff2 for each face and weight, with every letter a Kazakh or Russian name needs.

    npm pack @fontsource/<name> …     unpack each into SOURCE/<name>/
    python deploy/fonts/build.py SOURCE

The packages split a face by script into files of their own, which would make a name two downloads and two moments of
change on the screen; here they are merged and cut to what invitations use. Hints for coarse screens go too: phones do
not read them, and they are a quarter of a file. No free face has the tenge sign: it falls
back to the phone's own face, on purpose. Licences are copied beside the faces.
"""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parents[2] / "invitations/static/invitations/fonts"
SCRIPTS = ("latin", "cyrillic", "cyrillic-ext")
FACES = {
    "cormorant": (500, 600),
    "forum": (400,),
    "noto-serif-display": (300, 400),
    "prata": (400,),
    "yeseva-one": (400,),
    "philosopher": (400, 700),
    "alice": (400,),
    "spectral": (400, 600),
    "lora": (400, 600),
    "golos-text": (400, 600),
    "onest": (400, 600),
}
LETTERS = (
    set(range(0x20, 0x7F))
    | set(range(0xA0, 0x100))
    | set(range(0x400, 0x460))
    | set(map(ord, "ӘәҒғҚқҢңӨөҰұҮүҺһІі"))
    | set(map(ord, "–—‘’‚“”„•…№×−\u00ad\u0301\u2009\u202f"))
)
FEATURES = ["kern", "liga", "pnum", "tnum", "mark", "mkmk", "ccmp", "locl", "calt"]


def build(source: Path, name: str, weight: int) -> Path:
    """Merge the scripts of one face and weight, cut and compress them."""
    with TemporaryDirectory() as folder:
        parts = [_unpacked(source / name / "files" / f"{name}-{script}-{weight}-normal.woff2", Path(folder)) for script in SCRIPTS]
        font = Merger().merge(parts)
    _set_lining_figures(font)
    subsetter = Subsetter(Options(layout_features=FEATURES, name_IDs=[0, 1, 2, 13, 14], notdef_outline=True, hinting=False))
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
    path = TARGET / f"{name}-{weight}.woff2"
    font.save(path)
    return path


def _set_lining_figures(font: TTFont) -> None:
    """Make lining figures the ordinary ones: an old-style 7 or 9 between Kazakh words reads as a letter, and pictures know no features."""
    swaps: dict[str, str] = {}
    table = font["GSUB"].table if "GSUB" in font else None
    for record in table.FeatureList.FeatureRecord if table else ():
        for index in record.Feature.LookupListIndex if record.FeatureTag == "lnum" else ():
            for subtable in table.LookupList.Lookup[index].SubTable:
                swaps |= getattr(getattr(subtable, "ExtSubTable", subtable), "mapping", {})
    for subtable in font["cmap"].tables:
        subtable.cmap |= {code: swaps.get(subtable.cmap[code], subtable.cmap[code]) for code in range(0x30, 0x3A) if code in subtable.cmap}


def _unpacked(path: Path, folder: Path) -> str:
    font = TTFont(path)
    font.flavor = None
    plain = folder / f"{path.stem}.ttf"
    font.save(plain)
    return str(plain)


def main(source: Path) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, weights in FACES.items():
        shutil.copy(source / name / "LICENSE", TARGET / f"{name}-LICENSE.txt")
        for weight in weights:
            path = build(source, name, weight)
            sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
