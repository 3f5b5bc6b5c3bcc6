"""How the units of a package and its money go together: what goes back takes its share of the units along."""

from . import balance_queries, queries
from .models import BalanceEntry, Payment


def units_due(payment: Payment, bought: BalanceEntry, *, more_tiyn: int = 0) -> int:
    """Units that still have to leave the balance for what was given back or is on its way, and `more_tiyn` of it.

    A started unit leaves whole; too much money brought no unit and takes none. Negative: so many come back.
    """
    is_gone = payment.state == Payment.State.REFUNDED
    stays = 0 if is_gone else min(payment.amount_tiyn, queries.refundable(payment) - more_tiyn)
    return bought.units - bought.units * stays // payment.amount_tiyn - _settled(payment)


def _settled(payment: Payment) -> int:
    return sum(balance_queries.taken_with(payment))


def before_refund(payment: Payment) -> dict[str, int] | None:
    """For whoever is about to give a package's money back: units bought and left, and the tiyn that take along only what is left."""
    bought = balance_queries.bought_by(payment)
    if bought is None:
        return None
    held = bought.units - _settled(payment)
    left = min(held, balance_queries.units_left(payment.workspace_id, bought.tier))
    spent_for = -(-payment.amount_tiyn * (held - left) // bought.units)
    worth = min(payment.amount_tiyn, queries.refundable(payment)) - spent_for
    return {"bought": bought.units, "left": left, "worth_tiyn": max(0, worth // 100 * 100)}


def after_refund(payment: Payment, amount_tiyn: int) -> dict[str, int] | None:
    """What giving back so much would do: units that leave, and those that cannot because they are spent."""
    bought = balance_queries.bought_by(payment)
    if bought is None:
        return None
    due, left = units_due(payment, bought, more_tiyn=amount_tiyn), balance_queries.units_left(payment.workspace_id, bought.tier)
    return {"bought": bought.units, "left": left, "leave": min(due, left), "short": max(0, due - left)}
