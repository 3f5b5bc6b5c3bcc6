"""Staff help somebody back in whose account has a phone only."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import AuditEntry
from tests.accounts.pages import PASSWORD, sign_in, signed_in_as
from tests.factories.accounts import StaffFactory, UserFactory, make_people

pytestmark = pytest.mark.django_db
PHONE = "+77011234567"


@pytest.fixture
def person():
    return UserFactory(name="Сәуле апа", email=None, phone=PHONE, language="ru")


@pytest.fixture
def staff(client):
    client.force_login(StaffFactory())
    return client


def link_for(staff: Client, person) -> str:
    answer = staff.post(reverse("way_back"), {"contact": "8 701 123 45 67", "person": person.pk})
    assert answer["Cache-Control"].count("no-store")
    return answer.context["link"]


def use(link: str) -> Client:
    browser = Client()
    form = browser.get(link.partition("localhost:8000")[2], follow=True)
    browser.post(form.request["PATH_INFO"], {"password1": PASSWORD})
    return browser


def test_staff_find_the_account_and_make_a_link_that_works_once(staff, person):
    assert "Сәуле апа" in staff.get(reverse("way_back"), {"contact": "8 701 123 45 67"}).text
    assert not AuditEntry.objects.filter(action="user.way_back").exists()
    link = link_for(staff, person)
    assert "/ru/" in link
    assert signed_in_as(use(link)) == person.pk
    assert sign_in(Client(), PHONE).status_code == 302
    assert signed_in_as(use(link)) is None
    entry = AuditEntry.objects.get(action="user.way_back")
    assert (entry.target, entry.after) == (f"accounts.user:{person.pk}", None)


def test_link_works_for_an_hour(staff, person):
    link = link_for(staff, person)
    with time_machine.travel(timezone.localtime() + timedelta(minutes=61)):
        assert signed_in_as(use(link)) is None


def test_account_with_another_phone_is_not_helped_by_its_number(staff, person):
    other = UserFactory()
    answer = staff.post(reverse("way_back"), {"contact": PHONE, "person": other.pk})
    assert "link" not in answer.context


def test_way_back_is_staffs(client, person):
    client.force_login(make_people().host)
    assert client.get(reverse("way_back")).status_code == client.post(reverse("way_back"), {"contact": PHONE}).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.make_way_back(user=person, by=make_people().host)


def test_colleagues_account_is_an_administrators_matter(client):
    colleague, admin = StaffFactory(is_superuser=False, phone=PHONE), StaffFactory()
    with pytest.raises(PermissionDenied):
        actions.make_way_back(user=admin, by=colleague)
    assert actions.make_way_back(user=colleague, by=admin)


@pytest.mark.parametrize("contact", ["", "nonsense"])
def test_unreadable_contact_is_said_at_its_field(staff, contact):
    answer = staff.get(reverse("way_back"), {"contact": contact})
    assert answer.context["form"].errors["contact"]
