"""When the gateway is asked again: pure."""

from datetime import datetime, timedelta

from .gateways import Capabilities, Channel
from .models import Payment

# A bank may still be deciding when our clock says that time is up.
GRACE = timedelta(seconds=30)
# A payment whose gateway never answered is given up after this.
LONGEST_LIFE = timedelta(hours=1)
LATE_CHECKS = [timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=24)]
# What a person's wish to know may make us ask, where the queue may not.
BETWEEN_QUESTIONS = timedelta(seconds=30)


def may_poll(payment: Payment, capabilities: Capabilities) -> bool:
    """Whether the queue may ask about this payment by itself."""
    return capabilities.polls and Channel(payment.channel) not in capabilities.asked_by_persons_only


def deadline(payment: Payment) -> datetime:
    """Until when money may come: the code must be scanned by then, and once it is, the payer has a while to confirm."""
    if payment.scanned_at and payment.confirm_seconds:
        return payment.scanned_at + timedelta(seconds=payment.confirm_seconds)
    return payment.expires_at or payment.created_at + LONGEST_LIFE


def next_check(payment: Payment, now: datetime, capabilities: Capabilities) -> datetime | None:
    """The next time to look: often while money is awaited, a few times more after the end, never once the gateway has decided.

    While a person looks at a receipt nothing runs. Where the queue may not ask, it only looks at the clock once the time is up.
    """
    end = deadline(payment)
    if payment.is_in_review:
        return None
    if payment.is_live:
        if payment.state == Payment.State.CREATED or may_poll(payment, capabilities):
            return now + _interval(payment, capabilities)
        return max(now, end + GRACE) + timedelta(seconds=1)
    if (
        payment.state in {Payment.State.EXPIRED, Payment.State.CANCELLED}
        and may_poll(payment, capabilities)
        and payment.provider_payment_id
    ):
        return next((end + late for late in LATE_CHECKS if end + late > now), None)
    return None


def is_overdue(payment: Payment, now: datetime) -> bool:
    """Whether a live payment's time is up by our own clock."""
    return payment.is_live and not payment.is_in_review and now > deadline(payment) + GRACE


def _interval(payment: Payment, capabilities: Capabilities) -> timedelta:
    every = timedelta(seconds=payment.poll_seconds) if payment.poll_seconds else capabilities.poll_every
    # Spread by the payment's own number, so that a hundred codes made at once are not asked about at once.
    return every + timedelta(milliseconds=(payment.pk or 0) * 137 % 1000)
