"""Numbers and lists about guests. All need the workspace's scope."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Case, CharField, Count, F, Func, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Least, Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from invitations.models import Invitation

from .access import invites_for
from .models import Answer, Guest, GuestList, Party, PartyInvite, Side

COMING = Q(answer__choice__in=Answer.COMING)
SILENT = Q(answer__isnull=True)
OPENED = Q(opened_at__isnull=False)
STATUSES = {
    "coming": (pgettext_lazy("how many", "Coming"), COMING),
    "not_coming": (pgettext_lazy("how many", "Not coming"), Q(answer__choice=Answer.Choice.NOT_COMING)),
    "not_sure": (_("Not sure yet"), Q(answer__choice=Answer.Choice.NOT_SURE)),
    "silent": (_("No answer yet"), SILENT),
    "answered": (_("Answered"), ~SILENT),
    "opened": (_("Opened, no answer"), OPENED & SILENT),
    "unopened": (_("Not opened yet"), ~OPENED),
    "unsent": (_("Not sent yet"), Q(sent_at__isnull=True)),
}
# The database compares by code points, which puts Ә after Я.
ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
IN_ORDER = "".join(chr(0x4E00 + position) for position in range(len(ALPHABET)))
SORTS: dict[str, tuple[Any, list[Any]]] = {
    "name": (_("By name"), ["name_in_order", "pk"]),
    "household": (_("By family"), ["household_in_order", "name_in_order", "pk"]),
    "table": (_("By table"), ["table_is_empty", "table_number", "table", "name_in_order", "pk"]),
    "answered": (_("Latest answers first"), [F("answer__answered_at").desc(nulls_last=True), "pk"]),
    "opened": (_("Latest opened first"), [F("last_opened_at").desc(nulls_last=True), "pk"]),
    "new": (_("Latest added first"), ["-pk"]),
}


@dataclass(frozen=True)
class Counts:
    """A celebration in numbers. `parties`, `coming`, `not_coming`, `not_sure`, `silent` and the opened ones are parties; `seats` and `people` are persons."""

    parties: int = 0
    seats: int = 0
    coming: int = 0
    people: int = 0
    not_coming: int = 0
    not_sure: int = 0
    silent: int = 0
    opened: int = 0
    opened_silent: int = 0
    sent: int = 0

    @property
    def answered(self) -> int:
        return self.parties - self.silent

    @property
    def percent_coming(self) -> int:
        """Persons who come of persons invited, rounded; each person counts once, so never above 100."""
        return round(100 * self.people / self.seats) if self.seats else 0


def counts_for(invitations: Iterable[Invitation]) -> dict[int, Counts]:
    """The counts of each celebration by its number, zeros included; one query for all."""
    ids = [invitation.pk for invitation in invitations]
    rows: Any = (
        PartyInvite.objects.filter(invitation__in=ids)
        .values("invitation_id")
        .annotate(
            parties=Count("pk"),
            coming=Count("pk", filter=COMING),
            not_coming=Count("pk", filter=STATUSES["not_coming"][1]),
            not_sure=Count("pk", filter=STATUSES["not_sure"][1]),
            silent=Count("pk", filter=SILENT),
            opened=Count("pk", filter=OPENED),
            opened_silent=Count("pk", filter=OPENED & SILENT),
            sent=Count("pk", filter=Q(sent_at__isnull=False)),
            people=Sum(Least("answer__people", "seats"), filter=COMING, default=0),
            # Last, so that the name does not hide the column from the line above.
            seats_sum=Sum("seats"),
        )
    )
    counts = {pk: Counts() for pk in ids}
    for row in rows:
        row["seats"] = row.pop("seats_sum")
        counts[row["invitation_id"]] = Counts(**{field.name: row[field.name] for field in fields(Counts)})
    return counts


def _in_order(field: str) -> Func:
    return Func(Lower(field), Value(ALPHABET), Value(IN_ORDER), function="translate", output_field=CharField())


def listed(invitation: Invitation, *, search: str = "", side: str = "", status: str = "", sort: str = "name") -> QuerySet[PartyInvite]:
    """The celebration's parties that fit what was asked, in the order asked; unknown words of side, status and sort are left out."""
    rows = invites_for(invitation).annotate(
        name_in_order=_in_order("party__name"),
        household_in_order=_in_order("party__household"),
        table_is_empty=Case(When(table="", then=1), default=0),
        table_number=Case(
            When(table__regex=r"^[0-9]{1,4}$", then=Func(F("table"), Value("99999"), function="to_number")), default=Value(None)
        ),
    )
    if search.strip():
        rows = rows.filter(_matching(search.strip()))
    if side in Side.values or side == "none":
        rows = rows.filter(side="" if side == "none" else side)
    if status in STATUSES:
        rows = rows.filter(STATUSES[status][1])
    return rows.order_by(*SORTS.get(sort, SORTS["name"])[1])


def _matching(search: str) -> Q:
    found = (
        Q(party__name__icontains=search)
        | Q(party__household__icontains=search)
        | Q(party__note__icontains=search)
        | Q(table__iexact=search)
    )
    digits = "".join(character for character in search if character.isdigit())
    if len(digits) >= 3:
        # 8 701… is how people write +7 701…
        found |= Q(party__phone__contains=digits[1:] if digits.startswith("8") and len(digits) > 3 else digits)
    return found


def guest_list_of(invitation: Invitation) -> GuestList | None:
    """The guest list the celebration draws on, or None before its first guest."""
    return GuestList.objects.filter(uses__invitation=invitation).first()


def party_with_phone(guest_list: GuestList, phone: str, other_than: int | None = None) -> Party | None:
    """The party of the list that has this phone already."""
    found = Party.objects.filter(guest_list=guest_list, phone=phone).first() if phone else None
    return found if found and found.pk != other_than else None


def invited_party_ids(invitation: Invitation) -> set[int]:
    """The numbers of the parties that are invited to the celebration."""
    return set(PartyInvite.objects.filter(invitation=invitation).values_list("party_id", flat=True))


def people_of(parties: Iterable[Party]) -> dict[int, list[Guest]]:
    """The persons of each party in their order, by the party's number; one query."""
    people = defaultdict(list)
    for guest in Guest.objects.filter(party__in=[party.pk for party in parties]).order_by("party_id", "position"):
        people[guest.party_id].append(guest)
    return people


def people_with_attendance(invite: PartyInvite) -> list[Guest]:
    """The party's persons, each with `comes` (None before the answer)."""
    guests = list(Guest.objects.filter(party_id=invite.party_id))
    comes = dict(invite.answer.attendances.values_list("guest_id", "is_coming")) if hasattr(invite, "answer") else {}
    for guest in guests:
        guest.comes = comes.get(guest.pk)
    return guests


def sample_name(invitation: Invitation, language: str) -> str:
    """The first guest the family invited itself, if it can be one who reads this language; empty before there is any."""
    own = PartyInvite.objects.filter(invitation=invitation, workspace_id=invitation.workspace_id).exclude(source=PartyInvite.Source.PUBLIC)
    reads_it = Case(When(party__language=language, then=0), default=1)
    return own.order_by(reads_it, "pk").values_list("party__name", flat=True).first() or ""


def self_registrations(invitation: Invitation) -> int:
    """How many parties came by the public link."""
    return PartyInvite.objects.filter(invitation=invitation, source=PartyInvite.Source.PUBLIC).count()


def most_seats(party: Party) -> int:
    """The most seats any celebration offers the party."""
    return max(party.invites.values_list("seats", flat=True), default=0)
