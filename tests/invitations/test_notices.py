"""What organizers are mailed about their payments: what has come, what follows, and why a receipt was refused; each once."""

from functools import partial

import pytest
from django.core.files.base import ContentFile

from accounts.models import Membership
from accounts.row_security import staff_scope
from invitations import actions as invitation_actions
from invitations.notices import tell_of_payment
from invitations.payables import reference_of
from messaging.models import Message
from payments import actions, files, webhooks
from payments.gateways import Evidence, Outcome
from payments.gateways.mock import bank
from tests.factories.accounts import StaffFactory, join
from tests.factories.payments import decide, fresh, make_payment, pay

pytestmark = pytest.mark.django_db
SUM = "2\N{NO-BREAK SPACE}990\N{NO-BREAK SPACE}₸"


def buy(page, **fields):
    return make_payment(page.invitation.workspace, reference=reference_of(page.invitation), **fields)


def mails():
    return list(Message.objects.filter(channel="email", reference__startswith="invitation:").order_by("pk"))


def speak(person, language):
    person.language = language
    person.save()


@pytest.mark.parametrize(
    ("language", "subject", "said"),
    [("kk", "төленді және жарияланды", "Шақыру жарияланды"), ("ru", "оплачено и опубликовано", "Приглашение опубликовано")],
)
def test_paid_and_published_is_told_with_sum_name_and_link(page, people, language, subject, said):
    speak(people.host, language)
    payment = pay(buy(page))
    (mail,) = mails()
    assert (mail.to, mail.workspace) == (people.host.email, people.workspace)
    assert subject in mail.subject
    assert payment.title in mail.subject
    for part in (said, SUM, f"/e/{page.event_slug}/", f"/admin/payments/{payment.our_reference}/"):
        assert part in mail.body


def test_mail_leaves_after_the_commit(page, people, mailoutbox, django_capture_on_commit_callbacks):
    payment = buy(page)
    with django_capture_on_commit_callbacks(execute=True):
        pay(payment)
        assert mailoutbox == []
    assert [mail.to for mail in mailoutbox] == [[people.host.email]]


def test_each_reads_it_in_their_own_language_and_strangers_nothing(page, people):
    editor, owner = join(people.workspace, language="ru"), join(people.workspace, role=Membership.Role.OWNER, language="en")
    pay(buy(page, by=editor))
    told = {mail.to: mail.subject for mail in mails()}
    assert set(told) == {people.host.email, editor.email, owner.email}
    assert "оплачено" in told[editor.email]
    assert "is paid and published" in told[owner.email]


def test_page_that_waits_is_said_to_wait(page, people):
    speak(people.host, "en")
    payment = buy(page)
    invitation_actions.archive(invitation=page.invitation, by=people.host)
    pay(payment)
    (mail,) = mails()
    assert "not published yet" in mail.body
    assert f"/admin/celebrations/{page.invitation_id}/" in mail.body


def test_told_thrice_by_the_bank_and_again_by_us_is_mailed_once(page):
    payment = buy(page)
    message = bank.message(decide(payment, bank.PAID))
    for _ in range(3):
        webhooks.take("mock", *message)
    with staff_scope():
        tell_of_payment(payment=payment)
    assert len(mails()) == 1


def test_money_by_the_link_for_another_payer_says_so(page, people):
    speak(people.host, "en")
    with staff_scope():
        mine = buy(page)
        actions.cancel(payment=mine, by=people.host)
        payment = actions.renew(payment=mine, by=None)
        actions.open_at_gateway(payment_id=payment.pk)
    pay(fresh(payment))
    (mail,) = mails()
    assert mail.to == people.host.email
    assert "your link for another payer" in mail.body


def test_second_payment_is_told_to_go_back(page, people):
    speak(people.host, "en")
    first, second = buy(page), buy(page, channel="link")
    for payment in (first, second):
        pay(payment)
    published, twice = mails()
    assert "published" in published.subject
    assert "paid twice" in twice.subject
    assert "goes back" in twice.body


def test_money_for_what_was_deleted_is_told_to_go_back(page, people):
    speak(people.host, "en")
    payment = buy(page)
    page.delete()
    pay(payment)
    (mail,) = mails()
    assert "goes back" in mail.subject
    assert "deleted" in mail.body


def test_more_than_was_asked_is_told_to_go_back(page, people):
    speak(people.host, "en")
    payment = buy(page)
    told = partial(Evidence, Outcome.COMPLETED, payment.provider_payment_id, "more", is_authoritative=True, currency="KZT")
    with staff_scope():
        actions.apply_event(payment_id=payment.pk, evidence=told(amount_tiyn=349_000), source="poll")
    (mail,) = mails()
    assert "500\N{NO-BREAK SPACE}₸ more came" in mail.body


def test_payment_for_something_else_is_not_ours_to_tell(people):
    pay(make_payment(people.workspace, reference="ticket:1"))
    assert not Message.objects.exists()


@pytest.fixture
def sent(page, settings):
    """A transfer's receipt that waits."""
    settings.KASPI_TRANSFER_PHONE, settings.KASPI_TRANSFER_NAME = "+7 701 521 15 45", "Ерлан Қ."
    payment = buy(page, gateway_code="manual", channel="transfer")
    with staff_scope():
        return actions.send_proof(payment=payment, looked=files.look(ContentFile(b"%PDF-1.7 %%EOF")), by=payment.payer)


@pytest.mark.parametrize(("language", "subject"), [("kk", "қабылданбады"), ("ru", "не принят"), ("en", "was not accepted")])
def test_refused_receipt_is_told_with_the_reason_and_where_to_send_another(sent, people, language, subject):
    speak(people.host, language)
    with staff_scope():
        actions.refuse_proof(proof=sent, reason="Сома 100% сәйкес емес", by=StaffFactory())
        with pytest.raises(actions.AlreadyDecidedError):
            actions.refuse_proof(proof=sent, reason="again", by=StaffFactory())
    (mail,) = mails()
    assert (mail.to, subject in mail.subject) == (people.host.email, True)
    for part in ("Сома 100% сәйкес емес", SUM, f"/admin/payments/{sent.payment.our_reference}/"):
        assert part in mail.body


def test_approved_receipt_is_told_once(sent, people, page):
    speak(people.host, "en")
    with staff_scope():
        actions.approve_proof(proof=sent, amount_tiyn=299_000, by=StaffFactory())
    (mail,) = mails()
    assert "Your receipt is approved" in mail.body
    assert f"/e/{page.event_slug}/" in mail.body
