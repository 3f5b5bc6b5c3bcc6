"""Every state against every word of a gateway."""

import pytest

from payments.gateways import Evidence, Outcome
from payments.models import GatewayEvent, Payment
from payments.states import NEXT, decide

State, Verdict = Payment.State, GatewayEvent.Verdict


def told(outcome, *, amount=None, currency="", is_authoritative=True):
    return Evidence(outcome, "p", "k", is_authoritative, amount, currency)


def payment(state, amount=299_000):
    return Payment(state=state, amount_tiyn=amount, currency="KZT")


def test_every_state_has_its_next_ones():
    assert set(NEXT) == set(State)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.UNKNOWN])
def test_a_word_moves_a_payment_only_forward(state, outcome):
    decision = decide(payment(state), told(outcome))
    if decision.state:
        assert decision.state in NEXT[state]
        assert decision.state != State.CREATED
    else:
        assert decision.verdict in {Verdict.NO_CHANGE, Verdict.REGRESSION}


@pytest.mark.parametrize("state", [State.COMPLETED, State.PARTIALLY_REFUNDED, State.REFUNDED])
@pytest.mark.parametrize("outcome", [Outcome.PENDING, Outcome.SCANNED, Outcome.FAILED, Outcome.EXPIRED, Outcome.CANCELLED])
def test_what_is_paid_does_not_become_unpaid(state, outcome):
    assert decide(payment(state), told(outcome)).state is None


@pytest.mark.parametrize("state", [State.FAILED, State.EXPIRED, State.CANCELLED])
def test_late_money_needs_the_gateways_own_word(state):
    assert decide(payment(state), told(Outcome.COMPLETED)).state == State.COMPLETED
    assert decide(payment(state), told(Outcome.COMPLETED, is_authoritative=False)).verdict == Verdict.UNPROVEN


def test_paid_told_after_the_refund_is_too_late():
    assert decide(payment(State.REFUNDED), told(Outcome.COMPLETED)).verdict == Verdict.REGRESSION


def test_unknown_status_changes_nothing():
    assert decide(payment(State.PENDING), told(Outcome.UNKNOWN)).verdict == Verdict.UNKNOWN_STATUS


@pytest.mark.parametrize(("amount", "currency"), [(298_999, "KZT"), (0, "KZT"), (299_000, "USD")])
def test_less_or_other_money_never_completes(amount, currency):
    decision = decide(payment(State.PENDING), told(Outcome.COMPLETED, amount=amount, currency=currency))
    assert (decision.state, decision.verdict) == (None, Verdict.UNDERPAID)


def test_more_money_completes_and_is_noticed():
    decision = decide(payment(State.PENDING), told(Outcome.COMPLETED, amount=399_000, currency="KZT"))
    assert (decision.state, decision.paid_tiyn, decision.attention) == (State.COMPLETED, 399_000, Payment.Attention.OVERPAID)


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.EXPIRED, Outcome.CANCELLED])
def test_word_taken_back_changes_nothing_but_is_noticed(outcome):
    decision = decide(payment(State.COMPLETED), told(outcome))
    assert (decision.state, decision.verdict, decision.attention) == (None, Verdict.REGRESSION, Payment.Attention.TAKEN_BACK)


@pytest.mark.parametrize("outcome", [Outcome.PENDING, Outcome.SCANNED])
def test_stale_word_is_not_noticed(outcome):
    assert decide(payment(State.COMPLETED), told(outcome)).attention == ""


def test_our_own_clock_takes_nothing_back():
    assert decide(payment(State.COMPLETED), told(Outcome.EXPIRED, is_authoritative=False)).attention == ""
