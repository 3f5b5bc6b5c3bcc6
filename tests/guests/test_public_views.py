"""The guest's half, as a browser without scripts and without cookies sees it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.row_security import workspace_scope
from guests import access, actions, closing, limits, tasks
from guests.models import Answer, Attendance, Party, PartyInvite
from tests.factories.guests import make_answer, make_celebration, make_invite

PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"}


@pytest.fixture
def guest() -> Client:
    """A guest's phone; a missing CSRF cookie would be refused if it were asked for."""
    return Client(enforce_csrf_checks=True, **PHONE)


@pytest.fixture
def invite(page) -> PartyInvite:
    return make_invite(page.invitation, "Нұрғалиевтер отбасы", seats=3, phone="+77011234567")


def url_of(invite: PartyInvite, language: str = "kk") -> str:
    return access.link_for(invite.party, invite.invitation, language).removeprefix("http://localhost:8000")


def public_url(page: Any, rest: str = "") -> str:
    return f"/kk/e/{page.invitation.slug}/{rest}"


def stored(invite: PartyInvite) -> PartyInvite:
    with workspace_scope(invite.workspace_id):
        return PartyInvite.objects.select_related("party", "answer").get(pk=invite.pk)


def test_personal_link_greets_by_name_and_is_never_cached(guest, invite):
    response = guest.get(url_of(invite))
    assert response.status_code == 200
    assert "Нұрғалиевтер отбасы!" in response.text
    assert "<title>Нұрғалиевтер отбасы ·" in response.text
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_personal_link_costs_two_queries(guest, invite, django_assert_num_queries):
    """Counted is all that Django sends: savepoints and the row-level security's setting would be among it."""
    make_answer(invite, people=2)
    guest.get(url_of(invite))
    for asked in ("", "?thanks", "?change"):
        with django_assert_num_queries(2):
            guest.get(url_of(invite) + asked)
    unknown = public_url(invite.invitation.page, f"g/{'A' * 30}/")
    guest.get(unknown)
    with django_assert_num_queries(2):
        guest.get(unknown)


def test_form_on_an_unknown_link_sends_the_answer_to_the_public_one(guest, page):
    open_up(page)
    text = guest.get(public_url(page, f"g/{'A' * 30}/")).text
    assert f'action="{public_url(page, "rsvp/")}#rsvp"' in text


@pytest.mark.parametrize("token", ["x", "A" * 30, "а" * 30, "-" * 30])
def test_unknown_link_shows_the_invitation_with_a_word_about_it(guest, page, token):
    response = guest.get(public_url(page, f"g/{token}/"))
    assert response.status_code == 200
    assert "rsvp-notice" in response.text
    assert 'method="post"' not in response.text


def test_revoked_link_is_as_unknown_and_the_new_one_opens(guest, invite, people):
    old = url_of(invite)
    with workspace_scope(invite.workspace_id):
        actions.revoke_link(invite=invite, by=people.host)
    assert "Нұрғалиевтер" not in guest.get(old).text
    assert "Нұрғалиевтер" in guest.get(url_of(stored(invite))).text


def test_answer_is_taken_without_a_cookie_and_the_numbers_fit(guest, invite):
    response = guest.post(url_of(invite), {"choice": "coming", "people": "2", "message": "Құтты болсын!"})
    assert (response.status_code, response["Location"]) == (302, f"{url_of(invite)}?thanks#rsvp")
    answer = stored(invite).answer
    assert (answer.choice, answer.people, answer.message, answer.source) == ("coming", 2, "Құтты болсын!", "personal")
    with workspace_scope(invite.workspace_id):
        assert list(Attendance.objects.order_by("guest__position").values_list("is_coming", flat=True)) == [True, True, False]
    text = guest.get(response["Location"]).text
    assert "reply-thanks" in text and 'method="post"' not in text
    assert AuditEntry.objects.filter(action="answer.give", workspace_id=invite.workspace_id).count() == 1


def test_mind_can_be_changed_and_what_was_said_is_filled_in(guest, invite):
    make_answer(invite, "with_spouse", people=2, spouse_name="Гүлнар", message="Рақмет!")
    text = guest.get(f"{url_of(invite)}?change").text
    assert 'value="Гүлнар"' in text and "Рақмет!</textarea>" in text
    assert re.search(r'value="with_spouse"[^>]*checked', text)
    guest.post(url_of(invite), {"choice": "not_coming"})
    answer = stored(invite).answer
    assert (answer.choice, answer.people, answer.spouse_name) == ("not_coming", 0, "")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "choice"),
        ({"choice": "maybe"}, "choice"),
        ({"choice": "with_spouse", "people": "2"}, "spouse_name"),
        ({"choice": "coming", "people": "4"}, "people"),
        ({"choice": "coming", "people": "1", "message": "а" * 501}, "message"),
    ],
)
def test_error_stands_beside_its_field_and_keeps_what_was_typed(guest, invite, sent, field):
    response = guest.post(url_of(invite), {"message": "Сәлем", **sent})
    assert response.status_code == 422
    assert f'id="rsvp-{field}-error"' in response.text
    assert sent.get("message", "Сәлем") in response.text
    assert not hasattr(stored(invite), "answer")


def test_party_with_named_persons_ticks_who_comes(guest, page):
    invite = make_invite(page.invitation, "Оспановтар", seats=3, people=["Асқар", "Гүлнар"])
    with workspace_scope(invite.workspace_id):
        askar, gulnar, _other = invite.party.guests.all()
    text = guest.get(url_of(invite)).text
    assert "Асқар" in text and "Гүлнар" in text and 'value="with_spouse"' not in text
    guest.post(url_of(invite), {"choice": "coming", "coming": [str(gulnar.pk)], "people": "1"})
    with workspace_scope(invite.workspace_id):
        assert stored(invite).answer.people == 2
        comes = dict(Attendance.objects.values_list("guest_id", "is_coming"))
    assert (comes[askar.pk], comes[gulnar.pk]) == (False, True)
    assert sum(comes.values()) == 2


def test_one_seat_asks_no_number_and_offers_no_spouse(guest, page):
    invite = make_invite(page.invitation, "Асқар", seats=1)
    text = guest.get(url_of(invite)).text
    assert 'name="people"' not in text and 'value="with_spouse"' not in text
    guest.post(url_of(invite), {"choice": "coming"})
    assert stored(invite).answer.people == 1


def test_answer_is_taken_to_the_end_of_the_last_day_in_the_celebrations_zone(guest, invite, time_machine):
    # The last day is 28 August 2027 in Almaty, five hours before Greenwich.
    time_machine.move_to("2027-08-28T18:59:00Z", tick=False)
    assert guest.post(url_of(invite), {"choice": "not_coming"}).status_code == 302
    time_machine.move_to("2027-08-28T19:00:00Z", tick=False)
    response = guest.post(url_of(invite), {"choice": "coming"})
    assert response.status_code == 409
    assert stored(invite).answer.choice == "not_coming"
    text = guest.get(f"{url_of(invite)}?change").text
    assert 'method="post"' not in text and "tel:+77012345678" in text and "Гүлнар" in text


def test_archived_celebration_takes_no_answer(guest, invite, page):
    page.invitation.archived_at = page.invitation.created_at
    page.invitation.save()
    assert guest.post(url_of(invite), {"choice": "coming"}).status_code == 410
    assert not hasattr(stored(invite), "answer")


def test_unpublished_invitation_takes_no_answer(guest, invite, page):
    page.unpublish()
    assert guest.get(url_of(invite)).status_code == 404
    assert guest.post(url_of(invite), {"choice": "coming"}).status_code == 404


def test_opening_counts_persons_only(guest, invite, people, page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for agent in (
            "WhatsApp/2.23.20.0 A",
            "TelegramBot (like TwitterBot)",
            "facebookexternalhit/1.1",
            "Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)",
            "Viber/13.0",
            "Slackbot-LinkExpanding 1.0",
            "Mozilla/5.0 (compatible; Googlebot/2.1)",
        ):
            assert guest.get(url_of(invite), HTTP_USER_AGENT=agent).status_code == 200
        guest.head(url_of(invite))
        guest.get(url_of(invite), HTTP_SEC_PURPOSE="prefetch;prerender")
        host = Client(**PHONE)
        host.force_login(people.teammate)
        host.get(url_of(invite))
    assert stored(invite).open_count == 0 and stored(invite).opened_at is None
    with django_capture_on_commit_callbacks(execute=True):
        guest.get(url_of(invite))
        guest.get(url_of(invite), HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) Chrome/120 Mobile Safari/537.36")
    assert stored(invite).open_count == 2 and stored(invite).opened_at < stored(invite).last_opened_at


def test_opening_that_is_told_twice_or_late_is_counted_once_and_in_its_place(invite):
    for at in ("2027-08-01T10:00:00+00:00", "2027-08-01T10:00:00+00:00", "2027-07-30T10:00:00+00:00"):
        tasks.record_opening(invite.workspace_id, invite.pk, at)
    after = stored(invite)
    assert (after.open_count, after.opened_at.isoformat()) == (2, "2027-07-30T10:00:00+00:00")
    assert after.last_opened_at.isoformat() == "2027-08-01T10:00:00+00:00"


def test_page_after_the_answer_is_no_second_opening(guest, invite, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        guest.get(url_of(invite))
        guest.get(guest.post(url_of(invite), {"choice": "coming"})["Location"])
    assert stored(invite).open_count == 1


def open_up(page: Any) -> None:
    page.invitation.is_open_rsvp = True
    page.invitation.save(update_fields=["is_open_rsvp"])


def test_public_link_takes_no_answer_unless_the_host_lets_it(guest, page):
    assert 'method="post"' not in guest.get(public_url(page)).text
    assert guest.post(public_url(page, "rsvp/"), {"name": "Асқар", "choice": "coming", "people": "1"}).status_code in {409, 422}
    with workspace_scope(page.invitation.workspace_id):
        assert not Party.objects.exists()


def test_public_answer_is_kept_by_name_and_the_same_browser_updates_it(guest, page):
    open_up(page)
    assert f'action="{public_url(page, "rsvp/")}#rsvp"' in guest.get(public_url(page)).text
    response = guest.post(public_url(page, "rsvp/"), {"name": "Асқар", "choice": "coming", "people": "3"})
    assert response.status_code == 302
    assert "reply-thanks" in guest.get(response["Location"]).text
    guest.post(public_url(page, "rsvp/"), {"name": "Асқар Сембаев", "choice": "with_spouse", "spouse_name": "Алма", "people": "1"})
    with workspace_scope(page.invitation.workspace_id):
        answer = Answer.objects.select_related("invite__party").get()
    assert (answer.invite.party.name, answer.people, answer.spouse_name, answer.source) == ("Асқар Сембаев", 2, "Алма", "public")
    other = Client(**PHONE)
    other.post(public_url(page, "rsvp/"), {"name": "Асқар", "choice": "coming", "people": "1"})
    with workspace_scope(page.invitation.workspace_id):
        assert Party.objects.count() == 2


@pytest.mark.parametrize("name", ["", "=1+1"])
def test_public_form_without_a_name_says_so(guest, page, name):
    open_up(page)
    response = guest.post(public_url(page, "rsvp/"), {"name": name, "choice": "coming", "people": "1", "message": "Сәлем"})
    assert response.status_code == 422 and 'id="rsvp-name-error"' in response.text and "Сәлем" in response.text


def test_personal_answer_replaces_the_public_one_of_the_same_browser(guest, page, invite):
    open_up(page)
    guest.post(public_url(page, "rsvp/"), {"name": "Асқар", "choice": "coming", "people": "1"})
    guest.post(url_of(invite), {"choice": "not_coming"})
    guest.post(public_url(page, "rsvp/"), {"name": "Асқар", "choice": "not_sure"})
    with workspace_scope(page.invitation.workspace_id):
        assert list(Answer.objects.values_list("invite_id", "choice")) == [(invite.pk, "not_sure")]


def test_public_registrations_have_an_end(guest, page, settings):
    open_up(page)
    settings.GUEST_SELF_REGISTRATIONS = 1
    for status in (302, 422):
        response = Client(**PHONE).post(public_url(page, "rsvp/"), {"name": "Асқар", "choice": "coming", "people": "1"})
        assert response.status_code == status


def test_field_that_only_machines_see_refuses_the_answer(guest, page):
    open_up(page)
    sent = {"name": "Асқар", "choice": "coming", "people": "1", "website": "https://toi.example"}
    response = guest.post(public_url(page, "rsvp/"), sent)
    assert response.status_code == 422 and "Асқар" in response.text
    with workspace_scope(page.invitation.workspace_id):
        assert not Party.objects.exists()


def test_open_answer_that_is_refused_adds_nobody(page, time_machine):
    open_up(page)
    time_machine.move_to("2027-08-29T12:00:00Z", tick=False)
    with workspace_scope(page.invitation.workspace_id):
        with pytest.raises(closing.AnswersClosedError):
            actions.answer_openly(invitation=page.invitation, name="Асқар", choice="coming", people=1)
        assert not Party.objects.exists()


def test_too_many_answers_are_put_off_without_losing_what_was_typed(guest, invite, monkeypatch):
    monkeypatch.setattr(limits, "ANSWERS_OF_A_PARTY", limits.Limit("test-party", 2, 60))
    for _attempt in range(2):
        assert guest.post(url_of(invite), {"choice": "coming", "people": "1"}).status_code == 302
    response = guest.post(url_of(invite), {"choice": "not_coming", "message": "Кешіріңіздер"})
    assert response.status_code == 429 and response["Retry-After"] == "300"
    assert "Кешіріңіздер" in response.text and stored(invite).answer.choice == "coming"


def test_guessing_links_ends_at_a_wall(guest, page, monkeypatch):
    monkeypatch.setattr(limits, "WRONG_LINKS_FROM_AN_ADDRESS", limits.Limit("test-wrong", 1, 60))
    assert guest.get(public_url(page, f"g/{'A' * 30}/")).status_code == 200
    assert guest.get(public_url(page, f"g/{'B' * 30}/")).status_code == 429


def test_link_of_another_celebration_is_unknown_here(guest, page, people):
    other = make_invite(make_celebration(people.workspace), "Басқа қонақ")
    with workspace_scope(other.workspace_id):
        token = access.token_for(other.party)
    assert "Басқа қонақ" not in guest.get(public_url(page, f"g/{token}/")).text


def test_looking_up_a_guest_leaves_the_scope_as_it_was(page, invite, people):
    with workspace_scope(people.strange_workspace.pk):
        found = access.get_party_invite(page.invitation, access.token_for(invite.party))
        assert [guest.position for guest in found.guests] == [0, 1, 2]
        assert not Party.objects.exists()


def test_reverse_of_an_invitation_is_wagtails_own(page):
    assert reverse("wagtail_serve", args=[f"e/{page.invitation.slug}/"]).endswith(public_url(page).removeprefix("/kk"))
