"""One purchase (a QR, a payment link or an invoice by phone) and the ways it can go."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from deploy.kaspi_emulator import errors
from deploy.kaspi_emulator.config import Quirks, Timings

CREATED, WAIT, PROCESSED, ERROR = "QrTokenCreated", "Wait", "Processed", "Error"
REMOTE_CREATED, REMOTE_CANCELED = "RemotePaymentCreated", "RemotePaymentCanceled"
OPEN = frozenset({CREATED, WAIT, REMOTE_CREATED})


@dataclass
class Refund:
    id: int
    amount: Decimal
    at: datetime


@dataclass
class Purchase:
    id: int
    kind: str  # qr | link | remote
    amount: Decimal
    bin: str
    trade_point: int
    device: str
    created_at: datetime
    expires_at: datetime
    token: str = ""
    external_id: str = ""
    phone: str = ""
    comment: str = ""
    status: str = CREATED
    expiry: str = "error"  # error | stuck
    scanned_at: datetime | None = None
    processed_at: datetime | None = None
    customer: str = "customer-1"
    product: str = "Gold"
    is_whole_refund_only: bool = False
    refunds: list[Refund] = field(default_factory=list)
    polls_after_final: int = 0
    has_flipped: bool = False
    told: list[str] = field(default_factory=list)  # statuses as they were answered, for stale answers

    @property
    def available(self) -> Decimal:
        return self.amount - sum((refund.amount for refund in self.refunds), Decimal())

    @property
    def first_status(self) -> str:
        return REMOTE_CREATED if self.kind == "remote" else CREATED

    @property
    def is_final(self) -> bool:
        return self.status not in OPEN


def settle(purchase: Purchase, now: datetime, timings: Timings, quirks: Quirks) -> None:
    """Let time do what it does: an expired purchase becomes Error, or stays as it is for ever (`stuck`)."""
    if purchase.kind == "remote":
        if purchase.status == REMOTE_CREATED and now > purchase.expires_at:
            purchase.status = quirks.remote_expired_status
    elif purchase.expiry == "error" and is_too_late(purchase, now, timings):
        purchase.status = ERROR


def is_too_late(purchase: Purchase, now: datetime, timings: Timings) -> bool:
    """The limits are inclusive: at exactly 180 s a scan still works."""
    if purchase.status == CREATED:
        return now > purchase.expires_at
    if purchase.scanned_at and not purchase.is_final:
        return now > purchase.scanned_at + timedelta(seconds=timings.confirm)
    return False


def scan(purchase: Purchase, now: datetime, timings: Timings, quirks: Quirks, *, customer: str = "") -> None:
    """The customer points the phone at the code, or opens the link."""
    _insist(purchase.kind != "remote" and purchase.status == CREATED and not is_too_late(purchase, now, timings))
    purchase.status = quirks.opened_link_status if purchase.kind == "link" else WAIT
    purchase.scanned_at = now
    purchase.customer = customer or purchase.customer


def confirm(purchase: Purchase, now: datetime, timings: Timings) -> None:
    """The customer pays; needs a scan not longer than the confirmation time ago."""
    _insist(_is_scanned(purchase) and not is_too_late(purchase, now, timings))
    process(purchase, now)


def scan_error(purchase: Purchase, now: datetime, timings: Timings) -> None:
    _insist(purchase.kind != "remote" and purchase.status == CREATED and not is_too_late(purchase, now, timings))
    purchase.status = ERROR


def confirm_error(purchase: Purchase, now: datetime, timings: Timings) -> None:
    _insist(_is_scanned(purchase) and not is_too_late(purchase, now, timings))
    purchase.status = ERROR


def pay_remote(purchase: Purchase, now: datetime) -> None:
    _insist(purchase.status == REMOTE_CREATED and purchase.kind == "remote")
    process(purchase, now)


def reject_remote(purchase: Purchase, quirks: Quirks) -> None:
    _insist(purchase.status == REMOTE_CREATED and purchase.kind == "remote")
    purchase.status = quirks.remote_rejected_status


def cancel_remote(purchase: Purchase) -> None:
    if purchase.kind != "remote" or purchase.status not in {REMOTE_CREATED, REMOTE_CANCELED}:
        raise errors.RefusalError(errors.PURCHASE_UNKNOWN)
    purchase.status = REMOTE_CANCELED


def process(purchase: Purchase, now: datetime) -> None:
    """The money has moved, however that came about."""
    purchase.status = PROCESSED
    purchase.processed_at = now


def _is_scanned(purchase: Purchase) -> bool:
    return purchase.scanned_at is not None and not purchase.is_final


def _insist(is_possible: bool) -> None:
    if not is_possible:
        raise errors.RefusalError(errors.NOT_FOUND)
