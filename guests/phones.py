"""Phones of guests: any Kazakh spelling in, E.164 out."""

import re
from functools import lru_cache

import phonenumbers
from django.utils.translation import gettext as _

NONE_WORDS = frozenset({"", "-", "–", "—", "жоқ", "нет", "no", "none", "0"})
_FLOAT = re.compile(r"(\d{10,15})\.0+")
_NOISE = re.compile(r"[^\d+]")


class InvalidPhoneError(ValueError):
    """Not a number one can call; the message is for the user."""


@lru_cache(maxsize=20_000)
def normalise(raw: str) -> str:
    """E.164 of a phone as people write it: 8 701…, 701… without a prefix, +7 (701) …, +998 …; "" for none.

    Raises InvalidPhoneError. A number without a country is Kazakhstan's.
    """
    text = _FLOAT.sub(r"\1", raw.strip().strip("'\"").strip())
    if text.lower() in NONE_WORDS:
        return ""
    number = _parse(_with_country(_NOISE.sub("", text)))
    if number is None or not phonenumbers.is_valid_number(number) or re.search(r"[^\W\d_]{3}", text):
        raise InvalidPhoneError(_("“%(phone)s” is not a phone number. Example: +7 701 234 56 78") % {"phone": raw.strip()[:40]})
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _with_country(digits: str) -> str:
    bare = digits.removeprefix("+")
    if len(bare) == 11 and bare.startswith("8"):
        return f"+7{bare[1:]}"
    if len(bare) == 11 and bare.startswith("7"):
        return f"+{bare}"
    if len(bare) == 10 and not digits.startswith("+"):
        return f"+7{bare}"
    return digits


def _parse(digits: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(digits, "KZ")
    except phonenumbers.NumberParseException:
        return None


def spaced(phone: str) -> str:
    """The number as people read it: +7 701 234 56 78."""
    match = re.fullmatch(r"\+7(\d{3})(\d{3})(\d\d)(\d\d)", phone)
    return f"+7 {' '.join(match.groups())}" if match else phone
