"""Starting to pay."""

from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.actions import record
from accounts.models import User, Workspace
from payments import gateways, queries
from payments.locks import lock_reference
from payments.models import Payment, Tariff

# A code that dies while the payer looks for the telephone is worse than a new one.
ENOUGH_TIME = timedelta(seconds=60)


class NotPayableError(Exception):
    """There is nothing to pay: the tier is free, or what was paid before covers it."""


@transaction.atomic
def start_payment(
    *,
    workspace: Workspace,
    reference: str,
    tariff: Tariff,
    by: User,
    title: str = "",
    return_path: str = "/admin/",
    request: HttpRequest | None = None,
) -> Payment:
    """An attempt to pay for `reference`, at today's price less what was paid for it before; a live one is used again.

    The gateway is asked after the commit. Refuses with NotPayableError when nothing is due and gateways.NoGatewayError when no
    money can be taken here; ValueError for a path that leads away from this site.
    """
    if not url_has_allowed_host_and_scheme(return_path, allowed_hosts=None):
        raise ValueError("return_path must be a path of this site")
    gateway = gateways.active()
    lock_reference(reference)
    due = queries.amount_due(reference=reference, tariff=tariff)
    if due == 0:
        raise NotPayableError(reference)
    if live := _usable(workspace, reference, tariff, due):
        return live
    payment = Payment.objects.create(
        workspace=workspace,
        reference=reference,
        title=title[:254],
        return_path=return_path,
        tariff_code=tariff.code,
        amount_tiyn=due,
        currency=tariff.currency,
        gateway=gateway.code,
        is_test=gateway.capabilities.is_test,
        payer=by,
        payer_label=str(by)[:254],
        next_check_at=timezone.now(),
    )
    record(
        actor=by,
        action="payment.start",
        target=payment,
        workspace=workspace,
        after={"amount_tiyn": due, "tier": tariff.code, "reference": reference},
        request=request,
    )
    _ask_gateway_on_commit(payment)
    return payment


def renew(*, payment: Payment, by: User, request: HttpRequest | None = None) -> Payment:
    """A new attempt in place of one that came to nothing, at today's price; the live one when there is one."""
    return start_payment(
        workspace=payment.workspace,
        reference=payment.reference,
        tariff=queries.tariff(payment.tariff_code),
        by=by,
        title=payment.title,
        return_path=payment.return_path,
        request=request,
    )


def _usable(workspace: Workspace, reference: str, tariff: Tariff, due: int) -> Payment | None:
    same = Payment.objects.filter(
        workspace=workspace, reference=reference, tariff_code=tariff.code, amount_tiyn=due, state__in=Payment.LIVE
    )
    soon = timezone.now() + ENOUGH_TIME
    return next((payment for payment in same if payment.expires_at is None or payment.expires_at > soon), None)


def _ask_gateway_on_commit(payment: Payment) -> None:
    from payments.tasks import open_payment

    transaction.on_commit(lambda: open_payment.delay(payment.pk), robust=True)
