"""The second wall: what the database itself shows and accepts."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import login, logout
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from accounts import row_security
from accounts.row_security import RowSecurityMiddleware, staff_scope, workspace_scope
from guests.models import GuestList
from tests.factories.accounts import StaffFactory, make_people

# Real transactions: what is asked here is what survives the end of one.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    people = make_people()
    for workspace in (people.workspace, people.strange_workspace):
        with workspace_scope(workspace.pk):
            GuestList.objects.create(workspace=workspace, name=f"List of {workspace.pk}")
    return people


def lists_seen() -> set[int]:
    return set(GuestList.objects.values_list("workspace_id", flat=True))


def ask(user, view) -> HttpResponse:
    request = HttpRequest()
    request.user = user
    middleware = RowSecurityMiddleware(lambda request: view(request))
    return middleware(request)


def raising(user, view) -> HttpResponse:
    """As Django calls a view that raises: the middleware hears of it before the error page is made."""
    request = HttpRequest()
    request.user = user

    def get_response(request):
        try:
            return view(request)
        except ValueError as error:
            middleware.process_exception(request, error)
            return HttpResponse(str(lists_seen()), status=500)

    middleware = RowSecurityMiddleware(get_response)
    return middleware(request)


def scope_left() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.workspaces', true), ''), current_user::text = session_user::text")
        return cursor.fetchone()


def test_the_role_is_no_superuser_and_does_not_bypass_row_security(people):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = session_user")
        assert cursor.fetchone() == (False, False)


def test_without_a_scope_there_are_no_rows(people):
    assert lists_seen() == set()
    with transaction.atomic():
        assert lists_seen() == set()


def test_a_scope_shows_its_workspaces_only(people):
    with workspace_scope(people.workspace.pk):
        assert lists_seen() == {people.workspace.pk}
    with workspace_scope(people.workspace.pk, people.strange_workspace.pk):
        assert lists_seen() == {people.workspace.pk, people.strange_workspace.pk}
    with workspace_scope():
        assert lists_seen() == set()


def test_writing_into_another_workspace_is_refused(people):
    with workspace_scope(people.workspace.pk):
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            GuestList.objects.create(workspace=people.strange_workspace, name="intruder")
        assert GuestList.objects.filter(workspace=people.strange_workspace).update(name="changed") == 0
        assert GuestList.objects.filter(workspace=people.strange_workspace).delete()[0] == 0
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            GuestList.objects.update(workspace=people.strange_workspace)
    with staff_scope():
        assert sorted(GuestList.objects.values_list("name", flat=True)) == sorted(
            f"List of {pk}" for pk in (people.workspace.pk, people.strange_workspace.pk)
        )


def test_scopes_nest_and_give_back_what_was(people):
    with workspace_scope(people.workspace.pk):
        with staff_scope():
            assert len(lists_seen()) == 2
            with workspace_scope(people.strange_workspace.pk):
                pass
        assert lists_seen() == {people.workspace.pk}
        with workspace_scope(people.strange_workspace.pk):
            assert lists_seen() == {people.strange_workspace.pk}
        assert lists_seen() == {people.workspace.pk}
    assert scope_left() == ("", True)


def test_a_scope_is_gone_after_an_error(people):
    with pytest.raises(ValueError, match="oops"), staff_scope():
        raise ValueError("oops")
    assert scope_left() == ("", True)

    with workspace_scope(people.workspace.pk):
        with pytest.raises(ValueError, match="oops"), staff_scope():
            raise ValueError("oops")
        assert lists_seen() == {people.workspace.pk}
        with pytest.raises(DatabaseError), workspace_scope(people.strange_workspace.pk):
            GuestList.objects.create(workspace=people.workspace, name="intruder")
        assert lists_seen() == {people.workspace.pk}


def test_a_request_sees_what_its_user_may_and_leaves_nothing(people):
    seen = {
        "host": people.host,
        "stranger": people.stranger,
        "staff": StaffFactory(),
        "guest": AnonymousUser(),
    }
    answers = {name: ask(user, lambda request: HttpResponse(str(sorted(lists_seen())))).content.decode() for name, user in seen.items()}
    own, strange = people.workspace.pk, people.strange_workspace.pk
    assert answers == {
        "host": f"[{own}]",
        "stranger": f"[{strange}]",
        "staff": str(sorted([own, strange])),
        "guest": "[]",
    }
    assert scope_left() == ("", True)


def test_a_view_that_raises_leaves_nothing_written_and_no_scope(people):
    def view(request):
        GuestList.objects.create(workspace=people.workspace, name="half")
        raise ValueError

    response = raising(people.host, view)

    assert response.content.decode() == str({people.workspace.pk})
    assert scope_left() == ("", True)
    with staff_scope():
        assert not GuestList.objects.filter(name="half").exists()


def test_a_view_that_breaks_its_transaction_still_gets_an_error_page(people):
    def view(request):
        try:
            GuestList.objects.create(workspace=people.strange_workspace, name="intruder")
        except DatabaseError as error:
            raise ValueError from error

    assert raising(people.host, view).status_code == 500
    assert scope_left() == ("", True)


@pytest.mark.parametrize("who", ["host", "staff"])
def test_a_streamed_answer_is_read_with_the_same_rows_and_leaves_nothing(people, who):
    user = people.host if who == "host" else StaffFactory()

    def lines() -> Iterator[str]:
        yield from (f"{name}\n" for name in GuestList.objects.order_by("pk").values_list("name", flat=True))

    response = ask(user, lambda request: StreamingHttpResponse(lines()))

    assert scope_left() == ("", True)
    assert b"".join(response.streaming_content).count(b"List of") == {"host": 1, "staff": 2}[who]
    assert scope_left() == ("", True)


def test_a_streamed_answer_that_is_dropped_leaves_nothing(people):
    response = ask(
        people.host,
        lambda request: StreamingHttpResponse(str(n) for n in (len(lists_seen()), 2)),
    )
    assert next(iter(response.streaming_content)) == b"1"
    response.close()
    assert scope_left() == ("", True)


def test_signing_in_or_out_within_a_request_shows_no_rows_until_the_next(people, client):
    session = client.session

    def view(request):
        request.session = session
        if request.user == people.host:
            logout(request)
        else:
            login(
                request,
                people.host,
                backend="django.contrib.auth.backends.ModelBackend",
            )
        return HttpResponse(str(lists_seen()))

    assert ask(people.host, view).content == b"set()"
    assert ask(StaffFactory(), view).content == b"set()"
    assert ask(AnonymousUser(), view).content == b"set()"
    assert scope_left() == ("", True)


def test_ending_a_scope_outside_a_request_changes_nothing(people):
    with workspace_scope(people.workspace.pk):
        row_security.end_scope(HttpRequest())
        assert lists_seen() == {people.workspace.pk}


def test_every_table_of_guests_and_payments_that_names_a_workspace_is_under_row_security():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid "
            "WHERE relkind = 'r' AND attname = 'workspace_id' AND split_part(relname, '_', 1) IN ('guests', 'payments')"
        )
        is_protected = dict(cursor.fetchall())
    assert {"guests_party", "guests_guest", "guests_answer", "payments_payment"} <= is_protected.keys()
    assert all(is_protected.values()), is_protected
