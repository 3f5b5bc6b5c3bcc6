"""The bank's scripts 10 and 21: money on its way back through a bank that refunds as often as it is asked."""

import pytest
from django.db import IntegrityError, transaction

from payments import actions, queries
from payments.models import Alert, Refund
from tests.kaspi.checkout import state
from tests.kaspi.configuring import configure

pytestmark = pytest.mark.django_db
State = Refund.State


@pytest.fixture
def paid(checkout):
    payment = checkout.open()
    checkout.bank.pay()
    checkout.wait(12, step=6)
    assert state(payment) == "completed"
    return payment


@pytest.fixture
def give_back(checkout, paid):
    def give_back(amount_tiyn=299_000):
        asked = actions.refund(payment=paid, amount_tiyn=amount_tiyn, by=checkout.people.host)
        actions.send_refund(refund_id=asked.pk)
        asked.refresh_from_db()
        return asked

    return give_back


def left(checkout, paid):
    return checkout.bank.purchase(paid.provider_payment_id).available


def calls(checkout):
    return len(checkout.bank.journal.calls("/payment/return"))


@pytest.mark.parametrize("fault", ["commit_then_reset", "bad_json", "empty_body"])
def test_10_lost_answer_is_looked_up_and_the_client_is_refunded_once(checkout, paid, give_back, fault):
    checkout.bank.fault(fault, "payment/return")
    asked = give_back(100_000)
    assert (asked.state, left(checkout, paid)) == (State.SENT, 1990)
    checkout.jump(minutes=1)
    assert (state(asked), state(paid), left(checkout, paid), calls(checkout)) == (State.DONE, "partially_refunded", 1990, 1)
    checkout.jump(minutes=60)
    assert calls(checkout) == 1


@pytest.mark.parametrize("fault", ["reset_before", "http 502", "status_code -999"])
def test_10_request_that_never_arrived_is_sent_again(checkout, paid, give_back, fault):
    checkout.bank.fault(fault, "payment/return")
    asked = give_back()
    assert left(checkout, paid) == 2990
    checkout.jump(minutes=1)
    assert (state(asked), state(paid), left(checkout, paid)) == (State.DONE, "refunded", 0)


def test_10_lost_answer_during_an_outage_waits_for_its_end(checkout, paid, give_back):
    checkout.bank.fault("commit_then_reset", "payment/return")
    asked = give_back()
    checkout.bank.outage(300)
    for _ in range(5):
        checkout.jump(seconds=59)
        assert state(asked) == State.SENT
    checkout.jump(minutes=3)
    assert (state(asked), left(checkout, paid), calls(checkout)) == (State.DONE, 0, 1)


def test_21_in_halves_and_not_a_tenge_more(checkout, paid, give_back):
    assert [give_back(149_500).state for _ in range(2)] == [State.DONE, State.DONE]
    assert (state(paid), left(checkout, paid), queries.refundable(paid)) == ("refunded", 0, 0)
    with pytest.raises(ValueError):
        give_back(100)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.create(workspace=paid.workspace, payment=paid, amount_tiyn=100, reason="asked")


def test_21_more_than_the_bank_has_left_is_refused_and_told(checkout, paid, give_back):
    with checkout.bank.fake.lock:
        purchase = checkout.bank.purchase(paid.provider_payment_id)
        purchase.amount -= 1000
    asked = give_back()
    assert (asked.state, state(paid)) == (State.FAILED, "completed")
    assert paid.alerts.get().kind == Alert.Kind.REFUND_BY_HAND


def test_21_error_of_the_bank_is_tried_three_times_and_then_by_hand(checkout, paid, give_back):
    checkout.bank.fault("status_code -99000006", "payment/return", times=9)
    asked = give_back()
    for _ in range(6):
        checkout.jump(minutes=1)
    assert (state(asked), calls(checkout), left(checkout, paid)) == (State.MANUAL, 3, 2990)
    assert paid.alerts.get().kind == Alert.Kind.REFUND_BY_HAND
    actions.confirm_refund(refund=asked, by=checkout.people.host)
    assert state(paid) == "refunded"


def test_21_payment_that_goes_back_only_whole_says_so(checkout, paid, give_back, client):
    checkout.bank.order("purchase", id=paid.provider_payment_id, do="whole_refund_only")
    asked = give_back(100_000)
    assert (asked.state, asked.error) == (State.FAILED, "The bank gives this payment back only in full.")
    assert queries.refundable(paid) == 299_000
    assert give_back().state == State.DONE
    assert state(paid) == "refunded"


def test_21_other_device_of_the_merchant_cannot_refund_and_a_person_is_told(checkout, paid, give_back, settings):
    settings.KASPI_QR_TRADE_POINT, settings.KASPI_QR_DEVICE_ID = "2", "toi-test-2"
    assert give_back().state == State.FAILED
    assert paid.alerts.get().kind == Alert.Kind.REFUND_BY_HAND


@pytest.mark.parametrize("scheme", ["r1", "r2"])
def test_21_scheme_without_refunds_leaves_them_to_a_person(checkout, settings, scheme):
    configure(checkout.bank, settings, scheme)
    payment = checkout.open()
    checkout.bank.pay()
    checkout.wait(12, step=6)
    asked = actions.refund(payment=payment, amount_tiyn=299_000, by=checkout.people.host)
    checkout.jump(minutes=5)
    assert (state(asked), calls(checkout)) == (State.MANUAL, 0)
    assert payment.alerts.get().kind == Alert.Kind.REFUND_BY_HAND
