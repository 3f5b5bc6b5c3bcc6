from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.utils import formats, timesince, translation

TOI = date(2026, 9, 12)


@pytest.mark.parametrize(("language", "text"), [("kk", "2026 ж. 12 қыркүйек"), ("ru", "12 сентября 2026 г."), ("en", "12 September 2026")])
def test_date_is_written_as_the_language_writes_it(language: str, text: str):
    with translation.override(language):
        assert formats.date_format(TOI) == text


def test_short_date_puts_the_day_first_in_kazakh():
    with translation.override("kk"):
        assert formats.date_format(TOI, "SHORT_DATE_FORMAT") == "12.09.2026"


def test_time_is_on_a_24_hour_clock_in_kazakh():
    with translation.override("kk"):
        assert formats.date_format(datetime(2026, 9, 12, 18, 30, tzinfo=UTC), "DATETIME_FORMAT").endswith("18:30")


def test_number_has_a_comma_in_kazakh():
    with translation.override("kk"):
        assert formats.number_format(2990.5) == "2990,5"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_date_typed_by_hand_is_understood(language: str):
    with translation.override(language):
        assert forms.DateField(localize=True).clean("12.09.2026") == TOI
        assert forms.DateField().clean("2026-09-12") == TOI


def test_time_passed_is_said_in_kazakh():
    with translation.override("kk"):
        assert timesince.timesince(datetime.now(UTC) - timedelta(days=3, minutes=1)).startswith("3\xa0күн")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_date_shown_in_the_editor_is_understood_when_it_comes_back(language: str, settings):
    with translation.override(language):
        assert forms.DateField().clean(TOI.strftime(settings.WAGTAIL_DATE_FORMAT)) == TOI
