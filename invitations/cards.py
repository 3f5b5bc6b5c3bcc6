"""The picture a messenger shows beside the link: names and date in the face, colours and ornament of the theme. 1200 × 630, JPEG."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from typing import Any

from PIL import Image, ImageColor, ImageDraw, ImageFont, ImageOps

from . import dates, themes
from .facts import Facts, facts_of, pick
from .masks import mask

SIZE = WIDTH, HEIGHT = 1200, 630
MOST_BYTES = 300_000
LEAST_LETTERS = 26
# Bumped when the drawing changes, so that pictures kept under the old digest are drawn again.
VERSION = 1

Font = ImageFont.FreeTypeFont


def card_for(page: Any, language: str | None = None) -> bytes:
    """The card of a page in a language, as JPEG of at most 300 KB. Long names wrap and shrink, none is clipped."""
    words = words_of(page, language)
    canvas = LAYOUTS[page.theme.layout](words, page.theme)
    return _jpeg(canvas)


def digest(page: Any, language: str | None = None) -> str:
    """Changes whenever the card would look different: what a kept picture is kept under."""
    theme = page.theme
    look = (theme.layout, sorted(theme.palette.items()), theme.display_face, theme.text_face, theme.ornament)
    return sha256(repr((VERSION, words_of(page, language), look)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Words:
    """Everything that is written on a card."""

    heading: str
    names: tuple[str, ...]
    joiner: str
    date: str
    time: str
    place: str


def words_of(page: Any, language: str | None = None) -> Words:
    """What the card says, in the language."""
    facts = facts_of(page, language)
    return Words(
        heading=_heading(page, facts, language),
        names=facts.names or (facts.title,),
        joiner=facts.joiner if len(facts.names) == 2 else "",
        date=dates.long_date(facts.moment, facts.zone, language) if facts.moment else "",
        time=dates.clock(facts.moment, facts.zone) if facts.moment and facts.is_timed else "",
        place=facts.venue,
    )


def _heading(page: Any, facts: Facts, language: str | None) -> str:
    """The line above the names, from the cover when it says one."""
    for block in getattr(page, "body", None) or ():
        if block.block_type == "cover":
            heading = block.value["heading"]
            return str(pick(heading.get("kk"), heading.get("ru"), language)) or facts.event
    return facts.event


@lru_cache(maxsize=64)
def _font(face: str, size: int, weight: int | None = None) -> Font:
    chosen = themes.FACES[face]
    path = themes.FOLDER.parent / chosen.file(weight or chosen.weights[0])
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def _line_width(font: Font, text: str) -> float:
    return font.getlength(text)


def _wrapped(text: str, font: Font, width: float) -> list[str]:
    """The text in lines no wider than this; a word that is wider alone is cut as a last resort, never clipped."""
    lines: list[str] = []
    for word in text.replace("-", "-\u200b").replace("\u200b", " \u200b").split(" "):
        glue = "" if word.startswith("\u200b") else " "
        plain = word.replace("\u200b", "")
        if lines and _line_width(font, lines[-1] + glue + plain) <= width:
            lines[-1] += glue + plain
        else:
            lines.extend(_cut(plain, font, width))
    return lines


def _cut(word: str, font: Font, width: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and _line_width(font, pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@dataclass(frozen=True)
class Block:
    """Lines of names at the size that fits; the joiner stands on a line of its own, smaller."""

    lines: tuple[tuple[str, bool], ...]
    size: int
    leading: float

    @property
    def height(self) -> float:
        return sum(self.advance(is_joiner) for _line, is_joiner in self.lines)

    def advance(self, is_joiner: bool) -> float:
        """How far down the next line begins."""
        return self.size * (0.62 if is_joiner else self.leading)


def _fitted(words: Words, face: str, box: tuple[float, float], largest: int, leading: float = 1.06, upper: bool = False) -> Block:
    """The names as large as they can stand in the box without a word broken, down to a size still read on a phone."""
    names = [name.upper() for name in words.names] if upper else list(words.names)
    size = largest
    while True:
        font = _font(face, size)
        lines = [(line, False) for line in _wrapped(names[0], font, box[0])]
        for name in names[1:]:
            lines += [(words.joiner, True)] if words.joiner else []
            lines += [(line, False) for line in _wrapped(name, font, box[0])]
        block = Block(tuple(lines), size, leading)
        whole = all(_line_width(font, part) <= box[0] for name in names for part in name.replace("-", "- ").split())
        if (whole and block.height <= box[1]) or size <= LEAST_LETTERS:
            return block
        size -= 2


def _write_names(draw: ImageDraw.ImageDraw, block: Block, at: tuple[float, float], anchor: str, theme: Any, fills: tuple[str, str]) -> None:
    """The block from its top; `anchor` is l (from the left) or m (about the middle)."""
    x, y = at
    for line, is_joiner in block.lines:
        advance = block.advance(is_joiner)
        font = _font(theme.text_face, max(24, round(block.size * 0.34))) if is_joiner else _font(theme.display_face, block.size)
        draw.text((x, y + advance * (0.66 if is_joiner else 0.76)), line, font=font, fill=fills[is_joiner], anchor=f"{anchor}s")
        y += advance


def _stamp(canvas: Image.Image, ornament: str, form: str, height: int, at: tuple[int, int], colour: str) -> None:
    """The ornament in one colour, its top left corner here; what hangs over the edge is left out."""
    shape = mask(themes.FOLDER.parent / themes.ornament_file(ornament, form), height)
    canvas.paste(ImageColor.getrgb(colour), (at[0], at[1], at[0] + shape.width, at[1] + shape.height), shape)


def _strip(canvas: Image.Image, theme: Any, top: int, height: int, colour: str) -> None:
    shape = mask(themes.FOLDER.parent / themes.ornament_file(theme.ornament, "strip"), height)
    count = -(-WIDTH // shape.width) // 2 * 2 + 1
    start = (WIDTH - count * shape.width) // 2
    for index in range(count):
        canvas.paste(ImageColor.getrgb(colour), (start + index * shape.width, top), shape)


def _mixed(one: str, other: str, share: float) -> str:
    first, second = ImageColor.getrgb(one), ImageColor.getrgb(other)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in zip(first, second, strict=True))


def _classic(words: Words, theme: Any) -> Image.Image:
    colours = theme.palette
    canvas = Image.new("RGB", SIZE, colours["surface"])
    draw = ImageDraw.Draw(canvas)
    edge, size = 26, 192
    corner = mask(themes.FOLDER.parent / themes.ornament_file(theme.ornament, "corner"), size)
    inset = round(5.6 * size / 160)
    for side in (edge + inset, HEIGHT - edge - inset):
        draw.line((edge + size - 2, side, WIDTH - edge - size + 2, side), colours["ornament"], 2)
    for side in (edge + inset, WIDTH - edge - inset):
        draw.line((side, edge + size - 2, side, HEIGHT - edge - size + 2), colours["ornament"], 2)
    for turn, at in (
        (lambda image: image, (edge, edge)),
        (ImageOps.mirror, (WIDTH - edge - size, edge)),
        (ImageOps.flip, (edge, HEIGHT - edge - size)),
        (lambda image: ImageOps.mirror(ImageOps.flip(image)), (WIDTH - edge - size, HEIGHT - edge - size)),
    ):
        canvas.paste(ImageColor.getrgb(colours["ornament"]), at, turn(corner))
    middle = WIDTH / 2
    block = _fitted(words, theme.display_face, (780, 310), 112)
    top = (HEIGHT - block.height) / 2 - 2
    draw.text((middle, 104), words.heading, font=_shrunk(theme.text_face, words.heading, 34, 720), fill=colours["accent"], anchor="ms")
    _write_names(draw, block, (middle, top), "m", theme, (colours["ink"], colours["accent"]))
    line = _when(words)
    draw.text((middle, 546), line, font=_shrunk(theme.display_face, line, 46, 700), fill=colours["ink"], anchor="ms")
    return canvas


def _modern(words: Words, theme: Any) -> Image.Image:
    colours = theme.palette
    canvas = Image.new("RGB", SIZE, colours["deep"])
    draw = ImageDraw.Draw(canvas)
    _stamp(canvas, theme.ornament, "medallion", 760, (700, -90), _mixed(colours["gold"], colours["deep"], 0.26))
    draw.text((64, 92), words.heading, font=_shrunk(theme.text_face, words.heading, 34, 900), fill=colours["on_deep"], anchor="ls")
    block = _fitted(words, theme.display_face, (1010, 340), 132, leading=1.02)
    _write_names(draw, block, (60, 512 - block.height), "l", theme, (colours["on_deep"], colours["gold"]))
    draw.line((64, 534, WIDTH - 64, 534), _mixed(colours["on_deep"], colours["deep"], 0.45), 2)
    draw.text((64, 586), words.date, font=_font(theme.text_face, 36), fill=colours["on_deep"], anchor="ls")
    draw.text((WIDTH - 64, 586), words.time, font=_font(theme.display_face, 46), fill=colours["gold"], anchor="rs")
    return canvas


def _national(words: Words, theme: Any) -> Image.Image:
    colours = theme.palette
    canvas = Image.new("RGB", SIZE, colours["deep"])
    glow = Image.radial_gradient("L").resize((1500, 1100)).crop((150, 200, 1350, 830))
    canvas.paste(ImageColor.getrgb(colours["ground"]), (0, 0), glow)
    for top in (0, HEIGHT - 64):
        _strip(canvas, theme, top, 64, colours["gold"])
    _stamp(canvas, theme.ornament, "medallion", 372, (64, 129), colours["gold"])
    draw = ImageDraw.Draw(canvas)
    middle = 800
    block = _fitted(words, theme.display_face, (660, 270), 128 if len(words.names) == 1 else 88, leading=1.12, upper=True)
    top = HEIGHT / 2 - block.height / 2 + 4
    draw.text((middle, 142), words.heading, font=_shrunk(theme.text_face, words.heading, 36, 660), fill=colours["gold"], anchor="ms")
    _write_names(draw, block, (middle, top), "m", theme, (colours["gold"], colours["on_deep"]))
    line = _when(words)
    draw.text((middle, 526), line, font=_shrunk(theme.text_face, line, 40, 660), fill=colours["on_deep"], anchor="ms")
    return canvas


LAYOUTS: dict[str, Callable[[Words, Any], Image.Image]] = {"classic": _classic, "modern": _modern, "national": _national}


def _when(words: Words) -> str:
    return " · ".join(part for part in (words.date, words.time) if part)


def _shrunk(face: str, text: str, largest: int, width: float) -> Font:
    """The face at the largest size at which the line fits."""
    size = largest
    while size > 14 and _line_width(_font(face, size), text) > width:
        size -= 1
    return _font(face, size)


def _jpeg(canvas: Image.Image) -> bytes:
    for quality in (90, 82, 72, 60):
        file = BytesIO()
        canvas.save(file, "JPEG", quality=quality, subsampling=0, optimize=True)
        if file.tell() <= MOST_BYTES:
            break
    return file.getvalue()
