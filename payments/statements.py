"""A bank's statement as a file: whatever encoding, delimiter and headings it comes with, rows come out, or what is wrong with them.

Columns are known by their headings in Kazakh, Russian and English (`HEADINGS`); what stands above the headings and
columns of other names are passed over. docs/operations.md says the same to people.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.translation import gettext as _

from .money import from_tenge

LONGEST_PREAMBLE = 30
MOST_ROWS = 50_000
ENCODINGS = ("utf-8-sig", "cp1251")
DELIMITERS = (";", ",", "\t")
HEADINGS = {
    "number": {
        "номер операции", "id операции", "номер платежа", "id платежа", "номер транзакции", "id транзакции", "код операции",
        "операция нөмірі", "операция коды", "төлем нөмірі", "төлем id", "транзакция нөмірі",
        "operation id", "payment id", "transaction id", "qrpaymentid", "txn_id", "id", "number",
    },
    "order": {
        "номер заказа", "заказ", "номер счета", "лицевой счет", "внешний номер",
        "тапсырыс нөмірі", "тапсырыс", "шот нөмірі", "дербес шот",
        "order id", "order", "external id", "externalid", "account", "reference",
    },
    "amount": {
        "сумма", "сумма операции", "сумма платежа", "сумма продажи", "сумма возврата",
        "сома", "сомасы", "операция сомасы", "төлем сомасы",
        "amount", "sum", "total",
    },
    "moment": {
        "дата", "дата операции", "дата и время", "дата и время операции", "дата платежа",
        "күні", "операция күні", "күні мен уақыты", "төлем күні",
        "date", "date and time", "transaction date", "txn_date", "time",
    },
    "kind": {
        "тип операции", "вид операции", "тип", "операция",
        "операция түрі", "түрі",
        "type", "operation", "operation type", "kind",
    },
}  # fmt: skip
# Outside of them a date is a slip, and near the calendar's ends no clock can be reckoned with.
YEARS = range(2000, 2100)
NEEDED = ("number", "amount", "moment")
REFUND_WORDS = ("возврат", "қайтар", "refund", "return")
SHAPES = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%d.%m.%y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y")
UNIT = re.compile(r"[\s,(]*(?:₸|kzt|тг|тенге|теңге)[.)]*$")


@dataclass(frozen=True, slots=True)
class Row:
    """One operation at the bank; the amount is tiyn and never negative."""

    line: int
    number: str
    order: str
    amount_tiyn: int
    moment: datetime
    is_refund: bool


class UnreadableError(Exception):
    """The file cannot be compared; `problems` says to a person why, line by line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read(content: bytes) -> list[Row]:
    """Every operation of the file; UnreadableError when there is one that cannot be read, or none at all."""
    try:
        return _read(_text(content).splitlines())
    except csv.Error as error:
        raise _no_text() from error


def _read(lines: list[str]) -> list[Row]:
    start, delimiter, columns = _find_headings(lines)
    rows, problems = [], []
    for number, cells in _cells(lines, start, delimiter):
        try:
            rows.append(_row(number, cells, columns))
        except ValueError as error:
            problems.append(_("Line %(line)s: %(problem)s") % {"line": number, "problem": error})
    problems += _told_twice(rows)
    if not rows and not problems:
        problems.append(_("There are no operations under the headings."))
    if problems:
        raise UnreadableError(problems)
    return rows


def _text(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace").replace("\0", " ")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding).replace("\0", " ")
        except UnicodeDecodeError:
            continue
    raise _no_text()


def _no_text() -> UnreadableError:
    return UnreadableError([_("The file is no text. Save the statement as CSV and try again.")])


def _find_headings(lines: list[str]) -> tuple[int, str, dict[str, int]]:
    for index, line in enumerate(lines[:LONGEST_PREAMBLE]):
        for delimiter in DELIMITERS:
            columns = _columns(next(csv.reader([line], delimiter=delimiter), []))
            if all(name in columns for name in NEEDED):
                return index, delimiter, columns
    raise UnreadableError([_("We found no line with the headings: the number of the operation, its sum and its date.")])


def _columns(cells: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        heading = UNIT.sub("", " ".join(cell.lower().replace("ё", "е").split()))
        for name, known in HEADINGS.items():
            if heading in known:
                found.setdefault(name, index)
    return found


def _cells(lines: list[str], start: int, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    if len(lines) - start > MOST_ROWS:
        raise UnreadableError([_("The file is too long. Divide it by days and bring it in piece by piece.")])
    reader = csv.reader(lines[start + 1 :], delimiter=delimiter)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield start + 1 + reader.line_num, [cell.strip() for cell in cells]


def _row(line: int, cells: list[str], columns: dict[str, int]) -> Row:
    told = {name: cells[index] if index < len(cells) else "" for name, index in columns.items()}
    number = told["number"].lstrip("'").removesuffix(".0")
    if not number or len(number) > 128:
        raise ValueError(_("the number of the operation is missing."))
    amount = _amount(told["amount"])
    is_refund = amount < 0 or any(word in told.get("kind", "").lower() for word in REFUND_WORDS)
    return Row(line, number, told.get("order", "").lstrip("'"), abs(amount), _moment(told["moment"]), is_refund)


def _amount(text: str) -> int:
    plain = UNIT.sub("", "".join(text.lower().split())).replace("−", "-")
    whole, mark, rest = plain.rpartition("," if plain.rfind(",") > plain.rfind(".") else ".")
    digits = f"{whole.replace(',', '').replace('.', '')}.{rest}" if mark else plain
    try:
        tiyn = from_tenge(Decimal(digits))
    except (InvalidOperation, ValueError):
        raise ValueError(_("“%(text)s” is no sum.") % {"text": text[:40]}) from None
    if tiyn == 0:
        raise ValueError(_("the sum is empty."))
    return tiyn


def _moment(text: str) -> datetime:
    found = _as_moment(text)
    if found.year not in YEARS:
        raise ValueError(_("“%(text)s” is no date.") % {"text": text[:40]})
    return found


def _as_moment(text: str) -> datetime:
    for shape in SHAPES:
        try:
            return timezone.make_aware(datetime.strptime(text, shape), timezone.get_default_timezone())
        except ValueError:
            continue
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(_("“%(text)s” is no date.") % {"text": text[:40]}) from None
    return found if timezone.is_aware(found) else timezone.make_aware(found, timezone.get_default_timezone())


def _told_twice(rows: list[Row]) -> list[str]:
    first: dict[str, int] = {}
    problems = []
    for row in rows:
        if not row.is_refund and first.setdefault(row.number, row.line) != row.line:
            told = {"line": row.line, "number": row.number, "first": first[row.number]}
            problems.append(_("Line %(line)s: the payment %(number)s is in line %(first)s already.") % told)
    return problems


def days_of(rows: list[Row]) -> tuple[date, date]:
    """The first and the last day (in our zone) that the rows speak of."""
    days = [timezone.localdate(row.moment, timezone.get_default_timezone()) for row in rows]
    return min(days), max(days)
