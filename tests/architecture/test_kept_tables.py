"""What is only ever appended to: the database refuses to change it."""

import re

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

pytestmark = pytest.mark.django_db
CLAIMS = re.compile("append-only|never deleted", re.IGNORECASE)
# Bits of `pg_trigger.tgtype`.
DELETE, UPDATE, TRUNCATE = 8, 16, 32


def _refusals() -> dict[str, dict[str, int]]:
    """Each table whose rows are kept: the names of its refusing triggers, and what they refuse."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, tgtype FROM pg_trigger WHERE tgfoid = 'refuse_change'::regproc AND tgenabled = 'O'"
        )
        found: dict[str, dict[str, int]] = {}
        for table, name, kind in cursor.fetchall():
            found.setdefault(table, {})[name] = kind
        return found


def _claiming() -> dict[str, bool]:
    """The tables of models that say so of themselves, and whether they are only ever appended to; the others may change, and stay."""
    words = {model._meta.db_table: (model.__doc__ or "").lower() for model in apps.get_models() if CLAIMS.search(model.__doc__ or "")}
    return {table: "append-only" in said for table, said in words.items()}


def test_what_a_model_claims_the_database_holds():
    refusals, claims = _refusals(), _claiming()
    assert len(claims) > 10
    wanted = {table: DELETE | (UPDATE if is_append_only else 0) for table, is_append_only in claims.items()}
    held = {table: sum({bit for kind in refusals.get(table, {}).values() for bit in (DELETE, UPDATE) if kind & bit}) for table in wanted}
    assert [table for table, bits in wanted.items() if held[table] & bits != bits] == []


def test_no_kept_table_can_be_emptied_by_its_owner_either():
    refusals = _refusals()
    assert len(refusals) > 10
    assert [table for table, names in refusals.items() if not any(kind & TRUNCATE for kind in names.values())] == []


def test_price_may_lose_whoever_set_it_and_nothing_else(people):
    for change in ("amount_tiyn = 1", "starts_at = now()", "tariff_id = 1"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE payments_tariffprice SET {change}")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE payments_tariffprice SET set_by_id = NULL")
