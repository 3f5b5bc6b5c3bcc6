import re
from pathlib import Path

import pytest
from django.urls import reverse
from wagtail.models import Page

from cms import actions
from cms.models import HomePage, TextPage
from payments.actions import set_price
from payments.models import Tariff
from tests.factories.accounts import UserFactory, make_workspace

pytestmark = pytest.mark.django_db
SLUGS = ["", "prices/", "help/", "contact/", "terms/", "privacy/"]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_site_pages_exist_in_each_language_with_the_same_addresses(site_content, client, language):
    for slug in SLUGS:
        answer = client.get(f"/{language}/{slug}")
        assert answer.status_code == 200, slug
        page = answer.content.decode()
        assert f'<html lang="{language}">' in page
        for other in ("kk", "ru", "en"):
            assert f'hreflang="{other}"' in page
            assert f"/{other}/{slug}" in page


def test_site_content_made_twice_is_made_once_and_leaves_what_staff_wrote(site_content):
    count = Page.objects.count()
    help_page = TextPage.objects.get(slug="help", locale__language_code="kk")
    help_page.title = "Сұрақ-жауап"
    help_page.save_revision().publish()
    HomePage.objects.filter(locale__language_code="kk").update(title="Біздің сайт")
    assert actions.create_site_content() == []
    assert Page.objects.count() == count
    help_page.refresh_from_db()
    assert help_page.title == "Сұрақ-жауап"
    assert HomePage.objects.get(locale__language_code="kk").title == "Біздің сайт"


def test_translations_are_wagtail_localizes_own(site_content):
    kazakh = TextPage.objects.get(slug="help", locale__language_code="kk")
    titles = {page.locale.language_code: page.title for page in kazakh.get_translations(inclusive=True)}
    assert titles == {"kk": "Көмек", "ru": "Помощь", "en": "Help"}


def test_prices_are_those_staff_set(site_content, client):
    set_price(tariff=Tariff.objects.get(code="standard"), amount_tiyn=345_600, by=None)
    page = client.get("/kk/prices/").content.decode()
    assert re.search(r"3\s456\s₸", page)
    assert not re.search(r"2\s990", page)


def test_landing_leads_to_the_gallery_in_one_tap(site_content, client):
    assert 'href="/ru/templates/"' in client.get("/ru/").content.decode()


def test_header_asks_a_visitor_in_and_shows_a_person_the_way_to_their_celebrations(site_content, client):
    assert "/kk/accounts/login/" in client.get("/kk/").content.decode()
    client.force_login(UserFactory())
    page = client.get("/kk/").content.decode()
    assert 'href="/admin/"' in page
    assert "/kk/accounts/login/" not in page


def test_site_page_costs_the_same_queries_however_many_pages_there_are(site_content, client, django_assert_max_num_queries):
    client.get("/kk/help/")
    with django_assert_max_num_queries(14):
        client.get("/kk/help/")


def test_sitemap_names_the_sites_pages_and_no_workspace(site_content, client):
    body = client.get("/sitemap.xml").content.decode()
    assert "/kk/help/" in body
    assert "/ru/prices/" in body
    assert "hosts" not in body


def test_robots_keeps_search_engines_out_of_the_admin_and_names_no_invitation(client):
    body = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in body
    assert "/e/" not in body


def test_favicon_is_there(client):
    assert client.get("/favicon.ico")["Location"].endswith("icon.svg")


@pytest.mark.parametrize(
    ("name", "kind"), [("a.avif", "image/avif"), ("a.webp", "image/webp"), ("a.jpg", "image/jpeg"), ("a.html.gif", "image/gif")]
)
def test_picture_is_served_as_what_it_is(client, settings, name, kind):
    folder = Path(settings.MEDIA_ROOT, "images")
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"picture")
    answer = client.get(f"/media/images/{name}")
    assert (answer.status_code, answer["Content-Type"], answer.getvalue()) == (200, kind, b"picture")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_document_is_not_served_past_the_question_who_asks(client, settings):
    folder = Path(settings.MEDIA_ROOT, "documents")
    folder.mkdir(exist_ok=True)
    (folder / "a.pdf").write_bytes(b"secret")
    for path in ("documents/a.pdf", "images/../documents/a.pdf"):
        assert client.get(f"/media/{path}").status_code == 404


def test_help_of_the_admins_menu_is_the_help_page_in_the_organizers_language(client, site_content):
    person = UserFactory(language="ru")
    make_workspace(person)
    client.force_login(person)
    response = client.get(reverse("host_help"), follow=True)
    assert (response.status_code, response.request["PATH_INFO"]) == (200, "/ru/help/")
