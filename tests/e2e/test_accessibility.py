"""What axe finds by the rules of WCAG 2.1 A and AA on the pages strangers open; it must find nothing."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import Workspace
from accounts.row_security import workspace_scope
from guests import access
from invitations.models import TemplatePage
from payments import actions as payments
from payments.access import token_of
from tests.factories.accounts import make_workspace
from tests.factories.guests import make_invite
from tests.factories.invitations import make_invitation
from tests.factories.payments import make_payment

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}


def payer_address(workspace: Workspace) -> str:
    """Where somebody without an account pays."""
    with workspace_scope(workspace.pk):
        link = payments.make_payer_link(payment=make_payment(workspace), by=workspace.memberships.get(role="owner").user)
    return reverse("payer:pay", args=[token_of(link)])


@pytest.fixture
def addresses(site) -> list[str]:
    """The site's pages, a personal link in each look, and the page of somebody who pays."""
    workspace = make_workspace()
    links = []
    for key in ("classic", "modern", "national"):
        template = TemplatePage.objects.get(slug=key, locale__language_code="kk")
        page = make_invitation(workspace, template=template, is_published=True)
        invite = make_invite(page.invitation, "Сәуле құдағи", seats=2)
        links.append(access.link_for(invite.party, page.invitation))
    return [
        *links,
        payer_address(workspace),
        "/kk/",
        "/kk/templates/",
        "/kk/templates/classic/",
        "/kk/accounts/signup/",
        "/kk/accounts/login/",
    ]


def test_axe_finds_nothing_on_pages_of_guests_payers_gallery_and_sign_up(addresses, open_page: Callable[..., Page]):
    page = open_page()
    # A section on its way in is paler for a moment; what is read is the page at rest.
    page.emulate_media(reduced_motion="reduce")
    found = {}
    for path in addresses:
        page.goto(path, wait_until="networkidle")
        results = Axe().run(page, options=RULES)
        if results.violations_count:
            found[path] = results.generate_report()
    assert found == {}


def test_axe_would_find_a_picture_without_words(open_page: Callable[..., Page]):
    page = open_page()
    page.set_content('<html lang="kk"><title>Той</title><img src="data:,">')
    assert [rule["id"] for rule in Axe().run(page, options=RULES).response["violations"]] == ["image-alt"]
