"""What a list would do, told before it is done: how many are new, who is known, what is wrong in which row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from import_export.results import Result

from . import columns
from .matching import Kind, Match
from .reading import Sheet

SHOWN = 200
SAMPLES = 8


@dataclass
class Remark:
    """Something to know of a row: a problem that stops the list, or a word about what becomes of it."""

    row: int
    who: str
    texts: list[str]


@dataclass
class Preview:
    """The numbers are rows of the list."""

    new: int = 0
    updated: int = 0
    known: int = 0
    repeated: int = 0
    ignored: int = 0
    problem_count: int = 0
    problems: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    samples: list[list[str]] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.problem_count

    @property
    def changes(self) -> int:
        return self.new + self.updated

    @classmethod
    def of(cls, sheet: Sheet, result: Result) -> Preview:
        """From the result of a trial."""
        names = {number: cells[sheet.mapping.index("name")] for number, cells in sheet.rows}
        kinds = [match.kind for match in result.matches.values()]
        invalid = {result.lines[row.number - 1]: row for row in result.invalid_rows}
        broken = [Remark(0, "", [str(error.error)]) for error in result.base_errors]
        broken += [Remark(result.lines[number - 1], "", [str(error.error) for error in errors]) for number, errors in result.row_errors()]
        return cls(
            new=result.totals["new"],
            updated=result.totals["update"],
            known=kinds.count(Kind.KNOWN),
            repeated=kinds.count(Kind.REPEATED),
            ignored=len(sheet.rows) - len(result.lines),
            problem_count=len(invalid) + len(broken),
            problems=broken + [_problem(number, names[number], row) for number, row in list(invalid.items())[:SHOWN]],
            remarks=[
                Remark(number, names[number], [text])
                for number, match in result.matches.items()
                if number not in invalid and (text := _remark(match))
            ][:SHOWN],
            samples=[cells for _number, cells in sheet.rows[:SAMPLES]],
        )


def _problem(number: int, name: str, row: Any) -> Remark:
    texts = []
    for key, errors in row.field_specific_errors.items():
        label = columns.COLUMNS[key].label if key in columns.COLUMNS else key
        texts += [f"{label}: {error}" for error in errors]
    return Remark(number, name[:60], [*texts, *row.non_field_specific_errors])


def _remark(match: Match) -> str:
    """A word about a row that is not simply new."""
    other = match.other
    if other is None:
        return ""
    if match.kind is Kind.REPEATED:
        return _("The same guest as in row %(row)s: comes in once.") % {"row": other.number}
    if match.kind is Kind.PHONE_ADDED:
        return _("Is in your list already: the phone is added.")
    if match.kind is Kind.KNOWN:
        return _("Is in your list already as %(name)s: nothing changes.") % {"name": other.name}
    if match.is_other_in_file:
        return _("Has the same name as row %(row)s: comes in as another guest. Add a family or a phone to tell them apart.") % {
            "row": other.number
        }
    return _("There is a guest of the same name with another phone: comes in as another guest.")
