"""The celebration as a file for the guest's own calendar (RFC 5545)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from invitations import calendars
from invitations.facts import Facts, facts_of
from tests.factories.accounts import make_people
from tests.factories.invitations import make_invitation

pytestmark = pytest.mark.django_db
URL = "https://toi.example/e/toi/"


@pytest.fixture
def facts():
    return facts_at()


def facts_at(**place: str) -> Facts:
    return facts_of(make_invitation(make_people().workspace, **place), "kk")


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def lines(facts) -> list[str]:
    return unfolded(calendars.calendar_file(facts, url=URL, changed_at=datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)))


def test_event_stands_in_utc_with_its_place_and_address(facts):
    found = lines(facts)
    assert [found[0], found[-2], found[-1]] == ["BEGIN:VCALENDAR", "END:VCALENDAR", ""]
    # 18:00 in Almaty.
    assert {"DTSTART:20270911T130000Z", "DTSTAMP:20270102T030405Z", f"URL:{URL}", f"UID:{URL}"} <= set(found)
    assert any(line.startswith("LOCATION:«Ақ сарай» мейрамханасы") for line in found)
    assert any(line.startswith("SUMMARY:") and "Нұрлан" in line for line in found)
    assert not any("ALARM" in line for line in found)


def test_day_without_an_hour_is_a_whole_day(facts):
    found = lines(replace(facts, is_timed=False))
    assert {"DTSTART;VALUE=DATE:20270911", "DTEND;VALUE=DATE:20270912"} <= set(found)


def test_no_place_no_line():
    nowhere = facts_at(venue_kk="", venue_ru="", address_kk="", address_ru="")
    assert not any(line.startswith("LOCATION") for line in lines(nowhere))


def test_commas_semicolons_slashes_and_new_lines_are_escaped():
    found = lines(facts_at(venue_kk="Ақ сарай, 2-қабат; зал\\бақ\nАлматы"))
    assert any(line.startswith("LOCATION:Ақ сарай\\, 2-қабат\\; зал\\\\бақ\\nАлматы") for line in found)


def test_lines_have_75_bytes_at_most_and_no_letter_is_split():
    long = " ".join(["Ұлттық"] * 25)
    text = calendars.calendar_file(facts_at(venue_kk=long), url=URL)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert any(long in line for line in unfolded(text))


def test_celebration_without_a_date_is_refused(facts):
    with pytest.raises(ValueError, match="date"):
        calendars.calendar_file(replace(facts, moment=None), url=URL)
