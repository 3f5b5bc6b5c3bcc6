"""Kazakh and Russian names in addresses."""

import pytest
from django.core.exceptions import ValidationError

from invitations import addresses, validators


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Нұрлан мен Айгерім", "nurlan-men-aigerim"),
        ("Әбдірахманұлы Өмірғали", "abdirahmanuly-omirgali"),
        ("Қаһарман & Гүлжаһан", "qaharman-men-gulzhahan"),
        ("Мәңгілік Ел", "mangilik-el"),
        ("Юлия и Щукин", "iuliia-i-shukin"),
        ("Мереке 60", "mereke-60"),
        ("李", ""),
    ],
)
def test_slug_says_the_text_in_latin_letters(text, slug):
    assert addresses.slug_from(text) == slug


def test_taken_slug_is_numbered():
    taken = {"toi", "toi-2"}
    assert addresses.free_slug("Той", lambda slug: slug not in taken) == "toi-3"


def test_name_taken_many_times_gets_random_letters():
    slug = addresses.free_slug("Той", lambda slug: False)
    assert slug.startswith("toi-")
    assert len(slug) == len("toi-") + 8


@pytest.mark.parametrize("slug", ["ab", "Toi", "той", "a--b", "-toi", "toi-", "a" * 61, "templates", "to i"])
def test_misspelt_address_is_refused(slug):
    with pytest.raises(ValidationError):
        validators.validate_address(slug)


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("8 701 234 56 78", "+77012345678"),
        ("+7 (701) 234-56-78", "+77012345678"),
        ("7012345678", "+77012345678"),
        ("87012345678", "+77012345678"),
        ("+90 532 123 45 67", "+905321234567"),
        ("", ""),
    ],
)
def test_phone_in_any_spelling_is_kept_in_one(typed, phone):
    assert validators.normal_phone(typed) == phone


@pytest.mark.parametrize("typed", ["12345", "Гүлнар", "8 701"])
def test_what_is_no_phone_is_refused(typed):
    with pytest.raises(ValidationError):
        validators.normal_phone(typed)
