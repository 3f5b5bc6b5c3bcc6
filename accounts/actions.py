"""Everything that changes an account or a workspace."""

from typing import Any

from allauth.account import app_settings as allauth_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from . import access, invites, origin
from .contacts import Contact
from .models import (
    AuditEntry,
    HostsIndexPage,
    Membership,
    User,
    Workspace,
    WorkspacePage,
)

ORGANIZERS = "Organizers"


def record(
    *,
    actor: access.Visitor | None,
    action: str,
    target: models.Model,
    workspace: Workspace | int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
) -> AuditEntry:
    """Write one line of the audit trail; `actor` None means the product itself. `before` and `after` are JSON values.

    The address is the given request's, otherwise that of the request being answered.
    """
    known = actor if actor is not None and actor.is_authenticated else None
    return AuditEntry.objects.create(
        workspace_id=workspace.pk if isinstance(workspace, Workspace) else workspace,
        actor_id=known.pk if known else None,
        actor_label=str(known)[:254] if known else "",
        action=action,
        target=f"{target._meta.label_lower}:{target.pk}",
        target_label=str(target)[:254],
        before=before,
        after=after,
        address=origin.address_of(request) if request else origin.current_address(),
    )


@transaction.atomic
def create_workspace(*, owner: User, name: str, request: HttpRequest | None = None) -> Workspace:
    """A new workspace with its folder page under the hosts' index, and `owner` as its owner."""
    folder = WorkspacePage(
        title=name,
        slug=f"{slugify(name)[:60] or 'w'}-{get_random_string(10).lower()}",
        live=True,
    )
    HostsIndexPage.objects.get().add_child(instance=folder)
    workspace = Workspace.objects.create(name=name, language="ru" if owner.language == "ru" else "kk", folder=folder)
    _join(workspace, owner, Membership.Role.OWNER)
    record(
        actor=owner,
        action="workspace.create",
        target=workspace,
        workspace=workspace,
        after={"name": name},
        request=request,
    )
    return workspace


@transaction.atomic
def rename_workspace(*, workspace: Workspace, name: str, by: User, request: HttpRequest | None = None) -> None:
    """Give the workspace and its folder another name; owners only. An empty name is refused."""
    _require_manager(workspace, by)
    if not name.strip():
        raise ValidationError(_("Give the workspace a name."))
    before = {"name": workspace.name}
    workspace.name = workspace.folder.title = workspace.folder.draft_title = name.strip()
    workspace.save(update_fields=["name"])
    workspace.folder.save()
    record(
        actor=by,
        action="workspace.rename",
        target=workspace,
        workspace=workspace,
        before=before,
        after={"name": workspace.name},
        request=request,
    )


@transaction.atomic
def switch_workspace(*, workspace: Workspace, request: HttpRequest) -> None:
    """Work in this workspace from now on, for as long as the session lasts; PermissionDenied to a stranger."""
    if workspace.pk not in access.workspace_ids_for(request.user):
        raise PermissionDenied
    before = request.session.get(access.CURRENT)
    request.session[access.CURRENT] = workspace.pk
    record(
        actor=request.user,  # type: ignore[arg-type]  # a member, so nobody anonymous
        action="workspace.switch",
        target=workspace,
        workspace=workspace,
        before={"workspace": before},
        after={"workspace": workspace.pk},
        request=request,
    )


@transaction.atomic
def add_member(
    *,
    workspace: Workspace,
    user: User,
    role: str,
    by: User | None,
    request: HttpRequest | None = None,
) -> Membership:
    """Let a person into the workspace; owners only (`by` None: the product itself). A member already there is refused."""
    _require_manager(workspace, by)
    _require_role(role)
    if Membership.objects.filter(workspace=workspace, user=user).exists():
        raise ValidationError(_("This person is already here."))
    membership = _join(workspace, user, role)
    record(
        actor=by,
        action="membership.add",
        target=membership,
        workspace=workspace,
        after=_facts(membership),
        request=request,
    )
    return membership


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User, request: HttpRequest | None = None) -> None:
    """Give a member another role; owners only. The last owner stays one."""
    workspace = _lock(membership.workspace)
    _require_manager(workspace, by)
    _require_role(role)
    if role != Membership.Role.OWNER:
        _require_another_owner(membership)
    before = _facts(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    _forget_memberships(membership.user)
    record(
        actor=by,
        action="membership.change",
        target=membership,
        workspace=workspace,
        before=before,
        after=_facts(membership),
        request=request,
    )


@transaction.atomic
def remove_member(*, membership: Membership, by: User, request: HttpRequest | None = None) -> None:
    """Take a person out of the workspace: owners anybody, everybody themselves. The last owner stays."""
    workspace = _lock(membership.workspace)
    if membership.user_id != by.pk:
        _require_manager(workspace, by)
    _require_another_owner(membership)
    record(
        actor=by,
        action="membership.remove",
        target=membership,
        workspace=workspace,
        before=_facts(membership),
        request=request,
    )
    _forget_memberships(membership.user)
    membership.delete()


def _join(workspace: Workspace, user: User, role: str) -> Membership:
    user.groups.add(Group.objects.get(name=ORGANIZERS))
    _forget_memberships(user)
    return Membership.objects.create(workspace=workspace, user=user, role=role)


def _lock(workspace: Workspace) -> Workspace:
    # Two owners leaving at once would otherwise each see the other.
    return Workspace.objects.select_for_update().get(pk=workspace.pk)


def _forget_memberships(user: User) -> None:
    if hasattr(user, "_roles"):
        del user._roles


def _facts(membership: Membership) -> dict[str, Any]:
    return {
        "user": membership.user_id,
        "name": str(membership.user),
        "role": str(membership.role),
    }


def _require_manager(workspace: Workspace, by: User | None) -> None:
    if by is not None and not access.can(by, workspace, "manage"):
        raise PermissionDenied


def _require_role(role: str) -> None:
    if role not in Membership.Role.values:
        raise ValidationError(_("There is no such role."))


def _require_another_owner(membership: Membership) -> None:
    owners = Membership.objects.filter(workspace_id=membership.workspace_id, role=Membership.Role.OWNER)
    if not owners.exclude(pk=membership.pk).exists():
        raise ValidationError(_("A workspace needs an owner: make somebody else an owner first."))


@transaction.atomic
def sign_up(*, user: User, request: HttpRequest | None = None) -> Workspace:
    """Save a new person and make their own workspace, named after them. The password is set already."""
    user.save()
    record(actor=user, action="user.sign_up", target=user, after={"language": user.language}, request=request)
    change_language(user=user, language=user.language, request=request)
    return create_workspace(owner=user, name=user.name, request=request)


@transaction.atomic
def change_language(*, user: User, language: str, request: HttpRequest | None = None) -> None:
    """The person reads the product, its admin included, in this language from now on; others than kk, ru, en are refused."""
    if language not in User.Language.values:
        raise ValidationError(_("There is no such language."))
    before, user.language = user.language, language
    user.save(update_fields=["language"])
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    if before != language:
        record(actor=user, action="user.language", target=user, before={"language": before}, after={"language": language}, request=request)


@transaction.atomic
def fill_email(*, user: User, email: str, request: HttpRequest | None = None) -> None:
    """Give a person without an address this one; somebody who has one keeps it."""
    user.refresh_from_db(fields=["email"])
    if user.email:
        return
    user.email = email
    user.save(update_fields=["email"])
    record(actor=user, action="user.email", target=user, after={"email": email}, request=request)


def keep_admin_language(*, user: User) -> None:
    """The admin speaks the person's language, unless they chose another one there."""
    UserProfile.objects.get_or_create(user=user, defaults={"preferred_language": user.language})


def invite_member(*, workspace: Workspace, contact: Contact, role: str, by: User, request: HttpRequest) -> str:
    """A link that lets one person in with this role, good for a week and once; sent when there is an e-mail address. Owners only."""
    _require_manager(workspace, by)
    _require_role(role)
    token = invites.make(workspace=workspace, role=role, by=by)
    link = f"{settings.SITE_URL}{reverse('accounts:join', args=[token])}"
    with transaction.atomic():
        record(
            actor=by,
            action="membership.invite",
            target=workspace,
            workspace=workspace,
            after={"to": str(contact), "role": role},
            request=request,
        )
        if contact.email:
            invites.send(link=link, to=contact.email, workspace=workspace, by=by)
    return link


@transaction.atomic
def accept_invite(*, invite: invites.Invite, user: User, request: HttpRequest | None = None) -> Membership:
    """Join by a link: refused when it was used, when its giver is no owner any more, or when the person is a member already."""
    workspace = _lock(Workspace.objects.get(pk=invite.workspace_id))
    used = AuditEntry.objects.filter(workspace_id=workspace.pk, action="membership.accept", after__nonce=invite.nonce)
    giver = User.objects.filter(pk=invite.by_id, is_active=True).first()
    if used.exists() or giver is None or not access.can(giver, workspace, "manage"):
        raise ValidationError(_("This invitation no longer works. Ask for a new one."))
    membership = add_member(workspace=workspace, user=user, role=invite.role, by=giver, request=request)
    record(actor=user, action="membership.accept", target=workspace, workspace=workspace, after={"nonce": invite.nonce}, request=request)
    return membership


@transaction.atomic
def make_way_back(*, user: User, by: User, request: HttpRequest | None = None) -> str:
    """A link by which somebody sets a new password, good for an hour and once: for a person whose account has no e-mail.

    PermissionDenied unless `by` is staff, and to staff below a superuser for an account of staff's.
    """
    if not access.is_staff_user(by) or (access.is_staff_user(user) and not by.is_superuser):
        raise PermissionDenied
    token = allauth_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    record(actor=by, action="user.way_back", target=user, request=request)
    with translation.override(user.language):
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token})
    return f"{settings.SITE_URL}{path}"
