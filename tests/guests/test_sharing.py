"""What a host sends a guest by WhatsApp."""

from urllib.parse import parse_qs, urlsplit

import pytest

from guests import access
from guests.sharing import Sharing
from tests.factories.guests import make_celebration, make_invite
from tests.factories.invitations import make_invitation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ["Нұрлан", "2027 ж. 11 қыркүйек, 18:00", "«Ақ сарай» мейрамханасы"]),
        ("ru", ["Нурлан", "11 сентября 2027 г., 18:00", "Ресторан «Ақ сарай»"]),
    ],
)
def test_message_speaks_the_guests_language(page, language, words):
    invite = make_invite(page.invitation, "Ахметовтер", language=language)
    message = Sharing(page.invitation).message(invite)
    assert [word for word in ["Ахметовтер", *words] if word not in message] == []
    assert access.link_for(invite.party, page.invitation) in message
    assert f"/{language}/e/" in message


def test_message_names_no_hour_when_only_the_day_is_known(people):
    page = make_invitation(people.workspace, time=None)
    message = Sharing(page.invitation).message(make_invite(page.invitation))
    assert "2027 ж. 11 қыркүйек\n" in message


def test_address_opens_the_guests_chat_with_the_whole_text(page):
    invite = make_invite(page.invitation, "Дәулет & Әлия {ұл}", phone="+77015550101")
    sharing = Sharing(page.invitation)
    address = urlsplit(sharing.whatsapp(invite))
    assert (address.netloc, address.path) == ("wa.me", "/77015550101")
    assert parse_qs(address.query)["text"] == [sharing.message(invite)]
    assert "Дәулет & Әлия {ұл}" in sharing.message(invite)


def test_without_a_phone_whatsapp_asks_whom_to_send_it_to(page):
    assert urlsplit(Sharing(page.invitation).whatsapp(make_invite(page.invitation))).path == "/"


def test_celebration_without_a_page_still_has_its_link_and_no_holes(people):
    celebration = make_celebration(people.workspace)
    message = Sharing(celebration).message(make_invite(celebration, "Сәуле"))
    assert "Алихан мен Айгерім" in message
    assert "\n\n\n" not in message
    assert "{" not in message


def test_many_guests_cost_no_more_queries_than_one(page, django_assert_num_queries):
    invites = [make_invite(page.invitation, language=language) for language in ("kk", "ru", "kk")]
    sharing = Sharing(page.invitation)
    sharing.message(invites[0])
    with django_assert_num_queries(0):
        [sharing.message(invite) for invite in invites]
