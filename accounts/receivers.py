from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest

from . import row_security


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
