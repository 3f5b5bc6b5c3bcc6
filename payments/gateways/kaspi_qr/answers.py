"""What the bank answers to a new purchase. The same things have other names for a code, a link and a return."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from .. import Opened, RetryableError
from . import dates

LONGEST_WAIT = 24 * 60 * 60


class Names(NamedTuple):
    number: str
    link: str
    options: str
    wait: str
    interval: str = "StatusPollingInterval"


CODE = Names("QrPaymentId", "QrToken", "QrPaymentBehaviorOptions", "QrCodeScanWaitTimeout")
LINK = Names("PaymentId", "PaymentLink", "PaymentBehaviorOptions", "LinkActivationWaitTimeout")


def opened(data: dict[str, Any], names: Names) -> Opened:
    """RetryableError when the code or the number is not there: something was made, and nobody knows what."""
    found = data.get(names.options)
    timings = found if isinstance(found, dict) else {}
    if not isinstance(data.get(names.link), str) or not data[names.link]:
        raise RetryableError("an answer without a code")
    return Opened(
        provider_payment_id=number(data.get(names.number)),
        link=data[names.link],
        expires_at=_date(data.get("ExpireDate")),
        poll_every=_seconds(timings.get(names.interval)),
        scan_timeout=_seconds(timings.get(names.wait)),
        confirm_timeout=_seconds(timings.get("PaymentConfirmationTimeout")),
    )


def number(said: Any) -> str:
    """An id, exact whatever its size; RetryableError when there is none."""
    if isinstance(said, int | str) and not isinstance(said, bool) and str(said).isdigit():
        return str(said)
    raise RetryableError("an answer without a number")


def _date(said: Any) -> datetime | None:
    try:
        return dates.parse(str(said))
    except ValueError:
        # Our own clock counts anyway.
        return None


def _seconds(said: Any) -> timedelta | None:
    is_sensible = isinstance(said, int | Decimal) and not isinstance(said, bool) and 0 < said <= LONGEST_WAIT
    return timedelta(seconds=int(said)) if is_sensible else None
