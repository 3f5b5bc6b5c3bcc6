"""Row-level security: the second wall between tenants.

Tables under it show a row only to a transaction that named the row's workspace. The application's role owns no way around
it; staff take on the role `DATABASE_STAFF_ROLE`, which may. Both settings are transaction-scoped and put back on leaving.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations import RunSQL
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from . import access

SETTING = "app.workspaces"
UNIT = "_row_security_unit"

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


def _set(setting: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [setting, value])


def _replace(setting: str, value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH before AS MATERIALIZED (SELECT coalesce(current_setting(%s, true), '') AS value) "
            "SELECT value, set_config(%s, %s, true) FROM before",
            [setting, setting, value],
        )
        return cursor.fetchone()[0]


@contextmanager
def _local(setting: str, value: str) -> Iterator[None]:
    is_nested = connection.in_atomic_block
    with transaction.atomic():
        before = _replace(setting, value)
        yield
        # The transaction's end takes the setting back, as a savepoint's rollback does; a savepoint's success would keep it.
        if is_nested:
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


def scope_of(request: HttpRequest) -> AbstractContextManager[None]:
    """What the request's user may see: every row for staff, their workspaces' for members, none for a guest."""
    if access.is_staff_user(request.user):
        return staff_scope()
    if ids := access.workspace_ids_for(request.user):
        return workspace_scope(*ids)
    return nullcontext()


def end_scope(request: HttpRequest) -> None:
    """Show no more rows for the rest of this request; nothing outside a request the middleware opened."""
    if hasattr(request, UNIT) and connection.in_atomic_block:
        _set("role", "none")
        _set(SETTING, "")


class RowSecurityMiddleware:
    """Each request of a signed-in person is one transaction that sees the rows of their workspaces; of staff, all rows.

    What a view that raised had written is undone, the error page still sees the database. A streamed answer is read in a
    transaction of its own with the same rows. A guest's request opens neither: its views name the workspace they serve.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        scope = scope_of(request)
        if isinstance(scope, nullcontext):
            return self.get_response(request)
        with scope, ExitStack() as unit:
            unit.enter_context(transaction.atomic())
            setattr(request, UNIT, unit)
            response = self.get_response(request)
        if response.streaming and not isinstance(response, FileResponse):
            response.streaming_content = _within_scope_of(request, response.streaming_content)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if unit := getattr(request, UNIT, None):
            unit.__exit__(type(exception), exception, exception.__traceback__)


def _within_scope_of(request: HttpRequest, parts: Iterable[bytes]) -> Iterator[bytes]:
    with scope_of(request):
        yield from parts
