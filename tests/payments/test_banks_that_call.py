"""Two banks that call us about money they have taken: their numbers are their own, and each may pay what the other's payers type."""

from dataclasses import replace

import pytest

from payments import actions
from payments.gateways import InboundPay, PayAnswer
from payments.gateways.kaspi_biller import KaspiBillerGateway
from payments.models import Alert, BillerCall
from tests.factories.payments import fresh, make_payment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_rows")]


def number(people, reference):
    return make_payment(people.workspace, reference=reference, gateway_code="kaspi_biller", channel="number")


def tell(gateway, payment, txn_id="900", amount=299_000):
    pay = InboundPay(txn_id, payment.account, amount, "KZT")
    return actions.take_pay(gateway=gateway, pay=pay, reply=lambda result, ours: (f"{gateway} {result.name} {ours}".encode(), "text/plain"))


def test_same_number_of_two_banks_is_two_payments(people):
    first, second = number(people, "thing:1"), number(people, "thing:2")
    told = [tell("kaspi_biller", first)[0], tell("other_bank", second)[0], tell("other_bank", second)[0]]
    assert told == [f"kaspi_biller OK {first.pk}".encode(), *[f"other_bank OK {second.pk}".encode()] * 2]
    assert [fresh(payment).state for payment in (first, second)] == ["completed", "completed"]
    assert [(call.gateway, call.payment) for call in BillerCall.objects.all()] == [("kaspi_biller", first), ("other_bank", second)]
    assert second.events.get(source="pay").dedupe_key == "pay:other_bank:900"


def test_same_number_of_two_banks_about_one_payment_asks_for_a_person_twice(people):
    payment = number(people, "thing:1")
    for bank in ("kaspi_biller", "other_bank"):
        tell(bank, payment, amount=100)
    assert payment.alerts.filter(kind=Alert.Kind.MONEY_HELD).count() == 2


def test_bank_may_not_pay_for_a_gateway_that_gives_its_own_money_back(people, monkeypatch):
    payment = number(people, "thing:1")
    able = replace(KaspiBillerGateway().capabilities, can_refund=True)
    monkeypatch.setattr(KaspiBillerGateway, "__init__", lambda gateway: setattr(gateway, "capabilities", able))
    assert (tell("other_bank", payment)[0], fresh(payment).state) == (b"other_bank NOT_FOUND ", "pending")
    assert BillerCall.objects.get().result == PayAnswer.NOT_FOUND
    tell("kaspi_biller", payment, "901")
    assert fresh(payment).state == "completed"
