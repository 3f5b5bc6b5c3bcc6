import pytest
from django.urls import reverse

from messaging import actions
from tests.factories.accounts import StaffFactory, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def message():
    return actions.enqueue(
        channel="console",
        to="apa@example.kz",
        subject="Құпия тақырып",
        body="https://example.kz/secret/",
    )


@pytest.fixture
def staff(client):
    client.force_login(StaffFactory())
    return client


def test_staff_find_a_message_by_address_and_read_it(staff, message):
    assert "Құпия тақырып" in staff.get(reverse("messaging:list"), {"q": "APA@"}).content.decode()
    assert "https://example.kz/secret/" in staff.get(reverse("messaging:show", args=[message.pk])).content.decode()


def test_list_of_another_address_does_not_show_it(staff, message):
    assert "Құпия тақырып" not in staff.get(reverse("messaging:list"), {"q": "nobody@"}).content.decode()


def test_text_is_hidden_where_settings_say_so(staff, message, settings):
    settings.MESSAGE_TEXTS_READABLE = False
    assert "https://example.kz/secret/" not in staff.get(reverse("messaging:show", args=[message.pk])).content.decode()


@pytest.mark.parametrize("name", ["list", "show"])
def test_outbox_is_not_there_for_an_organizer(client, message, name):
    client.force_login(make_people().host)
    address = reverse(f"messaging:{name}", args=[message.pk] if name == "show" else [])
    assert client.get(address).status_code == 404
