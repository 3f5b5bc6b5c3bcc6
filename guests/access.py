"""From a person or a secret link to parties and their invites; the only way there."""

from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts import access
from accounts.access import Visitor
from invitations import addresses
from invitations.access import get_invitation
from invitations.models import Invitation

from . import tokens
from .models import Party, PartyInvite

_browser = Signer(salt="guests.browser")


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
    """The invite a guest's link opens, or None for an unknown or revoked one; one query. Needs the workspace's scope."""
    keys = dict(tokens.candidates(token))
    for invite in invites_for(invitation).filter(party_id__in=keys) if keys else ():
        if tokens.is_sealed(token, invite.party_id, invite.party.token_version, keys[invite.party_id]):
            return _of(invitation, invite)
    return None


def _of(invitation: Invitation, invite: PartyInvite | None) -> PartyInvite | None:
    """The invite knows the celebration it was asked of, without asking again."""
    if invite:
        invite.invitation = invitation
    return invite


def browser_cookie(invitation: Invitation) -> str:
    """The name of the cookie by which a browser that answered is known again."""
    return f"answer-{invitation.pk}"


def browser_mark(invite: PartyInvite) -> str:
    """What that cookie holds: the invite, signed; worth nothing after the link was revoked."""
    return _browser.sign(f"{invite.pk}.{invite.party.token_version}")


def get_browser_invite(request: HttpRequest, invitation: Invitation) -> PartyInvite | None:
    """The invite this browser answered before, or None. Needs the workspace's scope."""
    try:
        pk, version = _browser.unsign(request.COOKIES.get(browser_cookie(invitation), "")).split(".")
    except (BadSignature, ValueError):
        return None
    return _of(invitation, invites_for(invitation).filter(pk=int(pk), party__token_version=int(version)).first())
