"""The public page from the cache."""

import re

import pytest
from django.conf import settings
from django.core.cache import cache

from invitations import actions
from invitations.models import TemplatePage
from invitations.themes import LOOKS
from tests.factories.invitations import make_invitation, make_template

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def known_page(beginning, known_people):
    return beginning.write(lambda: make_invitation(known_people.workspace, template=make_template(tier="premium"), is_published=True))


def test_first_view_of_a_version_asks_little_and_the_next_once(client, page, django_assert_max_num_queries, django_assert_num_queries):
    client.get(f"/kk/e/{page.event_slug}/")
    cache.clear()
    with django_assert_max_num_queries(8):
        first = client.get(f"/kk/e/{page.event_slug}/")
    with django_assert_num_queries(1):
        second = client.get(f"/kk/e/{page.event_slug}/")
    assert first.content == second.content
    assert second["X-Robots-Tag"] == "noindex"
    assert not second.cookies


def test_page_is_small(client, page):
    assert len(client.get(f"/kk/e/{page.event_slug}/").content) <= 40_000


@pytest.mark.parametrize("look", sorted(LOOKS))
def test_look_holds_nothing_inline_and_asks_nobody_else(client, people, look):
    actions.create_default_templates()
    template = TemplatePage.objects.get(slug=look, locale__language_code="kk")
    published = make_invitation(people.workspace, template=template, is_published=True)
    html = client.get(f"/kk/e/{published.event_slug}/").content.decode()
    assert not re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", html)
    fetched = re.findall(r'<(?:img|script|iframe|source|video|link)\b[^>]*?\b(?:src|srcset|href)="(https?://[^"]+)"', html)
    assert [address for address in fetched if not address.startswith(settings.SITE_URL)] == []


def test_each_language_has_a_page_of_its_own(client, page):
    client.get(f"/kk/e/{page.event_slug}/")
    assert "Нурлан" in client.get(f"/ru/e/{page.event_slug}/").content.decode()


def test_what_is_published_shows_at_once(client, page):
    client.get(f"/kk/e/{page.event_slug}/")
    page.first_name_kk = "Дәурен"
    page.save_revision().publish()
    assert "Дәурен" in client.get(f"/kk/e/{page.event_slug}/").content.decode()


def test_archived_page_is_not_served_from_the_cache(client, people, page):
    client.get(f"/kk/e/{page.event_slug}/")
    actions.archive(invitation=page.invitation, by=people.host)
    assert client.get(f"/kk/e/{page.event_slug}/").status_code == 410


def test_page_whose_right_is_taken_back_is_not_served_from_the_cache(client, page):
    client.get(f"/kk/e/{page.event_slug}/")
    page.invitation.entitlements.update(revoked_at=page.last_published_at)
    assert client.get(f"/kk/e/{page.event_slug}/").status_code == 402


def test_unpublished_page_is_gone_at_once(client, page):
    client.get(f"/kk/e/{page.event_slug}/")
    page.unpublish()
    assert client.get(f"/kk/e/{page.event_slug}/").status_code == 404
