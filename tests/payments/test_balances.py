"""A balance of prepaid units: a package's money brings them, things spend them, money that goes back takes them along."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from accounts.row_security import staff_scope, workspace_scope
from payments import actions, balance_queries, queries
from payments.actions import balances
from payments.gateways import Evidence, Outcome
from payments.models import Alert, BalanceEntry, Package, Payment, PromoCode, Refund
from tests.factories.accounts import StaffFactory
from tests.factories.payments import buy, fresh, make_payment, pay

pytestmark = pytest.mark.django_db
TEN = 2_490_000


def left(people, tier="standard"):
    with staff_scope():
        return balance_queries.units_left(people.workspace.pk, tier)


def lines(people):
    with staff_scope():
        return [(line.kind, line.units, line.short) for line in people.workspace.balance_entries.order_by("pk")]


def spend(people, count, tier="standard", first=1):
    with staff_scope():
        for number in range(first, first + count):
            actions.spend_unit(workspace=people.workspace, tier=tier, reference=f"thing:{number}", title=f"Той {number}", by=people.host)


def refund(payment, tenge):
    with staff_scope():
        return actions.refund(payment=payment, amount_tiyn=tenge * 100, by=StaffFactory())


def settle(asked, state):
    """What became of the refund at the bank."""
    with staff_scope():
        if state == "done":
            actions.send_refund(refund_id=asked.pk)
        else:
            Refund.objects.filter(pk=asked.pk).update(state=Refund.State.FAILED)
            balances.settle_units(payment=Payment.objects.get(pk=asked.payment_id))


def spent_alerts():
    with staff_scope():
        return Alert.objects.filter(kind="units_spent").count()


def test_paid_package_tops_up_once_however_often_it_is_told(people):
    payment = pay(buy(people.workspace))
    with staff_scope():
        for number in range(2):
            evidence = Evidence(
                Outcome.COMPLETED, payment.provider_payment_id, f"again-{number}", is_authoritative=True, amount_tiyn=TEN, currency="KZT"
            )
            actions.apply_event(payment_id=payment.pk, evidence=evidence, source="poll")
    assert (payment.amount_tiyn, lines(people)) == (TEN, [("bought", 10, 0)])
    assert left(people, "premium") == 0


def test_pressing_buy_again_goes_on_with_the_same_purchase_and_a_paid_one_is_followed_by_another(people):
    first, again = buy(people.workspace), buy(people.workspace)
    assert first == again
    pay(first)
    second = buy(people.workspace)
    assert second.reference != first.reference
    pay(second)
    assert left(people) == 20


def test_second_money_for_one_purchase_goes_back_and_brings_nothing(people):
    first = buy(people.workspace)
    with staff_scope():
        second = actions.renew(payment=first, by=people.host, channel="link")
        actions.open_at_gateway(payment_id=second.pk)
    pay(first)
    second = pay(fresh(second))
    assert (second.attention, left(people)) == ("twice", 10)


def test_package_that_is_not_offered_cannot_be_bought(people):
    Package.objects.filter(code="standard-10").update(is_offered=False)
    with pytest.raises(actions.NotPayableError):
        buy(people.workspace)


def test_package_is_bought_anew_while_another_code_of_the_last_purchase_is_open(people):
    first = buy(people.workspace)
    with staff_scope():
        other = actions.renew(payment=first, by=people.host, channel="link")
        actions.open_at_gateway(payment_id=other.pk)
    pay(first)
    assert fresh(other).is_live
    anew = buy(people.workspace)
    assert anew.reference != first.reference
    assert buy(people.workspace) == anew


def test_old_attempt_at_a_package_that_is_not_offered_is_not_begun_anew(people):
    attempt = buy(people.workspace)
    PromoCode.objects.create(code="TOI", percent=100, tiers=["standard-10"])
    Package.objects.filter(code="standard-10").update(is_offered=False)
    with staff_scope():
        actions.cancel(payment=attempt, by=people.host)
        with pytest.raises(actions.NotPayableError):
            actions.renew(payment=fresh(attempt), by=people.host)
        wanted = {"workspace": people.workspace, "reference": attempt.reference, "by": people.host}
        with pytest.raises(actions.NotPayableError):
            actions.pay_with_promo(code="TOI", tariff=queries.tariff("standard-10"), **wanted)
    assert lines(people) == []
    # Money for what was begun before is honoured all the same.
    pay(attempt)
    assert left(people) == 10


def test_bought_package_is_not_bought_again_for_the_rest_of_its_price(people):
    payment = pay(buy(people.workspace))
    settle(refund(payment, 10_000), "done")
    with staff_scope(), pytest.raises(actions.NotPayableError):
        actions.renew(payment=fresh(payment), by=people.host)


def test_family_code_is_not_good_for_a_package_unless_it_names_it(people):
    payment = buy(people.workspace)
    package = queries.tariff("standard-10")
    free = PromoCode.objects.create(code="TOI", percent=100)
    wanted = {"workspace": people.workspace, "reference": payment.reference, "tariff": package, "by": people.host}
    with staff_scope():
        with pytest.raises(actions.PromoRefusedError):
            actions.pay_with_promo(code="TOI", **wanted)
        free.tiers = ["standard-10"]
        free.save()
        assert actions.pay_with_promo(code="TOI", **wanted) is None
        with pytest.raises(actions.NotPayableError):
            actions.pay_with_promo(code="TOI", **wanted)
    assert lines(people) == [("bought", 10, 0)]
    late = pay(payment)
    assert (late.attention, late.is_entitling, lines(people)) == ("twice", False, [("bought", 10, 0)])


def test_unit_is_spent_once_on_a_thing_and_never_without_a_unit(people):
    pay(buy(people.workspace))
    spend(people, 1)
    spend(people, 1)
    assert left(people) == 9
    with pytest.raises(actions.NoUnitsError):
        spend(people, 1, tier="premium")


def test_spending_cancels_open_attempts_and_late_money_goes_back(people):
    pay(buy(people.workspace))
    attempt = make_payment(people.workspace, reference="thing:1")
    spend(people, 1)
    assert fresh(attempt).state == "cancelled"
    late = pay(attempt)
    assert (late.attention, late.is_entitling) == ("twice", False)
    with staff_scope():
        assert late.refunds.get().amount_tiyn == 299_000


def test_late_money_for_a_lower_tier_goes_back_when_a_unit_of_the_higher_one_is_spent(people):
    pay(buy(people.workspace, "premium-10"))
    attempt = make_payment(people.workspace, reference="thing:1")
    spend(people, 1, tier="premium")
    late = pay(attempt)
    assert (late.attention, late.is_entitling) == ("twice", False)


def test_spent_standard_counts_for_its_price_when_premium_is_paid(people):
    pay(buy(people.workspace))
    spend(people, 1)
    with staff_scope():
        assert queries.amount_due(reference="thing:1", tariff=queries.tariff("premium")) == 300_000
        assert queries.amount_due(reference="thing:1", tariff=queries.tariff("standard")) == 0


@pytest.mark.parametrize(("tenge", "stay"), [(24_900, 0), (12_450, 5), (1, 9), (2_490, 9), (2_491, 8), (24_899, 0)])
def test_units_leave_with_their_money_and_a_started_one_leaves_whole(people, tenge, stay):
    payment = pay(buy(people.workspace))
    asked = refund(payment, tenge)
    assert left(people) == stay
    settle(asked, "done")
    assert (left(people), spent_alerts()) == (stay, 0)


def test_refunds_in_parts_take_as_many_as_one_in_full(people):
    payment = pay(buy(people.workspace))
    for tenge in (4_000, 4_000, 16_900):
        settle(refund(fresh(payment), tenge), "done")
    assert (left(people), fresh(payment).state) == (0, "refunded")


def test_spent_units_are_not_taken_and_a_person_is_told(people):
    payment = pay(buy(people.workspace))
    spend(people, 7)
    asked = refund(payment, 24_900)
    assert (left(people), lines(people)[-1], spent_alerts()) == (0, ("taken_back", -3, 7), 1)
    settle(asked, "done")
    assert (left(people), spent_alerts()) == (0, 1)
    # What is bought later is not touched: a person decides what becomes of the seven.
    pay(buy(people.workspace))
    assert left(people) == 10


def test_refused_refund_gives_its_units_back(people):
    payment = pay(buy(people.workspace))
    spend(people, 7)
    settle(refund(payment, 24_900), "failed")
    assert (left(people), lines(people)[-1]) == (3, ("returned", 3, -7))
    settle(refund(fresh(payment), 2_490), "done")
    assert left(people) == 2


def test_bank_that_tells_of_a_refund_in_full_takes_the_units(people):
    payment = pay(buy(people.workspace))
    spend(people, 2)
    with staff_scope():
        evidence = Evidence(Outcome.REFUNDED, payment.provider_payment_id, "refunded-there", is_authoritative=True)
        actions.apply_event(payment_id=payment.pk, evidence=evidence, source="poll")
        actions.apply_event(payment_id=payment.pk, evidence=evidence, source="poll")
    assert (left(people), lines(people)[-1], spent_alerts()) == (0, ("taken_back", -8, 2), 1)


def test_bank_that_tells_of_a_part_without_a_sum_takes_nothing_and_asks_for_a_person(people):
    payment = pay(buy(people.workspace))
    with staff_scope():
        evidence = Evidence(Outcome.PARTIALLY_REFUNDED, payment.provider_payment_id, "part-there", is_authoritative=True)
        actions.apply_event(payment_id=payment.pk, evidence=evidence, source="poll")
    assert (left(people), spent_alerts()) == (10, 1)
    asked = refund(fresh(payment), 2_490)
    assert left(people) == 9
    settle(asked, "failed")
    assert left(people) == 10


def test_too_much_money_goes_back_without_units(people):
    payment = buy(people.workspace)
    with staff_scope():
        evidence = Evidence(
            Outcome.COMPLETED, payment.provider_payment_id, "more", is_authoritative=True, amount_tiyn=TEN + 10_000, currency="KZT"
        )
        actions.apply_event(payment_id=payment.pk, evidence=evidence, source="poll")
        assert payment.refunds.get().amount_tiyn == 10_000
    assert left(people) == 10


def test_staff_give_and_take_with_a_reason_and_not_below_nothing(people):
    wanted = {"workspace": people.workspace, "tier": "premium", "by": StaffFactory()}
    with staff_scope():
        actions.correct_balance(units=3, note="Серіктестік", **wanted)
        with pytest.raises(actions.NoUnitsError):
            actions.correct_balance(units=-4, note="Қате", **wanted)
        with pytest.raises(ValueError, match="reason"):
            actions.correct_balance(units=1, note=" ", **wanted)
    assert left(people, "premium") == 3


@pytest.mark.parametrize("change", ["UPDATE payments_balanceentry SET units = 99", "DELETE FROM payments_balanceentry"])
def test_database_refuses_changes_of_lines(people, change):
    pay(buy(people.workspace))
    with staff_scope(), pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert left(people) == 10


def test_database_refuses_a_balance_below_nothing(people):
    with staff_scope(), pytest.raises(IntegrityError, match="below nothing"), transaction.atomic():
        BalanceEntry.objects.create(workspace=people.workspace, tier="standard", kind="corrected", units=-1, note="x")


def test_lines_of_others_are_not_seen(people):
    pay(buy(people.workspace))
    with workspace_scope(people.strange_workspace.pk):
        assert not BalanceEntry.objects.exists()
    with workspace_scope(people.workspace.pk):
        assert BalanceEntry.objects.count() == 1
