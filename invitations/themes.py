"""What a look is made of: layouts, faces, ornaments, motions and the tokens of a palette; and the stylesheet of a theme.

A theme is a row; what it may choose from is code and files. A new ornament or layout is one folder and one line here.
Anything with the fields of the Theme model will do as a theme, so that previews and tests need no row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).parent / "static/invitations"


@dataclass(frozen=True)
class Face:
    """A typeface: its files are fonts/<key>-<weight>.woff2; the first weight is the one to preload."""

    key: str
    label: str
    weights: tuple[int, ...]
    fallback: str = "serif"

    @property
    def family(self) -> str:
        """The CSS value; the fallback also draws the tenge sign, which no free face has."""
        return f'"{self.label}", {self.fallback}'

    def file(self, weight: int) -> str:
        """The static path of one weight."""
        return f"invitations/fonts/{self.key}-{weight}.woff2"


_SERIF = "Georgia, serif"
_SANS = "system-ui, sans-serif"

FACES = {
    face.key: face
    for face in (
        Face("cormorant", "Cormorant", (500, 600), _SERIF),
        Face("forum", "Forum", (400,), _SERIF),
        Face("noto-serif-display", "Noto Serif Display", (300, 400), _SERIF),
        Face("prata", "Prata", (400,), _SERIF),
        Face("yeseva-one", "Yeseva One", (400,), _SERIF),
        Face("philosopher", "Philosopher", (400, 700), _SANS),
        Face("alice", "Alice", (400,), _SERIF),
        Face("spectral", "Spectral", (400, 600), _SERIF),
        Face("lora", "Lora", (400, 600), _SERIF),
        Face("golos-text", "Golos Text", (400, 600), _SANS),
        Face("onest", "Onest", (400, 600), _SANS),
    )
}

LAYOUTS: dict[str, str | Promise] = {"classic": _("Classic"), "modern": _("Modern"), "national": _("National")}
MOTIONS: dict[str, str | Promise] = {"none": _("No motion"), "fade": _("Fade in"), "rise": _("Rise")}
ORNAMENTS: dict[str, str | Promise] = {
    "qoshqar": _("Ram's horn"),
    "qos": _("Paired horn"),
    "qusqanat": _("Bird's wing"),
}
FORMS = ("corner", "divider", "strip", "edge", "medallion")

TOKENS: dict[str, str | Promise] = {
    "ground": _("Ground of the page"),
    "surface": _("Ground of the card"),
    "ink": _("Text"),
    "muted": _("Quiet text"),
    "accent": _("Accent, also of text"),
    "ornament": _("Ornament on the light ground"),
    "deep": _("Deep ground"),
    "on_deep": _("Text on the deep ground"),
    "gold": _("Ornament and accent on the deep ground"),
    "button": _("Button"),
    "on_button": _("Text on the button"),
}
READABLE_PAIRS = (
    ("ink", "ground"),
    ("ink", "surface"),
    ("muted", "ground"),
    ("muted", "surface"),
    ("accent", "ground"),
    ("accent", "surface"),
    ("on_deep", "deep"),
    ("gold", "deep"),
    ("on_button", "button"),
)
LEAST_CONTRAST = 4.5
HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Look:
    """A theme without a row: the defaults the first themes are made of."""

    key: str
    layout: str
    palette: dict[str, str]
    display_face: str
    text_face: str
    ornament: str
    motion: str
    names: dict[str, str] = field(default_factory=dict)
    pk: None = None


LOOKS = {
    look.key: look
    for look in (
        Look(
            key="classic",
            layout="classic",
            palette={
                "ground": "#efe8dc",
                "surface": "#fbf8f1",
                "ink": "#2f2a24",
                "muted": "#655c50",
                "accent": "#7d5a2b",
                "ornament": "#b8965a",
                "deep": "#3a3127",
                "on_deep": "#f6efe2",
                "gold": "#d9bd84",
                "button": "#5a4526",
                "on_button": "#fdf9f0",
            },
            display_face="cormorant",
            text_face="spectral",
            ornament="qos",
            motion="fade",
            names={"kk": "Ақ дастархан", "ru": "Ақ дастархан", "en": "Aq dastarqan"},
        ),
        Look(
            key="modern",
            layout="modern",
            palette={
                "ground": "#f4f1ec",
                "surface": "#ffffff",
                "ink": "#1c1b1a",
                "muted": "#5e5a55",
                "accent": "#a4402c",
                "ornament": "#c65a40",
                "deep": "#7e2c1d",
                "on_deep": "#fdf3ec",
                "gold": "#f3c9a8",
                "button": "#1c1b1a",
                "on_button": "#ffffff",
            },
            display_face="noto-serif-display",
            text_face="golos-text",
            ornament="qusqanat",
            motion="rise",
            names={"kk": "Жаңа леп", "ru": "Жаңа леп", "en": "Jana lep"},
        ),
        Look(
            key="national",
            layout="national",
            palette={
                "ground": "#0c3b30",
                "surface": "#faf4e4",
                "ink": "#22302a",
                "muted": "#55604f",
                "accent": "#7a5714",
                "ornament": "#b48a32",
                "deep": "#0f4a3c",
                "on_deep": "#f8f0d9",
                "gold": "#e3c26e",
                "button": "#0f4a3c",
                "on_button": "#f8f0d9",
            },
            display_face="forum",
            text_face="alice",
            ornament="qoshqar",
            motion="fade",
            names={"kk": "Ұлттық", "ru": "Ұлттық", "en": "Ulttyq"},
        ),
    )
}


def sample_theme() -> Look:
    """The look of a preview that belongs to no page."""
    return LOOKS["modern"]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable_pairs(layout: str) -> tuple[tuple[str, str], ...]:
    """Which text stands on which ground. The national layout writes on its ground as on the deep one, in light colours."""
    if layout != "national":
        return READABLE_PAIRS
    on_dark = (("on_deep", "ground"), ("gold", "ground"))
    return tuple(pair for pair in READABLE_PAIRS if pair[1] != "ground") + on_dark


def validate_palette(palette: Any, layout: str) -> None:
    """Refuse a palette with a token missing or unknown, a value that is no #rrggbb, or a text that cannot be read."""
    if not isinstance(palette, dict) or set(palette) != set(TOKENS):
        raise ValidationError(_("The palette must have exactly these tokens: %(tokens)s."), params={"tokens": ", ".join(TOKENS)})
    wrong = [token for token, colour in palette.items() if not (isinstance(colour, str) and HEX.fullmatch(colour))]
    if wrong:
        raise ValidationError(_("Not a colour as #rrggbb: %(tokens)s."), params={"tokens": ", ".join(wrong)})
    faint = [f"{text}/{ground}" for text, ground in readable_pairs(layout) if contrast(palette[text], palette[ground]) < LEAST_CONTRAST]
    if faint:
        raise ValidationError(_("Too little contrast to be read: %(pairs)s."), params={"pairs": ", ".join(faint)})


def stylesheet(theme: Any) -> str:
    """The whole stylesheet of a theme: its faces and tokens, then what all layouts share, then its layout."""
    files = (FOLDER / "base.css", FOLDER / "layouts" / theme.layout / "layout.css")
    return "\n".join((_faces_css(theme), _tokens_css(theme), *(path.read_text(encoding="utf-8") for path in files)))


def _faces_css(theme: Any) -> str:
    return "\n".join(
        f'@font-face {{ font-family: "{face.label}"; font-weight: {weight}; font-display: swap; src: url("{static(face.file(weight))}") format("woff2"); }}'
        for face in faces_of(theme)
        for weight in face.weights
    )


def _tokens_css(theme: Any) -> str:
    display, text = FACES[theme.display_face], FACES[theme.text_face]
    lines = [f"--{token.replace('_', '-')}: {theme.palette[token]};" for token in TOKENS if HEX.fullmatch(theme.palette[token])]
    lines += [f"--display: {display.family};", f"--display-weight: {display.weights[0]};", f"--text: {text.family};"]
    lines += [f'--{form}: url("{static(ornament_file(theme.ornament, form))}");' for form in FORMS]
    return ":root {\n  " + "\n  ".join(lines) + "\n}"


def faces_of(theme: Any) -> tuple[Face, ...]:
    """The faces of a theme, that of names first; one when both are the same."""
    return tuple(dict.fromkeys((FACES[theme.display_face], FACES[theme.text_face])))


def preloads(theme: Any) -> list[str]:
    """Addresses of the files a page asks for at once: the first weight of each face."""
    return [static(face.file(face.weights[0])) for face in faces_of(theme)]


def ornament_file(ornament: str, form: str) -> str:
    """The static path of one form of an ornament."""
    return f"invitations/ornaments/{ornament}/{form}.svg"


def stylesheet_url(theme: Any) -> str:
    """Where the stylesheet of a theme is served; the address changes with its content, so that it may be cached for ever."""
    digest = sha256(stylesheet(theme).encode()).hexdigest()[:12]
    return reverse("invitations:theme_stylesheet", args=[theme.pk or theme.key, digest])
