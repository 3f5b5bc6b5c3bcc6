"""Tables that go out as files: no cell starts a formula, and Excel opens them here by a double tap."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import openpyxl
from django.http import HttpResponse
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = str | int | Decimal
Rows = Iterable[Sequence[Cell]]
Widths = Mapping[int, int]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_PHONE = re.compile(r"\+\d{7,15}")


@dataclass(frozen=True)
class Format:
    extension: str
    content_type: str
    write: Callable[[Rows, Widths], bytes]


def safe(text: str) -> str:
    """Text that a spreadsheet could take for a formula gets an apostrophe, except a phone."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not _PHONE.fullmatch(text) else text


def bare(text: str) -> str:
    """The text without the apostrophe that `safe` gave it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def write_csv(rows: Rows, widths: Widths) -> bytes:
    """UTF-8 with a mark, semicolons and decimal commas: what Excel reads in Kazakhstan and Russia. Widths do not count."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([_written(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_excel(rows: Rows, widths: Widths) -> bytes:
    """XLSX with bold headings in the first row; texts are texts whatever they begin with, so that phones keep their plus."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "B2"
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column + 1)].width = width
    for number, row in enumerate(rows):
        sheet.append([_cell(sheet, value, is_bold=number == 0) for value in row])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


FORMATS = {
    "csv": Format("csv", "text/csv; charset=utf-8", write_csv),
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_excel),
}


def download(rows: Rows, *, name: str, written: Format, widths: Widths | None = None) -> HttpResponse:
    """The rows, headings first, as a file to keep that no cache does."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{written.extension}"', "Cache-Control": "no-store"}
    return HttpResponse(written.write(rows, widths or {}), content_type=written.content_type, headers=headers)


def _written(value: Cell) -> str:
    return safe(value) if isinstance(value, str) else str(value).replace(".", ",")


def _cell(sheet: WriteOnlyWorksheet, value: Cell, *, is_bold: bool) -> WriteOnlyCell:
    is_text = isinstance(value, str)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(" ", value) if is_text else value)
    if is_text:
        cell.data_type, cell.number_format = "s", "@"
    if is_bold:
        cell.font = Font(bold=True)
    return cell
