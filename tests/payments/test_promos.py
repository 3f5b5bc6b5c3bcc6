"""Promo codes: kept, used, returned; counted once whoever comes first."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.row_security import staff_scope, workspace_scope
from payments import actions, queries, webhooks
from payments.actions import PromoRefusedError, pay_with_promo
from payments.gateways.mock import bank
from payments.models import Payment, PromoCode, PromoRedemption
from tests.factories.accounts import StaffFactory, make_people
from tests.factories.payments import decide, fresh, make_payment, pay

from .test_races import at_once

pytestmark = pytest.mark.django_db
State = PromoRedemption.State


@pytest.fixture
def everything(db):
    with staff_scope():
        yield


def make_code(code="TOI", **fields):
    return PromoCode.objects.create(code=code, **(fields or {"percent": 10}))


def use(people, code="toi ", *, tier="standard", reference="thing:1", workspace=None):
    return pay_with_promo(
        workspace=workspace or people.workspace,
        reference=reference,
        tariff=queries.tariff(tier),
        code=code,
        by=people.host,
        title="Той",
    )


def opened(payment):
    actions.open_at_gateway(payment_id=payment.pk)
    return fresh(payment)


def state_of(promo):
    return promo.redemptions.get().state


def test_money_that_comes_late_for_what_a_code_has_covered_goes_back(people, everything):
    make_code(percent=100)
    attempt = make_payment(people.workspace)
    assert use(people) is None
    late = pay(attempt)
    assert (late.attention, late.is_entitling, late.refunds.get().amount_tiyn) == ("twice", False, 299_000)


def test_payment_keeps_price_discount_and_code(people, everything):
    make_code()
    payment = use(people)
    assert (payment.amount_tiyn, payment.discount_tiyn, payment.promo_code) == (269_100, 29_900, "TOI")


@pytest.mark.parametrize(
    ("fields", "due", "off"),
    [
        ({"percent": 33}, 299_000, 98_700),
        ({"percent": 1}, 100, 100),
        ({"percent": 100}, 299_000, 299_000),
        ({"discount_tiyn": 100_000}, 299_000, 100_000),
        ({"discount_tiyn": 900_000}, 299_000, 299_000),
    ],
)
def test_discount_is_whole_tenge_in_the_payers_favour_and_no_more_than_all(fields, due, off):
    assert PromoCode(code="X", **fields).off(due) == off


@pytest.mark.parametrize(
    ("fields", "tier"),
    [
        ({"percent": 10, "is_active": False}, "standard"),
        ({"percent": 10, "starts_at": timezone.now() + timedelta(days=400)}, "standard"),
        ({"percent": 10, "starts_at": timezone.now() - timedelta(days=4), "ends_at": timezone.now() - timedelta(days=1)}, "standard"),
        ({"percent": 10, "tiers": ["premium"]}, "standard"),
        ({"percent": 10, "limit": 0}, "standard"),
        ({"percent": 10, "limit_per_workspace": 0}, "standard"),
    ],
)
def test_code_that_is_not_good_here_is_refused(people, everything, fields, tier):
    make_code(**fields)
    with pytest.raises(PromoRefusedError):
        use(people, tier=tier)
    with pytest.raises(PromoRefusedError):
        use(people, "NOSUCH")
    assert not Payment.objects.exists()


def test_use_is_kept_then_used_by_the_money(people, everything):
    promo = make_code(percent=50)
    payment = opened(use(people))
    assert state_of(promo) == State.RESERVED
    pay(payment)
    assert state_of(promo) == State.USED
    with pytest.raises(PromoRefusedError):
        use(people, tier="premium", reference="thing:2")


@pytest.mark.parametrize("end", [bank.EXPIRED, bank.REFUSED])
def test_use_returns_when_the_payment_comes_to_nothing(people, everything, end):
    promo = make_code(percent=50, limit=1)
    payment = opened(use(people))
    webhooks.take("mock", *bank.message(decide(payment, end)))
    assert state_of(promo) == State.RETURNED
    assert use(people, reference="thing:2").amount_tiyn == 149_500


def test_use_returns_when_the_organizer_cancels(people, everything):
    promo = make_code()
    actions.cancel(payment=use(people), by=people.host)
    assert state_of(promo) == State.RETURNED


def test_late_money_takes_the_use_again_beyond_the_limit_and_says_so(people, everything):
    promo = make_code(percent=50, limit=1)
    first = opened(use(people))
    actions.cancel(payment=first, by=people.host)
    opened(use(people, workspace=people.strange_workspace, reference="thing:2"))
    webhooks.take("mock", *bank.message(decide(first, bank.PAID)))
    assert fresh(first).is_entitling
    late = promo.redemptions.get(reference="thing:1")
    assert (late.state, late.is_beyond_limit) == (State.USED, True)


def test_two_ways_to_pay_for_one_thing_are_one_use(people, everything):
    promo = make_code(limit=1)
    payment = opened(use(people))
    other = opened(actions.renew(payment=payment, by=people.host, channel="link"))
    assert (other.channel, other.amount_tiyn, promo.redemptions.count()) == ("link", payment.amount_tiyn, 1)
    webhooks.take("mock", *bank.message(decide(payment, bank.EXPIRED)))
    assert state_of(promo) == State.RESERVED


def test_new_code_after_the_old_one_died_keeps_the_discount_while_it_may(people, everything):
    promo = make_code()
    payment = opened(use(people))
    webhooks.take("mock", *bank.message(decide(payment, bank.EXPIRED)))
    assert actions.renew(payment=payment, by=people.host).discount_tiyn == 29_900
    PromoCode.objects.filter(pk=promo.pk).update(is_active=False)
    with time_machine.travel(payment.expires_at + timedelta(hours=1)):
        again = actions.renew(payment=payment, by=people.host)
    assert (again.discount_tiyn, again.amount_tiyn) == (0, 299_000)


def test_code_over_everything_asks_no_gateway(people, everything):
    promo = make_code(percent=100)
    waiting = make_payment(people.workspace)
    assert use(people) is None
    assert (state_of(promo), fresh(waiting).state) == (State.USED, "cancelled")
    assert queries.amount_due(reference="thing:1", tariff=queries.tariff("standard")) == 0
    assert queries.amount_due(reference="thing:1", tariff=queries.tariff("premium")) == 300_000


def test_upgrade_pays_the_difference_of_prices_and_keeps_the_discount(people, everything):
    make_code(percent=50)
    pay(opened(use(people)))
    assert queries.amount_due(reference="thing:1", tariff=queries.tariff("premium")) == 300_000


def test_full_refund_takes_the_discount_along(people, everything, django_capture_on_commit_callbacks):
    make_code(percent=50)
    payment = pay(opened(use(people)))
    with django_capture_on_commit_callbacks(execute=True):
        actions.refund(payment=payment, amount_tiyn=payment.amount_tiyn, by=people.host)
    assert queries.amount_due(reference="thing:1", tariff=queries.tariff("standard")) == 299_000


@pytest.mark.django_db(transaction=True)
def test_last_use_redeemed_by_two_at_once_is_one():
    people = make_people()
    make_code(percent=100, limit=1)

    def press(workspace, reference):
        with workspace_scope(workspace.pk):
            try:
                return use(people, workspace=workspace, reference=reference)
            except PromoRefusedError:
                return "refused"

    done = at_once(lambda: press(people.workspace, "thing:1"), lambda: press(people.strange_workspace, "thing:2"))
    assert sorted(map(str, done)) == ["None", "refused"]


def test_code_is_typed_on_the_checkout_page(client, people):
    with staff_scope():
        make_code()
    payment = make_payment(people.workspace)
    client.force_login(people.host)
    address = f"/admin/payments/{payment.our_reference}/"
    assert 'name="promo"' in client.get(address).content.decode()
    wrong = client.post(f"{address}promo/", {"promo": "TOII"}, follow=True)
    assert 'value="TOII"' in wrong.content.decode()
    lowered = client.post(f"{address}promo/", {"promo": "toi"}, follow=True).context["payment"]
    assert (lowered.amount_tiyn, fresh(payment).state) == (269_100, "cancelled")
    client.force_login(people.stranger)
    assert client.post(f"{address}promo/", {"promo": "toi"}).status_code == 404


def test_guessing_codes_is_stopped(client, people):
    payment = make_payment(people.workspace)
    client.force_login(people.host)
    with staff_scope():
        make_code()
    for number in range(20):
        client.post(f"/admin/payments/{payment.our_reference}/promo/", {"promo": f"X{number}\0"})
    client.post(f"/admin/payments/{payment.our_reference}/promo/", {"promo": "TOI"})
    assert fresh(payment).is_live


def test_staff_make_codes_in_the_admin(client, people):
    staff = StaffFactory(is_superuser=True)
    client.force_login(staff)
    form = {
        "code": "toi2026",
        "percent": "",
        "discount": "1000",
        "starts_at": "2026-01-01 00:00",
        "ends_at": "",
        "limit": "5",
        "limit_per_workspace": "1",
        "tiers": ["premium"],
        "is_active": "on",
    }
    assert client.post("/admin/promo-codes/new/", form | {"percent": "10"}).status_code == 200
    assert client.post("/admin/promo-codes/new/", form | {"code": "той"}).status_code == 200
    assert client.post("/admin/promo-codes/new/", form).status_code == 302
    promo = PromoCode.objects.get()
    assert (promo.code, promo.discount_tiyn, promo.tiers, promo.limit) == ("TOI2026", 100_000, ["premium"], 5)
    assert AuditEntry.objects.filter(action="promo.save", actor_id=staff.pk).exists()
    assert "TOI2026" in client.get("/admin/promo-codes/").content.decode()
    client.force_login(people.host)
    assert client.get("/admin/promo-codes/").status_code in {302, 404}


def test_each_step_of_a_use_is_in_the_trail(people, everything):
    make_code()
    payment = use(people)
    actions.cancel(payment=payment, by=people.host)
    pay(opened(use(people)))
    steps = AuditEntry.objects.filter(action__in=["promo.returned", "promo.used"]).order_by("pk")
    assert [(entry.action, entry.before["state"], entry.after["state"]) for entry in steps] == [
        ("promo.returned", "reserved", "returned"),
        ("promo.used", "reserved", "used"),
    ]


def test_list_of_codes_asks_as_much_for_three_as_for_one_and_counts_each(client, people, everything):
    client.force_login(StaffFactory())
    address = reverse("promo_codes:index")

    def count_queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    make_code()
    use(people)
    client.get(address)
    one = count_queries()
    make_code("TWO")
    make_code("THREE")
    assert count_queries() == one
    assert {promo.code: promo.uses for promo in queries.promo_codes()} == {"TOI": 1, "TWO": 0, "THREE": 0}
