"""When the gateway is asked again: pure."""

from datetime import datetime, timedelta

from .models import Payment

# A bank may still be deciding when our clock says that time is up.
GRACE = timedelta(seconds=30)
# A payment whose gateway never answered is given up after this.
LONGEST_LIFE = timedelta(hours=1)
LATE_CHECKS = [timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=24)]


def next_check(payment: Payment, now: datetime, every: timedelta = timedelta(seconds=5)) -> datetime | None:
    """The next time to ask: often while money is awaited, a few times more after the end, never once it is paid."""
    if payment.is_live:
        return now + every
    if payment.is_dead:
        end = payment.expires_at or payment.created_at
        return next((end + late for late in LATE_CHECKS if end + late > now), None)
    return None


def is_overdue(payment: Payment, now: datetime) -> bool:
    """Whether a live payment's time is up by our own clock."""
    return payment.is_live and now > (payment.expires_at or payment.created_at + LONGEST_LIFE) + GRACE
