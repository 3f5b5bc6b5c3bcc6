"""Money on its way back, with a gateway that would refund twice if asked twice."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import AuditEntry
from payments import actions, gateways, queries
from payments.actions.refunding import GONE, GONE_FOR, MAY_BE_MADE
from payments.gateways import Capabilities, NotTakenError, PermanentError, RetryableError, TransientRefusalError
from payments.gateways.mock import MockGateway
from payments.models import Alert, CustomerReturn, Payment, Refund
from payments.tasks import send_waiting_refunds
from tests.factories.payments import fresh, make_payment, pay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_rows")]
State = Refund.State


class Bank:
    """Refunds as often as it is asked; `script` says how each call ends, `available` what it then says is left."""

    def __init__(self, monkeypatch, paid=299_000):
        self.given, self.script, self.paid, self.asked = [], [], paid, 0
        monkeypatch.setattr(MockGateway, "capabilities", Capabilities(can_refund=True, can_refund_partly=True))
        monkeypatch.setattr(MockGateway, "refund", self.refund)
        monkeypatch.setattr(MockGateway, "available_refund", self.available_refund)

    def refund(self, attempt, amount, key):
        self.asked += 1
        step = self.script.pop(0) if self.script else "done"
        if step in {"done", "lost"}:
            self.given.append(amount)
        if step == "lost":
            raise RetryableError("no answer")
        if step != "done":
            raise step
        return gateways.Refunded(f"r{len(self.given)}")

    def available_refund(self, attempt):
        return self.paid - sum(self.given)


@pytest.fixture
def bank(monkeypatch):
    return Bank(monkeypatch)


@pytest.fixture
def paid(people):
    return pay(make_payment(people.workspace))


def ask(paid, people, amount=299_000):
    asked = actions.refund(payment=paid, amount_tiyn=amount, by=people.host)
    actions.send_refund(refund_id=asked.pk)
    return asked


def sweep(minutes=10):
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        send_waiting_refunds()


def test_lost_answer_is_looked_up_and_the_client_is_refunded_once(people, paid, bank):
    bank.script = ["lost"]
    asked = ask(paid, people)
    asked.refresh_from_db()
    assert (asked.state, bank.given) == (State.SENT, [299_000])
    sweep()
    asked.refresh_from_db()
    assert (asked.state, bank.given, fresh(paid).state) == (State.DONE, [299_000], "refunded")


def test_lost_request_is_sent_again(people, paid, bank):
    bank.script = [RetryableError("no answer"), "done"]
    ask(paid, people)
    sweep()
    assert (bank.given, fresh(paid).state) == ([299_000], "refunded")


def test_certain_failure_after_a_lost_answer_does_not_make_it_forgotten(people, paid, bank, monkeypatch):
    bank.script = ["lost"]
    asked = ask(paid, people)
    with monkeypatch.context() as patch:
        patch.setattr(MockGateway, "available_refund", _raise(NotTakenError("-999")))
        sweep()
    sweep(20)
    asked.refresh_from_db()
    assert (asked.state, bank.given) == (State.DONE, [299_000])


def _raise(error):
    def call(*args, **kwargs):
        raise error

    return call


def test_resting_refund_is_left_alone(people, paid, bank):
    bank.script = ["lost"]
    asked = ask(paid, people)
    actions.send_refund(refund_id=asked.pk)
    send_waiting_refunds()
    assert bank.asked == 1


def test_count_that_is_not_ours_waits_for_a_person(people, paid, bank):
    bank.script = ["lost"]
    asked = ask(paid, people, 100_000)
    bank.given.append(5_000)
    sweep()
    asked.refresh_from_db()
    assert (asked.state, bank.given) == (State.MANUAL, [100_000, 5_000])
    assert Alert.objects.get().kind == Alert.Kind.REFUND_BY_HAND


def test_refusal_for_now_is_tried_three_times_and_then_by_hand(people, paid, bank):
    bank.script = [TransientRefusalError("-99000006")] * 9
    asked = ask(paid, people)
    for minutes in (2, 4, 6, 8):
        sweep(minutes)
    asked.refresh_from_db()
    assert (asked.state, bank.asked, bank.given) == (State.MANUAL, 3, [])
    assert queries.refundable(paid) == 0
    actions.confirm_refund(refund=asked, by=people.host)
    assert fresh(paid).state == "refunded"


def test_second_refund_waits_for_the_first(people, paid, bank):
    bank.script = ["lost", "done"]
    first, second = ask(paid, people, 149_500), ask(paid, people, 149_500)
    assert bank.given == [149_500]
    sweep()
    sweep()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, bank.given, fresh(paid).state) == (State.DONE, State.DONE, [149_500] * 2, "refunded")


def test_refused_refund_frees_its_amount(people, paid, bank):
    bank.script = [PermanentError("partly impossible")]
    asked = ask(paid, people, 100_000)
    asked.refresh_from_db()
    assert (asked.state, queries.refundable(paid)) == (State.FAILED, 299_000)


def test_refused_refund_nobody_asked_for_stays_in_the_queue_of_a_person(people, paid, bank):
    bank.script = [PermanentError("no")]
    actions.give_back_unused(payment=paid)
    queued = paid.refunds.get()
    actions.send_refund(refund_id=queued.pk)
    queued.refresh_from_db()
    assert (queued.state, queries.refundable(paid)) == (State.MANUAL, 0)


def test_gateway_that_cannot_refund_leaves_it_to_a_person_who_is_told(people, paid, monkeypatch, mailoutbox, settings):
    settings.ALERT_EMAILS = ["money@toi.example"]
    monkeypatch.setattr(MockGateway, "capabilities", Capabilities())
    assert actions.refund(payment=paid, amount_tiyn=100_000, by=people.host).state == State.MANUAL
    from messaging.models import Message

    assert paid.our_reference in Message.objects.get(to="money@toi.example").body


def test_unused_payment_is_given_back_once(people, paid, bank):
    for _ in range(2):
        actions.give_back_unused(payment=paid)
    assert (fresh(paid).is_entitling, fresh(paid).attention) == (False, Payment.Attention.NOTHING_TO_GRANT)
    assert paid.refunds.get().amount_tiyn == 299_000


@pytest.fixture
def gateway_is(settings):
    def switch(is_here):
        settings.KASPI_MOCK = is_here

    return switch


def queue(asked):
    asked.refresh_from_db()
    return asked.state, asked.payment.alerts.filter(kind=Alert.Kind.REFUND_BY_HAND).count()


LONG = 10 + GONE_FOR // timedelta(minutes=1)


def test_refunds_never_sent_outlive_a_slip_in_the_settings_with_one_alert(people, paid, bank, gateway_is):
    asked = [actions.refund(payment=paid, amount_tiyn=amount, by=people.host) for amount in (100_000, 199_000)]
    gateway_is(False)
    sweep(1)
    assert [(one.kind, one.payment) for one in Alert.objects.all()] == [(Alert.Kind.MISCONFIGURED, None)]
    sweep(60)
    assert [queue(one) for one in asked] == [(State.REQUESTED, 0)] * 2
    gateway_is(True)
    sweep(70)
    assert [queue(one) for one in asked] == [(State.DONE, 0)] * 2
    assert (bank.given, fresh(paid).state) == ([100_000, 199_000], "refunded")


def test_hours_without_a_gateway_are_counted_anew_once_it_was_back(people, paid, bank, gateway_is):
    asked = actions.refund(payment=paid, amount_tiyn=299_000, by=people.host)
    gateway_is(False)
    sweep()
    gateway_is(True)
    bank.script = [NotTakenError("busy")]
    sweep(LONG)
    gateway_is(False)
    sweep(LONG + 10)
    assert queue(asked) == (State.REQUESTED, 0)


def test_refund_of_a_gateway_that_stays_away_waits_for_a_person(people, paid, bank, gateway_is):
    asked = actions.refund(payment=paid, amount_tiyn=299_000, by=people.host)
    gateway_is(False)
    sweep()
    sweep(LONG + 10)
    assert (queue(asked), asked.error, bank.given) == ((State.MANUAL, 1), GONE, [])
    actions.confirm_refund(refund=asked, by=people.host)
    assert fresh(paid).state == "refunded"


def test_refund_whose_answer_was_lost_at_a_gateway_that_is_gone_is_not_sent_again_when_it_is_back(people, paid, bank, gateway_is):
    bank.script = ["lost"]
    asked = ask(paid, people)
    gateway_is(False)
    sweep()
    assert (queue(asked), asked.error) == ((State.MANUAL, 1), MAY_BE_MADE)
    gateway_is(True)
    sweep(20)
    assert (queue(asked), bank.given) == ((State.MANUAL, 1), [299_000])


def test_each_refund_of_a_gateway_that_is_gone_asks_for_a_person(people, paid, bank, gateway_is):
    bank.script = ["lost"]
    first, second = ask(paid, people, 100_000), ask(paid, people, 50_000)
    gateway_is(False)
    sweep()
    sweep(LONG + 10)
    assert [queue(asked) for asked in (first, second)] == [(State.MANUAL, 2)] * 2


def test_refund_of_a_gateway_that_gives_nothing_back_any_more_waits_for_a_person(people, paid, bank, monkeypatch):
    asked = actions.refund(payment=paid, amount_tiyn=299_000, by=people.host)
    monkeypatch.setattr(MockGateway, "capabilities", Capabilities())
    sweep()
    assert queue(asked) == (State.MANUAL, 1)


def test_customer_who_scans_for_a_refund_that_was_made_after_all_is_not_given_it_twice(people, paid, bank, gateway_is, monkeypatch):
    bank.script = ["lost"]
    asked = ask(paid, people)
    gateway_is(False)
    sweep()
    gateway_is(True)
    monkeypatch.setattr(MockGateway, "capabilities", Capabilities(refund_needs_customer=True))
    monkeypatch.setattr(MockGateway, "refund_to_customer", lambda gateway, *known: bank.refund(*known), raising=False)
    scanned = CustomerReturn.objects.create(workspace=people.workspace, refund=asked, state=CustomerReturn.State.KNOWN)
    actions.confirm_return(customer_return=scanned, by=people.host)
    sweep(20)
    assert (queue(asked), bank.given) == ((State.DONE, 1), [299_000])


def test_scheme_that_wants_the_customer_by_now_does_not_send_without_one(people, paid, bank, monkeypatch):
    asked = actions.refund(payment=paid, amount_tiyn=299_000, by=people.host)
    monkeypatch.setattr(MockGateway, "capabilities", Capabilities(refund_needs_customer=True))
    sweep()
    assert (queue(asked), bank.given) == ((State.MANUAL, 1), [])


@pytest.mark.parametrize(("state", "ask_bank"), [("opening", actions.open_return), ("open", actions.check_return)])
def test_code_for_a_customer_at_a_gateway_that_is_gone_comes_to_nothing(people, paid, bank, gateway_is, monkeypatch, state, ask_bank):
    monkeypatch.setattr(MockGateway, "capabilities", Capabilities(refund_needs_customer=True))
    asked = actions.refund(payment=paid, amount_tiyn=299_000, by=people.host)
    due = {"state": state, "next_check_at": timezone.now()}
    code = CustomerReturn.objects.create(workspace=people.workspace, refund=asked, **due)
    gateway_is(False)
    ask_bank(return_id=code.pk)
    code.refresh_from_db()
    assert (code.state, queue(asked)) == (CustomerReturn.State.FAILED, (State.MANUAL, 1))


def refused(paid, people, amount=299_000):
    """A refund that no payment of an entitled thing asks for any more: the bank says no, and it waits for a person."""
    Payment.objects.filter(pk=paid.pk).update(is_entitling=False)
    return ask(paid, people, amount)


def again(asked, people, times=1):
    for _press in range(times):
        actions.send_again(refund=asked, by=people.host)
    actions.send_refund(refund_id=asked.pk)
    return queue(asked)[0]


def test_refund_the_bank_refused_is_sent_again_by_a_person_once(people, paid, bank):
    bank.script = [PermanentError("not today")]
    asked = refused(paid, people)
    assert (queue(asked), bank.given) == ((State.MANUAL, 1), [])
    assert (again(asked, people, times=2), bank.given, fresh(paid).state) == (State.DONE, [299_000], "refunded")
    told = AuditEntry.objects.filter(action="refund.again", target=f"payments.refund:{asked.pk}")
    assert [entry.actor_id for entry in told] == [people.host.pk]


def test_refund_never_sent_goes_through_its_gateway_once_that_is_back(people, paid, bank, gateway_is):
    asked = actions.refund(payment=paid, amount_tiyn=299_000, by=people.host)
    gateway_is(False)
    sweep()
    sweep(LONG + 10)
    with pytest.raises(actions.NotToBeSentError):
        actions.send_again(refund=asked, by=people.host)
    gateway_is(True)
    assert (again(asked, people), bank.given, asked.gone_since) == (State.DONE, [299_000], None)


@pytest.mark.parametrize("is_idempotent", [True, False])
def test_what_somebody_has_given_back_at_the_bank_meanwhile_is_not_given_back_twice(people, paid, bank, monkeypatch, is_idempotent):
    able = Capabilities(can_refund=True, can_refund_partly=True, has_idempotent_refund=is_idempotent)
    monkeypatch.setattr(MockGateway, "capabilities", able)
    bank.script = [PermanentError("not today")]
    asked = refused(paid, people, 100_000)
    bank.given.append(100_000)
    assert (again(asked, people), bank.given, bank.asked) == (State.DONE, [100_000], 1)


def test_count_of_the_banks_that_is_not_ours_leaves_it_to_a_person_again(people, paid, bank):
    bank.script = [PermanentError("not today")]
    asked = refused(paid, people)
    bank.given.append(5_000)
    assert (again(asked, people), bank.given, queue(asked)) == (State.MANUAL, [5_000], (State.MANUAL, 2))


def test_refund_whose_answer_was_lost_is_for_no_person_to_send(people, paid, bank, gateway_is):
    bank.script = ["lost"]
    asked = ask(paid, people)
    gateway_is(False)
    sweep()
    gateway_is(True)
    with pytest.raises(actions.NotToBeSentError):
        actions.send_again(refund=asked, by=people.host)
    assert (queue(asked), bank.given) == ((State.MANUAL, 1), [299_000])


def test_refund_that_is_made_is_not_sent_again(people, paid, bank):
    asked = ask(paid, people)
    asked.refresh_from_db()
    with pytest.raises(actions.NotToBeSentError):
        actions.send_again(refund=asked, by=people.host)
    assert bank.given == [299_000]
