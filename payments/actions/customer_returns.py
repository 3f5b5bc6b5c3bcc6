"""Refunds for which the bank wants to see the customer: a code is shown, the customer scans it, and a person of ours confirms.

The bank is asked by the queue. Nothing but the confirmed refund itself moves money, so a code of unknown fate is simply given up.
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
from payments import breaker, gateways, tasks
from payments.gateways import NOT_IN_TIME, Bought, CustomerRefunds, MisconfiguredError, NoGatewayError, PermanentError, RetryableError
from payments.locks import lock_payment
from payments.models import Alert, CustomerReturn, Refund

from .alerting import alert_about_gateway
from .checking import attempt_of

logger = logging.getLogger(__name__)
State = CustomerReturn.State
# Whoever has been asking for longer than this has died.
LEASE = timedelta(seconds=30)
# The document names this, for a bank that names no time itself.
SCAN_TIMEOUT = timedelta(seconds=180)
NO_ANSWER = gettext_noop("The bank has not answered. Nothing was given back: ask for a new code.")


class NoReturnError(Exception):
    """No customer is to scan anything for this refund: it is made, under way, or its gateway knows no such thing."""


@transaction.atomic
def start_return(*, refund: Refund, by: User, request: HttpRequest | None = None) -> CustomerReturn:
    """A code for the customer to scan, asked for after the commit; the one that waits to be scanned is used again.

    NoReturnError unless the refund waits for a person and its gateway wants to see the customer.
    """
    lock_payment(refund.payment_id)
    refund = Refund.objects.select_related("payment").get(pk=refund.pk)
    if refund.state != Refund.State.MANUAL or not gateways.capabilities_of(refund.payment.gateway).refund_needs_customer:
        raise NoReturnError(refund.get_state_display())
    for standing in refund.customer_returns.filter(state__in=[*CustomerReturn.LIVE, State.KNOWN]):
        if standing.state == State.OPENING or standing.is_scannable:
            return standing
        _change(standing, state=State.FAILED, error=standing.error or NOT_IN_TIME)
    started = CustomerReturn.objects.create(workspace_id=refund.workspace_id, refund=refund, started_by=by, next_check_at=timezone.now())
    record(actor=by, action="return.start", target=started, workspace=refund.workspace_id, request=request)
    send_after_commit(tasks.open_return, started.pk)
    return started


def open_return(*, return_id: int) -> None:
    """Ask the gateway for the code. A lost answer ends this try: the bank has a code that nobody sees."""
    with staff_scope():
        waiting = _claim(return_id, State.OPENING)
    if waiting is None:
        return
    asked_at = timezone.now()
    try:
        with breaker.guarded(waiting.refund.payment.gateway):
            opened = _gateway(waiting).open_return()
    except (RetryableError, PermanentError, NoGatewayError) as error:
        _tell(waiting, error)
        _settle(return_id, State.OPENING, State.FAILED, error=NO_ANSWER)
        return
    _settle(
        return_id,
        State.OPENING,
        State.OPEN,
        provider_return_id=opened.provider_payment_id,
        link=opened.link,
        expires_at=asked_at + (opened.scan_timeout or SCAN_TIMEOUT),
        poll_seconds=int(opened.poll_every.total_seconds()) if opened.poll_every else 5,
        next_check_at=asked_at + (opened.poll_every or timedelta(seconds=5)),
    )


def check_return(*, return_id: int) -> None:
    """Ask whether the customer has scanned the code and whether the purchase is theirs; end it when its time is up by our clock."""
    with staff_scope():
        waiting = _claim(return_id, State.OPEN)
    if waiting is None:
        return
    try:
        with breaker.guarded(waiting.refund.payment.gateway):
            bought = _bought(waiting)
    except RetryableError:
        bought = None
    except (PermanentError, NoGatewayError) as error:
        _tell(waiting, error)
        _settle(return_id, State.OPEN, State.FAILED, error=str(error)[:254])
        return
    if bought is not None:
        _settle(return_id, State.OPEN, State.KNOWN, bought_tiyn=bought.amount_tiyn, bought_at=bought.at, next_check_at=None)
    elif waiting.is_overdue:
        _settle(return_id, State.OPEN, State.FAILED, error=NOT_IN_TIME)


@transaction.atomic
def confirm_return(*, customer_return: CustomerReturn, by: User, request: HttpRequest | None = None) -> None:
    """The customer has scanned and the purchase is theirs: send the refund. NoReturnError when it is made or under way by now."""
    lock_payment(customer_return.refund.payment_id)
    known = CustomerReturn.objects.select_related("refund").get(pk=customer_return.pk)
    refund = known.refund
    if known.state != State.KNOWN or refund.state != Refund.State.MANUAL:
        raise NoReturnError(known.get_state_display())
    _change(known, state=State.CONFIRMED)
    refund.state, refund.error, refund.refusals, refund.try_after = Refund.State.REQUESTED, "", 0, None
    refund.save(update_fields=["state", "error", "refusals", "try_after"])
    record(actor=by, action="return.confirm", target=known, workspace=known.workspace_id, request=request)
    send_after_commit(tasks.send_refund, refund.pk)


def _claim(return_id: int, state: str) -> CustomerReturn | None:
    """One in this state whose time has come, for whoever asks about it now; it is his alone for a while."""
    now = timezone.now()
    due = CustomerReturn.objects.select_for_update(of=("self",)).select_related("refund__payment")
    found = due.filter(pk=return_id, state=state, next_check_at__lte=now).first()
    if found is not None:
        rest = LEASE if state == State.OPENING else timedelta(seconds=found.poll_seconds)
        found.next_check_at = now + rest
        found.save(update_fields=["next_check_at"])
    return found


def _bought(waiting: CustomerReturn) -> Bought | None:
    """The purchase as the bank names it to whoever scanned; None while nobody has. PermanentError when it is not theirs."""
    gateway, number = _gateway(waiting), waiting.provider_return_id
    if not gateway.is_customer_known(number):
        return None
    return gateway.find_purchase(attempt_of(waiting.refund.payment), number)


def _gateway(waiting: CustomerReturn) -> CustomerRefunds:
    return cast(CustomerRefunds, gateways.get(waiting.refund.payment.gateway))


def _settle(return_id: int, before: str, after: str, **values: object) -> None:
    """Write down what the bank has said, unless somebody has decided meanwhile."""
    with staff_scope():
        fresh = CustomerReturn.objects.select_for_update().get(pk=return_id)
        if fresh.state == before:
            _change(fresh, state=after, **values)
            record(actor=None, action=f"return.{fresh.state}", target=fresh, workspace=fresh.workspace_id, after={"error": fresh.error})


def _change(fresh: CustomerReturn, **values: object) -> None:
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=list(values))


def _tell(waiting: CustomerReturn, error: Exception) -> None:
    logger.warning("return with the customer not gone on with", extra={"return": waiting.pk, "error": str(error)})
    if isinstance(error, MisconfiguredError):
        with staff_scope():
            alert_about_gateway(code=waiting.refund.payment.gateway, kind=Alert.Kind.MISCONFIGURED, about=str(error))
