"""From a person or an address to a celebration; the only way there."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts import access
from accounts.access import Visitor

from .models import Invitation, InvitationPage, TemplatePage, Theme
from .themes import LOOKS, Look

# The concrete types of a page, by the name under which a base page has them.
OWN_TYPES = ("pairinvitationpage", "honoreeinvitationpage", "organizationinvitationpage")


def invitations_for(user: Visitor) -> QuerySet[Invitation]:
    """The celebrations of the person's workspaces; all for staff."""
    if access.is_staff_user(user):
        return Invitation.objects.all()
    return Invitation.objects.filter(workspace_id__in=access.workspace_ids_for(user))


def get_invitation(user: Visitor, pk: int) -> Invitation:
    """The celebration with this number among the person's own; Http404 otherwise."""
    return get_object_or_404(invitations_for(user), pk=pk)


def get_public_page(slug: str) -> InvitationPage:
    """The live page at this address or, for a former one, of the celebration that had it; Http404 when there is none or it is a draft.

    One query for an address of today, with everything a view of it needs.
    """
    pages = InvitationPage.objects.live().select_related("invitation", "theme", "locale", *OWN_TYPES)
    page = pages.filter(invitation__slug=slug).first() or pages.filter(invitation__former_slugs__slug=slug).first()
    if page is None:
        raise Http404
    own = next(found for name in OWN_TYPES if (found := getattr(page, name, None)))
    own.invitation, own.theme, own.locale = page.invitation, page.theme, page.locale
    return own


def get_page(user: Visitor, pk: int) -> InvitationPage:
    """The page of the celebration with this number among the person's own; Http404 otherwise, also when it was deleted."""
    page = get_invitation(user, pk).page
    if page is None:
        raise Http404
    return page


def get_editable(user: Visitor, pk: int) -> Invitation:
    """The celebration, for somebody who may change it; Http404 for a stranger and PermissionDenied for a member who may only look."""
    invitation = get_invitation(user, pk)
    if not access.can(user, invitation.workspace_id, "edit"):
        raise PermissionDenied
    return invitation


def get_template(pk: int) -> TemplatePage:
    """A published template by its number; Http404 otherwise. Templates are nobody's secret."""
    return get_object_or_404(TemplatePage.objects.live().select_related("theme"), pk=pk)


def get_theme(pk: int) -> Theme:
    """The theme with this number; Http404 when there is none. Looks are nobody's secret."""
    return get_object_or_404(Theme, pk=pk)


def get_look(key: str) -> Look:
    """One of our own looks by its key; Http404 when there is none."""
    if key not in LOOKS:
        raise Http404
    return LOOKS[key]
