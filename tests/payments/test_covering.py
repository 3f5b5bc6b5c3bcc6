"""A dearer tier begun at its whole price and paid after money for a lower one came late: the lower one was paid for nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import AuditEntry
from payments import actions, balance_queries, desk_queries, gateways, queries
from payments.gateways import Evidence, Outcome, PermanentError
from payments.gateways.mock import MockGateway, bank
from payments.models import Alert, BalanceEntry, Payment, PromoCode, PromoRedemption, Refund
from tests.factories.accounts import StaffFactory
from tests.factories.payments import fresh, make_payment, pay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_rows")]
# All of it has gone back, so nobody has to look any more; or it is still to go.
GONE_BACK, COVERED = (False, ""), (False, Payment.Attention.TWICE)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def kept_open(monkeypatch):
    """A code that the bank does not take back, as most: whoever has it may still pay it."""

    def refuse(*args):
        raise PermanentError("A code cannot be taken back.")

    monkeypatch.setattr(MockGateway, "cancel", refuse)


@pytest.fixture
def later(clock):
    return lambda: clock.shift(timedelta(seconds=1))


@pytest.fixture
def settled(later, django_capture_on_commit_callbacks):
    """Money comes a moment later, and what follows from it is done."""

    def settled(payment):
        later()
        with django_capture_on_commit_callbacks(execute=True):
            pay(payment)
        later()
        return fresh(payment)

    return settled


@pytest.fixture
def begun(people, later, kept_open):
    """Standard begun and cancelled by premium begun at its whole price."""
    lower = make_payment(people.workspace)
    later()
    top = make_payment(people.workspace, tier="premium")
    assert (fresh(lower).state, top.amount_tiyn) == ("cancelled", 599_000)
    return lower, top


def said(payment):
    return payment.is_entitling, payment.attention


def kept():
    return sum(one.paid_tiyn for one in Payment.objects.all()) - sum(one.amount_tiyn for one in Refund.objects.filter(state="done"))


def test_lower_tier_paid_late_goes_back_when_the_whole_price_of_the_dearer_comes(begun, settled):
    lower, top = begun
    assert said(settled(lower)) == (True, "")
    assert said(settled(top)) == (True, "")
    lower = fresh(lower)
    assert (said(lower), lower.state, lower.refunds.get().reason) == (GONE_BACK, "refunded", Refund.Reason.TWICE)
    assert lower.covered_at == fresh(top).completed_at
    assert [alert.kind for alert in Alert.objects.filter(payment=lower)] == ["twice"]
    assert kept() == 599_000
    assert queries.amount_due(reference="thing:1", tariff=queries.tariff("premium")) == 0


def test_dearer_attempt_ends_at_once_when_the_lower_tier_is_paid_late(people, begun, settled):
    lower, top = begun
    settled(lower)
    assert (fresh(top).state, top.events.last().source, said(fresh(lower))) == ("cancelled", "choice", (True, ""))
    difference = make_payment(people.workspace, tier="premium")
    assert difference.amount_tiyn == 300_000
    assert (said(settled(difference)), said(fresh(lower)), kept()) == ((True, ""), (True, ""), 599_000)


def test_dearer_attempt_is_taken_back_at_a_bank_that_can(people, later, settled):
    lower = make_payment(people.workspace)
    later()
    top = make_payment(people.workspace, tier="premium")
    settled(lower)
    assert bank.find(top.provider_payment_id).status == bank.REFUSED


def test_promo_code_of_the_dearer_attempt_is_good_for_the_difference(people, later, settled):
    PromoCode.objects.create(code="TOI", discount_tiyn=100_000, limit=1)
    wanted = {"workspace": people.workspace, "reference": "thing:1", "tariff": queries.tariff("premium"), "by": people.host}
    lower = make_payment(people.workspace)
    later()
    actions.pay_with_promo(code="TOI", title="Той", **wanted)
    settled(lower)
    assert PromoRedemption.objects.get().state == "returned"
    assert actions.pay_with_promo(code="TOI", title="Той", **wanted).amount_tiyn == 200_000


@pytest.mark.parametrize("sent", [{"state": "scanned", "scanned_at": timezone.now()}, {"is_in_review": True}])
def test_dearer_attempt_whose_money_is_as_good_as_sent_is_waited_for(begun, settled, sent):
    lower, top = begun
    Payment.objects.filter(pk=top.pk).update(**sent)
    settled(lower)
    assert fresh(top).is_live
    assert (said(settled(top)), said(fresh(lower)), kept()) == ((True, ""), GONE_BACK, 599_000)


def test_attempt_for_another_thing_stays_open(people, settled):
    other = make_payment(people.workspace, tier="premium", reference="thing:2")
    settled(make_payment(people.workspace))
    assert fresh(other).is_live


def test_dearer_tier_paid_late_itself_covers_as_well(people, begun, settled):
    lower, top = begun
    settled(lower)
    difference = make_payment(people.workspace, tier="premium")
    assert (fresh(top).state, difference.amount_tiyn) == ("cancelled", 300_000)
    settled(top)
    assert said(fresh(lower)) == GONE_BACK
    assert said(settled(difference)) == GONE_BACK
    assert kept() == 599_000


def test_lower_tier_paid_before_the_dearer_was_begun_made_it_cheaper_and_stays(people, settled):
    lower = settled(make_payment(people.workspace))
    top = make_payment(people.workspace, tier="premium")
    assert (settled(top).amount_tiyn, said(fresh(lower))) == (300_000, (True, ""))


@pytest.mark.usefixtures("kept_open")
def test_rest_of_the_lower_tier_goes_back_and_what_the_dearer_counts_stays(people, settled, later, django_capture_on_commit_callbacks):
    lower = settled(make_payment(people.workspace))
    with django_capture_on_commit_callbacks(execute=True):
        actions.refund(payment=lower, amount_tiyn=100_000, by=StaffFactory())
    later()
    rest = make_payment(people.workspace)
    later()
    top = make_payment(people.workspace, tier="premium")
    assert (rest.amount_tiyn, top.amount_tiyn) == (100_000, 400_000)
    settled(rest)
    settled(top)
    assert (said(fresh(rest)), said(fresh(lower)), kept()) == (GONE_BACK, (True, ""), 599_000)


def test_part_given_back_already_is_not_given_back_again(begun, settled, later, django_capture_on_commit_callbacks):
    lower, top = begun
    settled(lower)
    with django_capture_on_commit_callbacks(execute=True):
        actions.refund(payment=lower, amount_tiyn=100_000, by=StaffFactory())
    settled(top)
    refunds = [(one.amount_tiyn, one.reason, one.state) for one in lower.refunds.all()]
    assert (said(fresh(lower)), refunds) == (GONE_BACK, [(100_000, "asked", "done"), (199_000, "twice", "done")])


def test_refund_under_way_stays_so_and_a_refused_one_waits_for_a_person(begun, settled, monkeypatch):
    lower, top = begun
    settled(lower)
    asked = actions.refund(payment=lower, amount_tiyn=299_000, by=StaffFactory())
    settled(top)
    assert (said(fresh(lower)), list(lower.refunds.all())) == (COVERED, [asked])

    def refuse(*args):
        raise PermanentError("not today")

    monkeypatch.setattr(MockGateway, "refund", refuse)
    actions.send_refund(refund_id=asked.pk)
    asked.refresh_from_db()
    assert asked.state == "manual"


def test_lower_tier_given_back_in_full_is_left_alone(begun, settled, django_capture_on_commit_callbacks):
    lower, top = begun
    settled(lower)
    with django_capture_on_commit_callbacks(execute=True):
        actions.refund(payment=lower, amount_tiyn=299_000, by=StaffFactory())
    settled(top)
    assert (fresh(lower).attention, lower.refunds.count()) == ("", 1)


def test_gateway_that_gives_nothing_back_leaves_it_to_a_person(begun, settled, settings):
    lower, top = begun
    settled(lower)
    Payment.objects.filter(pk=lower.pk).update(gateway="manual")
    assert not gateways.capabilities_of("manual").can_refund
    settled(top)
    assert lower.refunds.get().state == "manual"
    assert {alert.kind for alert in Alert.objects.filter(payment=lower)} == {"twice", "refund_by_hand"}


def seen_by_staff(payment):
    """What it says, the desk's list, and whether its alerts are settled."""
    listed = list(desk_queries.found(Payment.objects.all(), needs_attention=True))
    return said(fresh(payment)), listed, [one.is_settled for one in fresh(payment).alerts.filter(kind="twice")]


def test_nobody_has_to_look_any_more_once_all_of_it_has_gone_back(begun, settled, monkeypatch, client):
    lower, top = begun
    settled(lower)
    monkeypatch.setattr(MockGateway, "capabilities", replace(MockGateway.capabilities, can_refund=False))
    settled(top)
    assert seen_by_staff(lower) == (COVERED, [lower], [False])
    actions.confirm_refund(refund=lower.refunds.get(), by=StaffFactory())
    assert seen_by_staff(lower) == (GONE_BACK, [], [True])
    told = AuditEntry.objects.get(action="payment.settled", target=f"payments.payment:{lower.pk}")
    assert told.before == {"attention": "twice"}
    client.force_login(StaffFactory(language="en"))
    assert "nobody has to look any more" in client.get(f"/admin/payments/{lower.our_reference}/story/").text


def test_told_twice_goes_back_once(begun, settled):
    lower, top = begun
    settled(lower)
    settled(top)
    again = Evidence(Outcome.COMPLETED, top.provider_payment_id, "again", is_authoritative=True, amount_tiyn=599_000, currency="KZT")
    actions.apply_event(payment_id=top.pk, evidence=again, source="poll")
    assert lower.refunds.count() == 1


def test_dearer_tier_given_back_later_leaves_nothing(begun, settled, django_capture_on_commit_callbacks):
    lower, top = begun
    settled(lower)
    settled(top)
    with django_capture_on_commit_callbacks(execute=True):
        actions.refund(payment=top, amount_tiyn=599_000, by=StaffFactory())
    assert (fresh(top).state, kept(), Alert.objects.filter(kind="base_gone").exists()) == ("refunded", 0, False)
    assert queries.amount_due(reference="thing:1", tariff=queries.tariff("standard")) == 299_000


def test_difference_that_counted_what_went_back_buys_nothing(people, begun, settled, later, django_capture_on_commit_callbacks):
    lower, top = begun
    settled(lower)
    difference = make_payment(people.workspace, tier="premium")
    settled(top)
    with django_capture_on_commit_callbacks(execute=True):
        actions.refund(payment=top, amount_tiyn=599_000, by=StaffFactory())
    assert (said(settled(difference)), difference.refunds.get().reason, kept()) == (GONE_BACK, "base_gone", 0)


@pytest.mark.usefixtures("kept_open")
def test_promo_code_of_the_lower_tier_is_free_again(people, settled, later):
    promo = PromoCode.objects.create(code="TOI", discount_tiyn=100_000)
    wanted = {"workspace": people.workspace, "reference": "thing:1", "tariff": queries.tariff("standard"), "by": people.host}
    lower = actions.pay_with_promo(code="TOI", title="Той", **wanted)
    actions.open_at_gateway(payment_id=lower.pk)
    later()
    top = make_payment(people.workspace, tier="premium")
    settled(fresh(lower))
    assert PromoRedemption.objects.get(promo=promo).state == "used"
    settled(top)
    assert (fresh(lower).state, PromoRedemption.objects.get(promo=promo).state, kept()) == ("refunded", "returned", 599_000)


@pytest.mark.usefixtures("kept_open")
def test_promo_code_of_the_dearer_tier_counts_as_paid(people, settled, later):
    PromoCode.objects.create(code="TOI", discount_tiyn=100_000)
    lower = make_payment(people.workspace)
    wanted = {"workspace": people.workspace, "reference": "thing:1", "tariff": queries.tariff("premium"), "by": people.host}
    later()
    top = actions.pay_with_promo(code="TOI", title="Той", **wanted)
    actions.open_at_gateway(payment_id=top.pk)
    settled(lower)
    settled(fresh(top))
    assert (said(fresh(lower)), kept()) == (GONE_BACK, 499_000)


def test_code_of_money_that_bought_nothing_is_not_kept_for_ever(people, settled, later):
    lower = make_payment(people.workspace)
    PromoCode.objects.create(code="TOI", discount_tiyn=100_000)
    wanted = {"workspace": people.workspace, "reference": "thing:1", "tariff": queries.tariff("standard"), "by": people.host}
    later()
    cheaper = actions.pay_with_promo(code="TOI", title="Той", **wanted)
    actions.open_at_gateway(payment_id=cheaper.pk)
    settled(lower)
    assert said(settled(fresh(cheaper))) == GONE_BACK
    assert PromoRedemption.objects.get().state == "returned"


@pytest.fixture
def spent(people, later):
    """Premium begun at its whole price, and then a unit spent on standard."""
    actions.correct_balance(workspace=people.workspace, tier="standard", units=2, note="Сыйлық", by=StaffFactory())
    top = make_payment(people.workspace, tier="premium")
    later()
    spend(people)
    assert fresh(top).state == "cancelled"
    return top


def spend(people):
    return actions.spend_unit(workspace=people.workspace, tier="standard", reference="thing:1", title="Той", by=people.host)


def left(people):
    return balance_queries.units_left(people.workspace.pk, "standard")


def test_unit_spent_after_the_dearer_tier_was_begun_returns(people, spent, settled):
    assert left(people) == 1
    settled(spent)
    assert (left(people), list(balance_queries.spent_on("thing:1"))) == (2, [])
    line = BalanceEntry.objects.first()
    assert (line.kind, line.units, line.payment) == ("unspent", 1, spent)
    assert queries.amount_due(reference="thing:1", tariff=queries.tariff("premium")) == 0


def test_unit_spent_before_made_it_cheaper_and_stays(people, settled, later):
    actions.correct_balance(workspace=people.workspace, tier="standard", units=1, note="Сыйлық", by=StaffFactory())
    spend(people)
    later()
    top = make_payment(people.workspace, tier="premium")
    assert (settled(top).amount_tiyn, left(people)) == (300_000, 0)


def test_returned_unit_may_be_spent_on_the_same_again_when_the_money_went_back(people, spent, settled, django_capture_on_commit_callbacks):
    settled(spent)
    with django_capture_on_commit_callbacks(execute=True):
        actions.refund(payment=spent, amount_tiyn=599_000, by=StaffFactory())
    first = spend(people)
    assert (left(people), spend(people)) == (1, first)
    assert list(balance_queries.spent_on("thing:1")) == [first]


def test_difference_that_counted_a_unit_that_returned_buys_nothing(people, spent, settled, django_capture_on_commit_callbacks):
    difference = make_payment(people.workspace, tier="premium")
    assert difference.amount_tiyn == 300_000
    settled(spent)
    with django_capture_on_commit_callbacks(execute=True):
        actions.refund(payment=spent, amount_tiyn=599_000, by=StaffFactory())
    assert (said(settled(difference)), difference.refunds.get().reason) == (GONE_BACK, "base_gone")
