"""What buyers of packages are mailed: what has come and brought, what went back and took along, why a receipt was refused; each once."""

import pytest
from django.core.files.base import ContentFile

from accounts.models import Membership
from accounts.row_security import staff_scope
from invitations.package_notices import tell_of_purchase, tell_of_refund
from messaging.models import Message
from payments import actions, files, webhooks
from payments.gateways import Evidence, Outcome
from payments.gateways.mock import bank
from payments.models import Refund
from tests.factories.accounts import StaffFactory, join
from tests.factories.payments import buy, decide, fresh, pay

pytestmark = pytest.mark.django_db
SUM = "24\N{NO-BREAK SPACE}900\N{NO-BREAK SPACE}₸"


@pytest.fixture(autouse=True)
def english(people):
    speak(people.host, "en")


def speak(person, language):
    person.language = language
    person.save()


def mails():
    return list(Message.objects.filter(channel="email", reference__startswith="package:").order_by("pk"))


def give_back(payment, tenge):
    with staff_scope():
        asked = actions.refund(payment=payment, amount_tiyn=tenge * 100, by=StaffFactory())
        actions.send_refund(refund_id=asked.pk)
        actions.send_refund(refund_id=asked.pk)
    return asked


@pytest.mark.parametrize(
    ("language", "subject", "said"),
    [
        ("kk", "«10 жарияланым · Стандарт» пакеті төленді", "Қорыңызға түскен жарияланым: 10"),
        ("ru", "Пакет «10 публикаций · Стандарт» оплачен", "Публикаций поступило в запас: 10"),
        ("en", "The package “10 publications · Standard” is paid", "came into your balance: 10 (Standard). There are 10 now"),
    ],
)
def test_money_that_came_is_told_with_units_and_what_is_left(people, language, subject, said):
    speak(people.host, language)
    payment = pay(buy(people.workspace))
    (mail,) = mails()
    assert (mail.to, mail.subject, mail.workspace) == (people.host.email, subject, people.workspace)
    for part in (said, SUM, f"/admin/payments/balance/{people.workspace.pk}/", f"/admin/payments/{payment.our_reference}/"):
        assert part in mail.body


def test_told_thrice_by_the_bank_and_again_by_us_is_mailed_once_to_each_owner(people):
    payment = buy(people.workspace)
    owner = join(people.workspace, role=Membership.Role.OWNER, language="ru")
    message = bank.message(decide(payment, bank.PAID))
    for _ in range(3):
        webhooks.take("mock", *message)
    with staff_scope():
        tell_of_purchase(payment=payment)
    assert {mail.to for mail in mails()} == {people.host.email, owner.email}
    assert len(mails()) == 2


def test_second_money_for_one_purchase_is_told_to_go_back(people):
    first = buy(people.workspace)
    with staff_scope():
        second = actions.renew(payment=first, by=people.host, channel="link")
        actions.open_at_gateway(payment_id=second.pk)
    pay(first)
    pay(fresh(second))
    assert "paid twice" in mails()[1].subject
    assert "came into your balance" not in mails()[1].body


def test_each_refund_is_told_once_with_what_left_the_balance(people):
    payment = pay(buy(people.workspace))
    first, second = give_back(payment, 4_980), give_back(payment, 2_490)
    with staff_scope():
        tell_of_refund(refund=Refund.objects.get(pk=second.pk))
    told = mails()[1:]
    assert [mail.subject for mail in told] == ["Money for the package “10 publications · Standard” was given back"] * 2
    assert first != second
    for mail, sum_, taken, left in zip(told, ("4\N{NO-BREAK SPACE}980", "2\N{NO-BREAK SPACE}490"), (2, 3), (8, 7), strict=True):
        for part in (f"{sum_}\N{NO-BREAK SPACE}₸", f"so far: {taken}.", f"There are {left} now"):
            assert part in mail.body


def test_refund_of_units_that_are_spent_says_so(people):
    payment = pay(buy(people.workspace))
    with staff_scope():
        for number in range(7):
            actions.spend_unit(workspace=people.workspace, tier="standard", reference=f"thing:{number}", by=people.host)
    give_back(payment, 24_900)
    assert "so far: 3. There are 0 now" in mails()[1].body
    assert "stay published: 7" in mails()[1].body


def test_refund_that_only_is_asked_for_is_not_told(people):
    payment = pay(buy(people.workspace))
    with staff_scope():
        actions.refund(payment=payment, amount_tiyn=249_000, by=StaffFactory())
    assert len(mails()) == 1


@pytest.mark.parametrize(
    ("outcome", "said"), [(Outcome.REFUNDED, f"{SUM} for the package"), (Outcome.PARTIALLY_REFUNDED, "a part of the money")]
)
def test_refund_by_the_bank_alone_is_told_once(people, outcome, said):
    payment = pay(buy(people.workspace))
    with staff_scope():
        for key in ("there", "again"):
            evidence = Evidence(outcome, payment.provider_payment_id, key, is_authoritative=True)
            actions.apply_event(payment_id=payment.pk, evidence=evidence, source="poll")
    (mail,) = mails()[1:]
    assert said in mail.body


def test_refused_receipt_is_told_with_the_reason(people, settings):
    settings.KASPI_TRANSFER_PHONE, settings.KASPI_TRANSFER_NAME = "+7 701 521 15 45", "Ерлан Қ."
    payment = buy(people.workspace)
    with staff_scope():
        transfer = actions.renew(payment=payment, by=people.host, channel="transfer")
        actions.open_at_gateway(payment_id=transfer.pk)
        sent = actions.send_proof(payment=fresh(transfer), looked=files.look(ContentFile(b"%PDF-1.7 %%EOF")), by=people.host)
        actions.refuse_proof(proof=sent, reason="Сома сәйкес емес", by=StaffFactory())
    (mail,) = mails()
    assert "was not accepted" in mail.subject
    assert "Сома сәйкес емес" in mail.body
