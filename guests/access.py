"""From a person or a secret link to parties and their invites; the only way there."""

import json
from collections.abc import Collection
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.db import connection
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts import access
from accounts.access import Visitor
from invitations import addresses
from invitations.access import get_invitation
from invitations.models import Invitation

from . import tokens
from .models import Answer, Guest, Party, PartyInvite

Row = TypeVar("Row", bound=Model)

_browser = Signer(salt="guests.browser.party")


def invites_for(invitation: Invitation) -> QuerySet[PartyInvite]:
    """Everything a screen shows of a celebration's parties, in one query."""
    return PartyInvite.objects.filter(invitation=invitation).select_related("party", "answer")


def get_celebration(user: Visitor, pk: int, verb: str = "view") -> Invitation:
    """The celebration among the person's own (Http404 otherwise) when their role allows `verb` (PermissionDenied otherwise)."""
    invitation = get_invitation(user, pk)
    if not access.can(user, invitation.workspace_id, verb):
        raise PermissionDenied
    return invitation


def get_invite(invitation: Invitation, pk: int) -> PartyInvite:
    """The invite with this number in a celebration that was fetched for the person; Http404 otherwise."""
    return get_object_or_404(invites_for(invitation), pk=pk)


def token_for(party: Party) -> str:
    """The secret of the party's link, derived anew each time; another one after the link was revoked."""
    return tokens.make(party.pk, party.token_version)


def link_for(party: Party, invitation: Invitation, language: str = "") -> str:
    """The whole address of the party's link to a celebration, in the party's language unless another is named."""
    return f"{addresses.url_of(invitation.slug, language or party.language)}g/{token_for(party)}/"


def get_party_invite(invitation: Invitation, token: str) -> PartyInvite | None:
    """The invite a guest's link opens, with its `guests`, or None for an unknown or revoked one. One statement, no scope needed."""
    keys = dict(tokens.candidates(token))
    for invite in _invited(invitation, keys) if keys else ():
        if tokens.is_sealed(token, invite.party_id, invite.party.token_version, keys[invite.party_id]):
            return invite
    return None


def _invited(invitation: Invitation, party_ids: Collection[int]) -> list[PartyInvite]:
    """Those of these parties that the celebration invites, each with all that its page shows.

    The database's own `guests_invited` names the celebration's workspace for itself: one statement instead of five.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT guests_invited(%s, %s, %s)", [invitation.workspace_id, invitation.pk, list(party_ids)])
        found = json.loads(cursor.fetchone()[0])
    return [_invite(invitation, rows) for rows in found]


def _invite(invitation: Invitation, rows: dict[str, Any]) -> PartyInvite:
    """The invite knows its party, its answer and its celebration without asking again."""
    invite = _row(PartyInvite, rows["invite"])
    invite.party, invite.invitation = _row(Party, rows["party"]), invitation
    invite._state.fields_cache["answer"] = answer = _row(Answer, rows["answer"]) if rows["answer"] else None
    if answer:
        answer.invite = invite
    invite.guests = [_row(Guest, person) for person in rows["people"] or ()]
    for guest, person in zip(invite.guests, rows["people"] or (), strict=True):
        guest.comes = person["comes"]
    return invite


def _row(model: type[Row], columns: dict[str, Any]) -> Row:
    """A row as the database wrote it in JSON."""
    fields = model._meta.concrete_fields
    return model.from_db("default", [field.attname for field in fields], [field.to_python(columns[field.attname]) for field in fields])


def browser_cookie(invitation: Invitation) -> str:
    """The name of the cookie by which a browser that answered is known again."""
    return f"answer-{invitation.pk}"


def browser_mark(invite: PartyInvite) -> str:
    """What that cookie holds: the party, signed; worth nothing after the link was revoked."""
    return _browser.sign(f"{invite.party_id}.{invite.party.token_version}")


def get_browser_invite(request: HttpRequest, invitation: Invitation) -> PartyInvite | None:
    """The invite this browser answered before, with its `guests`, or None. One statement, no scope needed."""
    try:
        number, version = map(int, _browser.unsign(request.COOKIES.get(browser_cookie(invitation), "")).split("."))
    except (BadSignature, ValueError):
        return None
    return next((invite for invite in _invited(invitation, [number]) if invite.party.token_version == version), None)
