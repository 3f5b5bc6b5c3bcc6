"""Everything that changes an account or a workspace."""

from typing import Any

from django.db import models, transaction
from django.http import HttpRequest
from django.utils.text import slugify

from .models import AuditEntry, HostsIndexPage, Membership, User, Workspace, WorkspacePage


def record(
    *,
    actor: User | None,
    action: str,
    target: models.Model,
    workspace: Workspace | int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
) -> AuditEntry:
    """Write one line of the audit trail; `actor` None means the product itself. `before` and `after` are JSON values."""
    known = actor if actor is not None and actor.is_authenticated else None
    return AuditEntry.objects.create(
        workspace_id=workspace.pk if isinstance(workspace, Workspace) else workspace,
        actor_id=known.pk if known else None,
        actor_label=str(known) if known else "",
        action=action,
        target=f"{target._meta.label_lower}:{target.pk}",
        target_label=str(target)[:254],
        before=before,
        after=after,
        address=request.META.get("REMOTE_ADDR") if request else None,
    )


@transaction.atomic
def create_workspace(*, owner: User, name: str, request: HttpRequest | None = None) -> Workspace:
    """A new workspace with its folder page under the hosts' index, and `owner` as its owner."""
    index = HostsIndexPage.objects.get()
    folder = WorkspacePage(title=name, slug=f"{slugify(name)[:200] or 'w'}-{owner.pk}-{WorkspacePage.objects.count() + 1}", live=True)
    index.add_child(instance=folder)
    workspace = Workspace.objects.create(name=name, folder=folder)
    Membership.objects.create(workspace=workspace, user=owner, role=Membership.Role.OWNER)
    record(actor=owner, action="workspace.create", target=workspace, workspace=workspace, after={"name": name}, request=request)
    return workspace
