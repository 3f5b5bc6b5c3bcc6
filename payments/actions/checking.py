"""Talking to the gateway: never while a row is locked, never inside the request's transaction."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation

from accounts.row_security import staff_scope
from payments import gateways
from payments.gateways import Attempt, Evidence, Opened, Outcome, PermanentError, RetryableError
from payments.locks import lock_payment
from payments.models import GatewayEvent, Payment
from payments.schedule import is_overdue, next_check

from .events import apply_event

logger = logging.getLogger(__name__)
State, Source = Payment.State, GatewayEvent.Source
# After this long, whoever was opening the payment has died.
OPENING_TAKES = timedelta(minutes=1)


def attempt_of(payment: Payment) -> Attempt:
    """The payment as its gateway needs it."""
    return Attempt(
        our_reference=payment.our_reference,
        amount_tiyn=payment.amount_tiyn,
        currency=payment.currency,
        title=payment.title,
        created_at=payment.created_at,
        provider_payment_id=payment.provider_payment_id,
        language=payment.payer.language if payment.payer else translation.get_language() or "kk",
    )


def open_at_gateway(*, payment_id: int) -> None:
    """Ask the gateway for a purchase and keep its link. Asked twice, by two workers or after a crash, once.

    The row is committed before and after the call, so that an answer that never comes leaves a trace: such a payment
    is asked for again where the gateway allows it and waited out (`create_unknown`) where it does not.
    """
    payment = _begin_opening(payment_id)
    if payment is None:
        return
    gateway = gateways.get(payment.gateway)
    try:
        opened = gateway.create(attempt_of(payment))
    except RetryableError as error:
        _opening_failed(payment, error, Outcome.PENDING if gateway.capabilities.has_idempotent_create else Outcome.CREATE_UNKNOWN)
    except PermanentError as error:
        _opening_failed(payment, error, Outcome.FAILED)
    else:
        _opened(payment, opened)


def check_payment(*, payment_id: int) -> None:
    """Ask the gateway how a payment stands, end it when its time is up by our clock, and set the next time to ask."""
    with staff_scope():
        payment = Payment.objects.select_related("payer").get(pk=payment_id)
    if payment.state == State.CREATED:
        open_at_gateway(payment_id=payment_id)
    elif payment.provider_payment_id:
        _ask(payment)
    _look_at_the_clock(payment_id)


def _begin_opening(payment_id: int) -> Payment | None:
    now = timezone.now()
    with staff_scope():
        payment = lock_payment(payment_id)
        if payment.state != State.CREATED or (payment.opening_at and payment.opening_at > now - OPENING_TAKES):
            return None
        payment.opening_at = now
        payment.save(update_fields=["opening_at"])
        return Payment.objects.select_related("payer").get(pk=payment_id)


def _opened(payment: Payment, opened: Opened) -> None:
    evidence = Evidence(Outcome.PENDING, opened.provider_payment_id, f"create:{payment.our_reference}", is_authoritative=True)
    with staff_scope(), transaction.atomic():
        fresh = lock_payment(payment.pk)
        fresh.provider_payment_id, fresh.link, fresh.expires_at = opened.provider_payment_id, opened.link, opened.expires_at
        fresh.save(update_fields=["provider_payment_id", "link", "expires_at"])
        apply_event(payment_id=payment.pk, evidence=evidence, source=Source.CREATE)


def _opening_failed(payment: Payment, error: Exception, outcome: Outcome) -> None:
    logger.error("payment not opened", extra={"payment": payment.pk, "error": str(error)})
    with staff_scope():
        if outcome is Outcome.PENDING:
            Payment.objects.filter(pk=payment.pk).update(opening_at=None, next_check_at=timezone.now() + timedelta(seconds=10))
            return
        max_life = gateways.get(payment.gateway).capabilities.max_life
        Payment.objects.filter(pk=payment.pk).update(expires_at=timezone.now() + max_life)
        key = f"create-failed:{payment.our_reference}"
        evidence = Evidence(outcome, "", key, is_authoritative=False, raw=str(error)[:1000])
        apply_event(payment_id=payment.pk, evidence=evidence, source=Source.CREATE)


def _ask(payment: Payment) -> None:
    try:
        evidence = gateways.get(payment.gateway).fetch_status(attempt_of(payment))
    except (RetryableError, PermanentError) as error:
        logger.warning("payment not checked", extra={"payment": payment.pk, "error": str(error)})
        return
    with staff_scope():
        apply_event(payment_id=payment.pk, evidence=evidence, source=Source.POLL)


def _look_at_the_clock(payment_id: int) -> None:
    now = timezone.now()
    with staff_scope():
        payment = lock_payment(payment_id)
        if is_overdue(payment, now):
            evidence = Evidence(Outcome.EXPIRED, payment.provider_payment_id, f"clock:{payment.our_reference}", is_authoritative=False)
            apply_event(payment_id=payment_id, evidence=evidence, source=Source.CLOCK)
            payment.refresh_from_db()
        every = gateways.get(payment.gateway).capabilities.poll_every
        payment.next_check_at = next_check(payment, now, every)
        payment.save(update_fields=["next_check_at"])
