"""Starting to pay."""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.actions import record
from accounts.models import User, Workspace
from accounts.queue import send_after_commit
from accounts.row_security import staff_scope
from payments import gateways, queries, tasks
from payments.gateways import Channel, NoGatewayError, PaymentGateway, PermanentError, RetryableError
from payments.guards import refusal
from payments.locks import lock_reference
from payments.models import Payment, PromoRedemption, Tariff
from payments.numbers import new_account

from .checking import attempt_of
from .events import cancel_attempt

logger = logging.getLogger(__name__)
# A code that dies while the payer looks for the telephone is worse than a new one.
ENOUGH_TIME = timedelta(seconds=60)


class NotPayableError(Exception):
    """There is nothing to pay: the tier is free, what was paid before covers it, or the package is not offered any more.

    Or what it is for may not be paid for any more (`guards`): `words` say why, to the payer.
    """

    def __init__(self, reference: str, words: str = "") -> None:
        super().__init__(reference)
        self.words = words


@transaction.atomic
def start_payment(
    *,
    workspace: Workspace,
    reference: str,
    tariff: Tariff,
    by: User | None,
    title: str = "",
    return_path: str = "/admin/",
    channel: str = Channel.QR,
    gateway_code: str = "",
    phone: str = "",
    redemption: PromoRedemption | None = None,
    request: HttpRequest | None = None,
) -> Payment:
    """An attempt to pay for `reference`, at today's price less what was paid for it before; a live one of the channel is used again.

    Open attempts at another tier or price are cancelled; their late money is still honoured. The gateway is the channel's
    default unless `gateway_code` names one; it is asked after the commit. `phone` is for an invoice; `by` is empty for
    somebody who pays by a link. `redemption` lowers the price (see `pay_with_promo`).

    Refuses with NotPayableError when nothing is due or may be paid, and gateways.NoGatewayError when no money can be taken here;
    ValueError for a path that leads away from this site.
    """
    _refuse_foreign(return_path)
    gateway = _gateway(gateway_code, channel, tariff.currency)
    channel = channel if channel in gateway.capabilities.channels else gateway.capabilities.channels[0]
    lock_reference(reference)
    due = due_now(reference=reference, tariff=tariff)
    due -= redemption.discount_tiyn if redemption else 0
    same = _open_ones(workspace, reference, tariff, due, redemption)
    if live := next((one for one in same if one.channel == channel and one.gateway == gateway.code and _is_usable(one)), None):
        return live
    asked = {"workspace": workspace, "reference": reference, "title": title[:254], "return_path": return_path, "phone": phone}
    payment = _attempt(gateway, channel, tariff, due, redemption, by, **asked)
    after = {"amount_tiyn": due, "tier": tariff.code, "reference": reference, "channel": str(channel)}
    record(actor=by, action="payment.start", target=payment, workspace=workspace, after=after, request=request)
    send_after_commit(tasks.open_payment, payment.pk)
    return payment


def due_now(*, reference: str, tariff: Tariff) -> int:
    """Tiyn that may be asked for, to be called under the reference's lock. NotPayableError when there are none, or a guard refuses."""
    due = queries.amount_due(reference=reference, tariff=tariff)
    if due == 0 or tariff.is_withdrawn:
        raise NotPayableError(reference)
    if words := refusal(reference):
        raise NotPayableError(reference, words)
    return due


def _gateway(code: str, channel: str, currency: str) -> PaymentGateway:
    if not code:
        return gateways.active(channel, currency)
    gateway = gateways.get(code)
    if currency not in gateway.capabilities.currencies:
        raise gateways.NoGatewayError(f"{code} takes no {currency}")
    return gateway


def _attempt(
    gateway: PaymentGateway, channel: str, tariff: Tariff, due: int, redemption: PromoRedemption | None, by: User | None, **asked: Any
) -> Payment:
    return Payment.objects.create(
        **asked,
        **_lowering(redemption),
        tariff_code=tariff.code,
        amount_tiyn=due,
        currency=tariff.currency,
        gateway=gateway.code,
        channel=channel,
        account=new_account() if gateway.capabilities.needs_account else "",
        is_test=gateway.capabilities.is_test,
        payer=by,
        payer_label=str(by or _("Somebody else, by a link"))[:254],
        next_check_at=timezone.now(),
    )


def _refuse_foreign(return_path: str) -> None:
    if not url_has_allowed_host_and_scheme(return_path, allowed_hosts=None):
        raise ValueError("return_path must be a path of this site")


def _lowering(redemption: PromoRedemption | None) -> dict[str, Any]:
    if redemption is None:
        return {}
    return {"discount_tiyn": redemption.discount_tiyn, "promo_code": str(redemption.promo), "redemption": redemption}


def cancel_at_gateway(*, payment_id: int) -> None:
    """Take a purchase we have cancelled back at its gateway as well. When that fails it can still be paid, and is honoured."""
    with staff_scope():
        payment = Payment.objects.select_related("payer").get(pk=payment_id)
    if payment.state != Payment.State.CANCELLED or not payment.provider_payment_id:
        return
    try:
        gateways.get(payment.gateway).cancel(attempt_of(payment))
    except (RetryableError, PermanentError, NoGatewayError) as error:
        logger.warning("payment not cancelled at its gateway", extra={"payment": payment_id, "error": str(error)})


def _open_ones(workspace: Workspace, reference: str, tariff: Tariff, due: int, redemption: PromoRedemption | None) -> list[Payment]:
    """The open attempts at this tier and price; those at others are cancelled."""
    found = list(Payment.objects.filter(workspace=workspace, reference=reference, state__in=Payment.LIVE))
    same = [
        payment
        for payment in found
        if payment.tariff_code == tariff.code
        and payment.amount_tiyn == due
        and payment.redemption_id == (redemption.pk if redemption else None)
    ]
    for payment in found:
        if payment not in same:
            cancel_attempt(payment=payment)
    return same


def _is_usable(payment: Payment) -> bool:
    is_fresh = payment.is_in_review or payment.expires_at is None or payment.expires_at > timezone.now() + ENOUGH_TIME
    return is_fresh and not payment.is_waited_out
