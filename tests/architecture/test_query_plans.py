"""What is asked again and again walks an index, however long the tables grow: what beat and the banks ask, and the desk's own days and lists."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.row_security import staff_scope
from payments import desk_queries, queries
from payments.models import Payment
from tests.architecture.sources import APPS
from tests.factories.payments import make_payment

pytestmark = pytest.mark.django_db
OURS = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in APPS}
# The price list is a handful of rows.
SHORT = {"payments_tariff", "payments_tariffprice"}
DAY = (date(2026, 11, 1), date(2026, 11, 30), timezone.get_default_timezone())
DESK: dict[str, Callable[[], object]] = {
    "received": partial(desk_queries.received_by_day, *DAY),
    "given back": partial(desk_queries.given_back_by_day, *DAY),
    "needs attention": lambda: list(desk_queries.found(Payment.objects.all(), needs_attention=True)),
    "receipts of transfers": lambda: list(queries.waiting_proofs()),
}
# What beat looks at in files, and asks the database only about what it found there.
ASKS_NOTHING = {"endings"}
BEAT = {name: import_string(one["task"]) for name, one in settings.CELERY_BEAT_SCHEDULE.items()}
# Which index of the model's it is that a question walks.
WALKED = {
    queries.due_checks: "payment_due_check",
    queries.refunds_to_send: "refund_to_send",
    queries.due_returns: "customer_return_due",
    queries.receipts_to_issue: "fiscal_receipt_to_issue",
    lambda: list(queries.open_payments()): "payment_open",
    lambda: list(queries.paid_without_proof()): "gateway_event_proof",
    DESK["received"]: "payment_completed",
    DESK["given back"]: "refund_done",
    DESK["needs attention"]: "payment_needs_attention",
}


def _asked(ask: Callable[[], object]) -> list[str]:
    with staff_scope(), CaptureQueriesContext(connection) as asked:
        ask()
    said = [one["sql"] for one in asked if not one["sql"].startswith("SELECT set_config")]
    return [sql for sql in said if sql.lstrip("(").startswith(("SELECT", "UPDATE", "DELETE"))]


def _scans(sql: str) -> Iterator[dict]:
    """Every reading of a table or an index in the plan the database makes where it reads no whole table if it can help it."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        (found,) = cursor.fetchone()
    yield from _nodes((json.loads(found) if isinstance(found, str) else found)[0]["Plan"])


def _nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


def _whole_tables(sql: str) -> list[str]:
    """The tables that are read from end to end: without an index, or along one that holds every row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indpred IS NOT NULL")
        partial_ones = {name for (name,) in cursor.fetchall()}
    scans = list(_scans(sql))
    whole = [one["Relation Name"] for one in scans if one["Node Type"] == "Seq Scan"]
    along = [one for one in scans if "Index Name" in one and "Index Cond" not in one and one["Index Name"] not in partial_ones]
    return [table for table in [*whole, *(one.get("Relation Name", one["Index Name"]) for one in along)] if table in OURS - SHORT]


@pytest.mark.parametrize("name", BEAT)
def test_what_beat_asks_reads_no_whole_table(name):
    asked = _asked(BEAT[name])
    assert bool(asked) is (name not in ASKS_NOTHING)
    assert {sql: whole for sql in asked if (whole := _whole_tables(sql))} == {}


def test_what_beat_asks_about_a_payment_that_is_due_reads_no_whole_table(people, time_machine):
    empty = len(_asked(BEAT["payments"]))
    make_payment(people.workspace)
    time_machine.move_to(timezone.now() + timedelta(minutes=10))
    asked = _asked(BEAT["payments"])
    assert len(asked) > empty
    assert {sql: whole for sql in asked if (whole := _whole_tables(sql))} == {}


def test_what_a_bank_asks_before_somebody_pays_reads_no_whole_table(people):
    payment, _another = make_payment(people.workspace), make_payment(people.workspace, reference="another")
    alone = _asked(lambda: queries.payable(payment))
    make_payment(people.workspace, reference=payment.reference, tier="premium")
    among_others = _asked(lambda: queries.payable(payment))
    assert (len(alone), len(among_others) > 1) == (1, True)
    assert {sql: whole for sql in [*alone, *among_others] if (whole := _whole_tables(sql))} == {}


@pytest.mark.parametrize("name", DESK)
def test_what_the_desk_asks_daily_reads_no_whole_table(name):
    asked = _asked(DESK[name])
    assert asked
    assert {sql: whole for sql in asked if (whole := _whole_tables(sql))} == {}


@pytest.mark.parametrize(("ask", "index"), WALKED.items(), ids=WALKED.values())
def test_question_walks_the_index_made_for_it(ask, index):
    assert index in {one.get("Index Name") for sql in _asked(ask) for one in _scans(sql)}


def test_reading_a_whole_table_is_noticed():
    assert _whole_tables("SELECT * FROM payments_payment WHERE title = 'x'") == ["payments_payment"]
