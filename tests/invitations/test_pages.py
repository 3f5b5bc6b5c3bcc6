"""The public face of an invitation and its addresses."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Workspace
from invitations.models import Invitation
from tests.factories.accounts import make_workspace
from tests.factories.invitations import make_invitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def workspace() -> Workspace:
    return make_workspace()


@pytest.mark.parametrize(("event_type", "name"), [("wedding", "Айгерім"), ("tusaukeser", "Ақжібек"), ("corporate", "Алатау")])
def test_published_page_of_each_type_is_served(client, workspace, event_type, name):
    page = make_invitation(workspace, event_type=event_type, is_published=True)
    response = client.get(f"/kk/e/{page.event_slug}/")
    assert response.status_code == 200
    assert name in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"


def test_address_says_the_names_in_latin_letters(workspace):
    assert make_invitation(workspace).event_slug == "nurlan-men-aigerim"


def test_draft_and_unknown_addresses_are_not_found(client, workspace):
    page = make_invitation(workspace)
    assert client.get(f"/kk/e/{page.event_slug}/").status_code == 404
    assert client.get("/kk/e/nobody-has-this/").status_code == 404


def test_page_speaks_the_language_of_the_address_with_one_row(client, workspace):
    page = make_invitation(workspace, is_published=True)
    assert client.get(f"/ru/e/{page.event_slug}/").status_code == 200
    assert client.get(f"/en/e/{page.event_slug}/").status_code == 200


def test_place_in_the_tree_sends_to_the_address(client, workspace):
    page = make_invitation(workspace, is_published=True)
    response = client.get(f"/kk/hosts/{workspace.folder.slug}/{page.slug}/")
    assert response.status_code == 301
    assert response["Location"] == f"/kk/e/{page.event_slug}/"


def test_publishing_copies_the_facts(workspace):
    page = make_invitation(workspace, is_published=True, venue_kk="Тойхана", address_kk="")
    invitation = Invitation.objects.get(pk=page.invitation_id)
    assert (invitation.title_kk, invitation.title_ru) == ("Нұрлан мен Айгерім", "Нурлан и Айгерим")
    assert invitation.place_kk == "Тойхана"
    assert f"{invitation.starts_at:%Y-%m-%d %H:%M %Z}" == "2027-09-11 13:00 UTC"


def test_answers_may_not_be_awaited_after_the_day(workspace):
    page = make_invitation(workspace)
    page.answer_by = page.date.replace(year=2028)
    with pytest.raises(ValidationError) as error:
        page.full_clean()
    assert "answer_by" in error.value.message_dict


def test_copy_of_a_page_gets_an_invitation_of_its_own(workspace):
    page = make_invitation(workspace, is_published=True)
    copy = page.copy(update_attrs={"slug": "copy"}, keep_live=False)
    assert copy.invitation_id not in (None, page.invitation_id)
    assert copy.event_slug != page.event_slug
