"""Fiscal receipts: ordered with the money, issued by the queue, once; nothing at all where there is no register."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from payments import actions, fiscal, tasks
from payments.gateways.mock import MockGateway
from payments.models import Alert, FiscalReceipt
from tests.factories.payments import make_payment, pay
from tests.payments.registers import MemoryRegister

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_rows")]


@pytest.fixture
def real_money(monkeypatch):
    """The mock's payments count as real ones."""
    monkeypatch.setattr(MockGateway, "capabilities", replace(MockGateway.capabilities, is_test=False))


@pytest.fixture
def register(settings, real_money):
    settings.FISCAL_REGISTER = "tests.payments.registers.MemoryRegister"
    MemoryRegister.forget()
    return MemoryRegister


@pytest.fixture
def buy(people, django_capture_on_commit_callbacks):
    def buy(number=1):
        with django_capture_on_commit_callbacks(execute=True):
            return pay(make_payment(people.workspace, reference=f"thing:{number}"))

    return buy


def test_without_a_register_nothing_is_written(buy, real_money):
    assert not buy().is_test
    assert not FiscalReceipt.objects.exists()
    with pytest.raises(fiscal.PermanentError):
        fiscal.register().issue(None)


def test_paid_and_given_back_each_have_their_receipt(register, buy, client, people, django_capture_on_commit_callbacks):
    payment = buy()
    with django_capture_on_commit_callbacks(execute=True):
        actions.refund(payment=payment, amount_tiyn=100_000, by=people.host)
    sale, back = FiscalReceipt.objects.order_by("pk")
    assert (sale.number, sale.amount_tiyn, sale.state, back.number, back.amount_tiyn) == ("F1", 299_000, "issued", "F2", 100_000)
    first, second = register.booked.values()
    assert (first.is_return, second.is_return, second.returned_number) == (False, True, "F1")
    client.force_login(people.host)
    shown = client.get(f"/admin/payments/{payment.our_reference}/receipt/").content.decode()
    assert 'href="https://receipts.example.kz/F1"' in shown
    assert 'href="https://receipts.example.kz/F2"' in shown


def test_lost_answer_is_asked_for_again_with_the_same_key(register, buy):
    register.answers[:] = ["down", "lost"]
    buy()
    for minutes in (1, 6, 12, 18):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            tasks.issue_waiting_receipts()
    receipt = FiscalReceipt.objects.get()
    assert (receipt.state, receipt.error, len(register.booked)) == ("issued", "", 1)


def test_return_waits_for_its_sales_number(register, buy, people, django_capture_on_commit_callbacks):
    register.answers[:] = ["down"]
    payment = buy()
    with django_capture_on_commit_callbacks(execute=True):
        actions.refund(payment=payment, amount_tiyn=100_000, by=people.host)
    for minutes in (1, 2):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            actions.issue_receipt(receipt_id=FiscalReceipt.objects.get(refund__isnull=False).pk)
    assert register.booked == {}
    with time_machine.travel(timezone.now() + timedelta(minutes=10)), django_capture_on_commit_callbacks(execute=True):
        tasks.issue_waiting_receipts()
    sale, back = register.booked.values()
    assert (sale.is_return, back.is_return, back.returned_number) == (False, True, "F1")


def test_return_of_a_sale_from_before_the_register_waits_for_nothing(register, buy, settings, people, django_capture_on_commit_callbacks):
    with_register, settings.FISCAL_REGISTER = settings.FISCAL_REGISTER, "payments.fiscal.none.NoRegister"
    payment = buy()
    settings.FISCAL_REGISTER = with_register
    with django_capture_on_commit_callbacks(execute=True):
        actions.refund(payment=payment, amount_tiyn=100_000, by=people.host)
    (back,) = register.booked.values()
    assert (back.is_return, back.returned_number) == (True, "")


def test_refused_receipt_waits_for_a_person_and_the_payment_stands(register, buy):
    register.answers[:] = ["refused"]
    payment = buy()
    assert (payment.state, FiscalReceipt.objects.get().state) == ("completed", "failed")
    assert Alert.objects.filter(kind=Alert.Kind.FISCAL_RECEIPT_REFUSED, payment=payment).count() == 1
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        tasks.issue_waiting_receipts()
    assert not register.booked


def test_test_payment_is_not_booked(settings, buy):
    settings.FISCAL_REGISTER = "tests.payments.registers.MemoryRegister"
    MemoryRegister.forget()
    assert buy().is_test
    assert not FiscalReceipt.objects.exists()


def test_receipt_is_ordered_and_issued_once(register, buy):
    payment = buy()
    actions.order_receipt(payment=payment)
    actions.issue_receipt(receipt_id=FiscalReceipt.objects.get().pk)
    assert len(register.booked) == 1
