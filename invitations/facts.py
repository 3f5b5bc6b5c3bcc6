"""The facts of an invitation as a guest reads them: each once, in the guest's language, the other one where it is empty.

Takes any object with the fields of an invitation page: the page, a draft of it, or the sample of a template.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from . import names as name_rules
from .celebrations import EVENT_TYPES, is_festive
from .dates import language_of

NAME_FIELDS = ("first_name", "second_name", "honoree", "organization")


@dataclass(frozen=True)
class MapLink:
    """A way to the place in one service of maps."""

    service: str
    label: str
    url: str


@dataclass(frozen=True)
class Facts:
    """What is celebrated, by whom, when and where. `moment` is None without a date; `is_timed` is false when only the day is known."""

    language: str
    names: tuple[str, ...]
    event: str
    occasion: str
    is_festive: bool
    age: int | None
    hosts: str
    venue: str
    address: str
    dress_code: str
    moment: datetime | None
    is_timed: bool
    zone: str
    maps: tuple[MapLink, ...]

    @property
    def title(self) -> str:
        """The names in one line, for titles and messages: "Алихан мен Айгерім"."""
        return name_rules.join_names(self.names, self.language) or self.occasion or self.event

    @property
    def joiner(self) -> str:
        """The word between the two names."""
        return name_rules.conjunction(self.names[0], self.language) if self.names else ""

    @property
    def place(self) -> str:
        """Venue and address in one line."""
        return ", ".join(part for part in (self.venue, self.address) if part)


def pick(kk: Any, ru: Any, language: str | None = None) -> Any:
    """The one in the language asked for (Kazakh unless it is Russian), or the other when it is empty."""
    first, second = (ru, kk) if language_of(language) == "ru" else (kk, ru)
    return first or second or ""


def text_of(page: Any, field: str, language: str | None = None) -> str:
    """A pair of fields of the page, `<field>_kk` and `<field>_ru`, as one text."""
    return str(pick(getattr(page, f"{field}_kk", ""), getattr(page, f"{field}_ru", ""), language)).strip()


def facts_of(page: Any, language: str | None = None) -> Facts:
    """The facts of a page in one language (the active one by default)."""
    event_type = EVENT_TYPES.get(page.event_type)
    moment = moment_of(page)
    return Facts(
        language=language_of(language),
        names=tuple(name for name in (text_of(page, field, language) for field in NAME_FIELDS) if name),
        event=str(event_type.label) if event_type else "",
        occasion=text_of(page, "occasion", language),
        is_festive=is_festive(page.event_type),
        age=getattr(page, "age", None),
        hosts=text_of(page, "hosts", language),
        venue=text_of(page, "venue", language),
        address=text_of(page, "address", language),
        dress_code=text_of(page, "dress_code", language),
        moment=moment,
        is_timed=bool(moment and page.time),
        zone=page.time_zone,
        maps=map_links(page, language),
    )


def moment_of(page: Any) -> datetime | None:
    """When it begins, aware, in the zone of the event; noon of the day when no time is said; None without a date."""
    if not page.date:
        return None
    return datetime.combine(page.date, page.time or time(12), ZoneInfo(page.time_zone))


def map_links(page: Any, language: str | None = None) -> tuple[MapLink, ...]:
    """Ways to the place in three services: by its point, else by its address; a pasted link wins in its own service."""
    pasted = page.map_link or ""
    query = quote(", ".join(filter(None, (text_of(page, "address", language), text_of(page, "venue", language)))))
    if page.latitude is not None and page.longitude is not None:
        urls = _urls_of_point(page.latitude, page.longitude)
    elif query:
        urls = _urls_of_query(query)
    else:
        urls = {}
    urls |= {service: pasted for service in (_service_of(pasted),) if service}
    labels = {"2gis": _("2GIS"), "yandex": _("Yandex Maps"), "google": _("Google Maps"), "other": _("Open the map")}
    return tuple(MapLink(service, label, urls[service]) for service, label in labels.items() if service in urls)


def _urls_of_point(latitude: Any, longitude: Any) -> dict[str, str]:
    return {
        "2gis": f"https://2gis.kz/geo/{longitude},{latitude}",
        "yandex": f"https://yandex.kz/maps/?pt={longitude},{latitude}&z=17&l=map",
        "google": f"https://www.google.com/maps/search/?api=1&query={latitude},{longitude}",
    }


def _urls_of_query(query: str) -> dict[str, str]:
    return {
        "2gis": f"https://2gis.kz/search/{query}",
        "yandex": f"https://yandex.kz/maps/?text={query}",
        "google": f"https://www.google.com/maps/search/?api=1&query={query}",
    }


def _service_of(url: str) -> str:
    """Whose map a pasted link opens; empty for no link."""
    host = urlsplit(url).hostname or ""
    if not host:
        return ""
    for service, mark in (("2gis", "2gis."), ("yandex", "yandex."), ("google", "google."), ("google", "goo.gl")):
        if mark in host:
            return service
    return "other"
