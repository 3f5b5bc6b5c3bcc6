"""Row-level security: the second wall between tenants.

Tables under it show a row only to a transaction that named the row's workspace. The application's role owns no way around
it; staff take on the role `DATABASE_STAFF_ROLE`, which may. Both settings are transaction-scoped and put back on leaving.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations import RunSQL
from django.http import HttpRequest, HttpResponse

from . import access

SETTING = "app.workspaces"

CREATE_FUNCTION = """
CREATE OR REPLACE FUNCTION app_workspaces() RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(string_to_array(nullif(current_setting('app.workspaces', true), ''), ',')::bigint[], '{}')
$$;
"""


def protect_table(table: str, workspace_column: str = "workspace_id") -> list[RunSQL]:
    """Migration operations that put `table` under row-level security by `workspace_column`, its owner included."""
    in_scope = f"{workspace_column} = ANY((SELECT app_workspaces())::bigint[])"
    return [
        RunSQL(
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
            f"CREATE POLICY workspace_rows ON {table} USING ({in_scope}) WITH CHECK ({in_scope});",
            f"DROP POLICY workspace_rows ON {table}; ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;"
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
        )
    ]


def _get(setting: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [setting])
        return cursor.fetchone()[0]


def _set(setting: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [setting, value])


@contextmanager
def _local(setting: str, value: str) -> Iterator[None]:
    with transaction.atomic():
        before = _get(setting)
        _set(setting, value)
        yield
        # After an error the savepoint's rollback restores it.
        _set(setting, before)


@contextmanager
def workspace_scope(*workspace_ids: int) -> Iterator[None]:
    """Within it, protected tables show and accept the rows of these workspaces only. Opens a transaction."""
    with _local(SETTING, ",".join(str(int(pk)) for pk in workspace_ids)):
        yield


@contextmanager
def staff_scope() -> Iterator[None]:
    """Within it, protected tables show every row: for staff's screens, the queue and commands. Opens a transaction."""
    with _local("role", settings.DATABASE_STAFF_ROLE):
        yield


class RowSecurityMiddleware:
    """Each request is one transaction that sees the rows of its user's workspaces; staff's requests see all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if access.is_staff_user(request.user):
            with staff_scope():
                return self.get_response(request)
        with workspace_scope(*access.workspace_ids_for(request.user)):
            return self.get_response(request)
