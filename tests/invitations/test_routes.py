"""What hangs under an invitation's address."""

import pytest
from django.http import HttpResponse

from invitations import guest_views
from tests.factories.invitations import make_invitation

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def known_page(beginning, known_people):
    return beginning.write(lambda: make_invitation(known_people.workspace, is_published=True))


@pytest.mark.parametrize(
    ("headers", "language"),
    [({}, "kk"), ({"accept-language": "ru-RU,ru;q=0.9"}, "ru"), ({"accept-language": "de"}, "kk"), ({"accept-language": "en-GB"}, "en")],
)
def test_short_address_sends_on_by_the_browser_s_language(client, page, headers, language):
    response = client.get(f"/e/{page.event_slug}/", headers=headers)
    assert (response.status_code, response["Location"]) == (302, f"/{language}/e/{page.event_slug}/")
    assert "Accept-Language" in response["Vary"]


def test_short_address_prefers_the_language_chosen_on_the_site(client, page, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    assert client.get(f"/e/{page.event_slug}/g/abc/")["Location"] == f"/ru/e/{page.event_slug}/g/abc/"


def test_calendar_file_holds_the_celebration(client, page):
    response = client.get(f"/kk/e/{page.event_slug}/calendar/")
    text = response.content.decode().replace("\r\n ", "")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART:20270911T130000Z" in text
    assert "LOCATION:«Ақ сарай» мейрамханасы\\, Алматы қ.\\, Достық даңғылы\\, 132" in text
    assert all(len(line.encode()) <= 75 for line in response.content.decode().split("\r\n"))


def test_calendar_file_without_a_time_is_a_whole_day(client, page):
    page.time = None
    page.save_revision().publish()
    text = client.get(f"/kk/e/{page.event_slug}/calendar/").content.decode()
    assert "DTSTART;VALUE=DATE:20270911\r\n" in text


def test_picture_for_messengers_is_a_small_jpeg(client, page):
    response = client.get(f"/kk/e/{page.event_slug}/og/")
    assert response["Content-Type"] == "image/jpeg"
    assert response.content[:2] == b"\xff\xd8"
    assert len(response.content) <= 300_000


def test_page_tells_messengers_and_search_what_it_is(client, page):
    html = client.get(f"/ru/e/{page.event_slug}/").content.decode()
    address = f"http://localhost:8000/%s/e/{page.event_slug}/"
    assert f'<link rel="canonical" href="{address % "ru"}">' in html
    assert f'hreflang="kk" href="{address % "kk"}"' in html
    assert f'hreflang="x-default" href="http://localhost:8000/e/{page.event_slug}/"' in html
    assert f'<meta property="og:image" content="{address % "ru"}og/?v=' in html
    assert "Нурлан и Айгерим" in html


def test_guest_s_own_link_is_told_to_no_other_site(client, page, monkeypatch):
    monkeypatch.setitem(guest_views._views, "personal", lambda request, page, token: HttpResponse(token))
    response = client.get(f"/kk/e/{page.event_slug}/g/a-token/")
    assert response.content == b"a-token"
    assert response["Referrer-Policy"] == "no-referrer"


def test_language_links_of_a_guest_s_page_keep_the_guest(client, page, monkeypatch):
    def personal(request, page, token):
        return HttpResponse(str(page.get_context(request)["languages"]))

    monkeypatch.setitem(guest_views._views, "personal", personal)
    html = client.get(f"/kk/e/{page.event_slug}/g/a-token/").content.decode()
    assert f"/ru/e/{page.event_slug}/g/a-token/" in html


def test_invitations_are_in_no_sitemap(page):
    assert page.get_sitemap_urls() == []
