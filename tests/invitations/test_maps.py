"""The point of a pasted map link."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from invitations.maps import Point, point_of

ALMATY = Point(Decimal("43.238949"), Decimal("76.889709"))


@pytest.mark.parametrize(
    "link",
    [
        "https://2gis.kz/almaty/firm/70000001017423547/76.889709%2C43.238949?m=76.900000%2C43.200000%2F16",
        "https://2gis.kz/almaty/geo/9430047374972928/76.889709,43.238949",
        "https://2gis.kz/geo/76.889709,43.238949",
        "https://2gis.kz/almaty/search/%D1%80%D0%B5%D1%81%D1%82%D0%BE%D1%80%D0%B0%D0%BD/firm/7000000101/76.889709%2C43.238949",
        "https://2gis.kz/almaty?m=76.889709%2C43.238949%2F17.5",
        "https://yandex.kz/maps/162/almaty/?ll=76.889709%2C43.238949&z=17",
        "https://yandex.kz/maps/162/almaty/?ll=76.90%2C43.20&whatshere%5Bpoint%5D=76.889709%2C43.238949&z=17",
        "https://yandex.ru/maps/?pt=76.889709,43.238949&z=18&l=map",
        "https://yandex.kz/maps/org/aq_saray/1234567890/?ll=76.889709%2C43.238949&z=16",
        "https://yandex.kz/maps/?text=43.238949%2C76.889709",
        "https://www.google.com/maps/place/Aq+Saray/@43.2300000,76.8000000,17z/data=!3m1!4b1!4m6!3m5!1s0x3883:0x1!8m2!3d43.2389490!4d76.8897090!16s",
        "https://www.google.com/maps/@43.238949,76.889709,15z",
        "https://www.google.kz/maps?q=43.238949,76.889709",
        "https://maps.google.com/?q=loc:43.238949,76.889709",
        "https://www.google.com/maps/search/43.238949,+76.889709",
        "https://www.google.com/maps/search/?api=1&query=43.238949%2C76.889709",
    ],
)
def test_link_of_each_service_gives_its_point(link):
    assert point_of(link) == ALMATY


@pytest.mark.parametrize(
    "link", ["https://2gis.kz/almaty", "https://www.google.com/maps/place/Almaty", "https://yandex.kz/maps/?text=Aq+Saray"]
)
def test_link_without_a_point_gives_none(link):
    assert point_of(link) is None


@pytest.mark.parametrize(
    "link",
    ["https://maps.app.goo.gl/abcDEF123", "https://go.2gis.com/x1y2z", "https://yandex.kz/maps/-/CDaBcD~1", "https://goo.gl/maps/aBc"],
)
def test_short_link_is_refused_with_advice(link):
    with pytest.raises(ValidationError) as error:
        point_of(link)
    assert error.value.code == "short"


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com/maps/@43.2,76.8",
        "https://notgoogle.evil/?q=43.2,76.8",
        "https://2gis.evil.com/geo/76.889709,43.238949",
        "https://maps.google.evil.com/?q=43.2,76.8",
        "https://yandex.kz.evil.com/maps/?ll=76.8,43.2",
        "https://evil2gis.kz/geo/76.889709,43.238949",
        "https://2gis.kz@evil.com/geo/76.889709,43.238949",
    ],
)
def test_link_of_another_site_is_refused(link):
    with pytest.raises(ValidationError) as error:
        point_of(link)
    assert error.value.code == "service"


def test_point_that_is_nowhere_on_earth_is_no_point():
    assert point_of("https://www.google.com/maps?q=143.2,76.8") is None
