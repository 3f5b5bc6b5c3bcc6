import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import AuditEntry
from tests.accounts.pages import sign_in, sign_up, signed_in_as
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory(email="apa@mail.kz", phone="+77011234567")


@pytest.fixture(autouse=True)
def _kazakh():
    with translation.override("kk"):
        yield


@pytest.mark.parametrize("login", ["apa@mail.kz", "APA@mail.kz", "+77011234567", "8 701 123-45-67", "7011234567"])
def test_sign_in_by_email_or_phone_in_any_spelling(client, user, login):
    assert sign_in(client, login, PASSWORD)["Location"] == "/admin/"
    assert signed_in_as(client) == user.pk


def _answer(login: str) -> bytes:
    """The page without what the visitor typed and without the form's token."""
    page = sign_in(Client(), login, "wrong-password").content.decode()
    lines = [line for line in page.replace(login, "").splitlines() if "csrfmiddlewaretoken" not in line]
    return "\n".join(lines).encode()


def test_wrong_password_and_unknown_account_answer_alike(user):
    known, unknown = _answer("apa@mail.kz"), _answer("ata@mail.kz")
    by_phone = _answer("+77011234567")
    assert known == unknown == by_phone
    assert "сәйкес келмейді".encode() in known


def test_unknown_account_costs_as_much_hashing_as_a_wrong_password(user, monkeypatch):
    hashed = []
    plain = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or plain(*args))
    sign_in(Client(), "apa@mail.kz", "wrong-password")
    known, hashed[:] = len(hashed), []
    sign_in(Client(), "ata@mail.kz", "wrong-password")
    assert known == len(hashed) == 1


def test_attempts_at_one_account_end_while_the_family_may_still_sign_in(client, user):
    other = UserFactory(email="ata@mail.kz")
    pages = [sign_in(Client(), "apa@mail.kz", "wrong-password").content.decode() for _ in range(9)]
    assert "Талпыныс саны асып кетті" in pages[-1]
    assert "Талпыныс саны асып кетті" not in pages[7]
    assert sign_in(Client(), "apa@mail.kz", PASSWORD).status_code == 200
    assert sign_in(client, other.email, PASSWORD).status_code == 302


def test_attempts_at_an_unknown_account_end_alike():
    pages = [sign_in(Client(), "nobody@mail.kz", "wrong-password").content.decode() for _ in range(9)]
    assert "Талпыныс саны асып кетті" in pages[-1]


def test_attempts_from_one_address_end_with_a_designed_429(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "3/m/ip"}
    answers = [sign_in(Client(), f"person{number}@mail.kz", "wrong-password") for number in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1]["Retry-After"]
    assert "Талпыныс саны асып кетті" in answers[-1].content.decode()


def test_wagtails_own_sign_in_page_is_this_one(client):
    answer = client.get("/admin/", follow=True, headers={"accept-language": "ru"})
    assert answer.redirect_chain[-1][0] == "/ru/accounts/login/?next=%2Fadmin%2F"
    assert b'name="login"' in answer.content


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_sign_in_sends_nobody_to_a_foreign_site(client, user, target):
    assert sign_in(client, "apa@mail.kz", PASSWORD, next=target)["Location"] == "/admin/"


def test_inactive_person_does_not_get_in(client):
    UserFactory(email="gone@mail.kz", is_active=False)
    sign_in(client, "gone@mail.kz", PASSWORD)
    assert signed_in_as(client) is None


def test_sign_out_needs_a_press(client, user):
    client.force_login(user)
    client.get(reverse("account_logout"))
    assert signed_in_as(client) == user.pk
    client.post(reverse("account_logout"))
    assert signed_in_as(client) is None


def test_signing_in_and_out_is_in_the_trail(client, user):
    sign_in(client, "apa@mail.kz", PASSWORD)
    client.post(reverse("account_logout"))
    lines = AuditEntry.objects.filter(target=f"accounts.user:{user.pk}").order_by("id")
    assert [(line.action, line.actor_id, line.address) for line in lines] == [
        ("user.sign_in", user.pk, "127.0.0.1"),
        ("user.sign_out", user.pk, "127.0.0.1"),
    ]


@pytest.mark.parametrize("contact", ["apa@mail.kz", "+77011234567"])
def test_accounts_made_before_with_ones_address_do_not_lock_its_owner_out(contact):
    for number in range(6):
        sign_up(Client(), contact, f"Otirik-qupia-{number}")
    owner, again = Client(), Client()
    sign_up(owner, contact)
    assert sign_in(again, contact).status_code == 302
    assert signed_in_as(again) == signed_in_as(owner) is not None
