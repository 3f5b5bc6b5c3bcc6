"""A celebration's guests as a table: what `imports` reads back, in the user's language."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import openpyxl
from django.utils import timezone
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from invitations.models import Invitation

from . import access
from .columns import WRITTEN
from .models import PartyInvite
from .widgets import safe

WIDTHS = {"name": 30, "household": 24, "note": 30, "message": 40, "link": 60, "phone": 16}


def values_of(invite: PartyInvite, invitation: Invitation) -> dict[str, Any]:
    """A row by the keys of its columns; numbers stay numbers."""
    party, answer = invite.party, getattr(invite, "answer", None)
    opened = timezone.localtime(invite.opened_at) if invite.opened_at else None
    return {
        "name": party.name,
        "phone": party.phone,
        "household": party.household,
        "side": invite.get_side_display(),
        "seats": invite.seats,
        "table": invite.table,
        "language": party.get_language_display(),
        "note": party.note,
        "answer": answer.get_choice_display() if answer else "",
        "people": answer.people if answer else "",
        "spouse_name": answer.spouse_name if answer else "",
        "message": answer.message if answer else "",
        "opened": f"{opened:%Y-%m-%d %H:%M}" if opened else "",
        "link": access.link_for(party, invitation),
    }


def _rows(invites: Iterable[PartyInvite], invitation: Invitation) -> Iterable[list[Any]]:
    """Headings, then a row for each party; no cell can be taken for a formula."""
    yield [str(column.label) for column in WRITTEN]
    for invite in invites:
        values = values_of(invite, invitation)
        yield [value if isinstance(value := values[column.key], int) else safe(value) for column in WRITTEN]


def write_csv(invites: Iterable[PartyInvite], invitation: Invitation) -> bytes:
    """CSV as Excel opens it here by a double tap: UTF-8 with a mark, semicolons."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(_rows(invites, invitation))
    return text.getvalue().encode("utf-8-sig")


def write_excel(invites: Iterable[PartyInvite], invitation: Invitation) -> bytes:
    """XLSX in which every text is a text, so that phones keep their plus."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "B2"
    for index, column in enumerate(WRITTEN):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(index + 1)].width = WIDTHS.get(column.key, 14)
    for number, row in enumerate(_rows(invites, invitation)):
        sheet.append([_cell(sheet, value, is_bold=number == 0) for value in row])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _cell(sheet: Any, value: Any, *, is_bold: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
    if is_bold:
        cell.font = Font(bold=True)
    return cell


@dataclass(frozen=True)
class Format:
    extension: str
    content_type: str
    write: Callable[[Iterable[PartyInvite], Invitation], bytes]


FORMATS = {
    "csv": Format("csv", "text/csv; charset=utf-8", write_csv),
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_excel),
}
