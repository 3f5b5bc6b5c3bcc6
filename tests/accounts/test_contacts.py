import pytest
from django.core.exceptions import ValidationError

from accounts.contacts import Contact, parse_contact


@pytest.mark.parametrize(
    "text",
    ["+77011234567", "87011234567", "7701 123 45 67", "8 (701) 123-45-67", "+7 701 123 45 67", "7011234567", "８７０１１２３４５６７"],
)
def test_kazakh_phone_in_any_spelling_is_one_number(text):
    assert parse_contact(text) == Contact(phone="+77011234567")


def test_foreign_phone_with_its_country_code_is_kept():
    assert parse_contact("+44 20 7946 0958") == Contact(phone="+442079460958")


def test_email_is_kept_in_lower_case():
    assert parse_contact("  Apa@Mail.KZ ") == Contact(email="apa@mail.kz")


@pytest.mark.parametrize("text", ["", "апа", "12345", "a@b", "@", "8 701", "+7 000 000 00 00"])
def test_what_is_neither_is_refused(text):
    with pytest.raises(ValidationError):
        parse_contact(text)
