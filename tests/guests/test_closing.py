"""Until when guests may answer: by the celebration's own clock."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from guests import closing
from invitations.models import Invitation

STARTS_AT = datetime(2027, 9, 11, 13, tzinfo=UTC)
ANSWER_BY = date(2027, 8, 28)
# Almaty is five hours ahead of UTC: its 28 August ends at 19:00 there.
END_OF_DAY = datetime(2027, 8, 28, 19, tzinfo=UTC)


def celebration(**fields) -> Invitation:
    return Invitation(**({"time_zone": "Asia/Almaty", "starts_at": STARTS_AT, "answer_by": ANSWER_BY} | fields))


@pytest.mark.parametrize(
    ("fields", "moment"),
    [
        ({}, END_OF_DAY),
        ({"answer_by": None}, STARTS_AT),
        ({"starts_at": None}, END_OF_DAY),
        ({"answer_by": date(2027, 12, 1)}, STARTS_AT),
        ({"answer_by": None, "starts_at": None}, None),
        ({"time_zone": "Europe/London"}, datetime(2027, 8, 28, 23, tzinfo=UTC)),
    ],
)
def test_answers_close_at_the_end_of_the_day_and_never_after_the_beginning(fields, moment):
    assert closing.closes_at(celebration(**fields)) == moment


@pytest.mark.parametrize(
    ("now", "fields", "reason"),
    [
        ("2027-08-28T18:59:59Z", {}, None),
        ("2027-08-28T19:00:00Z", {}, closing.DEADLINE),
        ("2027-09-11T12:59:59Z", {"answer_by": None}, None),
        ("2027-09-11T13:00:00Z", {"answer_by": None}, closing.OVER),
        ("2027-09-11T13:00:00Z", {}, closing.OVER),
        ("2027-01-01T00:00:00Z", {"archived_at": STARTS_AT}, closing.ARCHIVED),
        ("2099-01-01T00:00:00Z", {"answer_by": None, "starts_at": None}, None),
    ],
)
def test_reason_is_the_one_a_guest_should_read(now, fields, reason):
    with time_machine.travel(datetime.fromisoformat(now), tick=False):
        assert closing.closed_because(celebration(**fields)) == reason
