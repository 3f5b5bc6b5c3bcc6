"""How the texts of the site's first pages are written down: each text three times, each page a small shape of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any


@dataclass(frozen=True)
class T:
    """One text in the three languages."""

    kk: str
    ru: str
    en: str

    def __getitem__(self, language: str) -> str:
        return getattr(self, language)


@dataclass(frozen=True)
class Point:
    title: T
    text: T

    def value(self, language: str) -> dict[str, Any]:
        return {"title": self.title[language], "text": self.text[language]}


@dataclass(frozen=True)
class Tier:
    tier: str
    words: T
    gives: tuple[T, ...]

    def value(self, language: str) -> dict[str, Any]:
        return {"tier": self.tier, "words": self.words[language], "points": [point[language] for point in self.gives]}


def texts_in(thing: Any) -> Iterator[T]:
    """Every text within a spec, however deep."""
    if isinstance(thing, T):
        yield thing
    elif isinstance(thing, (list, tuple)):
        for part in thing:
            yield from texts_in(part)
    elif hasattr(thing, "__dataclass_fields__"):
        for name in thing.__dataclass_fields__:
            yield from texts_in(getattr(thing, name))


@dataclass(frozen=True, kw_only=True)
class Spec:
    title: T
    lead: T

    def dictionary(self) -> dict[str, dict[str, str]]:
        """What each Kazakh text is in the other languages."""
        return {text.kk: {"ru": text.ru, "en": text.en} for text in texts_in(self)}


@dataclass(frozen=True, kw_only=True)
class HomeSpec(Spec):
    steps: tuple[Point, ...]
    promises: tuple[Point, ...]

    def points(self, part: str, language: str) -> list[dict[str, Any]]:
        return [point.value(language) for point in getattr(self, part)]


@dataclass(frozen=True, kw_only=True)
class SitePageSpec(Spec):
    slug: str
    is_main: bool = False


@dataclass(frozen=True, kw_only=True)
class PricesSpec(SitePageSpec):
    tiers: tuple[Tier, ...]
    questions: tuple[Point, ...]

    def tier_values(self, language: str) -> list[dict[str, Any]]:
        return [tier.value(language) for tier in self.tiers]

    def points(self, language: str) -> list[dict[str, Any]]:
        return [point.value(language) for point in self.questions]


@dataclass(frozen=True, kw_only=True)
class TextSpec(SitePageSpec):
    sections: tuple[Point, ...] = field(default=())

    def html(self, language: str) -> str:
        """A heading and a paragraph for each section, as the rich text editor would write them."""
        return "".join(f"<h2>{escape(point.title[language])}</h2><p>{escape(point.text[language])}</p>" for point in self.sections)
