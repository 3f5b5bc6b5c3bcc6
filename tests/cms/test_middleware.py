import pytest
from wagtail.contrib.redirects.models import Redirect

from tests.factories.accounts import StaffFactory, make_people

pytestmark = pytest.mark.django_db


def test_missing_page_of_the_admin_is_404_and_not_sent_to_a_language(client):
    client.force_login(make_people().host)
    assert client.get("/admin/messages/").status_code == 404


def test_address_without_a_language_is_sent_to_the_visitors_one(client):
    answer = client.get("/accounts/login/?next=/admin/", headers={"accept-language": "ru"})
    assert (answer.status_code, answer["Location"]) == (302, "/ru/accounts/login/?next=/admin/")


def test_address_without_a_language_is_sent_to_kazakh_when_the_visitor_names_none(client):
    assert client.get("/accounts/login/", headers={"accept-language": "de"})["Location"] == "/kk/accounts/login/"


def test_redirects_of_staff_lead_away_from_the_sites_addresses_and_not_from_the_admins(client):
    for old_path in ("/nowhere", "/admin/nowhere"):
        Redirect.objects.create(old_path=old_path, redirect_link="/kk/")
    assert client.get("/nowhere/")["Location"] == "/kk/"
    client.force_login(make_people().host)
    assert client.get("/admin/nowhere/").status_code == 404


@pytest.mark.parametrize("address", ["/admin/trail/?q=%00", "/admin/images/chooser/?q=a%00", "/kk/%00/", "/documents/1/%00"])
def test_address_with_a_nul_is_refused_before_anybody_looks_for_it(client, address):
    client.force_login(StaffFactory())
    assert client.get(address).status_code == 400


def test_cookie_with_a_nul_is_refused_before_anybody_looks_for_it(client):
    # A quoted cookie may spell any character by its number.
    assert client.get("/admin/", headers={"cookie": r'sessionid="\000aaaaaaaaaaaa"'}).status_code == 400
