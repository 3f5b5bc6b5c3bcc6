import csv

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone

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
    "state",
    "attention",
    "gateway",
    "provider_id",
    "payer",
    "test",
]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def payments_as_csv(payments: QuerySet[Payment]) -> HttpResponse:
    """For the bookkeeper: one line a payment, with a BOM so that Excel reads Kazakh letters; no cell starts a formula."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="payments.csv"'
    lines = csv.writer(response)
    lines.writerow(HEADINGS)
    for payment in payments:
        lines.writerow([_safe(value) for value in _line(payment)])
    return response


def _line(payment: Payment) -> list[str]:
    moments = [
        timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else "" for moment in (payment.created_at, payment.completed_at)
    ]
    tenge, rest = divmod(payment.amount_tiyn, 100)
    return [
        payment.our_reference,
        *moments,
        payment.workspace.name,
        payment.title,
        payment.reference,
        payment.tariff_code,
        f"{tenge}.{rest:02}",
        payment.state,
        payment.attention,
        payment.gateway,
        payment.provider_payment_id,
        payment.payer_label,
        "test" if payment.is_test else "",
    ]


def _safe(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA) else value
