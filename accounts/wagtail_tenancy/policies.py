"""Wagtail's permission policies, answered from memberships: no group, permission row or collection per workspace.

Superusers may all; other staff what Wagtail's groups give them; everybody else what their role in a workspace says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.models import AbstractPage, Collection, Page
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from accounts import access
from accounts.access import VERBS, Visitor
from accounts.models import Workspace, WorkspaceDocument, WorkspaceImage

PAGE_ACTIONS = {"add": "edit", "change": "edit", "publish": "publish"}


@dataclass(frozen=True)
class FolderPermission:
    """What a membership gives on the workspace's folder, in the shape of Wagtail's GroupPagePermission."""

    page: Page
    permission: SimpleNamespace

    @property
    def page_id(self) -> int:
        return self.page.pk


class MembershipPagePolicy(PagePermissionPolicy):
    def get_all_permissions_for_user(self, user: Visitor) -> Iterable[Any]:
        if access.is_staff_user(user):
            return super().get_all_permissions_for_user(user)
        own = Workspace.objects.filter(pk__in=access.workspace_ids_for(user)).select_related("folder")
        folders = {workspace.pk: workspace.folder for workspace in own}
        return [
            FolderPermission(
                folders[pk],
                SimpleNamespace(codename=self._get_permission_codename(action)),
            )
            for pk, role in access.roles_of(user).items()
            for action, verb in PAGE_ACTIONS.items()
            if role in VERBS[verb]
        ]


class WorkspaceMediaPolicy(CollectionOwnershipPermissionPolicy):
    """Pictures and files: a workspace's editors change its own and may choose those of no workspace, the staff's, as well."""

    CHANGING = frozenset({"add", "change", "delete"})

    def user_has_permission(self, user: Visitor, action: str) -> bool:
        if access.is_staff_user(user):
            return super().user_has_permission(user, action)
        return action in self.CHANGING | {"choose"} and bool(editable_ids(user))

    def user_has_any_permission(self, user: Visitor, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_any_permission_for_instance(self, user: Visitor, actions: Iterable[str], instance: Model) -> bool:
        if access.is_staff_user(user):
            return super().user_has_any_permission_for_instance(user, actions, instance)
        if instance.workspace_id is None:
            return "choose" in actions and bool(editable_ids(user))
        return bool(self.CHANGING.union({"choose"}).intersection(actions)) and instance.workspace_id in editable_ids(user)

    def instances_user_has_any_permission_for(self, user: Visitor, actions: Iterable[str]) -> QuerySet[Any]:
        if access.is_staff_user(user):
            return super().instances_user_has_any_permission_for(user, actions)
        ids = editable_ids(user)
        own = Q(workspace_id__in=ids) if self.CHANGING.intersection(actions) else Q(pk__in=[])
        shared = Q(workspace_id__in=ids) | Q(workspace_id=None) if ids and "choose" in actions else Q(pk__in=[])
        return self.model._default_manager.filter(own | shared)

    def collections_user_has_any_permission_for(self, user: Visitor, actions: Iterable[str]) -> QuerySet[Collection]:
        if access.is_staff_user(user):
            return super().collections_user_has_any_permission_for(user, actions)
        return Collection.objects.filter(depth=1) if editable_ids(user) else Collection.objects.none()

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Model) -> QuerySet[Any]:
        # Wagtail asks it of nobody but staff's screens.
        return super().users_with_any_permission(actions).filter(is_staff=True)


def editable_ids(user: Visitor) -> list[int]:
    """The numbers of the workspaces whose content the person may change."""
    return [pk for pk, role in access.roles_of(user).items() if role in VERBS["edit"]]


def register_policies() -> None:
    """Put these in place of Wagtail's own; called before the first question is asked."""
    register_permission_policy(AbstractPage, MembershipPagePolicy())
    for model, auth_model in (
        (WorkspaceImage, "wagtailimages.Image"),
        (WorkspaceDocument, "wagtaildocs.Document"),
    ):
        policy = WorkspaceMediaPolicy(model, auth_model=auth_model, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)
