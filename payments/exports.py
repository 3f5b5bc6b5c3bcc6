"""Payments as a file for the bookkeeper: no cell starts a formula, Kazakh letters survive Excel."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import openpyxl
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

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
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _rows(payments: Iterable[Payment]) -> Iterator[list[str]]:
    yield HEADINGS
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


def write_csv(payments: Iterable[Payment]) -> bytes:
    """One line a payment, UTF-8 with a mark, so that Excel reads Kazakh letters."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_safe(value) for value in row] for row in _rows(payments))
    return text.getvalue().encode("utf-8-sig")


def write_excel(payments: Iterable[Payment]) -> bytes:
    """One line a payment; texts are texts whatever they begin with, sums are numbers."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "B2"
    sums = {HEADINGS.index("amount_kzt"), HEADINGS.index("received_kzt")}
    for number, row in enumerate(_rows(payments)):
        cells = []
        for index, value in enumerate(row):
            is_sum = number > 0 and index in sums
            cell = WriteOnlyCell(sheet, float(value) if is_sum else ILLEGAL_CHARACTERS_RE.sub(" ", value))
            if not is_sum:
                cell.data_type, cell.number_format = "s", "@"
            cells.append(cell)
        sheet.append(cells)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


@dataclass(frozen=True)
class Format:
    extension: str
    content_type: str
    write: Callable[[Iterable[Payment]], bytes]


FORMATS = {
    "csv": Format("csv", "text/csv; charset=utf-8", write_csv),
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_excel),
}


def download(payments: QuerySet[Payment], written: Format) -> HttpResponse:
    """The payments as a file to keep."""
    response = HttpResponse(written.write(payments.iterator(chunk_size=1000)), content_type=written.content_type)
    response["Content-Disposition"] = f'attachment; filename="payments.{written.extension}"'
    return response


def _moment(moment: datetime | None) -> str:
    return timezone.localtime(moment, timezone.get_default_timezone()).strftime("%Y-%m-%d %H:%M") if moment else ""


def _tenge(tiyn: int) -> str:
    tenge, rest = divmod(tiyn, 100)
    return f"{tenge}.{rest:02}"


def _safe(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA) else value
