"""Prices begin on a day of their own: nobody has to do anything then, and what was begun before keeps its price."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.row_security import staff_scope
from payments import actions, queries
from payments.models import Payment, Tariff
from tests.factories.accounts import StaffFactory
from tests.factories.payments import make_payment, pay

pytestmark = pytest.mark.django_db


def in_days(days):
    local = timezone.localtime() + timedelta(days=days)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def set_standard(tenge, starts_at=None):
    actions.set_price(tariff=queries.tariff("standard"), amount_tiyn=tenge * 100, starts_at=starts_at, by=None)


def standard():
    return queries.tariff("standard").amount_tiyn // 100


def test_price_begins_on_its_day_by_itself():
    begins = in_days(10)
    set_standard(3490, begins)
    assert standard() == 2990
    with time_machine.travel(begins - timedelta(seconds=1), tick=False):
        assert standard() == 2990
    with time_machine.travel(begins, tick=False):
        assert standard() == 3490
        assert [tariff.amount_tiyn for tariff in queries.tariffs()] == [0, 349_000, 599_000]


def test_several_prices_ahead_follow_each_other():
    set_standard(3490, in_days(10))
    set_standard(1990, in_days(20))
    set_standard(3190)
    assert standard() == 3190
    for day, price in ((11, 3490), (21, 1990)):
        with time_machine.travel(in_days(day)):
            assert standard() == price
    assert [price.amount_tiyn for price in queries.coming_prices(queries.tariff("standard"))] == [349_000, 199_000]


def test_second_price_of_a_day_replaces_the_first():
    set_standard(3490, in_days(10))
    set_standard(2990, in_days(10))
    assert [price.amount_tiyn for price in queries.coming_prices(queries.tariff("standard"))] == [299_000]
    with time_machine.travel(in_days(11)):
        assert standard() == 2990


def test_same_price_again_is_no_new_one():
    set_standard(2990, in_days(10))
    assert queries.tariff("standard").prices.count() == 1


def test_price_does_not_begin_in_the_past():
    with pytest.raises(ValueError):
        set_standard(3490, timezone.now() - timedelta(minutes=1))


def test_before_its_first_price_a_tier_costs_that_one():
    with time_machine.travel(in_days(-400)):
        assert standard() == 2990


def test_payment_keeps_the_price_it_was_made_with(people):
    begins = in_days(1)
    set_standard(3490, begins)
    with time_machine.travel(begins - timedelta(seconds=60)):
        payment = make_payment(people.workspace)
    with time_machine.travel(begins + timedelta(seconds=60)):
        paid = pay(payment)
        assert (paid.state, paid.paid_tiyn, paid.attention) == ("completed", 299_000, "")
        with staff_scope():
            assert queries.amount_due(reference="thing:1", tariff=queries.tariff("premium")) == 300_000
            assert queries.amount_due(reference="thing:1", tariff=queries.tariff("standard")) == 50_000


def test_staff_choose_the_day_in_the_cms(client):
    client.force_login(StaffFactory(language="en"))
    tariff = queries.tariff("standard")
    address = f"/admin/prices/edit/{tariff.pk}/"
    day = in_days(5).date()
    names = {"name_kk": "Стандарт", "name_ru": "Стандарт", "price": "3490"}
    assert client.post(address, names | {"starts_on": timezone.localdate().isoformat()}).status_code == 200
    assert client.post(address, names | {"starts_on": day.isoformat()}).status_code == 302
    assert standard() == 2990
    entry = AuditEntry.objects.filter(action="tariff.price").latest("pk")
    assert entry.after["amount_tiyn"] == 349_000
    for shown in (address, "/admin/prices/"):
        assert "3\N{NO-BREAK SPACE}490" in client.get(shown).content.decode()
    with time_machine.travel(in_days(5) + timedelta(minutes=1)):
        assert standard() == 3490


def test_every_tier_comes_with_its_price_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [tariff.price for tariff in Tariff.objects.all()][1] == "2\N{NO-BREAK SPACE}990\N{NO-BREAK SPACE}₸"


def paid_in_parts(people, count: int) -> list[Payment]:
    """So many payments of 100 tenge each for one thing, of each of which one tenge was given back."""
    facts = {"state": "partially_refunded", "is_entitling": True, "completed_at": timezone.now(), "gateway": "mock"}
    parts = [
        Payment.objects.create(
            workspace=people.workspace, reference="thing:1", tariff_code="standard", amount_tiyn=10_000, paid_tiyn=10_000, **facts
        )
        for _ in range(count)
    ]
    for part in parts:
        part.refunds.create(workspace=people.workspace, amount_tiyn=100, reason="asked", state="done", done_at=timezone.now())
        part.refunds.create(workspace=people.workspace, amount_tiyn=100, reason="asked", state="failed")
    return parts


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_due_is_asked_at_once_however_often_it_was_paid(people, django_assert_num_queries, count):
    with staff_scope():
        parts = paid_in_parts(people, count)
        standard = queries.tariff("standard")
        with django_assert_num_queries(3):
            assert queries.amount_due(reference="thing:1", tariff=standard) == 299_000 - count * 9_900
        with django_assert_num_queries(4):
            assert queries.left_open(parts) == parts
