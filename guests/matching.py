"""Who is who: which rows of a list are new guests, which are in the list already, which stand twice in the file.

A phone is a person's own: the same phone is the same guest. Without one, the same name in the same family is the same
guest, as often as it stands there: two rows "Айгерім" are two guests, and importing them again finds both.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from .columns import fold


class Kind(Enum):
    NEW = "new"
    KNOWN = "known"
    PHONE_ADDED = "phone_added"
    REPEATED = "repeated"
    CLASH = "clash"


@dataclass(frozen=True)
class Person:
    """A row of the file or a party of the list; `number` is the row or the party's primary key. `phone` is E.164 or empty."""

    number: int
    name: str
    household: str
    phone: str

    @property
    def key(self) -> tuple[str, str]:
        return fold(self.name), fold(self.household)


@dataclass(frozen=True)
class Match:
    """What a row is; `other` is the party or the earlier row it is the same as, or a namesake to look at when it is new."""

    kind: Kind
    other: Person | None = None
    is_other_in_file: bool = False


def match(rows: Iterable[Person], listed: Iterable[Person]) -> dict[int, Match]:
    """What each row is, by its number. Each party is found at most once, by phone before by name."""
    rows, listed = list(rows), list(listed)
    found: dict[int, Match] = {}
    taken: set[int] = set()
    _by_phone(rows, {person.phone: person for person in listed if person.phone}, found, taken)
    _by_name(rows, [person for person in listed if person.number not in taken], found)
    _namesakes(rows, listed, found)
    return found


def _by_phone(rows: list[Person], listed: dict[str, Person], found: dict[int, Match], taken: set[int]) -> None:
    seen: dict[str, Person] = {}
    for row in rows:
        if not row.phone:
            continue
        if earlier := seen.get(row.phone):
            kind = Kind.REPEATED if earlier.key[0] == row.key[0] else Kind.CLASH
            found[row.number] = Match(kind, earlier, is_other_in_file=True)
        elif party := listed.get(row.phone):
            found[row.number] = Match(Kind.KNOWN, party)
            taken.add(party.number)
        seen.setdefault(row.phone, row)


def _by_name(rows: list[Person], listed: list[Person], found: dict[int, Match]) -> None:
    """Rows without a phone first among parties without one, then rows with a phone, then the parties that got a phone since."""
    without, with_phone = defaultdict(list), defaultdict(list)
    for party in listed:
        (with_phone if party.phone else without)[party.key].append(party)
    steps = ((False, without, Kind.KNOWN), (True, without, Kind.PHONE_ADDED), (False, with_phone, Kind.KNOWN))
    for has_phone, parties, kind in steps:
        for row in rows:
            if row.number not in found and bool(row.phone) is has_phone and parties[row.key]:
                found[row.number] = Match(kind, parties[row.key].pop(0))


def _namesakes(rows: list[Person], listed: list[Person], found: dict[int, Match]) -> None:
    names = {party.key: (party, False) for party in listed}
    for row in rows:
        if row.number not in found:
            other, is_in_file = names.get(row.key, (None, False))
            found[row.number] = Match(Kind.NEW, other, is_in_file)
        names.setdefault(row.key, (row, True))
