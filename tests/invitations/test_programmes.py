"""The programme that comes with a template, at the family's own hour."""

from datetime import time

import pytest

from invitations.programmes import beginning_at
from tests.factories.invitations import make_invitation, make_template

BODY = [
    (
        "programme",
        {
            "title": {"kk": "Бағдарлама", "ru": "Программа"},
            "lines": [
                {"time": "16:00", "title": {"kk": "Қонақтарды қарсы алу", "ru": "Встреча гостей"}},
                {"time": "18:30", "title": {"kk": "Ақ дастархан", "ru": "Дастархан"}},
                {"time": "22:00", "title": {"kk": "Би кеші", "ru": "Танцы"}},
            ],
        },
    )
]


def hours(page) -> list[str]:
    programme = next(section for section in page.body if section.block_type == "programme")
    return [line["time"] for line in programme.value["lines"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        (time(18, 30), ["18:30", "21:00", "00:30"]),
        (time(12), ["12:00", "14:30", "18:00"]),
        (None, ["16:00", "18:30", "22:00"]),
    ],
)
def test_programme_begins_when_the_guests_come(people, hour, expected):
    page = make_invitation(people.workspace, template=make_template(body=BODY), time=hour)
    assert hours(page) == expected


@pytest.mark.django_db
def test_programme_in_the_words_of_another_celebration_begins_at_its_hour_too(people):
    template = make_template(body=BODY, event_types=("wedding", "neke"))
    page = make_invitation(people.workspace, template=template, event_type="neke", time=time(15))
    assert hours(page)[0] == "15:00"


def test_programme_without_hours_stays_as_it_is():
    sections = [{"type": "programme", "value": {"lines": [{"time": "", "title": {}}]}}, {"type": "letter", "value": {}}]
    assert beginning_at(sections, time(18)) == sections


def test_programme_written_with_points_moves_as_well():
    lines = [{"time": "16.00"}, {"type": "item", "value": {"time": "9.30"}}, {"time": ""}]
    (moved,) = beginning_at([{"type": "programme", "value": {"lines": lines}}], time(18, 30))
    assert moved["value"]["lines"] == [{"time": "18:30"}, {"type": "item", "value": {"time": "12:00"}}, {"time": ""}]
