"""Taking from a balance of prepaid units: for a thing, or by staff's hand."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest

from accounts.models import User, Workspace
from payments import balance_queries
from payments.locks import lock_balance, lock_reference
from payments.models import BalanceEntry, Payment

from .balances import write_line
from .events import cancel_attempt

Kind = BalanceEntry.Kind


class NoUnitsError(Exception):
    """The balance does not hold that many."""


class BalanceChangedError(Exception):
    """The balance is not what the person has seen."""


@transaction.atomic
def spend_unit(
    *, workspace: Workspace, tier: str, reference: str, by: User, title: str = "", request: HttpRequest | None = None
) -> BalanceEntry:
    """Take one unit of `tier` for a thing, at most once per thing and tier. Open attempts to pay for the thing are cancelled.

    Money that comes for the same tier all the same goes back by itself. NoUnitsError when none is left.
    """
    lock_reference(reference)
    if spent := balance_queries.spent_on(reference, tier).first():
        return spent
    for attempt in Payment.objects.filter(reference=reference, state__in=Payment.LIVE):
        cancel_attempt(payment=attempt)
    lock_balance(workspace.pk, tier)
    if balance_queries.units_left(workspace.pk, tier) < 1:
        raise NoUnitsError(tier)
    facts: dict[str, Any] = {"reference": reference, "title": title, "turn": balance_queries.turns_of(reference, tier)}
    return write_line(workspace_id=workspace.pk, tier=tier, kind=Kind.SPENT, units=-1, by=by, request=request, **facts)


@transaction.atomic
def correct_balance(
    *, workspace: Workspace, tier: str, units: int, note: str, by: User, held: int | None = None, request: HttpRequest | None = None
) -> BalanceEntry:
    """Staff give units (or take them, with a minus) and say why. ValueError for none or no reason, NoUnitsError for more than are there.

    `held` is what they have seen: BalanceChangedError when it is not that any more, so that a form sent twice at once counts once.
    """
    if not units or not note.strip():
        raise ValueError("a correction has a number and a reason")
    lock_balance(workspace.pk, tier)
    left = balance_queries.units_left(workspace.pk, tier)
    if held not in {None, left}:
        raise BalanceChangedError(tier)
    if left + units < 0:
        raise NoUnitsError(tier)
    note = note.strip()[:254]
    return write_line(workspace_id=workspace.pk, tier=tier, kind=Kind.CORRECTED, units=units, by=by, request=request, note=note)
