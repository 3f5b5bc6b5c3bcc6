"""What an invitation may say."""

import re
from datetime import date
from decimal import Decimal

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .celebrations import EVENT_TYPES

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SHORTEST, LONGEST = 3, 60
# Beyond these a clock cannot be reckoned with in every zone, and a year of two digits is a slip.
FIRST_YEAR, LAST_YEAR = 2000, 2099
TAKEN_WORDS = frozenset({"admin", "accounts", "templates", "help", "static", "media", "api", "pay"})


def validate_address(slug: str) -> None:
    """Latin letters in lower case, digits and single hyphens, 3 to 60 of them."""
    if not SLUG.fullmatch(slug) or not SHORTEST <= len(slug) <= LONGEST:
        raise ValidationError(_("Use Latin letters, digits and hyphens, from 3 to 60 of them: for example alihan-aigerim."), code="shape")
    if slug in TAKEN_WORDS:
        raise ValidationError(_("This address is taken. Please choose another one."), code="taken")


def validate_event_type(key: str, family: str) -> None:
    """The celebration is one we know, and its names fit this kind of page."""
    event_type = EVENT_TYPES.get(key)
    if event_type is None or event_type.family != family:
        raise ValidationError({"event_type": _("Choose a celebration from the list.")})


def validate_year(day: date | None) -> None:
    """A year in which somebody alive celebrates."""
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("Check the year: it must be from 2000 to 2099."), code="year")


def validate_days(**days: date | None) -> None:
    """As `validate_year`, for several days by the names of their fields."""
    wrong = {}
    for name, day in days.items():
        try:
            validate_year(day)
        except ValidationError as error:
            wrong[name] = error
    if wrong:
        raise ValidationError(wrong)


def validate_answer_by(answer_by: date | None, day: date | None) -> None:
    """Answers are expected before the celebration is over."""
    if answer_by and day and answer_by > day:
        raise ValidationError({"answer_by": _("Guests must answer before the celebration: choose an earlier date.")})


def validate_point(latitude: Decimal | None, longitude: Decimal | None) -> None:
    """Both coordinates or none, on this planet."""
    if (latitude is None) != (longitude is None):
        raise ValidationError({"map_link": _("The point on the map needs both latitude and longitude.")})
    if latitude is not None and longitude is not None and (abs(latitude) > 90 or abs(longitude) > 180):
        raise ValidationError({"map_link": _("There is no such point on the map.")})


def normal_phone(typed: str) -> str:
    """A phone in any Kazakh spelling as E.164; ValidationError when it is none. Empty stays empty."""
    if not typed.strip():
        return ""
    digits = re.sub(r"\D", "", typed)
    readable = f"+7{digits}" if len(digits) == 10 and digits.startswith("7") else typed
    try:
        number = phonenumbers.parse(readable, "KZ")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValidationError(_("This is not a phone number. Write it like +7 701 234 56 78."), code="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
