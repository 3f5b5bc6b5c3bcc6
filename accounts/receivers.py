from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.http import HttpRequest

from . import actions, row_security
from .models import User


def require_roles(using: str, **kwargs: Any) -> None:
    """Before each migration: refuses it with ImproperlyConfigured where a role that is to have the rows does not exist."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles")
        there = {role for (role,) in cursor.fetchall()}
    for name in ("DATABASE_ROLE", "DATABASE_STAFF_ROLE"):
        if (role := getattr(settings, name)) not in there:
            raise ImproperlyConfigured(f"{name} is {role}, and the database has no such role: name the one it has, or run init.sql.")


def grant_rows(using: str, **kwargs: Any) -> None:
    """After each migration: the application's role and staff's read and write the rows of every table, the new ones included.

    That is all they may: neither empties a table, changes it or makes a trigger. Where one role does everything, it owns the tables.
    An earlier release may be serving, so there is no moment at which they may not.
    """
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone()
        for name in {settings.DATABASE_ROLE, settings.DATABASE_STAFF_ROLE} - {owner}:
            role = connection.ops.quote_name(name)
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
            cursor.execute(f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}")


def narrow_scope(request: HttpRequest | None, **kwargs: Any) -> None:
    """Who signs in or out within a request sees no rows until the next one."""
    if request is not None:
        row_security.end_scope(request)


def greet(request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """Somebody signed in: a line in the trail, and the admin speaks their language."""
    actions.keep_admin_language(user=user)
    actions.record(actor=user, action="user.sign_in", target=user, request=request)


def note_farewell(request: HttpRequest | None, user: User | None, **kwargs: Any) -> None:
    """Somebody signed out."""
    if user is not None:
        actions.record(actor=user, action="user.sign_out", target=user, request=request)


def note_password(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A password was changed, set for the first time, or set by a link from a mail."""
    actions.record(actor=user, action="user.password", target=user, request=request)


def note_email(request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """A mailbox was shown to be the person's."""
    user = email_address.user
    actions.record(actor=user, action="user.email_confirmed", target=user, after={"email": email_address.email}, request=request)
