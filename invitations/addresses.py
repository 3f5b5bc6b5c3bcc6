"""The address of an invitation: Kazakh and Russian names in Latin letters, unique for ever."""

import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify

LONGEST = 60
FALLBACK = "toi"
PREFERRED = "kk"
AND = {"&": " men ", "+": " men "}
LETTERS = {
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh",
    "з": "z", "и": "i", "й": "i", "к": "k", "қ": "q", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o",
    "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "h",
    "һ": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "y", "і": "i", "ь": "", "э": "e",
    "ю": "iu", "я": "ia",
}  # fmt: skip
DOUBLED = re.compile(r"ии")


def latin(text: str) -> str:
    """Kazakh or Russian text in Latin letters, in lower case: "Нұрлан мен Айгерім" → "nurlan men aigerim"."""
    text = DOUBLED.sub("и", text.lower())
    return "".join(LETTERS.get(letter, AND.get(letter, letter)) for letter in text)


def slug_from(text: str) -> str:
    """The part of an address that says this text; empty when nothing of it can be said in Latin letters."""
    return slugify(latin(text))[:LONGEST].strip("-")


def free_slug(text: str, is_free: Callable[[str], bool]) -> str:
    """An address that says `text` and that `is_free` accepts: plain, then numbered, then with a few random letters."""
    base = slug_from(text) or FALLBACK
    for candidate in (base, *(f"{base}-{number}" for number in range(2, 6))):
        if is_free(candidate):
            return candidate
    return f"{base}-{secrets.token_hex(4)}"


def path_of(slug: str, language: str | None = None) -> str:
    """The invitation's path in a language of the site; in the active one, or Kazakh, when none is named."""
    known = dict(settings.LANGUAGES)
    active = language or translation.get_language() or PREFERRED
    with translation.override(active if active in known else PREFERRED):
        return reverse("wagtail_serve", args=[f"e/{slug}/"])


def url_of(slug: str, language: str | None = None) -> str:
    """The whole address, for sharing and for pictures of it."""
    return f"{settings.SITE_URL}{path_of(slug, language)}"


def short_url_of(slug: str) -> str:
    """The whole address that sends each guest on in their own language."""
    return f"{settings.SITE_URL}/e/{slug}/"


def gallery_path() -> str:
    """The gallery in the active language, or in Kazakh."""
    active = translation.get_language() or PREFERRED
    with translation.override(active if active in dict(settings.LANGUAGES) else PREFERRED):
        return reverse("wagtail_serve", args=["templates/"])
