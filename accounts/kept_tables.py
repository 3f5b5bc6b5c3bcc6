"""Tables whose rows are kept: what a migration needs so that the database itself refuses to change or remove them.

It binds whoever is not the tables' owner, and the application is not (`deploy/postgres/roles.sql`). The owner, who migrates,
is kept from a slip, but may disable a trigger.
"""

from django.db.migrations import RunSQL


def keep_rows(table: str, against: str = "UPDATE OR DELETE") -> list[RunSQL]:
    """Migration operations by which `table` is only ever appended to; `against` "DELETE" where rows may change but stay."""
    create = f"CREATE TRIGGER {table}_is_kept BEFORE {against} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();"
    return [RunSQL(create, f"DROP TRIGGER {table}_is_kept ON {table};"), refuse_emptying(table)]


def refuse_emptying(table: str) -> RunSQL:
    """No trigger of a row hears a TRUNCATE: this one does."""
    create = f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();"
    return RunSQL(create, f"DROP TRIGGER {table}_is_not_emptied ON {table};")


def let_a_person_go(table: str, column: str) -> list[RunSQL]:
    """For a table of `keep_rows`: `column`, which names a person, may be emptied, for that person is being deleted. Nothing else of a row may change."""
    kept = f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();"
    stays = f"CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();"
    differs = f"NEW.{column} IS NOT NULL OR to_jsonb(NEW) - '{column}' IS DISTINCT FROM to_jsonb(OLD) - '{column}'"
    unchanged = (
        f"CREATE TRIGGER {table}_is_unchanged BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({differs}) EXECUTE FUNCTION refuse_change();"
    )
    drop = f"DROP TRIGGER {table}_is_kept ON {table};"
    return [RunSQL(f"{drop} {stays} {unchanged}", f"DROP TRIGGER {table}_is_unchanged ON {table}; {drop} {kept}")]
