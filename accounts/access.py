"""What a person may see and do: the only way from a number in an address to a workspace."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from . import queries
from .contacts import Contact
from .invites import Invite
from .models import AuditEntry, Membership, User, Workspace

Visitor = User | AnonymousUser | Any

VERBS: dict[str, set[str]] = {
    "view": {Membership.Role.OWNER, Membership.Role.EDITOR, Membership.Role.VIEWER},
    "edit": {Membership.Role.OWNER, Membership.Role.EDITOR},
    "publish": {Membership.Role.OWNER, Membership.Role.EDITOR},
    "manage": {Membership.Role.OWNER},
}
CURRENT = "workspace"


def is_staff_user(user: Visitor) -> bool:
    """Staff of the product: may see every workspace."""
    return bool(user.is_authenticated and user.is_active and (user.is_staff or user.is_superuser))


def workspaces_for(user: Visitor) -> QuerySet[Workspace]:
    """The workspaces a person is a member of; every one for staff; none for a stranger."""
    if is_staff_user(user):
        return Workspace.objects.all()
    if not user.is_authenticated:
        return Workspace.objects.none()
    return Workspace.objects.filter(pk__in=workspace_ids_for(user))


def roles_of(user: Any) -> dict[int, str]:
    """The person's role by workspace number, asked once and kept on the user; memberships only, staff included."""
    if not user.is_authenticated or not user.is_active:
        return {}
    if not hasattr(user, "_roles"):
        roles = Membership.objects.filter(user=user).order_by("id").values_list("workspace_id", "role")
        user._roles = dict(roles)  # type: ignore[union-attr]
    return user._roles  # type: ignore[union-attr]


def workspace_ids_for(user: Visitor) -> Sequence[int]:
    """The numbers of the person's own workspaces, those of memberships only, staff included."""
    return tuple(roles_of(user))


def role_in(user: Visitor, workspace: Workspace | int) -> str | None:
    """The person's role there, or None."""
    return roles_of(user).get(workspace if isinstance(workspace, int) else workspace.pk)


def can(user: Visitor, workspace: Workspace | int, verb: str) -> bool:
    """Whether the person may `view`, `edit`, `publish` or `manage` there; staff may all. Unknown verbs raise KeyError."""
    roles = VERBS[verb]
    return is_staff_user(user) or role_in(user, workspace) in roles


def get_workspace(user: Visitor, pk: int) -> Workspace:
    """The workspace with this number among the person's own; Http404 otherwise."""
    return get_object_or_404(workspaces_for(user), pk=pk)


def current_workspace(request: HttpRequest) -> Workspace | None:
    """The workspace the person switched to last, their first one otherwise, or None when they are in none."""
    own = workspace_ids_for(request.user)
    chosen = request.session.get(CURRENT)
    return Workspace.objects.get(pk=chosen if chosen in own else min(own)) if own else None


def own_workspaces(user: Visitor) -> QuerySet[Workspace]:
    """The workspaces a person is a member of, the oldest first; those of memberships only, staff included."""
    return Workspace.objects.filter(pk__in=workspace_ids_for(user)).order_by("pk")


def get_inviting_workspace(invite: Invite) -> Workspace:
    """The workspace a signed invite opens; Http404 when it is gone."""
    return get_object_or_404(Workspace, pk=invite.workspace_id)


def members_of(workspace: Workspace) -> QuerySet[Membership]:
    """Everybody in a workspace that was itself fetched here, the first member first."""
    return workspace.memberships.select_related("user").order_by("pk")


def get_membership(workspace: Workspace, pk: int) -> Membership:
    """One member of a workspace that was itself fetched here; Http404 otherwise."""
    return get_object_or_404(members_of(workspace), pk=pk)


def audit_entries_for(user: Visitor, *, workspace: str = "", target: str = "", q: str = "") -> QuerySet[AuditEntry]:
    """The audit trail, newest first, for staff; Http404 for everybody else. A workspace that is no number finds nothing."""
    if not is_staff_user(user):
        raise Http404
    entries = AuditEntry.objects.all()
    if workspace:
        entries = entries.filter(workspace_id=workspace) if workspace.isdecimal() and len(workspace) < 19 else entries.none()
    if target:
        entries = entries.filter(target=target)
    words = Q(actor_label__icontains=q) | Q(action__icontains=q) | Q(target_label__icontains=q)
    return entries.filter(words) if q else entries


def people_to_help(user: Visitor, contact: Contact) -> list[User]:
    """The accounts with this e-mail address or phone, for staff who help somebody back in; Http404 for everybody else."""
    if not is_staff_user(user):
        raise Http404
    return queries.people_with(contact)
