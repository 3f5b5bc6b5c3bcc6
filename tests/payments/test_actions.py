"""Starting, being told, being told again, refunding: what is in the database afterwards."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, InternalError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import AuditEntry
from payments import actions, gateways, queries, signals, webhooks
from payments.gateways import Evidence, Outcome
from payments.gateways.mock import MockGateway, bank
from payments.models import Alert, GatewayEvent, Payment, Refund
from tests.factories.payments import decide, fresh, make_payment, pay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_rows")]
State, Verdict = Payment.State, GatewayEvent.Verdict


@pytest.fixture
def completed():
    """The payments that the apps above were told of."""
    told = []

    def listen(payment, **kwargs):
        told.append(payment.our_reference)

    signals.payment_completed.connect(listen)
    yield told
    signals.payment_completed.disconnect(listen)


def start(people, tier="standard", **fields):
    return actions.start_payment(
        workspace=people.workspace, reference="thing:1", tariff=queries.tariff(tier), by=people.host, title="Той", **fields
    )


def test_payment_keeps_its_price_when_the_tariff_changes(people):
    payment = make_payment(people.workspace)
    actions.set_price(tariff=queries.tariff("standard"), amount_tiyn=399_000, by=None)
    assert fresh(payment).amount_tiyn == 299_000


def test_second_click_gives_the_same_payment(people):
    assert start(people) == start(people)
    assert Payment.objects.count() == 1


def test_new_price_gives_a_new_payment(people):
    first = start(people)
    actions.set_price(tariff=queries.tariff("standard"), amount_tiyn=399_000, by=None)
    assert start(people) != first


def test_code_and_button_live_side_by_side_and_each_is_used_again(people):
    code, button = start(people), start(people, channel="link")
    assert (code, button) == (start(people), start(people, channel="link"))
    assert (code.channel, button.channel) == ("qr", "link")


def test_other_tier_cancels_the_open_payment_at_its_bank_too_and_late_money_is_honoured(people, django_capture_on_commit_callbacks):
    first = make_payment(people.workspace)
    with django_capture_on_commit_callbacks(execute=True):
        start(people, "premium")
    assert (fresh(first).state, bank.find(first.provider_payment_id).status) == (State.CANCELLED, bank.REFUSED)
    late = Evidence(Outcome.COMPLETED, first.provider_payment_id, "late", is_authoritative=True, amount_tiyn=299_000, currency="KZT")
    actions.apply_event(payment_id=first.pk, evidence=late, source="poll")
    assert (fresh(first).state, fresh(first).is_entitling) == (State.COMPLETED, True)


def test_code_about_to_expire_is_not_used_again(people):
    first = make_payment(people.workspace)
    with time_machine.travel(first.expires_at - timedelta(seconds=50)):
        assert start(people) != first


def test_other_workspace_never_gets_this_ones_payment(people):
    first = start(people)
    other = actions.start_payment(
        workspace=people.strange_workspace, reference="thing:1", tariff=queries.tariff("standard"), by=people.stranger
    )
    assert other != first


def test_free_tier_is_not_payable(people):
    with pytest.raises(actions.NotPayableError):
        start(people, "free")
    assert not Payment.objects.exists()


def test_return_path_stays_on_the_site(people):
    with pytest.raises(ValueError):
        start(people, return_path="https://evil.example/")


def test_without_a_gateway_nothing_starts(people, settings):
    settings.KASPI_MOCK = False
    with pytest.raises(gateways.NoGatewayError):
        start(people)


def test_opened_payment_has_a_link_and_waits(people):
    payment = make_payment(people.workspace)
    assert (payment.state, payment.is_test) == (State.PENDING, True)
    assert payment.link.endswith(f"/kk/pay/mock/{payment.provider_payment_id}/")


def test_opening_twice_makes_one_purchase(people):
    payment = make_payment(people.workspace)
    actions.open_at_gateway(payment_id=payment.pk)
    assert fresh(payment).provider_payment_id == payment.provider_payment_id


def test_paid_payment_is_completed_and_told_once(people, completed):
    payment = make_payment(people.workspace)
    message = bank.message(decide(payment, bank.PAID))
    assert [webhooks.take("mock", *message) for _ in range(3)] == [200, 200, 200]
    payment = fresh(payment)
    assert (payment.state, payment.is_entitling, payment.paid_tiyn) == (State.COMPLETED, True, 299_000)
    assert completed == [payment.our_reference]
    assert AuditEntry.objects.filter(action="payment.completed").count() == 1


def test_poll_and_message_about_the_same_payment_complete_it_once(people, completed):
    payment = make_payment(people.workspace)
    purchase = decide(payment, bank.PAID)
    actions.check_payment(payment_id=payment.pk)
    webhooks.take("mock", *bank.message(purchase))
    assert completed == [payment.our_reference]
    assert list(payment.events.values_list("source", "verdict")) == [("create", "applied"), ("poll", "applied"), ("webhook", "no_change")]


def test_second_payment_for_the_same_thing_is_queued_for_refund(people, completed, django_capture_on_commit_callbacks):
    first = make_payment(people.workspace)
    with time_machine.travel(first.expires_at - timedelta(seconds=30)):
        second = make_payment(people.workspace)
        pay(first)
        with django_capture_on_commit_callbacks(execute=True):
            second = pay(second)
    assert (second.is_entitling, second.attention) == (False, Payment.Attention.TWICE)
    refund = second.refunds.get()
    assert (refund.amount_tiyn, refund.reason, refund.state) == (299_000, Refund.Reason.TWICE, Refund.State.DONE)
    assert fresh(second).state == State.REFUNDED
    assert len(completed) == 2


def test_code_expires_by_our_clock_and_late_money_is_honoured(people):
    payment = make_payment(people.workspace)
    purchase = bank.find(payment.provider_payment_id)
    with time_machine.travel(payment.expires_at + timedelta(minutes=1)):
        actions.check_payment(payment_id=payment.pk)
        assert fresh(payment).state == State.EXPIRED
        assert fresh(payment).next_check_at > timezone.now()
    late = Evidence(Outcome.COMPLETED, purchase.id, "late", is_authoritative=True, amount_tiyn=299_000, currency="KZT")
    actions.apply_event(payment_id=payment.pk, evidence=late, source="poll")
    assert fresh(payment).state == State.COMPLETED


def test_underpaid_payment_waits_for_a_person(people, completed):
    payment = make_payment(people.workspace)
    less = Evidence(Outcome.COMPLETED, payment.provider_payment_id, "less", is_authoritative=True, amount_tiyn=100, currency="KZT")
    assert actions.apply_event(payment_id=payment.pk, evidence=less, source="webhook") == Verdict.UNDERPAID
    payment = fresh(payment)
    assert (payment.state, payment.attention, completed) == (State.PENDING, Payment.Attention.UNDERPAID, [])
    assert payment.alerts.get().kind == Alert.Kind.UNDERPAID


def test_status_nobody_knows_waits_and_is_told_once(people):
    payment = make_payment(people.workspace)
    for word in ("Foo", "Bar"):
        strange = Evidence(Outcome.UNKNOWN, payment.provider_payment_id, word, is_authoritative=True, raw=word)
        assert actions.apply_event(payment_id=payment.pk, evidence=strange, source="poll") == Verdict.UNKNOWN_STATUS
    assert fresh(payment).state == State.PENDING
    assert payment.alerts.get().kind == Alert.Kind.UNKNOWN_STATUS


def test_word_taken_back_after_the_payment_leaves_it_paid_and_tells_staff(people, completed):
    payment = pay(make_payment(people.workspace))
    flip = Evidence(Outcome.FAILED, payment.provider_payment_id, "flip", is_authoritative=True)
    actions.apply_event(payment_id=payment.pk, evidence=flip, source="poll")
    assert (fresh(payment).state, fresh(payment).is_entitling) == (State.COMPLETED, True)
    assert payment.alerts.get().kind == Alert.Kind.TAKEN_BACK


def test_bank_that_does_not_accept_us_fails_the_payment_and_tells_staff_once_a_day(people, monkeypatch):
    def refuse(*args):
        raise gateways.MisconfiguredError("-10000")

    monkeypatch.setattr(MockGateway, "create", refuse)
    first, second = make_payment(people.workspace), make_payment(people.workspace)
    assert first != second
    assert first.state == second.state == State.FAILED
    assert Alert.objects.get().kind == Alert.Kind.MISCONFIGURED


def test_question_is_claimed_by_one_worker_for_an_interval(people):
    payment = make_payment(people.workspace)
    with time_machine.travel(payment.next_check_at + timedelta(seconds=1), tick=False):
        assert [actions.claim_check(payment_id=payment.pk) for _ in range(3)] == [True, False, False]


def test_invoice_is_asked_about_only_when_a_person_looks_and_not_often(people, monkeypatch, django_capture_on_commit_callbacks):
    channels = frozenset(gateways.Channel)
    monkeypatch.setattr(MockGateway, "capabilities", gateways.Capabilities(asked_by_persons_only=channels))
    payment = make_payment(people.workspace)
    asked = []
    monkeypatch.setattr(MockGateway, "fetch_status", lambda self, attempt: asked.append(1) or _retryable())
    for _ in range(3):
        actions.check_payment(payment_id=payment.pk)
    assert asked == []
    with django_capture_on_commit_callbacks(execute=True):
        assert [actions.check_because_asked(payment=payment) for _ in range(10)] == [True] + [False] * 9
    assert len(asked) == 1
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        assert actions.check_because_asked(payment=payment)


def test_timings_of_the_bank_are_kept_and_our_clock_counts_from_the_question(people, monkeypatch):
    def create(self, attempt):
        seconds = [timedelta(seconds=count) for count in (7, 180, 65)]
        return gateways.Opened("1", "12345", None, *seconds)

    monkeypatch.setattr(MockGateway, "create", create)
    with time_machine.travel("2026-11-21T10:00:00Z", tick=False):
        payment = make_payment(people.workspace)
    assert (payment.poll_seconds, payment.confirm_seconds, payment.is_openable) == (7, 65, False)
    assert payment.expires_at.isoformat() == "2026-11-21T10:03:00+00:00"


def test_lost_answer_lets_the_payer_have_another_code_at_once(people, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(MockGateway, "create", _retryable)
        patch.setattr(MockGateway, "capabilities", gateways.Capabilities())
        first = make_payment(people.workspace)
    assert first.state == State.CREATE_UNKNOWN
    assert start(people) != first


def test_number_of_another_payment_is_not_taken_for_this_ones(people, monkeypatch):
    monkeypatch.setattr(MockGateway, "create", lambda self, attempt: gateways.Opened("7", "12345", None))
    first, second = make_payment(people.workspace), make_payment(people.workspace, channel="link")
    assert (first.state, second.state, second.provider_payment_id) == (State.PENDING, State.CREATE_UNKNOWN, "")


def test_certainly_not_taken_is_asked_for_again(people, monkeypatch):
    def not_taken(*args):
        raise gateways.NotTakenError("-999")

    with monkeypatch.context() as patch:
        patch.setattr(MockGateway, "create", not_taken)
        patch.setattr(MockGateway, "capabilities", gateways.Capabilities())
        payment = make_payment(people.workspace)
    actions.check_payment(payment_id=payment.pk)
    assert fresh(payment).state == State.PENDING


def test_overpaid_difference_is_queued_for_refund(people):
    payment = make_payment(people.workspace)
    more = Evidence(Outcome.COMPLETED, payment.provider_payment_id, "more", is_authoritative=True, amount_tiyn=300_000, currency="KZT")
    actions.apply_event(payment_id=payment.pk, evidence=more, source="webhook")
    assert (fresh(payment).state, payment.refunds.get().amount_tiyn) == (State.COMPLETED, 1_000)


def test_message_about_an_unknown_payment_is_kept_for_staff():
    stray = Evidence(Outcome.COMPLETED, "nobody", "stray", is_authoritative=True)
    assert [actions.take_message(gateway="mock", evidence=stray) for _ in range(2)] == [Verdict.UNKNOWN_PAYMENT, Verdict.DUPLICATE]
    assert GatewayEvent.objects.get().payment is None


def test_transport_errors_never_fail_a_payment(people, monkeypatch):
    payment = make_payment(people.workspace)
    monkeypatch.setattr(MockGateway, "fetch_status", _retryable)
    actions.check_payment(payment_id=payment.pk)
    payment = fresh(payment)
    assert payment.state == State.PENDING
    assert payment.next_check_at > timezone.now()


def _retryable(*args, **kwargs):
    raise gateways.RetryableError("502")


def _permanent(*args, **kwargs):
    raise gateways.PermanentError("no")


def test_lost_answer_to_create_is_asked_for_again(people, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(MockGateway, "create", _retryable)
        payment = make_payment(people.workspace)
    assert payment.state == State.CREATED
    actions.check_payment(payment_id=payment.pk)
    assert fresh(payment).state == State.PENDING


def test_lost_answer_is_waited_out_where_asking_again_could_charge_twice(people, monkeypatch):
    monkeypatch.setattr(MockGateway, "create", _retryable)
    monkeypatch.setattr(MockGateway, "capabilities", gateways.Capabilities(has_idempotent_create=False))
    payment = make_payment(people.workspace)
    assert payment.state == State.CREATE_UNKNOWN
    with time_machine.travel(payment.expires_at + timedelta(minutes=1)):
        actions.check_payment(payment_id=payment.pk)
    assert fresh(payment).state == State.EXPIRED


def test_refused_create_fails_the_payment_and_a_new_one_may_be_tried(people, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(MockGateway, "create", _permanent)
        payment = make_payment(people.workspace)
    assert payment.state == State.FAILED
    assert actions.renew(payment=payment, by=people.host) != payment


def test_upgrade_costs_the_difference(people):
    pay(make_payment(people.workspace))
    assert start(people, "premium").amount_tiyn == 300_000


def test_full_refund_is_told_and_partial_is_not(people, django_capture_on_commit_callbacks):
    told = []

    def listen(payment, **kwargs):
        told.append(payment.state)

    payment = pay(make_payment(people.workspace))
    signals.payment_refunded.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        actions.refund(payment=payment, amount_tiyn=99_000, by=people.host)
    assert (fresh(payment).state, told) == (State.PARTIALLY_REFUNDED, [])
    with django_capture_on_commit_callbacks(execute=True):
        actions.refund(payment=payment, amount_tiyn=200_000, by=people.host)
    assert (fresh(payment).state, told) == (State.REFUNDED, [State.REFUNDED])


def test_refund_beyond_what_was_paid_is_refused_by_action_and_database(people):
    payment = pay(make_payment(people.workspace))
    with pytest.raises(ValueError):
        actions.refund(payment=payment, amount_tiyn=299_001, by=people.host)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.create(workspace=people.workspace, payment=payment, amount_tiyn=299_100, reason="asked")


def test_payments_are_never_deleted(people):
    payment = pay(make_payment(people.workspace))
    for row in (payment, payment.events.first()):
        with pytest.raises((InternalError, IntegrityError, ProtectedError)), transaction.atomic():
            row.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk)._raw_delete("default")


def test_payment_outlives_its_payer(people):
    payment = pay(make_payment(people.workspace, by=people.teammate))
    people.teammate.delete()
    payment = fresh(payment)
    assert (payment.payer, payment.payer_label) == (None, "Teammate")


def test_workspace_with_payments_cannot_be_deleted(people):
    make_payment(people.workspace)
    with pytest.raises(ProtectedError):
        people.workspace.delete()


def test_two_payments_cannot_entitle_to_the_same(people):
    payment = pay(make_payment(people.workspace))
    payment.pk, payment.our_reference, payment.provider_payment_id = None, "other", "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        payment.save(force_insert=True)


def test_price_keeps_its_history(people):
    actions.set_price(tariff=queries.tariff("standard"), amount_tiyn=399_000, by=people.host)
    assert list(queries.tariff("standard").prices.values_list("amount_tiyn", flat=True)) == [399_000, 299_000]


@pytest.mark.parametrize(("code", "amount"), [("standard", 299_050), ("standard", -100), ("standard", 0), ("free", 100)])
def test_price_is_whole_tenge_and_free_stays_free(code, amount):
    with pytest.raises(ValueError):
        actions.set_price(tariff=queries.tariff(code), amount_tiyn=amount, by=None)


def test_prices_the_product_begins_with():
    assert list(queries.tariffs().values_list("code", "amount_now")) == [("free", 0), ("standard", 299_000), ("premium", 599_000)]
