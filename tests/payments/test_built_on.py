"""Money that counts on other money: late for what was partly given back, and on top of what was given back."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import AuditEntry
from payments import actions, queries
from payments.gateways import Evidence, Outcome
from payments.gateways.kaspi_biller.protocol import Asked
from payments.gateways.kaspi_biller.views import answer_pay
from payments.models import Alert, Payment, PromoCode, Refund
from tests.factories.accounts import StaffFactory
from tests.factories.payments import fresh, make_payment, pay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_rows")]
Attention = Payment.Attention


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def later(clock):
    return lambda: clock.shift(timedelta(seconds=1))


@pytest.fixture
def give_back(django_capture_on_commit_callbacks, later):
    def give_back(payment, amount=None):
        later()
        with django_capture_on_commit_callbacks(execute=True):
            actions.refund(payment=payment, amount_tiyn=amount or queries.refundable(payment), by=StaffFactory())
        later()
        return fresh(payment)

    return give_back


def alerts(payment):
    return {alert.kind for alert in Alert.objects.filter(payment=payment)}


def test_whole_price_paid_late_after_a_part_was_given_back_is_paid_twice(people, give_back, later, django_capture_on_commit_callbacks):
    first, late = make_payment(people.workspace), make_payment(people.workspace, channel="link")
    later()
    assert give_back(pay(first), 100_000).state == "partially_refunded"
    with django_capture_on_commit_callbacks(execute=True):
        pay(late)
    late = fresh(late)
    assert (late.is_entitling, late.attention, late.state) == (False, "", "refunded")
    assert alerts(late) == {"twice"}
    assert late.refunds.get().reason == Refund.Reason.TWICE


def test_rest_begun_after_a_part_was_given_back_entitles(people, give_back):
    give_back(pay(make_payment(people.workspace)), 100_000)
    rest = pay(make_payment(people.workspace))
    assert (rest.amount_tiyn, rest.is_entitling, rest.attention) == (100_000, True, "")


def test_whole_price_paid_late_after_all_was_given_back_entitles(people, give_back, later):
    first, late = make_payment(people.workspace), make_payment(people.workspace, channel="link")
    later()
    assert give_back(pay(first)).state == "refunded"
    assert (pay(late).is_entitling, fresh(late).attention) == (True, "")


def test_number_begun_before_is_called_paid_to_the_bank(people, give_back, later):
    first = make_payment(people.workspace)
    number = make_payment(people.workspace, gateway_code="kaspi_biller", channel="number")
    later()
    give_back(pay(first), 100_000)
    assert queries.payable(number) == 3


@pytest.fixture
def upgraded(people, later):
    """Standard, and premium for the difference."""
    base = pay(make_payment(people.workspace))
    later()
    top = make_payment(people.workspace, tier="premium")
    later()
    return base, pay(top)


def test_difference_waits_for_a_person_when_its_base_goes_back(upgraded, give_back):
    base, top = upgraded
    assert top.amount_tiyn == 300_000
    give_back(base)
    assert (fresh(top).attention, alerts(top)) == (Attention.BASE_GONE, {"base_gone"})
    assert give_back(top).state == "refunded"
    assert sum(refund.amount_tiyn for refund in Refund.objects.filter(state="done")) == 599_000


def test_part_of_the_base_given_back_asks_nobody(upgraded, give_back):
    base, top = upgraded
    give_back(base, 100_000)
    assert (fresh(top).attention, alerts(top)) == ("", set())


def test_difference_that_covers_its_tier_by_now_stands_alone(upgraded, give_back):
    base, top = upgraded
    actions.set_price(tariff=queries.tariff("premium"), amount_tiyn=300_000, by=None)
    give_back(base)
    assert fresh(top).attention == ""


def test_missing_part_may_be_paid_instead(people, upgraded, give_back, later):
    give_back(upgraded[0])
    missing = pay(make_payment(people.workspace, tier="premium"))
    assert (missing.amount_tiyn, missing.is_entitling) == (299_000, True)
    later()
    assert queries.amount_due(reference="thing:1", tariff=queries.tariff("premium")) == 0
    # It was paid on top of the difference.
    give_back(upgraded[1])
    assert fresh(missing).attention == Attention.BASE_GONE


def waits(payment):
    """Whether it waits for a person, and whether each of its alerts is settled."""
    payment = fresh(payment)
    return payment.attention == Attention.BASE_GONE, [alert.is_settled for alert in payment.alerts.order_by("pk")]


def test_difference_waits_no_more_when_what_is_missing_was_paid(client, people, upgraded, give_back, later):
    base, top = upgraded
    give_back(base)
    assert waits(top) == (True, [False])
    pay(make_payment(people.workspace, tier="premium"))
    assert waits(top) == (False, [True])
    client.force_login(StaffFactory(language="en"))
    told = client.get(f"/admin/payments/{top.our_reference}/story/").text
    assert "What was missing is paid" in told
    assert "settled by now" in told
    assert "settled by now" in client.get("/admin/payments/desk/gateways/").text
    assert top.our_reference not in client.get("/admin/payments/?needs_attention=on").text


@pytest.mark.parametrize(("outcome", "kind"), [(Outcome.FAILED, "taken_back"), (Outcome.UNKNOWN, "unknown_status")])
def test_difference_goes_on_waiting_whatever_its_gateway_says_meanwhile(people, upgraded, give_back, outcome, kind):
    base, top = upgraded
    give_back(base)
    said = Evidence(outcome, top.provider_payment_id, f"later:{kind}", is_authoritative=True)
    actions.apply_event(payment_id=top.pk, evidence=said, source="webhook")
    assert (fresh(top).attention, alerts(top)) == (Attention.BASE_GONE, {"base_gone", kind})
    assert [finding.kind for finding in top.findings.all()] == (["taken_back"] if kind == "taken_back" else [])
    pay(make_payment(people.workspace, tier="premium"))
    assert (fresh(top).attention, fresh(top).is_mended) == ("", True)


def test_what_was_paid_twice_stays_so_whatever_its_gateway_says(people, later):
    first, second = make_payment(people.workspace), make_payment(people.workspace, channel="link")
    later()
    pay(first)
    second = pay(second)
    said = Evidence(Outcome.UNKNOWN, second.provider_payment_id, "later", is_authoritative=True)
    actions.apply_event(payment_id=second.pk, evidence=said, source="webhook")
    assert (fresh(second).attention, alerts(second)) == (Attention.TWICE, {"twice", "unknown_status"})


def test_difference_waits_again_when_what_was_missing_goes_back_too(people, upgraded, give_back, later):
    base, top = upgraded
    give_back(base)
    missing = pay(make_payment(people.workspace, tier="premium"))
    give_back(missing)
    assert waits(top) == (True, [False, False])
    again = pay(make_payment(people.workspace, tier="premium"))
    assert (again.amount_tiyn, waits(top)) == (299_000, (False, [True, True]))


def test_difference_waits_no_more_though_prices_rose_before_what_was_missing_came(people, upgraded, give_back, later):
    base, top = upgraded
    give_back(base)
    missing = make_payment(people.workspace, tier="premium")
    later()
    actions.set_price(tariff=queries.tariff("premium"), amount_tiyn=899_000, by=None)
    assert (pay(missing).is_entitling, waits(top)) == (True, (False, [True]))


def test_late_money_for_the_lower_tier_is_what_was_missing(people, later, give_back):
    late, base = make_payment(people.workspace, channel="link"), make_payment(people.workspace)
    later()
    pay(base)
    later()
    top = make_payment(people.workspace, tier="premium")
    later()
    pay(top)
    give_back(fresh(base))
    assert (pay(late).is_entitling, waits(top)) == (True, (False, [True]))
    assert queries.amount_due(reference="thing:1", tariff=queries.tariff("premium")) == 0
    give_back(fresh(late))
    assert waits(top) == (True, [False, False])


def test_part_that_still_is_missing_ends_nothing(people, upgraded, give_back, later):
    give_back(upgraded[0])
    actions.set_price(tariff=queries.tariff("standard"), amount_tiyn=350_000, by=None)
    part = pay(make_payment(people.workspace))
    assert (part.amount_tiyn, part.is_entitling, waits(upgraded[1])) == (50_000, True, (True, [False]))


def test_promo_code_for_what_is_missing_ends_the_waiting(people, upgraded, give_back):
    give_back(upgraded[0])
    PromoCode.objects.create(code="TOI", percent=100)
    wanted = {"workspace": people.workspace, "reference": "thing:1", "tariff": queries.tariff("premium"), "by": people.host}
    assert actions.pay_with_promo(code="TOI", **wanted) is None
    assert waits(upgraded[1]) == (False, [True])
    told = AuditEntry.objects.get(action="payment.mended")
    assert (told.after, told.actor_label) == ({"mended_by": "TOI"}, str(people.host))


def test_unit_of_the_tier_needs_no_other_money_which_goes_on_waiting(people, upgraded, give_back):
    give_back(upgraded[0])
    actions.correct_balance(workspace=people.workspace, tier="premium", units=1, note="Сыйлық", by=StaffFactory())
    actions.spend_unit(workspace=people.workspace, tier="premium", reference="thing:1", by=people.host)
    assert waits(upgraded[1]) == (True, [False])


def test_what_is_mended_does_not_stand_in_the_way_of_a_rest(people, upgraded, give_back, later):
    give_back(upgraded[0])
    missing = pay(make_payment(people.workspace, tier="premium"))
    give_back(missing, 100_000)
    rest = pay(make_payment(people.workspace, tier="premium"))
    assert (rest.amount_tiyn, rest.is_entitling) == (100_000, True)


def test_whole_price_of_before_is_paid_twice_though_the_base_is_gone(people, give_back, later):
    late = make_payment(people.workspace, tier="premium", channel="link")
    base = make_payment(people.workspace)
    later()
    base = pay(base)
    later()
    top = make_payment(people.workspace, tier="premium")
    later()
    pay(top)
    give_back(base)
    assert (pay(late).is_entitling, fresh(late).attention) == (False, Attention.TWICE)


def test_difference_paid_after_its_base_went_back_goes_back_too(people, give_back, later, django_capture_on_commit_callbacks):
    base = pay(make_payment(people.workspace))
    later()
    top = make_payment(people.workspace, tier="premium")
    give_back(base)
    with django_capture_on_commit_callbacks(execute=True):
        pay(top)
    top = fresh(top)
    assert (top.is_entitling, top.attention, top.state, alerts(top)) == (False, "", "refunded", {"base_gone"})


def test_whole_price_of_the_dearer_tier_needs_no_base(people, give_back, later):
    top = make_payment(people.workspace, tier="premium")
    base = make_payment(people.workspace, reference="thing:1")
    later()
    give_back(pay(base))
    assert (pay(top).is_entitling, fresh(top).attention) == (True, "")


def test_staff_read_before_what_was_paid_on_top(client, upgraded):
    base, top = upgraded
    client.force_login(StaffFactory(language="en"))
    asked = client.get(f"/admin/payments/{base.our_reference}/refund/").text
    confirmed = client.post(f"/admin/payments/{base.our_reference}/refund/", {"amount": "2990", "note": "x"}).text
    for page in (asked, confirmed):
        assert "Paid on top of this payment" in page
        assert f"/admin/payments/{top.our_reference}/story/" in page
    assert "Paid on top" not in client.get(f"/admin/payments/{top.our_reference}/refund/").text


def test_transfers_number_paid_at_the_bank_takes_its_receipt_out_of_the_queue(people, settings, later):
    from django.core.files.base import ContentFile

    from payments import files

    settings.KASPI_TRANSFER_PHONE, settings.KASPI_TRANSFER_NAME = "+7 701 521 15 45", "Ерлан Қ."
    payment = make_payment(people.workspace, gateway_code="manual", channel="transfer")
    proof = actions.send_proof(payment=payment, looked=files.look(ContentFile(b"%PDF-1.7 %%EOF")), by=people.host)
    assert list(queries.waiting_proofs()) == [proof]
    body, _kind = answer_pay(Asked("pay", "900", payment.account, "2990.00", 299_000), "json")
    assert b'"result": 0' in body
    assert (fresh(payment).state, fresh(payment).paid_tiyn, fresh(payment).is_in_review) == ("completed", 299_000, False)
    proof.refresh_from_db()
    assert (proof.state, list(queries.waiting_proofs())) == ("set_aside", [])
    assert "set_aside" in alerts(payment)
    for decide in (
        lambda: actions.approve_proof(proof=proof, amount_tiyn=299_000, by=StaffFactory()),
        lambda: actions.refuse_proof(proof=proof, reason="no", by=StaffFactory()),
    ):
        with pytest.raises(actions.AlreadyDecidedError):
            decide()
    assert fresh(payment).paid_tiyn == 299_000


def test_lower_tier_paid_late_is_paid_twice_when_the_higher_one_covers_it(people, later, django_capture_on_commit_callbacks):
    lower = make_payment(people.workspace)
    later()
    top = make_payment(people.workspace, tier="premium")
    later()
    assert pay(top).amount_tiyn == 599_000
    with django_capture_on_commit_callbacks(execute=True):
        pay(lower)
    lower = fresh(lower)
    assert (lower.is_entitling, lower.attention, lower.state) == (False, "", "refunded")


def test_lower_tier_paid_late_entitles_when_the_higher_one_was_given_back(people, give_back, later):
    lower = make_payment(people.workspace)
    top = make_payment(people.workspace, tier="premium")
    later()
    give_back(pay(top))
    assert (pay(lower).is_entitling, fresh(lower).attention) == (True, "")


def test_difference_that_a_lower_price_made_needless_still_entitles(people, later):
    pay(make_payment(people.workspace))
    later()
    top = make_payment(people.workspace, tier="premium")
    actions.set_price(tariff=queries.tariff("premium"), amount_tiyn=299_000, by=None)
    assert (pay(top).is_entitling, fresh(top).attention) == (True, "")
