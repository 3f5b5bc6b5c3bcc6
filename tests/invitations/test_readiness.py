"""What an invitation still lacks before guests may see it."""

import pytest

from invitations import readiness
from tests.factories.invitations import make_invitation

pytestmark = pytest.mark.django_db
REQUIRED = {"names", "date", "time", "place", "address"}


@pytest.fixture(scope="module")
def known_page(beginning, known_people):
    return beginning.write(lambda: make_invitation(known_people.workspace))


def missing(page) -> set[str]:
    return {item.key for item in readiness.missing(page)}


def test_filled_page_lacks_nothing_that_publishing_waits_for(page):
    assert missing(page) == set()


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("names", {"first_name_kk": "", "first_name_ru": "", "second_name_kk": "", "second_name_ru": " "}),
        ("date", {"date": None}),
        ("time", {"time": None}),
        ("place", {"venue_kk": " ", "venue_ru": ""}),
    ],
)
def test_each_thing_is_missed_by_its_own_name(page, key, changes):
    for name, value in changes.items():
        setattr(page, name, value)
    assert missing(page) == {key}


@pytest.mark.parametrize("changes", [{"venue_kk": ""}, {"venue_ru": ""}, {"first_name_kk": "", "second_name_kk": ""}])
def test_one_language_is_enough(page, changes):
    for name, value in changes.items():
        setattr(page, name, value)
    assert missing(page) == set()


def test_what_is_only_advised_never_holds_publishing_back(page):
    page.answer_by, page.contact_phone, page.latitude = None, "", None
    undone = {item.key for item in readiness.checklist(page) if not item.is_done}
    assert {"answer_by", "contact", "map"} <= undone
    assert missing(page) == set()


def test_required_things_come_first_and_each_leads_to_a_field_of_the_form(page):
    items = readiness.checklist(page)
    assert {item.key for item in items if item.is_required} == REQUIRED
    assert [item.is_required for item in items] == sorted((item.is_required for item in items), reverse=True)
    known = {field.name for field in page._meta.get_fields()} | {"event_slug"}
    assert {item.field for item in items} <= known
    assert all(item.anchor == f"#id_{item.field}" for item in items)


def test_programme_and_photo_are_found_among_the_sections(page):
    done = {item.key: item.is_done for item in readiness.checklist(page)}
    assert (done["programme"], done["photo"]) == (False, False)
    page.body = [("programme", {})]
    assert {item.key: item.is_done for item in readiness.checklist(page)}["programme"]
