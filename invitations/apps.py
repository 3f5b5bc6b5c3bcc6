from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "invitations"

    def ready(self) -> None:
        from accounts.models import WorkspacePage

        from . import receivers, story  # noqa: F401
        from .publishing import FolderPermissionTester

        WorkspacePage.permission_tester = FolderPermissionTester
