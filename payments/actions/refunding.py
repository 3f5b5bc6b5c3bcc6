"""Giving money back."""

import logging

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions import record
from accounts.models import User
from accounts.row_security import staff_scope
from payments import gateways, queries, signals
from payments.gateways import PermanentError, RetryableError
from payments.locks import lock_payment
from payments.models import Payment, Refund

from .checking import attempt_of

logger = logging.getLogger(__name__)
State = Refund.State


@transaction.atomic
def refund(*, payment: Payment, amount_tiyn: int, by: User, request: HttpRequest | None = None) -> Refund:
    """Give back `amount_tiyn` of a payment; ValueError when that is more than is left of what was received.

    Sent to the gateway after the commit where it can refund; otherwise it waits for `confirm_refund` by a person.
    """
    payment = lock_payment(payment.pk)
    if not 0 < amount_tiyn <= queries.refundable(payment):
        raise ValueError("more than can be refunded")
    asked = Refund.objects.create(workspace_id=payment.workspace_id, payment=payment, amount_tiyn=amount_tiyn, reason=Refund.Reason.ASKED)
    record(
        actor=by, action="refund.request", target=asked, workspace=payment.workspace_id, after={"amount_tiyn": amount_tiyn}, request=request
    )
    if gateways.get(payment.gateway).capabilities.can_refund:
        from payments import tasks

        transaction.on_commit(lambda: tasks.send_refund.delay(asked.pk), robust=True)
    return asked


def send_refund(*, refund_id: int) -> None:
    """Send a refund to its gateway; a lost answer is asked for again under the same key, a refusal is kept for staff."""
    with staff_scope():
        asked = _lock(refund_id)
        if asked.state not in {State.REQUESTED, State.SENT}:
            return
        asked.state = State.SENT
        asked.save(update_fields=["state"])
    gateway = gateways.get(asked.payment.gateway)
    try:
        answer = gateway.refund(attempt_of(asked.payment), asked.amount_tiyn, str(asked.idempotency_key))
    except RetryableError:
        raise
    except PermanentError as error:
        with staff_scope():
            _fail(refund_id, str(error))
        return
    with staff_scope():
        _settle(refund_id, answer.provider_refund_id, by=None)


def confirm_refund(*, refund: Refund, by: User, request: HttpRequest | None = None) -> None:
    """A person gave the money back outside the gateway (in the bank's own cabinet)."""
    _settle(refund.pk, "", by=by, request=request)


def _lock(refund_id: int) -> Refund:
    lock_payment(Refund.objects.values_list("payment_id", flat=True).get(pk=refund_id))
    return Refund.objects.select_related("payment", "payment__payer").get(pk=refund_id)


@transaction.atomic
def _fail(refund_id: int, error: str) -> None:
    asked = _lock(refund_id)
    asked.state, asked.error = State.FAILED, error[:254]
    asked.save(update_fields=["state", "error"])
    logger.error("refund refused", extra={"refund": refund_id})
    record(actor=None, action="refund.failed", target=asked, workspace=asked.workspace_id, after={"error": error[:254]})


@transaction.atomic
def _settle(refund_id: int, provider_refund_id: str, by: User | None, request: HttpRequest | None = None) -> None:
    asked = _lock(refund_id)
    if asked.state == State.DONE:
        return
    asked.state, asked.done_at, asked.provider_refund_id = State.DONE, timezone.now(), provider_refund_id
    asked.save(update_fields=["state", "done_at", "provider_refund_id"])
    record(
        actor=by,
        action="refund.done",
        target=asked,
        workspace=asked.workspace_id,
        after={"amount_tiyn": asked.amount_tiyn},
        request=request,
    )
    _lower(asked.payment)


def _lower(payment: Payment) -> None:
    """What is left decides: nothing is refunded in full; at least the price is as good as paid."""
    before, left = payment.state, payment.paid_tiyn - queries.refunded(payment)
    if left >= payment.amount_tiyn:
        return
    payment.state = Payment.State.PARTIALLY_REFUNDED if left else Payment.State.REFUNDED
    if payment.state == before:
        return
    payment.save(update_fields=["state"])
    record(
        actor=None,
        action=f"payment.{payment.state}",
        target=payment,
        workspace=payment.workspace_id,
        before={"state": before},
        after={"state": payment.state},
    )
    if payment.state == Payment.State.REFUNDED:
        signals.payment_refunded.send(Payment, payment=payment)
