"""What is only ever appended to: the database refuses to change it, and the role that serves cannot take the refusal away."""

import os
import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from accounts.row_security import staff_scope
from payments import actions
from tests.factories.accounts import StaffFactory

pytestmark = pytest.mark.django_db
CLAIMS = re.compile("append-only|never deleted", re.IGNORECASE)
# Bits of `pg_trigger.tgtype`.
DELETE, UPDATE, TRUNCATE = 8, 16, 32
NOT_YOURS = "permission denied|must be owner"
AGAINST_THE_TABLE = (
    "TRUNCATE {table} CASCADE",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "DROP TRIGGER {trigger} ON {table}",
    "CREATE TRIGGER other BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE {table} ADD COLUMN other integer",
    "DROP TABLE {table} CASCADE",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "SET session_replication_role = replica",
)


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


@pytest.fixture
def everything(db):
    with staff_scope():
        yield


@pytest.mark.usefixtures("everything")
def test_who_wrote_in_the_books_may_go_and_what_was_written_stays(people):
    staff, other = StaffFactory(name="Айжан"), StaffFactory()
    content = "Номер операции;Дата и время;Тип операции;Сумма\n999;21.11.2026 12:00;Покупка;2990,00".encode()
    statement, (finding,) = actions.import_statement(gateway="mock", name="s.csv", content=content, by=staff)
    note = actions.close_finding(finding=finding, text="Басқа дүкендікі", by=staff)
    for row, column in ((statement, "imported_by"), (note, "by")):
        kind, asked = type(row), type(row).objects.filter(pk=row.pk)
        for change in ({column: other}, {column: staff}, {column: None, f"{column}_label": "x"}, {f"{column}_label": "x"}):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                asked.update(**change)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            kind.objects.filter(pk=row.pk)._raw_delete("default")
    staff.delete()
    statement.refresh_from_db()
    note.refresh_from_db()
    assert (statement.imported_by, statement.imported_by_label, statement.rows) == (None, "Айжан", 1)
    assert (note.by, note.by_label, note.text) == (None, "Айжан", "Басқа дүкендікі")


@pytest.fixture
def _separated() -> None:
    if "DATABASE_OWNER_URL" not in os.environ:
        pytest.skip("the database of this run comes from outside, with one role for everything")


@pytest.mark.usefixtures("_separated")
def test_role_that_serves_owns_nothing_and_makes_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (settings.DATABASE_ROLE,)
        cursor.execute("SELECT oid::regclass::text FROM pg_class WHERE relowner IN (%s::regrole, %s::regrole)", _roles())
        assert cursor.fetchall() == []
        cursor.execute("SELECT proname FROM pg_proc WHERE proowner IN (%s::regrole, %s::regrole)", _roles())
        assert cursor.fetchall() == []
        for role in _roles():
            cursor.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [role])
            assert cursor.fetchone() == (False,)


@pytest.mark.usefixtures("_separated")
def test_rows_are_all_that_the_serving_roles_may_touch():
    """Of every table, kept or not: no TRUNCATE, no REFERENCES, no TRIGGER; and all of them can be read and written."""
    with connection.cursor() as cursor:
        for role in _roles():
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
                " AND (has_table_privilege(%s, oid, 'TRUNCATE, REFERENCES, TRIGGER')"
                " OR NOT (has_table_privilege(%s, oid, 'SELECT') AND has_table_privilege(%s, oid, 'INSERT')"
                " AND has_table_privilege(%s, oid, 'UPDATE') AND has_table_privilege(%s, oid, 'DELETE')))",
                [role] * 5,
            )
            assert cursor.fetchall() == []


@pytest.mark.usefixtures("_separated")
@pytest.mark.parametrize("statement", AGAINST_THE_TABLE)
def test_role_that_serves_cannot_take_the_refusal_away(statement):
    """Staff's role neither, which the queue takes on."""
    for table, names in _refusals().items():
        said = statement.format(table=table, trigger=next(iter(names)))
        with pytest.raises(DatabaseError, match=NOT_YOURS), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(said)
        with pytest.raises(DatabaseError, match=NOT_YOURS), staff_scope(), connection.cursor() as cursor:
            cursor.execute(said)


def _roles() -> list[str]:
    return [settings.DATABASE_ROLE, settings.DATABASE_STAFF_ROLE]
