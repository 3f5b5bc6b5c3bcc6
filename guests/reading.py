"""From what people have, a file or a pasted message, to rows of cells; nothing here knows of guests' rules."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from . import chat, columns

MOST_BYTES = 5 * 1024 * 1024
# Of pasted text: 5,000 rows of 80.
MOST_LETTERS = 400_000
MOST_UNPACKED_BYTES = 60 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 40
DEEPEST_ROW = 50_000
HEADER_DEPTH = 15
# What may be reckoned with: "²" and "①" are digits as well, and a number of any length is none of people.
FEW = re.compile(r"[0-9]{1,6}")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class UnreadableError(ValueError):
    """The file cannot be used at all; the message tells the user what to do."""


@dataclass
class Sheet:
    """`rows` are (number in the file, cells); `mapping` says which column each cell is, "" for none."""

    rows: list[tuple[int, list[str]]]
    mapping: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)

    def title_of(self, index: int) -> str:
        """What the file calls a column, or its number."""
        named = self.header[index] if index < len(self.header) else ""
        return named or _("Column %(number)s") % {"number": index + 1}


def too_large() -> str:
    """Why a big file is refused, in the user's language."""
    return _("The file is larger than 5 MB. Keep only the guest list in it.")


def read_file(name: str, content: bytes) -> Sheet:
    """The rows of an uploaded CSV, TXT or XLSX. Raises UnreadableError: too big, too long, empty, an unknown format."""
    if len(content) > MOST_BYTES:
        raise UnreadableError(too_large())
    if content.startswith(OLD_EXCEL):
        raise UnreadableError(_("This is the old Excel format (.xls). Save it as .xlsx or CSV and upload it again."))
    if content.startswith(b"PK"):
        return _recognised(_excel_rows(content))
    return read_text(decode(content))


def read_text(text: str) -> Sheet:
    """The rows of pasted text: a table with any delimiter, or a list from a chat."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    if "\0" in lines:
        raise UnreadableError(_("This is not a table. Upload a CSV or XLSX file, or paste the list as text."))
    if delimiter := _delimiter(lines):
        reader = csv.reader(io.StringIO(lines), delimiter=delimiter)
        return _recognised(_csv_rows(reader))
    people = _padded(_limited(chat.read(lines.split("\n"))), len(chat.COLUMNS))
    return Sheet(rows=people, mapping=list(chat.COLUMNS), header=[])


def decode(content: bytes) -> str:
    """Text of UTF-8, UTF-16 or the Windows code page of Kazakhstan (a superset of Russian cp1251 for our letters)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if _is_utf_16(content[1:400:2]):
        return content.decode("utf-16-le", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("kz1048", errors="replace")


def _is_utf_16(every_second: bytes) -> bool:
    """Without a mark: nearly every second byte is the page of Latin (0) or of Cyrillic (4)."""
    return len(every_second) > 4 and sum(byte in {0, 4} for byte in every_second) > 0.9 * len(every_second)


def _csv_rows(reader: Iterable[list[str]]) -> Iterable[tuple[int, list[str]]]:
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        raise UnreadableError(_("This is not a table. Upload a CSV or XLSX file, or paste the list as text.")) from error


def _excel_rows(content: bytes) -> Iterable[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked <= MOST_UNPACKED_BYTES:
            return _rows_of_first_filled_sheet(openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True))
    except Exception as error:
        # A broken file breaks the parser in a dozen ways, none of them ours.
        raise UnreadableError(_("The file could not be opened as Excel. Save it as .xlsx or CSV and upload it again.")) from error
    raise UnreadableError(too_large())


def _rows_of_first_filled_sheet(book: openpyxl.Workbook) -> list[tuple[int, list[str]]]:
    """What a sheet says of its own size may be nonsense: it is read to a limit."""
    for sheet in book.worksheets:
        cells = sheet.iter_rows(max_row=DEEPEST_ROW, max_col=MOST_COLUMNS, values_only=True)
        rows = [(number, [_cell(value) for value in row]) for number, row in enumerate(cells, 1) if any(row)]
        if rows:
            return rows
    return []


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _delimiter(text: str) -> str | None:
    """The delimiter whose heading we know, else the one that splits nearly all lines alike; None for a list without columns."""
    sample = [line for line in text.split("\n") if line.strip()][:200]
    known = {mark: max((_known(line.split(mark)) for line in sample[:HEADER_DEPTH]), default=0) for mark in ";\t,|"}
    best = max(known, key=lambda mark: known[mark], default=",")
    if known[best] >= 2:
        return best
    for mark in "\t;|,":
        counts = [line.count(mark) for line in sample]
        usual = max(set(counts), key=counts.count, default=0)
        if usual and counts.count(usual) >= 0.9 * len(counts):
            return mark
    return None


def _known(cells: Iterable[str]) -> int:
    return len({key for cell in cells if (key := columns.recognise(cell.strip('" ')))})


def _limited(rows: Iterable[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    kept = []
    for number, cells in rows:
        if filled := _filled(cells):
            kept.append((number, filled))
        if len(kept) > MOST_ROWS + HEADER_DEPTH:
            raise UnreadableError(_("The list has more than 5,000 rows. Divide it into several files."))
    if not kept:
        raise UnreadableError(_("There are no guests in it: it is empty."))
    return kept


def _filled(cells: list[str]) -> list[str]:
    """The cells up to the last one that holds something."""
    stripped = [cell.strip() for cell in cells[:MOST_COLUMNS]]
    while stripped and not stripped[-1]:
        stripped.pop()
    return stripped


def _recognised(raw: Iterable[tuple[int, list[str]]]) -> Sheet:
    rows = _limited(raw)
    depth = max(range(min(HEADER_DEPTH, len(rows))), key=lambda index: (_known(rows[index][1]), -index))
    width = max(len(cells) for _number, cells in rows)
    if not _is_header(rows[depth][1]):
        return Sheet(rows=_padded(rows, width), mapping=_guess([cells for _number, cells in rows], width))
    header = rows[depth][1] + [""] * (width - len(rows[depth][1]))
    mapping = _unique([columns.recognise(cell) or "" for cell in header])
    if "name" not in mapping:
        _guess_name(mapping, [cells for _number, cells in rows[depth + 1 :]])
    return Sheet(rows=_padded(rows[depth + 1 :], width), mapping=mapping, header=header)


def _is_header(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return _known(cells) >= 2 or (len(filled) == 1 and columns.recognise(filled[0]) == "name")


def _padded(rows: list[tuple[int, list[str]]], width: int) -> list[tuple[int, list[str]]]:
    return [(number, cells + [""] * (width - len(cells))) for number, cells in rows]


def _unique(mapping: list[str]) -> list[str]:
    return [key if key not in mapping[:index] else "" for index, key in enumerate(mapping)]


def _guess(rows: list[list[str]], width: int) -> list[str]:
    """Columns without a heading, by what stands in them: phones, then the first words, then small numbers."""
    mapping = [""] * width
    shares = [[_share(rows, index, kind) for index in range(width)] for kind in (chat.is_phone, _is_words, _is_small)]
    for key, share, least in zip(("phone", "name", "seats"), shares, (0.4, 0.5, 0.6), strict=True):
        free = [index for index in range(width) if not mapping[index] and not _is_running(rows, index)]
        best = max(free, key=lambda index: share[index], default=None)
        if best is not None and share[best] >= least:
            mapping[best] = key
    return mapping


def _guess_name(mapping: list[str], rows: list[list[str]]) -> None:
    free = [index for index, key in enumerate(mapping) if not key]
    best = max(free, key=lambda index: _share(rows, index, _is_words), default=None)
    if best is not None and _share(rows, best, _is_words) >= 0.5:
        mapping[best] = "name"


def _share(rows: list[list[str]], index: int, kind: Any) -> float:
    return sum(1 for cells in rows if index < len(cells) and kind(cells[index])) / max(1, len(rows))


def _is_words(cell: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}", cell))


def _is_small(cell: str) -> bool:
    return bool(FEW.fullmatch(cell)) and int(cell) <= 20


def _is_running(rows: list[list[str]], index: int) -> bool:
    """1, 2, 3 …: a running number, not a number of seats."""
    values = [cells[index] for cells in rows if index < len(cells) and cells[index]]
    if len(values) < 3 or not FEW.fullmatch(values[0]):
        return False
    return values == [str(int(values[0]) + step) for step in range(len(values))]
