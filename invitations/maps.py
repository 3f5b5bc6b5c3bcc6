"""The point on the map that a pasted 2GIS, Yandex or Google link speaks of. Pure: no service is ever asked."""

import re
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NUMBER = r"(-?\d{1,3}(?:\.\d+)?)"
PAIR = re.compile(rf"^\s*{NUMBER}\s*[,/ ]\s*{NUMBER}\s*$")
GOOGLE_PLACE = re.compile(rf"!3d{NUMBER}!4d{NUMBER}")
GOOGLE_VIEW = re.compile(rf"/@{NUMBER},{NUMBER}")
GOOGLE_PATH = re.compile(rf"/maps/(?:search|place|dir/[^/]*)/{NUMBER},\s*\+?{NUMBER}")
TWOGIS_PATH = re.compile(rf"/(?:geo|firm|inside|center)/(?:[^/]*/)*{NUMBER},{NUMBER}(?:/|$)")
SHORT_HOSTS = {"goo.gl", "maps.app.goo.gl", "g.co", "go.2gis.com", "link.2gis.com", "link.2gis.ru", "link.2gis.kz", "ya.cc", "clck.ru"}
TWO_GIS_HOSTS = {"2gis.kz", "2gis.ru", "2gis.com", "2gis.kg", "2gis.uz", "2gis.tj", "2gis.az", "2gis.am", "2gis.ge", "2gis.ae"}
YANDEX_HOSTS = {
    "yandex.kz",
    "yandex.ru",
    "yandex.com",
    "yandex.by",
    "yandex.uz",
    "yandex.az",
    "yandex.com.tr",
    "yandex.com.ge",
    "yandex.com.am",
}
GOOGLE_HOSTS = {"google.com", "google.kz", "google.ru", "google.kg", "google.co.uz", "google.com.tr", "google.de", "google.ae"}
SHORT_YANDEX = re.compile(r"^/maps/-/")


class Point(NamedTuple):
    """Degrees north and east, six digits after the point (about ten centimetres)."""

    latitude: Decimal
    longitude: Decimal


def point_of(link: str) -> Point | None:
    """The point of a link, or None when it names a place without one.

    Refuses short links and links of other services with the advice what to copy instead.
    """
    parts = urlsplit(link.strip())
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host in SHORT_HOSTS or SHORT_YANDEX.match(parts.path):
        raise ValidationError(
            _(
                "This is a short link: it does not say where the place is. Open it, wait for the map, and copy the long link from the address line."
            ),
            code="short",
        )
    for hosts, read in ((TWO_GIS_HOSTS, _two_gis), (YANDEX_HOSTS, _yandex), (GOOGLE_HOSTS, _google)):
        if host in hosts or host.partition(".")[2] in hosts:
            return read(unquote(parts.path), parse_qs(parts.query), unquote(link))
    raise ValidationError(_("Paste a link of 2GIS, Yandex Maps or Google Maps."), code="service")


def _two_gis(path: str, query: dict[str, list[str]], link: str) -> Point | None:
    """2GIS writes longitude first: in the path of a place, or in ?m= for what the map shows."""
    found = TWOGIS_PATH.search(path)
    if found:
        return _point(found[2], found[1])
    return _from_query(query, ("m", "center", "queryState"), is_longitude_first=True)


def _yandex(path: str, query: dict[str, list[str]], link: str) -> Point | None:
    """Yandex writes longitude first, but ?text= as it was typed: latitude first."""
    exact = _from_query(query, ("whatshere[point]", "pt", "poi[point]", "ll"), is_longitude_first=True)
    return _from_query(query, ("text",), is_longitude_first=False) or exact


def _google(path: str, query: dict[str, list[str]], link: str) -> Point | None:
    """Google writes latitude first; the place of the pin is exact, the view (@) is where the map stood."""
    for pattern in (GOOGLE_PLACE, GOOGLE_PATH):
        found = pattern.search(link if pattern is GOOGLE_PLACE else path)
        if found:
            return _point(found[1], found[2])
    asked = _from_query(query, ("query", "q", "ll", "destination", "daddr", "center"), is_longitude_first=False)
    view = GOOGLE_VIEW.search(path)
    return asked or (_point(view[1], view[2]) if view else None)


def _from_query(query: dict[str, list[str]], names: tuple[str, ...], *, is_longitude_first: bool) -> Point | None:
    for name in names:
        for value in query.get(name, []):
            first = re.split(r"[/~]", value)[0].removeprefix("loc:")
            found = PAIR.match(",".join(first.split(",")[:2]))
            if found:
                return _point(found[2], found[1]) if is_longitude_first else _point(found[1], found[2])
    return None


def _point(latitude: str, longitude: str) -> Point | None:
    try:
        north, east = round(Decimal(latitude), 6), round(Decimal(longitude), 6)
    except InvalidOperation:  # pragma: no cover - the patterns let only numbers through
        return None
    return Point(north, east) if abs(north) <= 90 and abs(east) <= 180 else None
