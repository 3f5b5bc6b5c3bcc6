import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from tests.factories.accounts import UserFactory, make_workspace

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", ["accounts:account", "account_email", "account_change_password", "account_logout", "account_reauthenticate"]
)
def test_page_of_the_account_opens_for_its_person_and_sends_a_visitor_to_sign_in(client, name):
    if name != "account_logout":
        assert client.get(reverse(name)).status_code == 302
    client.force_login(UserFactory(phone="+77011234567"))
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(("contact", "words"), [({"email": "apa@mail.kz"}, "Ауыстыру"), ({"email": None, "phone": "+77011234567"}, "Қосу")])
def test_mailbox_is_added_before_it_is_changed(client, contact, words):
    client.force_login(UserFactory(**contact))
    page = BeautifulSoup(client.get("/kk/accounts/").content, "html.parser")
    link = page.find("a", href="/kk/accounts/email/")
    assert link.string == words
    assert link.parent.get_text(" ", strip=True) == f"{contact['email'] or ''} {words}".strip()


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_page_of_signing_in_is_in_its_language_and_out_of_search_engines(client, name, language):
    with translation.override(language):
        path = reverse(name)
    page = client.get(path).content.decode()
    assert f'<html lang="{language}">' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("contact", [{"email": "apa@mail.kz"}, {"email": None, "phone": "+77011234567"}])
def test_menu_calls_the_person_by_name(client, contact):
    host = UserFactory(name="Гүлнар Сембаева", **contact)
    make_workspace(host)
    client.force_login(host)
    html = client.get(reverse("celebrations:list")).content.decode()
    props = BeautifulSoup(html, "html.parser").find(id="wagtail-sidebar-props").string
    account = json.loads(props)["modules"][-1]["_args"][2]
    assert account["name"] == "Гүлнар Сембаева"
