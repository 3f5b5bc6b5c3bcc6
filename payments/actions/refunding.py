"""Sending money back through the gateway, and settling what became of it.

A refund whose answer was lost is the dangerous one: where the gateway would refund again, what is left at the gateway is
read first. One refund of a payment is under way at a time, so that the reading means something.
"""

import logging
from datetime import timedelta
from typing import cast

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.actions import record
from accounts.models import User
from accounts.queue import send_after_commit
from accounts.row_security import staff_scope
from payments import breaker, gateways, queries, signals, tasks
from payments.gateways import (
    Attempt,
    ByHandError,
    CustomerRefunds,
    MisconfiguredError,
    NotTakenError,
    PaymentGateway,
    PermanentError,
    RetryableError,
    TransientRefusalError,
)
from payments.locks import lock_payment
from payments.models import Alert, Payment, Refund

from .alerting import alert_about_gateway, alert_about_payment
from .balances import settle_units
from .checking import attempt_of
from .fiscal_receipts import order_receipt
from .refunded import tell_refunded

logger = logging.getLogger(__name__)
State = Refund.State
# Whoever has been sending a refund for longer than this has died.
LEASE = timedelta(minutes=2)
REST = timedelta(seconds=30)
# So often a gateway may ask to be tried again.
PATIENCE = 3
# So long a gateway may be missing from the settings before what it was never sent becomes a person's: a slip is mended by then.
GONE_FOR = timedelta(hours=6)
GATEWAY_GONE = gettext_noop("It is missing from the settings, and refunds wait for it.")
GONE = gettext_noop("It cannot be sent through its gateway any more.")
MAY_BE_MADE = gettext_noop("It cannot be sent through its gateway any more, and it may have been made: look at the bank first.")


def send_refund(*, refund_id: int) -> None:
    """Send a refund to its gateway, unless somebody is sending it or another one of the same payment.

    A lost answer is asked for again later, a refusal is kept for staff, and what no machine can settle waits for a person: also what
    was begun at a gateway that gives nothing back by itself any more, or is not here any more; what that one was never sent rests
    for `GONE_FOR` before.
    """
    with staff_scope():
        claimed = None if _waits_for_gateway(refund_id) else _claim(refund_id)
    if claimed is None:
        return
    asked, was_sent = claimed
    if not _can_be_sent(asked):
        _end(refund_id, State.MANUAL, MAY_BE_MADE if was_sent else GONE)
        return
    gateway = gateways.get(asked.payment.gateway)
    try:
        with breaker.guarded(gateway.code):
            refund_number = _send(gateway, asked, was_sent=was_sent)
    except (RetryableError, MisconfiguredError) as error:
        _rest(refund_id, gateway, error, was_sent=was_sent)
    except ByHandError as error:
        _end(refund_id, State.MANUAL, str(error))
    except PermanentError as error:
        _refused(refund_id, gateway, str(error))
    else:
        with staff_scope():
            _settle(refund_id, refund_number, by=None)


class NotByHandError(Exception):
    """This refund is no person's to make."""


@transaction.atomic
def confirm_refund(*, refund: Refund, by: User, request: HttpRequest | None = None) -> None:
    """A person gave the money back outside the gateway (in the bank's own cabinet).

    NotByHandError for one that a machine is to send or has sent, and for a refused one in whose place another was asked for:
    the money would go back twice.
    """
    asked = _lock(refund.pk)
    is_replaced = asked.state == State.FAILED and queries.refundable(asked.payment) < asked.amount_tiyn
    if asked.state not in {State.MANUAL, State.FAILED} or is_replaced:
        raise NotByHandError(asked.get_state_display())
    _settle(refund.pk, "", by=by, request=request)


class NotToBeSentError(Exception):
    """This refund is not to be sent through its gateway: it is made, it may be made, or its gateway gives nothing back."""


@transaction.atomic
def send_again(*, refund: Refund, by: User, request: HttpRequest | None = None) -> None:
    """A refund that waits for a person goes through its gateway after all: it was never sent, or the bank said no. Doing so twice is once.

    Somebody may have given it back at the bank without saying so here: what is left there is read first, and a count that is not ours
    makes it a person's again. NotToBeSentError where `queries.may_be_sent_again` says no.
    """
    asked = _lock(refund.pk)
    if asked.state in {State.REQUESTED, State.SENT}:
        return
    if not queries.may_be_sent_again(asked):
        raise NotToBeSentError(asked.get_state_display())
    asked.state, asked.is_sent_again, asked.error, asked.refusals, asked.try_after, asked.gone_since = (
        State.REQUESTED,
        True,
        "",
        0,
        None,
        None,
    )
    asked.save(update_fields=["state", "is_sent_again", "error", "refusals", "try_after", "gone_since"])
    record(actor=by, action="refund.again", target=asked, workspace=asked.workspace_id, request=request)
    send_after_commit(tasks.send_refund, asked.pk)


def _waits_for_gateway(refund_id: int) -> bool:
    """A line missing from the settings for a while is no work for a person: what was never sent rests, and one alert tells of it all."""
    asked, now = _lock(refund_id), timezone.now()
    if asked.state != State.REQUESTED or asked.may_be_made or (asked.try_after and asked.try_after > now):
        return False
    is_gone = gateways.is_gone(asked.payment.gateway)
    asked.gone_since = (asked.gone_since or now) if is_gone else None
    waits = asked.gone_since is not None and asked.gone_since > now - GONE_FOR
    asked.try_after = now + REST * 10 if waits else asked.try_after
    asked.save(update_fields=["gone_since", "try_after"])
    if waits:
        alert_about_gateway(code=asked.payment.gateway, kind=Alert.Kind.MISCONFIGURED, about=GATEWAY_GONE)
    return waits


def _claim(refund_id: int) -> tuple[Refund, bool] | None:
    """The refund for whoever sends it now, and whether it may have been sent before."""
    asked, now = _lock(refund_id), timezone.now()
    others = asked.payment.refunds.filter(state=State.SENT).exclude(pk=asked.pk)
    if asked.state not in {State.REQUESTED, State.SENT} or (asked.try_after and asked.try_after > now) or others.exists():
        return None
    asked.may_be_made = asked.may_be_made or asked.state == State.SENT
    asked.state, asked.try_after = State.SENT, now + LEASE
    asked.save(update_fields=["state", "try_after", "may_be_made"])
    return asked, asked.may_be_made


def _can_be_sent(asked: Refund) -> bool:
    """Whether its gateway is still here and still gives money back: by our request, or because the customer has scanned for it."""
    can = gateways.capabilities_of(asked.payment.gateway)
    if can.can_refund or not can.refund_needs_customer:
        return can.can_refund
    with staff_scope():
        return queries.is_return_confirmed(asked)


def _send(gateway: PaymentGateway, asked: Refund, *, was_sent: bool) -> str:
    attempt = attempt_of(asked.payment)
    if asked.is_sent_again or (was_sent and not gateway.capabilities.has_idempotent_refund):
        with staff_scope():
            expected = asked.payment.paid_tiyn - queries.refunded(asked.payment)
        available = _available(gateway, attempt)
        if available == expected - asked.amount_tiyn:
            return ""
        if available != expected:
            raise ByHandError("The bank's count of what was given back is not ours.")
    if gateway.capabilities.refund_needs_customer:
        with staff_scope():
            return_id = queries.confirmed_return(asked).provider_return_id
        return cast(CustomerRefunds, gateway).refund_to_customer(attempt, asked.amount_tiyn, return_id).provider_refund_id
    return gateway.refund(attempt, asked.amount_tiyn, str(asked.idempotency_key)).provider_refund_id


def _available(gateway: PaymentGateway, attempt: Attempt) -> int | None:
    try:
        return gateway.available_refund(attempt)
    except MisconfiguredError:
        raise
    except PermanentError as error:
        raise ByHandError(str(error)) from error


def _rest(refund_id: int, gateway: PaymentGateway, error: Exception, *, was_sent: bool) -> None:
    """Try again later. What was certainly not taken counts as never sent, unless an earlier answer was lost."""
    logger.warning("refund not sent", extra={"refund": refund_id, "error": str(error)})
    if isinstance(error, MisconfiguredError):
        with staff_scope():
            alert_about_gateway(code=gateway.code, kind=Alert.Kind.MISCONFIGURED, about=str(error))
    with staff_scope():
        asked = _lock(refund_id)
        is_untaken = not was_sent and isinstance(error, NotTakenError | TransientRefusalError | MisconfiguredError)
        asked.refusals += isinstance(error, TransientRefusalError)
        asked.state = State.REQUESTED if is_untaken else State.SENT
        asked.try_after = timezone.now() + (REST * 10 if isinstance(error, MisconfiguredError) else REST)
        asked.save(update_fields=["state", "refusals", "try_after"])
    if asked.refusals >= PATIENCE:
        _end(refund_id, State.MANUAL, str(error))


def _lock(refund_id: int) -> Refund:
    lock_payment(Refund.objects.values_list("payment_id", flat=True).get(pk=refund_id))
    return Refund.objects.select_related("payment", "payment__payer").get(pk=refund_id)


def _refused(refund_id: int, gateway: PaymentGateway, error: str) -> None:
    """What nobody asked for, nobody will ask for again: it stays in the queue of a person. So does what the customer may scan for again,
    and what was asked for of a payment that has come to entitle to nothing since."""
    with staff_scope():
        asked = _lock(refund_id)
    is_asked_for = asked.reason == Refund.Reason.ASKED and asked.payment.is_entitling
    _end(refund_id, State.FAILED if is_asked_for and not gateway.capabilities.refund_needs_customer else State.MANUAL, error)


def _end(refund_id: int, state: str, error: str) -> None:
    with staff_scope():
        asked = _lock(refund_id)
        asked.state, asked.error, asked.try_after = state, error[:254], None
        asked.save(update_fields=["state", "error", "try_after"])
        record(actor=None, action=f"refund.{state}", target=asked, workspace=asked.workspace_id, after={"error": error[:254]})
        settle_units(payment=asked.payment)
        about = f"{asked.pk}:again" if asked.is_sent_again else str(asked.pk)
        alert_about_payment(payment=asked.payment, kind=Alert.Kind.REFUND_BY_HAND, detail=error, about=about)


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
    order_receipt(payment=asked.payment, refund=asked)
    _lower(asked.payment)
    settle_units(payment=asked.payment)
    signals.refund_made.send(Refund, refund=asked)


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
    tell_refunded(payment=payment)
