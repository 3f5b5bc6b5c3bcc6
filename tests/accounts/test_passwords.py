from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import AuditEntry
from messaging.models import Message
from tests.accounts.pages import sign_in, signed_in_as
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NEW = "Jana-qupia-2026"


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "messaging.backends.OutboxEmailBackend"


@pytest.fixture(autouse=True)
def _kazakh():
    with translation.override("kk"):
        yield


@pytest.fixture
def user():
    return UserFactory(email="apa@mail.kz", phone="+77011234567")


def ask(contact: str):
    return Client().post(reverse("account_reset_password"), {"contact": contact})


def link_in_mail() -> str:
    return next(word for word in Message.objects.first().body.split() if "/password/reset/key/" in word)


def use(link: str, password: str = NEW) -> Client:
    client = Client()
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": password})
    return client


@pytest.mark.parametrize("contact", ["apa@mail.kz", "8 701 123 45 67"])
def test_link_from_the_mail_sets_a_new_password_and_signs_in(user, contact):
    ask(contact)
    assert Message.objects.get().to == "apa@mail.kz"
    assert signed_in_as(use(link_in_mail())) == user.pk
    assert sign_in(Client(), "apa@mail.kz", NEW).status_code == 302
    assert AuditEntry.objects.filter(action="user.password", actor_id=user.pk).count() == 1


@pytest.mark.parametrize("contact", ["apa@mail.kz", "nobody@mail.kz"])
def test_mail_links_to_our_own_address_whatever_host_the_request_names(user, contact, settings):
    Client().post(reverse("account_reset_password"), {"contact": contact}, headers={"host": "evil.example"})
    body = Message.objects.get().body
    assert settings.SITE_URL in body
    assert "evil.example" not in body


def test_link_works_once(user):
    ask("apa@mail.kz")
    link = link_in_mail()
    use(link)
    use(link, "Another-2026-word")
    assert sign_in(Client(), "apa@mail.kz", "Another-2026-word").status_code == 200
    assert "жарамсыз" in Client().get(link, follow=True).content.decode()


@pytest.mark.parametrize(("minutes", "status"), [(59, 302), (61, 200)])
def test_link_works_for_one_hour(user, minutes, status):
    ask("apa@mail.kz")
    link = link_in_mail()
    with time_machine.travel(timezone.localtime() + timedelta(minutes=minutes)):
        use(link)
        assert sign_in(Client(), "apa@mail.kz", NEW).status_code == status


def test_asking_for_a_link_answers_alike_for_anybody(user):
    phone_only = UserFactory(email=None, phone="+77770000001")
    answers = [ask(contact) for contact in ("apa@mail.kz", "nobody@mail.kz", phone_only.phone, "+77770000002")]
    assert {(answer.status_code, answer["Location"], answer.content) for answer in answers} == {
        (302, reverse("account_reset_password_done"), b"")
    }


@pytest.mark.parametrize("contact", ["+77770000001", "+77770000002"])
def test_whoever_asks_by_phone_is_not_sent_to_a_mailbox(contact):
    UserFactory(email=None, phone="+77770000001")
    client = Client()
    shown = client.post(reverse("account_reset_password"), {"contact": contact}, follow=True).text
    assert "Поштаңызды қараңыз" not in shown
    assert "тек телефон болса" in shown
    assert "Поштаңызды қараңыз" in client.post(reverse("account_reset_password"), {"contact": "apa@mail.kz"}, follow=True).text


def test_asking_again_and_again_for_one_account_ends(user):
    assert [ask("apa@mail.kz").status_code for _ in range(6)] == [302] * 5 + [429]


def test_link_of_a_verified_address_goes_to_the_account_that_verified_it(user):
    user.emailaddress_set.create(email="apa@mail.kz", verified=True, primary=True)
    UserFactory(email="apa@mail.kz")
    ask("apa@mail.kz")
    assert signed_in_as(use(link_in_mail())) == user.pk
    assert Message.objects.filter(subject="Жаңа құпиясөз").count() == 1


def test_changing_the_password_needs_the_old_one(user):
    client = Client()
    client.force_login(user)
    client.post(reverse("account_change_password"), {"oldpassword": "wrong", "password1": NEW})
    assert sign_in(Client(), "apa@mail.kz", NEW).status_code == 200
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW})
    assert sign_in(Client(), "apa@mail.kz", NEW).status_code == 302


def test_changing_the_email_asks_for_the_password_first(user):
    client = Client()
    client.force_login(user)
    answer = client.post(reverse("account_email"), {"email": "new@mail.kz", "action_add": ""})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def change_email(user, new: str) -> None:
    client = Client()
    client.force_login(user)
    asked = client.post(reverse("account_email"), {"email": new, "action_add": ""})
    client.post(asked["Location"], {"password": PASSWORD})
    user.refresh_from_db()


def confirm(address: str) -> None:
    link = next(word for word in Message.objects.get(to=address).body.split() if "/confirm-email/" in word)
    Client().post(link)


def test_verified_email_gives_way_only_when_the_new_one_is_verified(user):
    user.emailaddress_set.create(email="apa@mail.kz", verified=True, primary=True)
    change_email(user, "new@mail.kz")
    assert user.email == "apa@mail.kz"
    confirm("new@mail.kz")
    user.refresh_from_db()
    assert user.email == "new@mail.kz"


def test_unverified_email_gives_way_at_once(user):
    change_email(user, "new@mail.kz")
    assert user.email == "new@mail.kz"
    assert sign_in(Client(), "new@mail.kz", PASSWORD).status_code == 302
    confirm("new@mail.kz")
    assert user.emailaddress_set.get().verified
