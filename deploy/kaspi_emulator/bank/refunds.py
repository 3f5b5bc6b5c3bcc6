"""Giving money back: r3 without the customer, r2 after the customer scanned a refund code. Nothing here is idempotent, on purpose."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from deploy.kaspi_emulator import errors
from deploy.kaspi_emulator.bank.purchases import CREATED, ERROR, PROCESSED, Purchase, Refund
from deploy.kaspi_emulator.config import Timings

IDENTIFIED = "CustomerIdentityObtained"


@dataclass
class ReturnRequest:
    """r2: a code by which the customer says who they are."""

    id: int
    bin: str
    device: str
    token: str
    created_at: datetime
    expires_at: datetime
    status: str = CREATED
    customer: str = ""


def settle(request: ReturnRequest, now: datetime) -> None:
    if request.status == CREATED and now > request.expires_at:
        request.status = ERROR


def identify(request: ReturnRequest, now: datetime, customer: str) -> None:
    settle(request, now)
    if request.status != CREATED:
        raise errors.RefusalError(errors.NOT_FOUND)
    request.status, request.customer = IDENTIFIED, customer


def give_back(purchase: Purchase, amount: Decimal, *, trade_point: int, number: int, now: datetime) -> Refund:
    """The same call twice refunds twice: the document promises nothing else."""
    if purchase.trade_point != trade_point:
        raise errors.RefusalError(errors.TRADE_POINT_FOREIGN)
    if purchase.status != PROCESSED:
        raise errors.RefusalError(errors.REFUND_IMPOSSIBLE)
    if amount > purchase.available:
        raise errors.RefusalError(errors.REFUND_TOO_LARGE)
    if purchase.is_whole_refund_only and amount != purchase.amount:
        raise errors.RefusalError(errors.REFUND_WHOLE_ONLY)
    refund = Refund(number, amount, now)
    purchase.refunds.append(refund)
    return refund


def expiry(now: datetime, timings: Timings) -> datetime:
    return now + timedelta(seconds=timings.scan)
