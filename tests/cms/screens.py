"""What can be read on a screen, and which screens there are."""

import json
import re
from collections.abc import Iterator, Mapping

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

SPOKEN_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")
SILENT = ("script", "style", "template", "noscript", "svg", "code")
LATIN_WORD = re.compile(r"(?<![\w#/.@+-])[A-Za-z]{2,}(?![\w/@])")
ADDRESS = re.compile(r"https?://\S+|\S+@\S+|/\S+|\S+\.(?:csv|xlsx|png|jpg|txt)\b")


def latin_words(response: HttpResponse) -> set[str]:
    """The Latin words a person sees or hears on the screen, with the text around them."""
    soup = BeautifulSoup(_html(response), "html.parser")
    for tag in soup(SILENT):
        tag.decompose()
    return {text for text in map(str.strip, _texts(soup)) if LATIN_WORD.search(ADDRESS.sub(" ", text))}


def _html(response: HttpResponse) -> str:
    """The page, or the part of one that a dialog of Wagtail asks for as JSON."""
    if response["Content-Type"].startswith("application/json"):
        answer = json.loads(response.content)
        return str(answer.get("html", "")) if isinstance(answer, dict) else ""
    return response.content.decode() if response["Content-Type"].startswith("text/html") else ""


def _texts(soup: BeautifulSoup) -> Iterator[str]:
    yield from soup.strings
    for tag in soup.find_all(True):
        yield from (str(tag[name]) for name in SPOKEN_ATTRIBUTES if tag.has_attr(name))
        if _is_button(tag):
            yield str(tag.get("value", ""))


def _is_button(tag: Tag) -> bool:
    return tag.name == "input" and tag.get("type") in {"submit", "button", "reset"}


def admin_addresses(names: frozenset[str], numbers: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """URL name → address, for those of `names` whose every argument is known.

    `numbers` says what stands under an argument, by the beginning of the URL name.
    """
    found = {}
    for name, arguments in _patterns(get_resolver().url_patterns):
        known: dict[str, object] = {}
        for prefix, values in numbers.items():
            known |= values if name.startswith(prefix) else {}
        if name in names and arguments <= known.keys():
            found[name] = reverse(name, kwargs={argument: known[argument] for argument in arguments})
    return found


def _patterns(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, set[str]]]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            deeper = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from _patterns(entry.url_patterns, deeper)
        elif entry.name:
            yield prefix + entry.name, set(entry.pattern.regex.groupindex)
