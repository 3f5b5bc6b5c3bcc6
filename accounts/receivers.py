from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connections
from django.http import HttpRequest

from . import actions, row_security
from .models import User


def grant_tables_to_staff(using: str, **kwargs: Any) -> None:
    """After each migration: the staff role may use every table and sequence, those to come included."""
    role = settings.DATABASE_STAFF_ROLE
    with connections[using].cursor() as cursor:
        for kind in ("TABLES", "SEQUENCES"):
            cursor.execute(f"GRANT ALL ON ALL {kind} IN SCHEMA public TO {role}")


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
