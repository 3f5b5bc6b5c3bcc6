"""From a person or an address to a celebration; the only way there."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts import access
from accounts.access import Visitor

from .models import Invitation


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
