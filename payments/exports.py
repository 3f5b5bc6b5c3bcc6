"""Payments as a table for the bookkeeper."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone

from accounts import spreadsheets

from .models import Payment

HEADINGS = [
    "number",
    "created",
    "paid",
    "workspace",
    "title",
    "reference",
    "tier",
    "amount_kzt",
    "received_kzt",
    "state",
    "attention",
    "gateway",
    "provider_id",
    "payer",
    "test",
]


def download(payments: QuerySet[Payment], written: spreadsheets.Format) -> HttpResponse:
    """The payments as a file to keep, one row each."""
    return spreadsheets.download(_rows(payments.iterator(chunk_size=1000)), name="payments", written=written)


def _rows(payments: Iterable[Payment]) -> Iterator[list[spreadsheets.Cell]]:
    yield list(HEADINGS)
    for payment in payments:
        yield [
            payment.our_reference,
            _moment(payment.created_at),
            _moment(payment.completed_at),
            payment.workspace.name,
            payment.title,
            payment.reference,
            payment.tariff_code,
            _tenge(payment.amount_tiyn),
            _tenge(payment.paid_tiyn),
            payment.state,
            payment.attention,
            payment.gateway,
            payment.provider_payment_id,
            payment.payer_label,
            "test" if payment.is_test else "",
        ]


def _moment(moment: datetime | None) -> str:
    return timezone.localtime(moment, timezone.get_default_timezone()).strftime("%Y-%m-%d %H:%M") if moment else ""


def _tenge(tiyn: int) -> Decimal:
    return Decimal(tiyn).scaleb(-2)
