"""From a person or an address to a celebration; the only way there."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts import access
from accounts.access import Visitor

from .models import Invitation, Theme
from .themes import LOOKS, Look


def invitations_for(user: Visitor) -> QuerySet[Invitation]:
    """The celebrations of the person's workspaces; all for staff."""
    if access.is_staff_user(user):
        return Invitation.objects.all()
    return Invitation.objects.filter(workspace_id__in=access.workspace_ids_for(user))


def get_invitation(user: Visitor, pk: int) -> Invitation:
    """The celebration with this number among the person's own; Http404 otherwise."""
    return get_object_or_404(invitations_for(user), pk=pk)


def get_public_invitation(slug: str) -> Invitation:
    """The celebration at this address, whoever asks; Http404 when there is none. Whether it may be shown is its page's to say."""
    return get_object_or_404(Invitation.objects.select_related("workspace"), slug=slug)


def get_theme(pk: int) -> Theme:
    """The theme with this number; Http404 when there is none. Looks are nobody's secret."""
    return get_object_or_404(Theme, pk=pk)


def get_look(key: str) -> Look:
    """One of our own looks by its key; Http404 when there is none."""
    if key not in LOOKS:
        raise Http404
    return LOOKS[key]
