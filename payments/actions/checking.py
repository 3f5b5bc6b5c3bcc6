"""Talking to the gateway: never while a row is locked, never inside the request's transaction."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from accounts.queue import send_after_commit
from accounts.row_security import staff_scope
from payments import breaker, gateways, schedule, tasks
from payments.gateways import (
    Attempt,
    Channel,
    Evidence,
    MisconfiguredError,
    NoGatewayError,
    NotTakenError,
    Opened,
    Outcome,
    PermanentError,
    RetryableError,
)
from payments.locks import lock_payment
from payments.models import Alert, GatewayEvent, Payment

from .alerting import alert_about_gateway, alert_about_payment
from .events import apply_event

logger = logging.getLogger(__name__)
State, Source = Payment.State, GatewayEvent.Source
# After this long, whoever was opening the payment has died.
OPENING_TAKES = timedelta(minutes=1)
OPEN_AGAIN = timedelta(seconds=10)


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
        channel=Channel(payment.channel),
        phone=payment.phone,
        account=payment.account,
        email=payment.payer.email if payment.payer and payment.payer.email else settings.SUPPORT_EMAIL,
    )


def open_at_gateway(*, payment_id: int) -> None:
    """Ask the gateway for a purchase and keep its link. Asked twice, by two workers or after a crash, once.

    The row is committed before and after the call, so that an answer that never comes leaves a trace: such a payment
    is asked for again where that cannot make two and waited out (`create_unknown`) where it can.
    """
    payment = _begin_opening(payment_id)
    if payment is None:
        return
    asked_at = timezone.now()
    try:
        with breaker.guarded(payment.gateway):
            opened = gateways.get(payment.gateway).create(attempt_of(payment))
    except RetryableError as error:
        is_safe = gateways.capabilities_of(payment.gateway).has_idempotent_create or isinstance(error, NotTakenError)
        _opening_failed(payment, error, Outcome.PENDING if is_safe else Outcome.CREATE_UNKNOWN)
    except (PermanentError, NoGatewayError) as error:
        _opening_failed(payment, error, Outcome.FAILED)
    else:
        try:
            _opened(payment, opened, asked_at)
        except IntegrityError as error:
            # The gateway has given us the number of another payment: whose it is, nobody can tell.
            _opening_failed(payment, error, Outcome.CREATE_UNKNOWN)


def check_payment(*, payment_id: int, is_asked_by_person: bool = False) -> None:
    """Ask the gateway how a payment stands, end it when its time is up by our clock, and set the next time to ask.

    Where only a person may make us ask, the queue looks at the clock alone.
    """
    with staff_scope():
        payment = Payment.objects.select_related("payer").get(pk=payment_id)
    capabilities = gateways.capabilities_of(payment.gateway)
    if payment.state == State.CREATED:
        open_at_gateway(payment_id=payment_id)
    elif payment.provider_payment_id and (schedule.may_poll(payment, capabilities) or (is_asked_by_person and capabilities.polls)):
        _ask(payment)
    _look_at_the_clock(payment_id)


def claim_check(*, payment_id: int) -> bool:
    """Whether a payment is due and nobody else is asking about it; whoever is told yes has it to himself for an interval."""
    with staff_scope():
        payment, now = lock_payment(payment_id), timezone.now()
        if payment.next_check_at is None or payment.next_check_at > now:
            return False
        _look_later(payment, now)
        return True


def check_because_asked(*, payment: Payment) -> bool:
    """A person looks at a payment that the queue may not ask about: ask once in a while. False when it was just done."""
    capabilities = gateways.capabilities_of(payment.gateway)
    if not capabilities.polls or schedule.may_poll(payment, capabilities):
        return False
    with transaction.atomic():
        fresh, now = lock_payment(payment.pk), timezone.now()
        if not fresh.is_live or (fresh.asked_at and fresh.asked_at > now - schedule.BETWEEN_QUESTIONS):
            return False
        fresh.asked_at = now
        fresh.save(update_fields=["asked_at"])

        send_after_commit(tasks.check_asked, payment.pk)
    return True


def _begin_opening(payment_id: int) -> Payment | None:
    now = timezone.now()
    with staff_scope():
        payment = lock_payment(payment_id)
        if payment.state != State.CREATED or (payment.opening_at and payment.opening_at > now - OPENING_TAKES):
            return None
        payment.opening_at = now
        payment.save(update_fields=["opening_at"])
        return Payment.objects.select_related("payer").get(pk=payment_id)


def _opened(payment: Payment, opened: Opened, asked_at: datetime) -> None:
    evidence = Evidence(Outcome.PENDING, opened.provider_payment_id, f"create:{payment.our_reference}", is_authoritative=True)
    with staff_scope(), transaction.atomic():
        fresh = lock_payment(payment.pk)
        fresh.provider_payment_id, fresh.link, fresh.phone = opened.provider_payment_id, opened.link, ""
        fresh.expires_at = asked_at + opened.scan_timeout if opened.scan_timeout else opened.expires_at
        fresh.poll_seconds, fresh.confirm_seconds = _seconds(opened.poll_every), _seconds(opened.confirm_timeout)
        fresh.save()
        apply_event(payment_id=payment.pk, evidence=evidence, source=Source.CREATE)


def _seconds(interval: timedelta | None) -> int | None:
    return int(interval.total_seconds()) if interval else None


def _opening_failed(payment: Payment, error: Exception, outcome: Outcome) -> None:
    logger.error("payment not opened", extra={"payment": payment.pk, "error": str(error)})
    if isinstance(error, MisconfiguredError):
        _tell_of_misconfiguration(payment, error)
    with staff_scope():
        # The reference is locked before the row, as everywhere: whoever completes another payment for it holds it already.
        lock_payment(payment.pk)
        if outcome is Outcome.PENDING:
            Payment.objects.filter(pk=payment.pk).update(opening_at=None, next_check_at=timezone.now() + OPEN_AGAIN)
            return
        max_life = gateways.capabilities_of(payment.gateway).max_life
        Payment.objects.filter(pk=payment.pk).update(expires_at=timezone.now() + max_life, phone="")
        key = f"create-failed:{payment.our_reference}"
        evidence = Evidence(outcome, "", key, is_authoritative=False, raw=str(error)[:1000])
        apply_event(payment_id=payment.pk, evidence=evidence, source=Source.CREATE)


def _ask(payment: Payment) -> None:
    try:
        with breaker.guarded(payment.gateway):
            evidence = gateways.get(payment.gateway).fetch_status(attempt_of(payment))
    except (RetryableError, PermanentError) as error:
        logger.warning("payment not checked", extra={"payment": payment.pk, "error": str(error)})
        if isinstance(error, MisconfiguredError):
            _tell_of_misconfiguration(payment, error)
        elif isinstance(error, PermanentError):
            with staff_scope():
                alert_about_payment(payment=payment, kind=Alert.Kind.UNKNOWN_STATUS, detail=str(error))
        return
    with staff_scope():
        apply_event(payment_id=payment.pk, evidence=evidence, source=Source.POLL)


def _tell_of_misconfiguration(payment: Payment, error: Exception) -> None:
    with staff_scope():
        alert_about_gateway(code=payment.gateway, kind=Alert.Kind.MISCONFIGURED, about=str(error))


def _look_at_the_clock(payment_id: int) -> None:
    now = timezone.now()
    with staff_scope():
        payment = lock_payment(payment_id)
        if schedule.is_overdue(payment, now):
            evidence = Evidence(Outcome.EXPIRED, payment.provider_payment_id, f"clock:{payment.our_reference}", is_authoritative=False)
            apply_event(payment_id=payment_id, evidence=evidence, source=Source.CLOCK)
            payment.refresh_from_db()
        _look_later(payment, now)


def _look_later(payment: Payment, now: datetime) -> None:
    payment.next_check_at = schedule.next_check(payment, now, gateways.capabilities_of(payment.gateway))
    payment.save(update_fields=["next_check_at"])
