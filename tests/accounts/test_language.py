import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from tests.factories.accounts import make_people

pytestmark = pytest.mark.django_db


def test_change_of_language_changes_the_person_the_browser_and_the_admin(client):
    host = make_people().host
    client.force_login(host)
    answer = client.post(reverse("accounts:language"), {"language": "ru", "next": "/kk/help/?a=1"})
    host.refresh_from_db()
    assert answer["Location"] == "/ru/help/?a=1"
    assert (host.language, host.wagtail_userprofile.preferred_language) == ("ru", "ru")
    assert client.cookies["django_language"].value == "ru"
    assert AuditEntry.objects.filter(action="user.language", before={"language": "kk"}, after={"language": "ru"}).exists()


def test_change_of_language_works_for_a_visitor(client):
    assert client.post(reverse("accounts:language"), {"language": "en", "next": "/kk/help/"})["Location"] == "/en/help/"


def test_unknown_language_is_404(client):
    assert client.post(reverse("accounts:language"), {"language": "de"}).status_code == 404


def test_change_of_language_sends_nobody_to_a_foreign_site(client):
    answer = client.post(reverse("accounts:language"), {"language": "ru", "next": "https://evil.example/"})
    assert answer["Location"] == "/ru/"


@pytest.mark.parametrize("back", ["logout", "nothing-here", "celebrations:list", "http://["])
def test_change_of_language_takes_no_word_for_an_address(client, back):
    assert client.post(reverse("accounts:language"), {"language": "ru", "next": back})["Location"] == "/ru/"
