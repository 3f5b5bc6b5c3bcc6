"""The host's screens of guests: who may do what, what stands there, and at what cost."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, Membership
from accounts.row_security import workspace_scope
from guests import access, queries
from guests.models import Party, PartyInvite
from tests.factories.accounts import join
from tests.factories.guests import make_answer, make_celebration, make_invite

HTMX = {"HTTP_HX_REQUEST": "true"}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def host(people) -> Client:
    return signed_in(people.host)


def url(name: str, *args) -> str:
    return reverse(f"guests:{name}", args=args)


def stored(invite: PartyInvite) -> PartyInvite:
    with workspace_scope(invite.workspace_id):
        return PartyInvite.objects.select_related("party", "answer").get(pk=invite.pk)


def names_in(response) -> list[str]:
    return [invite.party.name for invite in response.context["page"].object_list]


def test_list_shows_the_guests_with_their_numbers(host, invitation):
    make_answer(make_invite(invitation, "Асқар аға", seats=3), people=3)
    make_answer(make_invite(invitation, "Гүлнар апа", seats=2), "not_coming")
    make_invite(invitation, "Берік құда", seats=2)
    response = host.get(url("list", invitation.pk))
    assert names_in(response) == ["Асқар аға", "Берік құда", "Гүлнар апа"]
    counts = response.context["counts"]
    assert (counts.parties, counts.seats, counts.coming, counts.people, counts.not_coming, counts.silent) == (3, 7, 1, 3, 1, 1)
    assert counts.percent_coming == 43


def test_list_asks_as_much_of_one_guest_as_of_three(host, invitation, django_assert_num_queries, django_assert_max_num_queries):
    make_answer(make_invite(invitation))
    host.get(url("list", invitation.pk))
    with django_assert_max_num_queries(26) as asked:
        host.get(url("list", invitation.pk))
    for _number in range(2):
        make_answer(make_invite(invitation))
    with django_assert_num_queries(len(asked)):
        host.get(url("list", invitation.pk))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"search": "асқар"}, ["Асқар"]),
        ({"search": "8 701 111"}, ["Асқар"]),
        ({"search": "ӨТЕГЕН"}, ["Әсел"]),
        ({"side": "bride"}, ["Әсел"]),
        ({"side": "none"}, ["Асқар", "Яна"]),
        ({"status": "coming"}, ["Асқар"]),
        ({"status": "silent"}, ["Әсел", "Яна"]),
        ({"status": "nonsense", "sort": "nonsense"}, ["Асқар", "Әсел", "Яна"]),
        ({"sort": "new"}, ["Әсел", "Асқар", "Яна"]),
    ],
)
def test_guests_are_found_by_words_phone_side_and_answer(host, invitation, asked, found):
    make_invite(invitation, "Яна")
    make_answer(make_invite(invitation, "Асқар", phone="+77011112233"))
    make_invite(invitation, "Әсел", household="Өтеген отбасы", side="bride")
    assert names_in(host.get(url("list", invitation.pk), asked, **HTMX)) == found


def test_htmx_gets_the_rows_alone(host, invitation):
    make_invite(invitation)
    assert "<html" not in host.get(url("list", invitation.pk), **HTMX).text


def test_guest_is_added_changed_and_taken_off(host, invitation):
    sent = {"name": "Асқар аға", "phone": "8 701 111 22 33", "seats": "3", "language": "kk", "side": "groom", "people": "Асқар\nАлма"}
    assert host.post(url("add", invitation.pk), sent).status_code == 302
    with workspace_scope(invitation.workspace_id):
        invite = PartyInvite.objects.select_related("party").get()
        assert (invite.party.phone, invite.seats, invite.side) == ("+77011112233", 3, "groom")
        assert list(invite.party.guests.values_list("name", flat=True)) == ["Асқар", "Алма", ""]
    assert host.post(url("edit", invitation.pk, invite.pk), {**sent, "seats": "1", "people": "", "name": "Асқар"}).status_code == 302
    with workspace_scope(invitation.workspace_id):
        assert Party.objects.get().guests.count() == 1
    assert "Асқар" in host.get(url("delete", invitation.pk, invite.pk)).text
    host.post(url("delete", invitation.pk, invite.pk))
    with workspace_scope(invitation.workspace_id):
        assert not Party.objects.exists()
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {"guest.add", "guest.change", "guest.delete"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("phone", "123"), ("seats", "0"), ("seats", "21"), ("people", "А\nБ\nВ\nГ"), ("phone", "+77010000001")],
)
def test_wrong_field_is_named_and_the_rest_is_kept(host, invitation, field, value):
    make_invite(invitation, phone="+77010000001")
    sent = {"name": "Асқар аға", "phone": "", "seats": "3", "language": "kk", "note": "көрші", field: value}
    response = host.post(url("add", invitation.pk), sent)
    assert response.status_code == 422
    assert f'id="error-{field}"' in response.text and "көрші" in response.text


def test_seats_cannot_fall_below_the_people_who_come(host, invitation):
    invite = make_invite(invitation, seats=3)
    make_answer(invite, people=3)
    response = host.post(url("edit", invitation.pk, invite.pk), {"name": "А", "seats": "2", "language": "kk"})
    assert response.status_code == 422 and 'id="error-seats"' in response.text


def test_host_writes_an_answer_down_also_after_the_last_day(host, people):
    invitation = make_celebration(people.workspace, answer_by="2020-01-01")
    invite = make_invite(invitation, seats=2)
    assert host.post(url("answer", invitation.pk, invite.pk), {"choice": "coming", "people": "2"}).status_code == 302
    answer = stored(invite).answer
    assert (answer.people, answer.source) == (2, "host")
    assert AuditEntry.objects.get(action="answer.give").actor_id == people.host.pk
    response = host.post(url("answer", invitation.pk, invite.pk), {"choice": "coming", "people": "3"})
    assert response.status_code == 422 and 'id="error-people"' in response.text


def test_table_is_typed_into_the_row(host, invitation):
    invite = make_invite(invitation)
    response = host.post(url("table", invitation.pk, invite.pk), {"table": "12"}, **HTMX)
    assert stored(invite).table == "12" and f'id="guest-{invite.pk}"' in response.text
    assert 'role="alert"' in host.post(url("table", invitation.pk, invite.pk), {"table": "x" * 31}, **HTMX).text
    assert host.post(url("table", invitation.pk, invite.pk), {"table": "3"}).status_code == 302


def test_link_is_marked_as_sent_and_unmarked(host, invitation):
    invite = make_invite(invitation)
    host.post(url("sent", invitation.pk, invite.pk), **HTMX)
    assert stored(invite).sent_at
    host.post(url("sent", invitation.pk, invite.pk), {"undo": "1"}, **HTMX)
    assert stored(invite).sent_at is None


def test_replaced_link_is_another_one_and_not_sent_yet(host, invitation):
    invite = make_invite(invitation)
    before = access.token_for(invite.party)
    host.post(url("sent", invitation.pk, invite.pk), **HTMX)
    host.post(url("revoke", invitation.pk, invite.pk))
    assert access.token_for(stored(invite).party) != before and stored(invite).sent_at is None


@pytest.mark.parametrize(
    ("language", "phone", "path", "word"), [("kk", "+77011112233", "/77011112233", "Құрметті"), ("ru", "", "/", "Здравствуйте")]
)
def test_whatsapp_opens_with_a_text_in_the_guests_language(host, page, language, phone, path, word):
    invite = make_invite(page.invitation, "Асқар аға", phone=phone, language=language)
    text = host.get(url("list", page.invitation.pk)).text
    address = urlsplit(text.split('href="https://wa.me')[1].split('"')[0])
    message = parse_qs(address.query.replace("&amp;", "&"))["text"][0]
    assert address.path == path
    assert word in message and "Асқар аға" in message
    assert message.endswith(access.link_for(invite.party, page.invitation)) and f"/{language}/e/" in message


def test_viewer_sees_and_cannot_change(people, invitation):
    invite = make_invite(invitation, "Асқар")
    viewer = signed_in(join(people.workspace, Membership.Role.VIEWER))
    text = viewer.get(url("list", invitation.pk)).text
    assert "Асқар" in text and access.token_for(invite.party) not in text and url("add", invitation.pk) not in text
    for name, *args in (("add",), ("import",), ("edit", invite.pk), ("delete", invite.pk), ("answer", invite.pk), ("table", invite.pk)):
        assert viewer.post(url(name, invitation.pk, *args), {"table": "1"}).status_code in {302, 403}
    assert stored(invite).table == ""


def test_stranger_finds_nothing(people, invitation):
    invite = make_invite(invitation)
    stranger = signed_in(people.stranger)
    own = make_celebration(people.strange_workspace)
    for name, *args in (("list",), ("add",), ("import",), ("export",), ("edit", invite.pk), ("delete", invite.pk), ("answer", invite.pk)):
        assert stranger.get(url(name, invitation.pk, *args)).status_code == 404
    for name in ("edit", "delete", "answer", "table", "sent", "revoke"):
        assert stranger.post(url(name, own.pk, invite.pk), {"table": "9"}).status_code == 404
    assert stored(invite).table == ""


def test_menu_leads_to_the_only_celebrations_guests(client, people):
    client.force_login(people.stranger)
    invitation = make_celebration(people.strange_workspace)
    assert client.get(url("home")).headers["Location"] == url("list", invitation.pk)
    make_celebration(people.strange_workspace)
    assert client.get(url("home")).status_code == 200


def test_counts_of_many_celebrations_take_one_query(people, django_assert_num_queries):
    invitations = [make_celebration(people.workspace) for _number in range(3)]
    make_answer(make_invite(invitations[0], seats=4), people=3)
    with workspace_scope(people.workspace.pk), django_assert_num_queries(1):
        counts = queries.counts_for(invitations)
    assert (counts[invitations[0].pk].people, counts[invitations[2].pk].parties) == (3, 0)


@pytest.mark.parametrize("name", ["=1+1", "@me", "123"])
def test_name_that_is_none_is_refused(host, invitation, name):
    assert 'id="error-name"' in host.post(url("add", invitation.pk), {"name": name, "seats": "1", "language": "kk"}).text


def test_sides_are_asked_of_two_families_only(host, people):
    for event_type, is_asked in (("wedding", True), ("tusaukeser", False)):
        invitation = make_celebration(people.workspace, event_type=event_type)
        make_invite(invitation)
        assert ('name="side"' in host.get(url("add", invitation.pk)).text) is is_asked
        assert ('name="side"' in host.get(url("list", invitation.pk)).text) is is_asked
