"""The lines of balances of prepaid units: a package's money brings units, and money that goes back takes them along."""

from typing import Any

from django.http import HttpRequest

from accounts.actions import record
from accounts.models import User, Workspace
from payments import balance_queries
from payments.locks import lock_balance
from payments.models import Alert, BalanceEntry, Payment, Refund, Tariff
from payments.units import units_due

from .alerting import alert_about_payment

Kind = BalanceEntry.Kind


def top_up(*, payment: Payment) -> None:
    """A package's money, just received and locked, brings its units. Does nothing for what is no package, or entitles to nothing."""
    package = balance_queries.package_of(payment.tariff_code) if payment.is_entitling else None
    if package is not None:
        facts: dict[str, Any] = {
            "payment": payment,
            "reference": payment.reference,
            "title": payment.title,
            "by_label": payment.payer_label,
        }
        write_line(workspace_id=payment.workspace_id, tier=package.tier, kind=Kind.BOUGHT, units=package.units, **facts)


def top_up_for_nothing(*, workspace: Workspace, tariff: Tariff, reference: str, by: User | None) -> None:
    """A promo code has covered a package's whole price. Does nothing for a tier."""
    if tariff.units:
        facts: dict[str, Any] = {"reference": reference, "title": tariff.name}
        write_line(workspace_id=workspace.pk, tier=tariff.tier, kind=Kind.BOUGHT, units=tariff.units, by=by, **facts)


def settle_units(*, payment: Payment) -> None:
    """Let the units follow a package's money: what goes back, or is on its way, takes its share of them along; a refused refund returns it.

    Called under the payment's lock whenever a refund begins or ends. A started unit counts whole. What was spent cannot be taken:
    its number is written down and a person is told. Doing so twice is once.
    """
    bought = balance_queries.bought_by(payment)
    if bought is None:
        return
    if payment.state == Payment.State.PARTIALLY_REFUNDED and not payment.refunds.exclude(state=Refund.State.FAILED).exists():
        unknown = "the bank gave a part back and does not say how much"
        alert_about_payment(payment=payment, kind=Alert.Kind.UNITS_SPENT, detail=unknown)
    due = units_due(payment, bought)
    if due > 0:
        _take_back(payment, bought.tier, due)
    elif due < 0:
        forgiven = min(-due, sum(payment.balance_entries.values_list("short", flat=True)))
        facts: dict[str, Any] = {"payment": payment, "short": -forgiven, "title": payment.title}
        write_line(workspace_id=payment.workspace_id, tier=bought.tier, kind=Kind.RETURNED, units=-due - forgiven, **facts)


def _take_back(payment: Payment, tier: str, units: int) -> None:
    lock_balance(payment.workspace_id, tier)
    taken = min(units, balance_queries.units_left(payment.workspace_id, tier))
    short = units - taken
    facts: dict[str, Any] = {"payment": payment, "short": short, "title": payment.title}
    line = write_line(workspace_id=payment.workspace_id, tier=tier, kind=Kind.TAKEN_BACK, units=-taken, **facts)
    if short:
        detail = f"{short} of {units}: {payment.title}"
        alert_about_payment(payment=payment, kind=Alert.Kind.UNITS_SPENT, detail=detail, about=str(line.pk))


def write_line(
    *, workspace_id: int, tier: str, kind: str, units: int, by: User | None = None, request: HttpRequest | None = None, **facts: Any
) -> BalanceEntry:
    """Append a line to a balance, and one to the audit trail. The database refuses one that would leave less than nothing."""
    facts = {"by_label": str(by)[:254] if by else "", **facts}
    line = BalanceEntry.objects.create(workspace_id=workspace_id, tier=tier, kind=kind, units=units, **facts)
    said = {name: facts[name] for name in ("short", "reference", "note") if facts.get(name)}
    after = {"tier": tier, "units": units, "left": balance_queries.units_left(workspace_id, tier), **said}
    record(actor=by, action=f"balance.{kind}", target=line, workspace=workspace_id, after=after, request=request)
    return line
