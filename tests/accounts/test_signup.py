import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import AuditEntry, User
from messaging.models import Message
from tests.accounts.pages import PASSWORD, sign_in, sign_up, signed_in_as

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "messaging.backends.OutboxEmailBackend"


@pytest.fixture(autouse=True)
def _kazakh():
    with translation.override("kk"):
        yield


@pytest.mark.parametrize(("typed", "email", "phone"), [("Apa@Mail.kz", "apa@mail.kz", None), ("8 701 123 45 67", None, "+77011234567")])
def test_sign_up_makes_a_person_with_a_workspace_and_lands_in_the_admin(client, typed, email, phone):
    answer = sign_up(client, typed)
    user = User.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert (user.name, user.email, user.phone, user.language) == ("Айгүл", email, phone, "kk")
    assert signed_in_as(client) == user.pk
    membership = user.memberships.get()
    assert (membership.role, membership.workspace.name) == ("owner", "Айгүл")
    assert user.has_perm("wagtailadmin.access_admin")


def test_sign_up_keeps_the_chosen_template_and_so_does_the_way_to_signing_in(client):
    chosen = "/kk/templates/classic/use/"
    page = client.get(reverse("account_signup"), {"next": chosen}).content.decode()
    assert f'name="next" value="{chosen}"' in page
    assert f"{reverse('account_login')}?next=%2Fkk%2Ftemplates%2Fclassic%2Fuse%2F" in page
    assert sign_up(client, "apa@mail.kz", next=chosen)["Location"] == chosen


def test_sign_up_sends_nobody_to_a_foreign_site(client):
    assert sign_up(client, "apa@mail.kz", next="https://evil.example/")["Location"] == "/admin/"


def test_sign_up_in_russian_makes_a_person_who_reads_russian(client):
    with translation.override("ru"):
        sign_up(client, "apa@mail.kz")
    user = User.objects.get()
    assert (user.language, user.wagtail_userprofile.preferred_language) == ("ru", "ru")


def test_sign_up_sends_a_mail_whose_link_confirms_the_address_after_a_press(client):
    sign_up(client, "apa@mail.kz")
    [mail] = Message.objects.all()
    link = next(word for word in mail.body.split() if "/confirm-email/" in word)
    address = User.objects.get().emailaddress_set.get()
    client.get(link)
    address.refresh_from_db()
    assert not address.verified
    client.post(link)
    address.refresh_from_db()
    assert address.verified


def test_sign_up_mails_our_own_address_whatever_host_the_request_names(client, settings):
    client.defaults["HTTP_HOST"] = "evil.example"
    sign_up(client, "apa@mail.kz")
    body = Message.objects.get().body
    assert body.count(settings.SITE_URL) == 2
    assert "evil.example" not in body


def test_sign_up_with_a_taken_address_answers_as_with_a_new_one(client):
    sign_up(Client(), "apa@mail.kz")
    taken, free = sign_up(Client(), "apa@mail.kz", "Another-2026-word"), sign_up(Client(), "ata@mail.kz", "Another-2026-word")
    assert (taken.status_code, taken["Location"], taken.content) == (free.status_code, free["Location"], free.content)
    assert set(taken.cookies) == set(free.cookies)


@pytest.mark.parametrize("contact", ["apa@mail.kz", "+77011234567"])
def test_sign_up_with_a_taken_address_opens_nothing_of_the_first_account(client, contact):
    first, second = Client(), Client()
    sign_up(first, contact)
    sign_up(second, contact, "Another-2026-word")
    old, new = User.objects.order_by("pk")
    assert (signed_in_as(first), signed_in_as(second)) == (old.pk, new.pk)
    assert not set(old.memberships.values_list("workspace")) & set(new.memberships.values_list("workspace"))
    # Each gets back in with the own password.
    first, second = Client(), Client()
    sign_in(first, contact)
    sign_in(second, contact, "Another-2026-word")
    assert (signed_in_as(first), signed_in_as(second)) == (old.pk, new.pk)


def test_sign_up_by_somebody_who_has_an_account_and_knows_its_password_signs_in(client):
    sign_up(Client(), "apa@mail.kz")
    sign_up(client, "apa@mail.kz", next="/kk/templates/classic/use/")
    assert signed_in_as(client) == User.objects.get().pk


def test_sign_up_is_no_second_door_for_guessing_a_password(client, settings):
    sign_up(Client(), "apa@mail.kz")
    answers = [sign_up(Client(), "apa@mail.kz", f"Another-{number}-word").status_code for number in range(9)]
    assert answers == [302] * 7 + [200] * 2


def test_sign_up_with_an_unreadable_address_keeps_what_was_typed_and_says_what_to_write(client):
    page = sign_up(client, "8 701").content.decode()
    assert 'value="8 701"' in page
    assert "apa@mail.kz немесе 8 701 123 45 67" in page
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["short", "1234567890", "password"])
def test_sign_up_with_a_weak_password_is_refused(client, password):
    assert sign_up(client, "apa@mail.kz", password).status_code == 200
    assert not User.objects.exists()


def test_sign_up_is_in_the_trail_without_the_password(client):
    sign_up(client, "apa@mail.kz")
    lines = list(AuditEntry.objects.values())
    assert {"user.sign_up", "workspace.create", "user.sign_in"} <= {line["action"] for line in lines}
    assert PASSWORD not in str(lines)
