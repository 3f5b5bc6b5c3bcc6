"""A guest's page from its shell is the page as it would be rendered for that guest alone."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from accounts.row_security import workspace_scope
from guests import access, actions, shells
from guests.models import PartyInvite
from guests.rsvp import PublicReply, Reply, section_of
from invitations import actions as invitation_actions
from invitations.models import InvitationPage
from tests.factories.guests import make_answer, make_invite
from tests.factories.invitations import make_invitation
from tests.guests.test_public_views import PHONE, open_up, public_url, url_of

NAMES = [
    "Нұрғалиевтер отбасы",
    "<script>alert(1)</script>",
    "Асқар & \"Гүлнар\" & 'Алма'",
    "{{ page }} %(name)s {% now 'Y' %} \\1 \\g<0>",
    "0123456789abcdef0123456789abcdefreply name rest",
]


@pytest.fixture
def guest() -> Client:
    return Client(**PHONE)


def rendered(page: InvitationPage, path: str, reply: Any, **context: Any) -> str:
    """The page for one guest, by its template alone."""
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    request.invitation_rest = path.split("?")[0].split(page.event_slug + "/")[1]
    action = request.path if reply.invite else f"{path.split(page.event_slug)[0]}{page.event_slug}/rsvp/"
    with translation.override(path.split("/")[1]):
        section = render_to_string("guests/_rsvp_form.html", section_of(page, reply, action))
        context |= {"party_invite": reply.invite, "is_personal": reply.invite is not None, "reply_section": section}
        return page.render(request, template=shells.TEMPLATE, context_overrides=context).render().content.decode()


def expected(invite: PartyInvite, path: str) -> str:
    page = invite.invitation.page
    with translation.override(path.split("/")[1]):
        found = access.get_party_invite(page.invitation, access.token_for(invite.party))
        return rendered(page, path, Reply.of(found, is_changing="change" in path))


def first_and_second(guest: Client, path: str) -> list[Any]:
    """The answer that makes the shell, and the one that is made of it."""
    cache.clear()
    return [guest.get(path), guest.get(path)]


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("asked", ["", "?thanks", "?change", "?utm_source=wa"])
@pytest.mark.parametrize("is_answered", [False, True])
def test_page_of_a_guest_is_what_its_template_says(guest, page, language, asked, is_answered):
    invite = make_invite(page.invitation, "Асқар & Алма", seats=3, people=["Асқар", "<b>Алма</b>"])
    if is_answered:
        make_answer(invite, people=2, message="Құтты <болсын>!\n& тағы")
    path = url_of(invite, language) + asked
    answers = first_and_second(guest, path)
    assert [answer.text for answer in answers] == [expected(invite, path)] * 2
    headers = [{name: value for name, value in answer.items() if name != "Expires"} for answer in answers]
    assert headers[0] == headers[1]
    assert not any(answer.cookies for answer in answers)


@pytest.mark.parametrize("name", NAMES)
def test_name_is_text_whatever_it_looks_like(guest, page, name):
    make_invite(page.invitation, "Бірінші")
    invite = make_invite(page.invitation, "Екінші")
    with workspace_scope(invite.workspace_id):
        invite.party.name = name
        invite.party.save(update_fields=["name"])
    path = url_of(invite)
    assert [answer.text for answer in first_and_second(guest, path)] == [expected(invite, path)] * 2
    assert "<script>alert" not in guest.get(path).text


def test_two_guests_share_a_shell_and_nothing_else(guest, page):
    first, second = make_invite(page.invitation, "Бірінші"), make_invite(page.invitation, "Екінші")
    pages = [guest.get(url_of(invite)).text for invite in (first, second)]
    assert "Екінші" not in pages[0] and "Бірінші" not in pages[1]
    assert access.token_for(first.party) not in pages[1]
    assert pages == [expected(first, url_of(first)), expected(second, url_of(second))]


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("is_open", [False, True])
def test_unknown_link_and_the_public_form_are_what_their_template_says(guest, page, language, is_open):
    if is_open:
        open_up(page)
    page = page.invitation.page
    for rest, context in ((f"g/{'A' * 30}/", {"is_unknown_link": True}), ("rsvp/", {})):
        path = public_url(page, rest).replace("/kk/", f"/{language}/")
        with translation.override(language):
            reply = PublicReply.of(page.invitation)
        assert [answer.text for answer in first_and_second(guest, path)] == [rendered(page, path, reply, **context)] * 2


def test_browser_that_answered_openly_reads_its_answer(guest, page, django_assert_num_queries):
    open_up(page)
    guest.post(public_url(page, "rsvp/"), {"name": "Асқар & Ко", "choice": "coming", "people": "2"})
    for asked in ("", "?change"):
        first = guest.get(public_url(page, "rsvp/") + asked).text
        with django_assert_num_queries(2):
            second = guest.get(public_url(page, "rsvp/") + asked).text
        assert first == second and "Асқар &amp; Ко" in second
    assert 'value="Асқар &amp; Ко"' in second


def test_quiet_celebration_is_as_its_template_says(guest, people):
    page = make_invitation(people.workspace, event_type="as", is_published=True)
    invite = make_invite(page.invitation, "Асқар")
    path = url_of(invite)
    texts = [answer.text for answer in first_and_second(guest, path)]
    assert "is-quiet" in texts[0] and texts == [expected(invite, path)] * 2


def test_form_closes_at_its_moment_though_the_shell_is_young(guest, page, time_machine):
    invite = make_invite(page.invitation, "Асқар")
    time_machine.move_to("2027-08-28T18:59:59Z", tick=False)
    assert 'method="post"' in guest.get(url_of(invite)).text
    time_machine.move_to("2027-08-28T19:00:00Z", tick=False)
    text = guest.get(url_of(invite)).text
    assert 'method="post"' not in text and text == expected(invite, url_of(invite))


def test_countdown_of_a_cached_page_turns_with_the_day(guest, page, time_machine):
    page.body = [*page.body.raw_data, {"type": "countdown", "value": {"title": {}}}]
    page.save_revision().publish()
    invite = make_invite(page.invitation, "Асқар")
    counts = []
    # It begins on 11 September 2027 at 18:00 in Almaty, which is 13:00 in Greenwich.
    for moment in ("2027-09-09T12:59:59Z", "2027-09-09T13:00:00Z", "2027-09-11T12:59:59Z", "2027-09-11T13:00:00Z"):
        time_machine.move_to(moment, tick=False)
        counts.append([days_of(guest.get(path).text) for path in (url_of(invite), public_url(page))])
    assert counts == [["3", "3"], ["2", "2"], ["1", "1"], ["", ""]]


def days_of(text: str) -> str:
    return text.partition('data-unit="days">')[2].partition("<")[0]


def test_what_is_published_shows_at_once(guest, page):
    invite = make_invite(page.invitation, "Асқар")
    guest.get(url_of(invite))
    page.contact_name, page.answer_by = "Жанар апай", None
    page.first_name_kk = "Дәурен"
    page.save_revision().publish()
    assert "Дәурен" in guest.get(url_of(invite)).text


@pytest.mark.parametrize(("change", "status"), [("archive", 410), ("unpublish", 404), ("withdraw", 402)])
def test_page_that_may_not_be_shown_is_not_served_from_its_shell(guest, page, people, change, status):
    page.invitation.tier = "premium"
    page.invitation.save(update_fields=["tier"])
    invite = make_invite(page.invitation, "Асқар")
    assert [answer.status_code for answer in first_and_second(guest, url_of(invite))] == [200, 200]
    if change == "archive":
        invitation_actions.archive(invitation=page.invitation, by=people.host)
    elif change == "unpublish":
        page.unpublish()
    else:
        page.invitation.entitlements.update(revoked_at=page.last_published_at)
    response = guest.get(url_of(invite))
    assert response.status_code == status and "Асқар" not in response.text


def test_revoked_link_is_unknown_though_the_shell_is_kept(guest, page, people):
    invite = make_invite(page.invitation, "Асқар")
    old = url_of(invite)
    guest.get(old)
    with workspace_scope(invite.workspace_id):
        actions.revoke_link(invite=invite, by=people.host)
    assert "rsvp-notice" in guest.get(old).text and "Асқар" not in guest.get(old).text
