"""From rows of cells to guests: what each row would do, and doing it, all or nothing."""

from collections.abc import Callable, Iterable
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export import resources
from import_export.fields import Field
from import_export.results import Result

from invitations.models import Invitation

from . import columns, phones, queries
from .matching import Kind, Match, Person, match
from .models import LONGEST_NOTE, Answer, Attendance, Guest, GuestList, Language, Party, PartyInvite, Side
from .reading import Sheet
from .widgets import AnswerWidget, NameWidget, NumberWidget, PhoneWidget, TextWidget, WordWidget, plain

LINE = "line"
BATCH = 500
Progress = Callable[[int], None]


def dataset_of(sheet: Sheet) -> tuple[tablib.Dataset, list[int]]:
    """The rows by column, and the numbers of the lines that are no guests (a line of totals)."""
    keys = [column.key for column in columns.READ]
    dataset = tablib.Dataset(headers=[LINE, *keys])
    ignored = []
    for number, cells in sheet.rows:
        row = {key: cell for key, cell in zip(sheet.mapping, cells, strict=True) if key}
        if columns.fold(row.get("name", "")) in columns.TOTAL_WORDS and not row.get("phone"):
            ignored.append(number)
        else:
            dataset.append([number, *(row.get(key, "") for key in keys)])
    return dataset, ignored


def person_of(row: dict[str, Any]) -> Person:
    """A row as matching sees it; a phone that is none counts as empty, the row is refused for it elsewhere."""
    try:
        phone = phones.normalise(plain(row["phone"]))
    except phones.InvalidPhoneError:
        phone = ""
    return Person(row[LINE], plain(row["name"]), plain(row["household"]), phone)


class PartyResource(resources.ModelResource):
    """Parties of one guest list, invited to one celebration. Instances are matched in memory; everything is written in bulk."""

    name = Field("name", "name", NameWidget())
    household = Field("household", "household", TextWidget(150))
    phone = Field("phone", "phone", PhoneWidget())
    note = Field("note", "note", TextWidget(LONGEST_NOTE))
    table = Field("row_table", "table", TextWidget(30))
    side = Field("row_side", "side", WordWidget(Side))
    answer = Field("row_answer", "answer", AnswerWidget())
    people = Field("row_people", "people", NumberWidget(0, None))
    spouse_name = Field("row_spouse_name", "spouse_name", TextWidget(150))
    message = Field("row_message", "message", TextWidget(LONGEST_NOTE))

    class Meta:
        model = Party
        fields = ("name", "household", "phone", "note", "table", "side", "answer", "people", "spouse_name", "message", "seats", "language")
        import_id_fields = ()
        use_bulk = True
        batch_size = BATCH
        skip_diff = True
        report_skipped = True
        store_row_values = True

    def __init__(
        self,
        *,
        invitation: Invitation,
        guest_list: GuestList,
        default_seats: int = 1,
        language: str = "kk",
        progress: Progress | None = None,
    ) -> None:
        super().__init__()
        self.invitation, self.guest_list, self.progress = invitation, guest_list, progress
        self.fields["seats"] = Field("row_seats", "seats", NumberWidget(1, default_seats))
        self.fields["language"] = Field("language", "language", WordWidget(Language, empty=language))
        self.matches: dict[int, Match] = {}
        self.saved: list[Party] = []

    def get_queryset(self) -> Any:
        return Party.objects.filter(guest_list=self.guest_list)

    def get_bulk_update_fields(self) -> list[str]:
        return ["phone"]

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        self.parties = {party.pk: party for party in self.get_queryset()}
        self.invited = queries.invited_party_ids(self.invitation)
        listed = (Person(party.pk, party.name, party.household, party.phone) for party in self.parties.values())
        self.matches = match((person_of(row) for row in dataset.dict), listed)

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Party | None:
        found = self.matches[row[LINE]]
        if found.kind in (Kind.KNOWN, Kind.PHONE_ADDED) and found.other:
            return self.parties[found.other.number]
        return None

    def init_instance(self, row: dict[str, Any] | None = None) -> Party:
        return Party(workspace_id=self.invitation.workspace_id, guest_list=self.guest_list)

    def import_instance(self, instance: Party, row: dict[str, Any], **kwargs: Any) -> None:
        """Read the row into a new party; of one that is listed already only a missing phone is taken over."""
        read = instance if instance.pk is None else self.init_instance()
        errors: dict[str, Any] = {}
        try:
            super().import_instance(read, row, **kwargs)
        except ValidationError as error:
            errors = {key.removeprefix("row_"): found for key, found in error.error_dict.items()}
        errors |= _clash(self.matches[row[LINE]])
        if not errors:
            errors = _fit_answer(read)
        if errors:
            raise ValidationError(errors)
        instance.row = read
        if self.matches[row[LINE]].kind is Kind.PHONE_ADDED:
            instance.phone = read.phone

    def validate_instance(
        self, instance: Party, import_validation_errors: dict[str, Any] | None = None, validate_unique: bool = True
    ) -> None:
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def skip_row(
        self, instance: Party, original: Party, row: dict[str, Any], import_validation_errors: dict[str, Any] | None = None
    ) -> bool:
        if import_validation_errors:
            return False
        kind = self.matches[row[LINE]].kind
        return kind is Kind.REPEATED or (kind is Kind.KNOWN and instance.pk in self.invited)

    def before_save_instance(self, instance: Party, row: dict[str, Any], **kwargs: Any) -> None:
        self.saved.append(instance)

    def bulk_create(self, using_transactions: bool, dry_run: bool, *args: Any, **kwargs: Any) -> None:
        """A trial writes nothing, not even to take it back."""
        if dry_run:
            self.create_instances.clear()
        super().bulk_create(using_transactions, dry_run, *args, **kwargs)

    def after_import_row(self, row: dict[str, Any], row_result: Any, **kwargs: Any) -> None:
        if self.progress and kwargs["row_number"] % 100 == 0:
            self.progress(kwargs["row_number"])

    def after_import(self, dataset: tablib.Dataset, result: Result, **kwargs: Any) -> None:
        """Invite the parties, count their people and note their answers, once all rows are known to be good."""
        if not kwargs["dry_run"] and not result.has_errors() and not result.has_validation_errors():
            _invite([party for party in self.saved if party.pk not in self.invited], self.invitation)


def _clash(found: Match) -> dict[str, Any]:
    if found.kind is not Kind.CLASH or found.other is None:
        return {}
    text = _("Row %(row)s has the same number under the name %(name)s. One number is one guest: give another, or write both in one row.")
    return {"phone": ValidationError(text % {"row": found.other.number, "name": found.other.name})}


def _fit_answer(party: Any) -> dict[str, Any]:
    """Complete the number of people an answer means; refuse more people than seats."""
    if party.row_answer not in Answer.COMING:
        party.row_people = 0
        return {}
    least = 2 if party.row_answer == Answer.Choice.WITH_SPOUSE else 1
    party.row_seats = max(party.row_seats, least)
    party.row_people = party.row_people or (least if least == 2 else party.row_seats)
    if not least <= party.row_people <= party.row_seats:
        return {"people": ValidationError(_("More people than seats, or too few for this answer."))}
    return {}


def _invite(parties: list[Any], invitation: Invitation) -> None:
    own = {"workspace_id": invitation.workspace_id}
    invites = PartyInvite.objects.bulk_create(
        (
            PartyInvite(
                **own, party=party, invitation=invitation, source=PartyInvite.Source.IMPORT,
                seats=party.row.row_seats, side=party.row.row_side, table=party.row.row_table,
            )
            for party in parties
        ),
        batch_size=BATCH,
    )  # fmt: skip
    guests = queries.people_of(parties)
    Guest.objects.bulk_create(_missing_people(invites, guests, own), batch_size=2 * BATCH)
    _answer([invite for invite in invites if invite.party.row.row_answer], queries.people_of(parties), own)


def _missing_people(invites: Iterable[PartyInvite], people: dict[int, list[Guest]], own: dict[str, int]) -> Iterable[Guest]:
    for invite in invites:
        for position in range(len(people.get(invite.party_id, ())), invite.seats):
            yield Guest(**own, party_id=invite.party_id, position=position)


def _answer(invites: list[PartyInvite], people: dict[int, list[Guest]], own: dict[str, int]) -> None:
    now = timezone.now()
    answers = Answer.objects.bulk_create(
        (
            Answer(
                **own, invite=invite, choice=row.row_answer, people=row.row_people, spouse_name=row.row_spouse_name,
                message=row.row_message, source=Answer.Source.IMPORT, answered_at=now,
            )
            for invite in invites
            for row in (invite.party.row,)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    Attendance.objects.bulk_create(
        (
            Attendance(**own, answer=answer, guest=guest, is_coming=index < answer.people)
            for answer in answers
            for index, guest in enumerate(people[answer.invite.party_id][: answer.invite.seats])
        ),
        batch_size=2 * BATCH,
    )
