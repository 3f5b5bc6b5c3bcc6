"""Two banks that call us about money they have taken: their numbers are their own, and each may pay what the other's payers type."""

from dataclasses import replace

import pytest
from django.utils import timezone

from payments import actions, desk_queries
from payments.gateways import InboundPay, PayAnswer
from payments.gateways.kaspi_biller import KaspiBillerGateway
from payments.models import Alert, BillerCall, Payment
from tests.factories.accounts import StaffFactory
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
    assert set(payment.alerts.filter(kind=Alert.Kind.MONEY_HELD).values_list("gateway", flat=True)) == {"kaspi_biller", "other_bank"}


def test_bank_may_not_pay_for_a_gateway_that_gives_its_own_money_back(people, monkeypatch):
    payment = number(people, "thing:1")
    able = replace(KaspiBillerGateway().capabilities, can_refund=True)
    monkeypatch.setattr(KaspiBillerGateway, "__init__", lambda gateway: setattr(gateway, "capabilities", able))
    assert (tell("other_bank", payment)[0], fresh(payment).state) == (b"other_bank NOT_FOUND ", "pending")
    assert BillerCall.objects.get().result == PayAnswer.NOT_FOUND
    tell("kaspi_biller", payment, "901")
    assert fresh(payment).state == "completed"


@pytest.fixture
def two(people):
    """Numbers of Kaspi's, one paid there and one at the other bank."""
    found = [number(people, "thing:1"), number(people, "thing:2")]
    tell("kaspi_biller", found[0], "900")
    tell("other_bank", found[1], "901")
    return [fresh(one) for one in found]


def compare(gateway, *rows):
    today = timezone.localdate()
    lines = [f"{name};{today:%d.%m.%Y} {timezone.localtime():%H:%M};{kind};2990,00" for name, kind in rows]
    content = "\n".join(["Номер операции;Дата и время;Тип операции;Сумма", *lines]).encode()
    days = {"first_on": today, "last_on": today}
    found = actions.import_statement(gateway=gateway, name="s.csv", content=content, by=StaffFactory(), **days)[1]
    return {(one.gateway, one.kind, one.payment_id) for one in found}


def test_ledger_says_which_bank_spoke(two):
    said = [(one.gateway, one.provider_payment_id, one.verdict) for one in (payment.events.get(source="pay") for payment in two)]
    assert said == [("kaspi_biller", two[0].provider_payment_id, "applied"), ("other_bank", two[1].account, "applied")]
    assert [payment.gateway for payment in two] == ["kaspi_biller"] * 2


def test_each_banks_statement_agrees_with_what_it_took(two):
    assert compare("kaspi_biller", (two[0].account, "Покупка")) == set()
    assert compare("other_bank", ("901", "Покупка")) == set()


def test_what_a_bank_took_and_does_not_name_is_missing_there(two):
    for taker, other, payment in (("kaspi_biller", "901", two[0]), ("other_bank", "900", two[1])):
        assert compare(taker, (other, "Покупка")) == {(taker, "missing_here", None), (taker, "missing_there", payment.pk)}


def test_money_of_another_bank_that_never_told_us_is_found_under_that_bank(people):
    payment = number(people, "thing:1")
    assert compare("other_bank", (payment.account, "Покупка")) == {("other_bank", "missing_here", payment.pk)}


def test_money_given_back_belongs_to_the_bank_that_took_it(two):
    asked = actions.refund(payment=two[1], amount_tiyn=299_000, by=StaffFactory())
    actions.confirm_refund(refund=asked, by=StaffFactory())
    assert compare("other_bank", ("901", "Покупка"), ("901", "Возврат")) == set()
    assert compare("kaspi_biller", (two[0].account, "Покупка")) == set()


def test_days_of_money_are_told_by_who_took_it(two):
    asked = actions.refund(payment=two[1], amount_tiyn=100_000, by=StaffFactory())
    actions.confirm_refund(refund=asked, by=StaffFactory())
    Payment.objects.update(is_test=False)
    today = timezone.localdate()
    days = (today, today, timezone.get_default_timezone())
    assert desk_queries.received_by_day(*days) == {(today, "kaspi_biller"): 299_000, (today, "other_bank"): 299_000}
    assert desk_queries.given_back_by_day(*days) == {(today, "other_bank"): 100_000}
