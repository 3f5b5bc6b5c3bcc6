"""What the audit trail writes of payments, in words for staff."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import BalanceEntry, Finding, Payment, Refund, Tariff
from .money import format_money

# `payment.<state>` is told by the state's own name.
TITLES: Mapping[str, str | Promise] = {
    "payment.start": _("Payment begun"),
    "payment.cancel": _("Given up by a person"),
    "payment.attention": _("Needs a person"),
    "payment.mended": _("What was missing is paid: nobody has to look any more"),
    "payment.settled": _("All of its money went back: nobody has to look any more"),
    "refund.request": _("Refund asked for"),
    "refund.again": _("Refund sent through its gateway by a person"),
    "refund.done": _("Refund made"),
    "refund.manual": _("Refund left to a person"),
    "refund.failed": _("Refund refused by the bank"),
    "receipt.order": _("Fiscal receipt ordered"),
    "receipt.issued": _("Fiscal receipt issued"),
    "receipt.failed": _("Fiscal receipt refused"),
    "transfer.send": _("Transfer receipt sent"),
    "transfer.approve": _("Transfer receipt approved"),
    "transfer.refuse": _("Transfer receipt refused"),
    "transfer.set_aside": _("Transfer receipt set aside"),
    "finding.found": _("Difference found in the books"),
    "finding.close": _("Difference explained"),
    "return.start": _("Code for the customer asked for"),
    "return.open": _("Code shown to the customer"),
    "return.known": _("Code scanned by the customer"),
    "return.failed": _("Code came to nothing"),
    "return.confirm": _("Return confirmed"),
    **{f"payment.{state}": label for state, label in Payment.State.choices},
    **{f"balance.{kind}": label for kind, label in BalanceEntry.Kind.choices},
}
NAMES: Mapping[str, str | Promise] = {
    "state": _("state"),
    "attention": _("needs attention"),
    "amount_tiyn": _("amount"),
    "paid_tiyn": _("received"),
    "ours_tiyn": _("here"),
    "theirs_tiyn": _("at the bank"),
    "tier": _("tier"),
    "channel": _("way of paying"),
    "reason": _("reason"),
    "note": _("reason in words"),
    "text": _("what it was and what was done"),
    "error": _("error"),
    "number": _("number"),
    "kind": _("kind"),
    "base": _("paid on top of"),
    "covered_by": _("covered by"),
    "mended_by": _("paid by"),
}
VALUES: Mapping[str, Mapping[Any, Any]] = {
    "state": dict(Payment.State.choices),
    "attention": dict(Payment.Attention.choices),
    "tier": dict(Tariff.Code.choices),
    "channel": dict(Payment.Channel.choices),
    "reason": dict(Refund.Reason.choices),
    "kind": dict(Finding.Kind.choices),
}


def title_of(action: str) -> str:
    """What was done: "Refund made"; the trail's own code for an action that has no words yet."""
    return str(TITLES.get(action, action))


def changes_of(after: Mapping[str, Any] | None) -> str:
    """What it became: "amount: 2 990 ₸, reason: Paid twice". What only a machine can read is left out."""
    told = [(name, value) for name in NAMES if (value := (after or {}).get(name)) not in ("", None)]
    return ", ".join(f"{NAMES[name]}: {_value(name, value)}" for name, value in told)


def _value(name: str, value: Any) -> str:
    if name.endswith("_tiyn") and isinstance(value, int):
        return format_money(value)
    return str(VALUES.get(name, {}).get(value, value))
