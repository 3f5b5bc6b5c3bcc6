"""Everything that changes guests, their invites and their answers."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Greatest, Least
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.results import Result  # type: ignore[import-untyped]

from accounts.actions import record
from accounts.models import User
from invitations.models import Invitation

from . import closing, imports, queries
from .models import Answer, Attendance, Guest, GuestList, GuestListUse, Language, Party, PartyInvite
from .reading import Sheet
from .signals import answer_given

PARTY_FIELDS = ("name", "household", "phone", "language", "note")
INVITE_FIELDS = ("seats", "side", "table")


@transaction.atomic
def ensure_guest_list(*, invitation: Invitation, by: User | None = None) -> GuestList:
    """The guest list the celebration draws on; a new one of its own when it has none. Two at once end with the same list."""
    Invitation.objects.select_for_update().get(pk=invitation.pk)
    guest_list = queries.guest_list_of(invitation)
    if guest_list is None:
        guest_list = GuestList.objects.create(workspace_id=invitation.workspace_id, name=str(invitation))
        GuestListUse.objects.create(workspace_id=invitation.workspace_id, guest_list=guest_list, invitation=invitation)
        after = {"invitation": invitation.pk}
        record(actor=by, action="guest_list.create", target=guest_list, workspace=invitation.workspace_id, after=after)
    return guest_list


@transaction.atomic
def add_party(
    *,
    invitation: Invitation,
    by: User | None,
    name: str,
    seats: int = 1,
    people: Collection[str] = (),
    source: str = PartyInvite.Source.HOST,
    request: HttpRequest | None = None,
    **values: Any,
) -> PartyInvite:
    """Invite a new party. `values` are the other fields of a party and an invite. A phone the list has already is refused (ValidationError)."""
    guest_list = ensure_guest_list(invitation=invitation, by=by)
    _refuse_taken_phone(guest_list, values.get("phone", ""))
    own = {"workspace_id": invitation.workspace_id}
    party = Party(**own, guest_list=guest_list, name=name, **{key: values[key] for key in PARTY_FIELDS if key in values})
    _save_party(party)
    invite = PartyInvite.objects.create(
        **own,
        party=party,
        invitation=invitation,
        seats=seats,
        source=source,
        **{key: values[key] for key in INVITE_FIELDS if key in values},
    )
    _fit_people(party, people)
    record(actor=by, action="guest.add", target=invite, workspace=invitation.workspace_id, after=_facts(invite), request=request)
    return invite


@transaction.atomic
def change_party(
    *, invite: PartyInvite, by: User, people: Collection[str] | None = None, request: HttpRequest | None = None, **values: Any
) -> PartyInvite:
    """Change a party and its place at the celebration. Refused (ValidationError): a phone of another party, fewer seats than people who come."""
    before = _facts(invite)
    party = invite.party
    answer = getattr(invite, "answer", None)
    if answer and values.get("seats", invite.seats) < answer.people:
        raise ValidationError({"seats": _("People who said they come: %(people)s. Change their answer first.") % {"people": answer.people}})
    _refuse_taken_phone(party.guest_list, values.get("phone", ""), party.pk)
    for target, names in ((party, PARTY_FIELDS), (invite, INVITE_FIELDS)):
        for name in names:
            setattr(target, name, values.get(name, getattr(target, name)))
    _save_party(party)
    invite.save(update_fields=INVITE_FIELDS)
    _fit_people(party, people)
    record(
        actor=by, action="guest.change", target=invite, workspace=invite.workspace_id, before=before, after=_facts(invite), request=request
    )
    return invite


def set_table(*, invite: PartyInvite, table: str, by: User, request: HttpRequest | None = None) -> PartyInvite:
    """Seat a party at a table; an empty one takes it away."""
    return change_party(invite=invite, by=by, table=table, request=request)


@transaction.atomic
def delete_invite(*, invite: PartyInvite, by: User | None, request: HttpRequest | None = None) -> None:
    """Take a party off a celebration with its answer; the party itself too when no other celebration invites it."""
    record(actor=by, action="guest.delete", target=invite, workspace=invite.workspace_id, before=_facts(invite), request=request)
    party = invite.party
    invite.delete()
    if not party.invites.exists():
        party.delete()


@transaction.atomic
def mark_sent(*, invite: PartyInvite, by: User, is_sent: bool = True, request: HttpRequest | None = None) -> PartyInvite:
    """Note that the host sent the party its link, or that this was a mistake."""
    before = {"sent_at": _moment(invite.sent_at)}
    invite.sent_at = timezone.now() if is_sent else None
    invite.save(update_fields=["sent_at"])
    record(
        actor=by, action="guest.sent", target=invite, workspace=invite.workspace_id,
        before=before, after={"sent_at": _moment(invite.sent_at)}, request=request,
    )  # fmt: skip
    return invite


@transaction.atomic
def revoke_link(*, invite: PartyInvite, by: User, request: HttpRequest | None = None) -> PartyInvite:
    """Make the party's link worthless; it has another one from now on, for all its celebrations, and it is not sent yet."""
    party = invite.party
    Party.objects.filter(pk=party.pk).update(token_version=F("token_version") + 1)
    party.refresh_from_db(fields=["token_version"])
    party.invites.update(sent_at=None)
    invite.sent_at = None
    record(
        actor=by, action="guest.revoke_link", target=party, workspace=party.workspace_id,
        before={"version": party.token_version - 1}, after={"version": party.token_version}, request=request,
    )  # fmt: skip
    return invite


def record_opening(*, invite_id: int, at: datetime) -> None:
    """Count one opening of the link by a person, once however often it is told. Needs the workspace's scope.

    It is a measure and no decision of anybody's, so the trail has no line of it.
    """
    moment = Value(at, output_field=DateTimeField())
    PartyInvite.objects.filter(pk=invite_id).exclude(last_opened_at=at).update(
        open_count=F("open_count") + 1, opened_at=Least("opened_at", moment), last_opened_at=Greatest("last_opened_at", moment)
    )


@transaction.atomic
def give_answer(
    *,
    invite: PartyInvite,
    choice: str,
    source: str,
    people: int = 0,
    spouse_name: str = "",
    message: str = "",
    coming_ids: Collection[int] | None = None,
    by: User | None = None,
    request: HttpRequest | None = None,
) -> Answer:
    """Write a party's answer down, or change it. `people` counts all who come; `coming_ids` names those of the party's known persons.

    Refuses more people than seats (ValidationError) and, except from the host, an answer after the end (AnswersClosedError).
    """
    if source != Answer.Source.HOST and (reason := closing.closed_because(invite.invitation)):
        raise closing.AnswersClosedError(reason)
    invite = PartyInvite.objects.select_for_update(of=["self"]).select_related("party", "invitation", "answer").get(pk=invite.pk)
    before = _answer_facts(getattr(invite, "answer", None))
    answer = getattr(invite, "answer", None) or Answer(workspace_id=invite.workspace_id, invite=invite)
    answer.choice, answer.source, answer.answered_at = choice, source, timezone.now()
    answer.people = _people_of(choice, people, invite.seats)
    answer.spouse_name = spouse_name if choice == Answer.Choice.WITH_SPOUSE else ""
    answer.message = message
    answer.save()
    _note_attendance(answer, coming_ids)
    record(
        actor=by, action="answer.give", target=answer, workspace=invite.workspace_id,
        before=before, after=_answer_facts(answer), request=request,
    )  # fmt: skip
    answer_given.send(sender=Answer, answer=answer, is_first=before is None)
    return answer


@transaction.atomic
def answer_personally(
    *, invite: PartyInvite, former: PartyInvite | None = None, request: HttpRequest | None = None, **answer: Any
) -> Answer:
    """The answer by a personal link; `answer` and what is refused as in `give_answer`.

    `former` is what the same browser answered as before: if it came by the public link it was the same person, and goes.
    """
    given = give_answer(invite=invite, source=Answer.Source.PERSONAL, request=request, **answer)
    if former and former.pk != invite.pk and former.source == PartyInvite.Source.PUBLIC:
        delete_invite(invite=former, by=None, request=request)
    return given


@transaction.atomic
def answer_openly(
    *,
    invitation: Invitation,
    name: str,
    choice: str,
    people: int,
    invite: PartyInvite | None = None,
    language: str = Language.KAZAKH,
    request: HttpRequest | None = None,
    **answer: Any,
) -> PartyInvite:
    """The answer by the public link: as `invite` when this browser answered before, otherwise as a new party that reads `language`.

    Seats are as many as come, two with a spouse. Refused as in `register_openly` and `give_answer`; then nobody is added either.
    """
    seats = max(people, 2 if choice == Answer.Choice.WITH_SPOUSE else 1)
    if invite:
        change_own_registration(invite=invite, name=name, seats=seats, request=request)
    else:
        invite = register_openly(invitation=invitation, name=name, seats=seats, language=language, request=request)
    give_answer(invite=invite, choice=choice, people=people, source=Answer.Source.PUBLIC, request=request, **answer)
    return invite


@transaction.atomic
def register_openly(*, invitation: Invitation, name: str, seats: int, language: str, request: HttpRequest | None = None) -> PartyInvite:
    """Add the party of somebody who answers by the public link. Refused (ValidationError) when the host closed it or too many came."""
    if not invitation.is_open_rsvp:
        raise ValidationError(_("Only invited guests can answer here. Please ask the hosts for your personal link."))
    if queries.self_registrations(invitation) >= settings.GUEST_SELF_REGISTRATIONS:
        raise ValidationError(_("There are too many answers by this link. Please write to the hosts."))
    return add_party(
        invitation=invitation, by=None, name=name, seats=seats, language=language, source=PartyInvite.Source.PUBLIC, request=request
    )


@transaction.atomic
def change_own_registration(*, invite: PartyInvite, name: str, seats: int, request: HttpRequest | None = None) -> PartyInvite:
    """Somebody who came by the public link corrects the name or brings more or fewer people; the host's own parties are refused."""
    if invite.source != PartyInvite.Source.PUBLIC:
        raise ValidationError(_("Only invited guests can answer here. Please ask the hosts for your personal link."))
    before = _facts(invite)
    invite.party.name, invite.seats = name, seats
    invite.party.save(update_fields=["name"])
    invite.save(update_fields=["seats"])
    _fit_people(invite.party)
    record(
        actor=None,
        action="guest.change",
        target=invite,
        workspace=invite.workspace_id,
        before=before,
        after=_facts(invite),
        request=request,
    )
    return invite


@transaction.atomic
def import_guests(
    *,
    invitation: Invitation,
    sheet: Sheet,
    by: User,
    default_seats: int = 1,
    is_trial: bool = False,
    progress: Callable[[int], None] | None = None,
    request: HttpRequest | None = None,
) -> Result:
    """Bring a list in, all rows or none; `is_trial` only tells what would happen. The result names the problems of each row."""
    dataset, _ignored = imports.dataset_of(sheet)
    resource = imports.PartyResource(
        invitation=invitation,
        guest_list=ensure_guest_list(invitation=invitation, by=by),
        default_seats=default_seats,
        language=getattr(invitation.workspace, "language", "kk"),
        progress=progress,
    )
    result = resource.import_data(dataset, dry_run=is_trial, use_transactions=True, rollback_on_validation_errors=True)
    result.matches, result.lines = resource.matches, dataset[imports.LINE]
    if not is_trial and not result.has_errors() and not result.has_validation_errors():
        record(
            actor=by,
            action="guest.import",
            target=invitation,
            workspace=invitation.workspace_id,
            after=dict(result.totals),
            request=request,
        )
    return result


def _save_party(party: Party) -> None:
    try:
        with transaction.atomic():
            party.save()
    except IntegrityError as error:
        raise ValidationError({"phone": _("This number is in the list already.")}) from error


def _refuse_taken_phone(guest_list: GuestList, phone: str, other_than: int | None = None) -> None:
    if taken := queries.party_with_phone(guest_list, phone, other_than):
        raise ValidationError({"phone": _("This number is in the list already: %(name)s.") % {"name": taken.name}})


def _fit_people(party: Party, names: Collection[str] | None = None) -> None:
    """As many persons as seats; known by name first. `names` None leaves the names as they are."""
    guests = queries.people_of([party])[party.pk]
    wanted = [*names] if names is not None else [guest.name for guest in guests if guest.name]
    size = max(queries.most_seats(party), len(wanted))
    for position in range(max(size, len(guests))):
        name = wanted[position] if position < len(wanted) else ""
        if position >= size:
            guests[position].delete()
        elif position >= len(guests):
            Guest.objects.create(workspace_id=party.workspace_id, party=party, position=position, name=name)
        elif guests[position].name != name:
            guests[position].name = name
            guests[position].save(update_fields=["name"])


def _people_of(choice: str, people: int, seats: int) -> int:
    if choice not in Answer.COMING:
        return 0
    least = 2 if choice == Answer.Choice.WITH_SPOUSE else 1
    people = max(people, least)
    if people > seats:
        raise ValidationError({"people": _("You are invited for %(seats)s. Please choose a smaller number.") % {"seats": seats}})
    return people


def _note_attendance(answer: Answer, coming_ids: Collection[int] | None) -> None:
    """One line for each person: those named come, then as many of the others as it takes to make up the number."""
    guests = queries.people_of([answer.invite.party])[answer.invite.party_id][: answer.invite.seats]
    named = [guest for guest in guests if coming_ids is not None and guest.pk in coming_ids]
    others = [guest for guest in guests if coming_ids is None or not guest.name]
    coming = {guest.pk for guest in [*named, *others][: answer.people]}
    answer.attendances.all().delete()
    Attendance.objects.bulk_create(
        Attendance(workspace_id=answer.workspace_id, answer=answer, guest=guest, is_coming=guest.pk in coming) for guest in guests
    )


def _moment(value: Any) -> str | None:
    return value.isoformat() if value else None


def _facts(invite: PartyInvite) -> dict[str, Any]:
    facts = {name: getattr(invite.party, name) for name in PARTY_FIELDS} | {name: getattr(invite, name) for name in INVITE_FIELDS}
    return {name: value for name, value in facts.items() if value != ""} | {"answer": _answer_facts(getattr(invite, "answer", None))}


def _answer_facts(answer: Answer | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    return {name: getattr(answer, name) for name in ("choice", "people", "spouse_name", "message", "source")}
