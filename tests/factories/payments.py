"""Payments in any state, made by the product's own actions and the pretended bank."""

from typing import Any

from accounts.models import User, Workspace
from accounts.row_security import staff_scope
from payments import actions, queries, webhooks
from payments.gateways.mock import bank
from payments.models import Package, Payment


def make_payment(
    workspace: Workspace, *, by: User | None = None, tier: str = "standard", reference: str = "thing:1", **fields: Any
) -> Payment:
    """A payment that waits for its payer, with a link from the pretended bank."""
    by = by or workspace.memberships.get(role="owner").user
    with staff_scope():
        tariff = queries.tariff(tier)
        payment = actions.start_payment(workspace=workspace, reference=reference, tariff=tariff, by=by, title="Нұрлан & Айгерім", **fields)
        actions.open_at_gateway(payment_id=payment.pk)
    return fresh(payment)


def fresh(payment: Payment) -> Payment:
    """The payment as the database has it now."""
    with staff_scope():
        return Payment.objects.get(pk=payment.pk)


def decide(payment: Payment, status: str) -> bank.Purchase:
    """The payer's decision at the bank, of which nobody has told us yet."""
    purchase = bank.find(payment.provider_payment_id)
    assert purchase is not None
    return bank.settle(purchase, status)


def pay(payment: Payment) -> Payment:
    """The payer pays, and the bank tells us by its signed message."""
    assert webhooks.take("mock", *bank.message(decide(payment, bank.PAID))) == 200
    return fresh(payment)


def buy(workspace: Workspace, package: str = "standard-10") -> Payment:
    """A payment for a package that waits for its payer, with a link from the pretended bank."""
    with staff_scope():
        payment = actions.buy_package(
            workspace=workspace,
            package=Package.objects.get(code=package),
            by=workspace.memberships.get(role="owner").user,
            return_path=f"/admin/payments/balance/{workspace.pk}/",
        )
        actions.open_at_gateway(payment_id=payment.pk)
    return fresh(payment)
