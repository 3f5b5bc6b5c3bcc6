"""What axe finds by the rules of WCAG 2.1 A and AA on the pages strangers open; it must find nothing."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import translation
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
LANGUAGES = ("kk", "ru")
SITE_PATHS = ("/", "/templates/", "/templates/classic/", "/accounts/signup/", "/accounts/login/")


def payer_addresses(workspace: Workspace) -> dict[str, str]:
    """Where somebody without an account pays, by language."""
    with workspace_scope(workspace.pk):
        link = payments.make_payer_link(payment=make_payment(workspace), by=workspace.memberships.get(role="owner").user)
    urls = {}
    for language in LANGUAGES:
        with translation.override(language):
            urls[language] = reverse("payer:pay", args=[token_of(link)])
    return urls


@pytest.fixture
def addresses(site) -> dict[str, list[str]]:
    """By language: the site's pages, personal links, and the page of somebody who pays; each look once, for it says the same in both."""
    workspace = make_workspace()
    links = []
    for key, language in (("classic", "kk"), ("modern", "kk"), ("national", "kk"), ("classic", "ru")):
        template = TemplatePage.objects.get(slug=key, locale__language_code="kk")
        page = make_invitation(workspace, template=template, is_published=True)
        invite = make_invite(page.invitation, "Сәуле құдағи", seats=2)
        links.append((language, access.link_for(invite.party, page.invitation, language)))
    payer = payer_addresses(workspace)
    return {
        language: [*(link for known, link in links if known == language), payer[language], *(f"/{language}{path}" for path in SITE_PATHS)]
        for language in LANGUAGES
    }


def test_axe_finds_nothing_on_pages_of_guests_payers_gallery_and_sign_up(addresses, open_page: Callable[..., Page]):
    found = {}
    for language, paths in addresses.items():
        page = open_page(language=language)
        # A section on its way in is paler for a moment; what is read is the page at rest.
        page.emulate_media(reduced_motion="reduce")
        for path in paths:
            page.goto(path, wait_until="load")
            assert page.locator("html").get_attribute("lang") == language, path
            results = Axe().run(page, options=RULES)
            if results.violations_count:
                found[language, path] = results.generate_report()
    assert found == {}


def test_axe_would_find_a_picture_without_words(open_page: Callable[..., Page]):
    page = open_page()
    page.set_content('<html lang="kk"><title>Той</title><img src="data:,">')
    assert [rule["id"] for rule in Axe().run(page, options=RULES).response["violations"]] == ["image-alt"]
