"""Whose an uploaded picture or file is, and who may download a file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from accounts import access
from accounts.models import WorkspaceDocument


class OwnedByWorkspace:
    """What is uploaded belongs to the workspace its uploader works in; a staff member's upload to none, so to all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.uploader = kwargs.get("user")
        super().__init__(*args, **kwargs)

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk is None and self.uploader is not None and not access.is_staff_user(self.uploader):
            workspace_id = getattr(self.uploader, "current_workspace_id", None)
            if workspace_id is None or not access.can(self.uploader, workspace_id, "edit"):
                raise PermissionDenied
            self.instance.workspace_id = workspace_id
        return super().save(commit=commit)


class WorkspaceImageForm(OwnedByWorkspace, BaseImageForm):
    pass


class WorkspaceDocumentForm(OwnedByWorkspace, BaseDocumentForm):
    pass


def refuse_strangers(document: WorkspaceDocument, request: HttpRequest) -> None:
    """A workspace's file is for its members and staff; 404 for others. The staff's own files are for everybody."""
    if document.workspace_id is None or access.is_staff_user(request.user):
        return
    if document.workspace_id not in access.workspace_ids_for(request.user):
        raise Http404
