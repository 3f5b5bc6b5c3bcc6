"""A celebration's guests as a table: what `imports` reads back, in the user's language."""

from collections.abc import Iterable, Iterator

from django.http import HttpResponse
from django.utils import timezone

from accounts import spreadsheets
from invitations.models import Invitation

from . import access
from .columns import WRITTEN
from .models import PartyInvite

WIDTHS = {"name": 30, "household": 24, "note": 30, "message": 40, "link": 60, "phone": 16}


def values_of(invite: PartyInvite, invitation: Invitation) -> dict[str, spreadsheets.Cell]:
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


def download(invites: Iterable[PartyInvite], invitation: Invitation, written: spreadsheets.Format) -> HttpResponse:
    """The guests as a file to keep, one row for each party."""
    widths = {number: WIDTHS.get(column.key, 14) for number, column in enumerate(WRITTEN)}
    return spreadsheets.download(_rows(invites, invitation), name=invitation.slug, written=written, widths=widths)


def _rows(invites: Iterable[PartyInvite], invitation: Invitation) -> Iterator[list[spreadsheets.Cell]]:
    yield [str(column.label) for column in WRITTEN]
    for invite in invites:
        values = values_of(invite, invitation)
        yield [values[column.key] for column in WRITTEN]
