"""How a person may be reached and recognised: an e-mail address or a phone, typed into one field."""

from dataclasses import dataclass

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

HOME = "KZ"
UNREADABLE = _("Write an e-mail address or a phone number, for example apa@mail.kz or 8 701 123 45 67.")


@dataclass(frozen=True)
class Contact:
    """Exactly one of the two is filled: an address in lower case, or a number in E.164."""

    email: str = ""
    phone: str = ""

    def __str__(self) -> str:
        return self.email or self.phone


def parse_contact(text: str) -> Contact:
    """Any spelling of a Kazakh phone, an international one with +, or an e-mail address; ValidationError otherwise."""
    text = text.strip()
    if "@" in text:
        return Contact(email=_email(text))
    return Contact(phone=_phone(text))


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise ValidationError(UNREADABLE) from None
    return text.lower()


def _phone(text: str) -> str:
    digits = "".join(letter for letter in text if letter.isdigit())
    # "7701…" is how phones show their own number without the plus.
    written = f"+{digits}" if len(digits) == 11 and digits.startswith("7") else text
    try:
        number = phonenumbers.parse(written, HOME)
    except phonenumbers.NumberParseException:
        raise ValidationError(UNREADABLE) from None
    if not phonenumbers.is_valid_number(number):
        raise ValidationError(UNREADABLE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
