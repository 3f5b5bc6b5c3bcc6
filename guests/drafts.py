"""A list between upload and confirmation: kept in the cache for an hour, for one person and one celebration."""

import secrets
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import cache
from django.http import Http404

from accounts.models import User
from invitations.models import Invitation

from .reading import Sheet

HOUR = 60 * 60
READY, RUNNING, DONE, FAILED = "ready", "running", "done", "failed"


@dataclass
class Draft:
    """`done` of `total` rows are read while it runs; `totals` say what became of them when it is done."""

    key: str
    sheet: Sheet
    default_seats: int = 1
    state: str = READY
    done: int = 0
    totals: dict[str, int] | None = None

    @property
    def total(self) -> int:
        return len(self.sheet.rows)

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.done / self.total)) if self.total else 100


def _name(user: User, invitation: Invitation, key: str) -> str:
    return f"guest-import:{user.pk}:{invitation.pk}:{key}"


def keep(*, user: User, invitation: Invitation, draft: Draft) -> Draft:
    """Keep it, or what it has become."""
    cache.set(_name(user, invitation, draft.key), asdict(draft), HOUR)
    return draft


def new(*, user: User, invitation: Invitation, sheet: Sheet) -> Draft:
    """A draft of what was read just now."""
    return keep(user=user, invitation=invitation, draft=Draft(secrets.token_urlsafe(12), sheet))


def get(user: User, invitation: Invitation, key: str) -> Draft:
    """The person's own draft for this celebration; Http404 for any other, and after an hour."""
    kept: dict[str, Any] | None = cache.get(_name(user, invitation, key))
    if kept is None:
        raise Http404
    return Draft(**{**kept, "sheet": Sheet(**kept["sheet"])})
