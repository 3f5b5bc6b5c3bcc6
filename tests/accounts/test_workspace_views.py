from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts import actions
from accounts.models import Membership
from messaging.models import Message
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "messaging.backends.OutboxEmailBackend"


@pytest.fixture(autouse=True)
def _kazakh():
    with translation.override("kk"):
        yield


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def invite(people, contact: str = "kelin@mail.kz", role: str = "editor") -> str:
    return browser(people.host).post(reverse("workspace:invite"), {"contact": contact, "role": role}).context["link"]


def test_owner_sees_members_and_roles_and_a_teammate_sees_no_buttons(people):
    owner, teammate = (browser(user).get(reverse("workspace:show")).content.decode() for user in (people.host, people.teammate))
    for page in (owner, teammate):
        assert "Host" in page
        assert "Teammate" in page
        assert "Stranger" not in page
    assert 'name="contact"' in owner
    assert 'name="contact"' not in teammate


def test_invite_by_email_is_mailed_and_lets_one_person_in(people):
    link, newcomer = invite(people), UserFactory()
    assert link in Message.objects.get(to="kelin@mail.kz").body
    client = browser(newcomer)
    assert client.get(link).context["workspace"] == people.workspace
    assert not newcomer.memberships.exists()
    assert client.post(link)["Location"] == "/admin/"
    assert newcomer.memberships.get().role == "editor"
    assert client.get(reverse("workspace:show")).context["workspace"] == people.workspace


def test_invite_links_to_our_own_address_whatever_host_the_request_names(people, settings):
    client, data = browser(people.host), {"contact": "kelin@mail.kz", "role": "editor"}
    answer = client.post(reverse("workspace:invite"), data, headers={"host": "evil.example"})
    assert answer.context["link"].startswith(f"{settings.SITE_URL}/")
    assert "evil.example" not in Message.objects.get().body


def test_invites_in_a_row_end_before_they_become_a_way_to_write_to_strangers(people, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "invite_member": "2/h/user"}
    client = browser(people.host)
    for number in range(3):
        client.post(reverse("workspace:invite"), {"contact": f"person{number}@mail.kz", "role": "viewer"})
    assert set(Message.objects.values_list("to", flat=True)) == {"person0@mail.kz", "person1@mail.kz"}


def test_invite_lets_nobody_else_in(people):
    link = invite(people)
    browser(UserFactory()).post(link)
    late = UserFactory()
    assert browser(late).post(link).status_code == 409
    assert not late.memberships.exists()


def test_invite_by_phone_is_sent_by_the_owner(people):
    answer = browser(people.host).post(reverse("workspace:invite"), {"contact": "8 701 123 45 67", "role": "viewer"})
    assert answer.context["whatsapp"].startswith("https://wa.me/77011234567?text=")
    assert not Message.objects.exists()


def test_invite_brings_a_visitor_back_after_signing_in(people, settings):
    link = invite(people)
    answer = Client().get(link)
    path = link.removeprefix(settings.SITE_URL)
    assert answer["Location"].startswith("/kk/accounts/login/?next=")
    user = UserFactory(email="kelin@mail.kz")
    signed = Client().post(reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": path})
    assert signed["Location"] == path


def test_invite_grows_old_after_a_week(people):
    link = invite(people)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert browser(UserFactory()).post(link).status_code == 404


def test_invite_of_somebody_who_is_no_owner_any_more_does_not_work(people):
    link = invite(people)
    heir = UserFactory()
    actions.add_member(workspace=people.workspace, user=heir, role="owner", by=None)
    actions.change_role(membership=people.host.memberships.get(), role="viewer", by=heir)
    assert browser(UserFactory()).post(link).status_code == 409


def test_forged_invite_is_404(people):
    assert browser(people.stranger).get(reverse("accounts:join", args=["forged"])).status_code == 404


@pytest.mark.parametrize("who", ["teammate", "stranger"])
@pytest.mark.parametrize("name", ["change", "remove"])
def test_nobody_but_an_owner_changes_a_member(people, who, name):
    host = people.host.memberships.get()
    answer = browser(getattr(people, who)).post(reverse(f"workspace:{name}", args=[host.pk]), {"role": "viewer"})
    # Wagtail sends home, with a message, who may not.
    assert answer.status_code == (404 if who == "stranger" else 302)
    assert people.host.memberships.get().role == "owner"


def test_last_owner_stays(people):
    client = browser(people.host)
    client.post(reverse("workspace:remove", args=[people.host.memberships.get().pk]))
    assert people.host.memberships.get().role == "owner"


def test_owner_changes_and_removes_a_member(people):
    client, membership = browser(people.host), people.teammate.memberships.get()
    client.post(reverse("workspace:change", args=[membership.pk]), {"role": "viewer"})
    membership.refresh_from_db()
    assert membership.role == "viewer"
    client.post(reverse("workspace:remove", args=[membership.pk]))
    assert not Membership.objects.filter(pk=membership.pk).exists()


def test_person_in_two_workspaces_switches_between_them(people):
    actions.add_member(workspace=people.strange_workspace, user=people.host, role="viewer", by=None)
    client = browser(people.host)
    assert client.get(reverse("workspace:show")).context["workspace"] == people.workspace
    client.post(reverse("workspace:switch", args=[people.strange_workspace.pk]))
    assert client.get(reverse("workspace:show")).context["workspace"] == people.strange_workspace


def test_switch_to_a_foreign_workspace_is_404(people):
    assert browser(people.host).post(reverse("workspace:switch", args=[people.strange_workspace.pk])).status_code == 404


def test_rename_is_for_owners(people):
    browser(people.host).post(reverse("workspace:rename"), {"name": "Серікбаевтар"})
    browser(people.teammate).post(reverse("workspace:rename"), {"name": "Мен"})
    people.workspace.refresh_from_db()
    assert people.workspace.name == "Серікбаевтар"
