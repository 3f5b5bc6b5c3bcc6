"""Every path to "live" × organizer and superuser × unpaid, free and paid: what is not paid is never live and never served.

`writes_past_save` names the paths that set the flag without our code being asked; those are still not served.
"""

import pytest
from django.test import Client, override_settings

from invitations.models import Entitlement, Invitation, InvitationPage, Theme
from invitations.publishing import may_be_live
from tests.factories.accounts import StaffFactory
from tests.factories.invitations import ThemeFactory, make_invitation, make_template

from .publish_paths import PATHS, Attempt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("api")]
PAIRS = [(name, who) for name, path in PATHS.items() for who in ("organizer", "superuser") if who == "superuser" or not path.asks_nobody]


@pytest.fixture(scope="module")
def api():
    """Wagtail's API has an address. Once for all: Django writes its list of addresses anew whenever they change."""
    with override_settings(ROOT_URLCONF="tests.invitations.urls_with_api"):
        yield


@pytest.fixture(scope="module")
def known_page(beginning, known_people):
    """A page for which somebody has to pay."""
    return beginning.write(
        lambda: make_invitation(known_people.workspace, template=make_template(tier="standard", theme=ThemeFactory(tier="standard")))
    )


@pytest.fixture
def begin(known_page, people):
    def begin_one(who, right):
        if right == "free":
            # As if it had been made from a free template.
            Theme.objects.filter(pk=known_page.theme_id).update(tier="free")
            Invitation.objects.filter(pk=known_page.invitation_id).update(tier="free")
        page = InvitationPage.objects.get(pk=known_page.pk).specific
        if right == "paid":
            Entitlement.objects.create(
                invitation=page.invitation, tier="standard", source=Entitlement.Source.PAYMENT, payment_reference="p"
            )
        user = people.host if who == "organizer" else StaffFactory()
        client = Client()
        client.force_login(user)
        return Attempt(page, user, client)

    return begin_one


def served(page):
    return Client().get(f"/kk/e/{page.event_slug}/").status_code


@pytest.mark.parametrize(("name", "who"), PAIRS)
def test_unpaid_page_is_never_live_nor_served(begin, name, who):
    attempt = begin(who, "unpaid")
    PATHS[name].run(attempt)
    pages = list(InvitationPage.objects.all())
    assert attempt.page.pk in {page.pk for page in pages}
    for page in pages:
        assert not may_be_live(page)
        assert served(page) in {402, 404}
        assert not page.live or PATHS[name].writes_past_save


@pytest.mark.parametrize("right", ["free", "paid"])
@pytest.mark.parametrize(("name", "who"), PAIRS)
def test_page_with_a_right_goes_live_where_the_person_may(begin, name, right, who):
    attempt = begin(who, right)
    PATHS[name].run(attempt)
    page = InvitationPage.objects.get(pk=attempt.page.pk)
    expected = right in getattr(PATHS[name], who)
    assert (page.live, served(page)) == (expected, 200 if expected else 404)


@pytest.mark.parametrize(("name", "who"), [(name, who) for name, who in PAIRS if PATHS[name].makes_others])
def test_right_of_one_page_covers_no_other(begin, name, who):
    attempt = begin(who, "paid")
    attempt.page.get_latest_revision().publish()
    attempt.page.refresh_from_db()
    PATHS[name].run(attempt)
    for page in InvitationPage.objects.exclude(pk=attempt.page.pk):
        assert page.invitation_id != attempt.page.invitation_id
        assert not page.live
        assert not may_be_live(page)
    assert InvitationPage.objects.filter(pk=attempt.page.pk).exists()


def test_matrix_is_whole():
    """A path that is dropped is missed."""
    assert len(PATHS) >= 30
