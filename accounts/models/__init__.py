from .audit import AuditEntry
from .media import WorkspaceDocument, WorkspaceImage, WorkspaceRendition
from .users import User
from .workspaces import HostsIndexPage, Membership, Workspace, WorkspacePage

__all__ = [
    "AuditEntry",
    "HostsIndexPage",
    "Membership",
    "User",
    "Workspace",
    "WorkspaceDocument",
    "WorkspaceImage",
    "WorkspacePage",
    "WorkspaceRendition",
]
