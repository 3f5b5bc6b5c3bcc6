from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PagePermissionTester


class Workspace(models.Model):
    """The tenant: a family, or an agency with many celebrations."""

    class Language(models.TextChoices):
        KAZAKH = "kk", "Қазақша"
        RUSSIAN = "ru", "Русский"

    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(
        _("language of invitations"),
        max_length=2,
        choices=Language.choices,
        default=Language.KAZAKH,
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Almaty")
    folder = models.OneToOneField(
        "accounts.WorkspacePage",
        on_delete=models.PROTECT,
        related_name="workspace",
        editable=False,
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("workspace")
        verbose_name_plural = _("workspaces")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        EDITOR = "editor", _("Editor")
        VIEWER = "viewer", _("Viewer")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} — {self.workspace} ({self.get_role_display()})"


class UnservedPage(Page):
    """A page that only holds others in the tree: nobody can open it and no sitemap names it."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return []


class HostsIndexPage(UnservedPage):
    """Holds every workspace's folder."""

    max_count = 1
    subpage_types = ["accounts.WorkspacePage"]

    class Meta:
        verbose_name = _("hosts' folder")


class WorkspacePage(UnservedPage):
    """One workspace's folder; its pages are the workspace's invitations."""

    parent_page_types = ["accounts.HostsIndexPage"]
    # The app above, which knows what stands in the folder, says who may publish there.
    permission_tester: ClassVar[type[PagePermissionTester]] = PagePermissionTester

    class Meta:
        verbose_name = _("workspace folder")

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return self.permission_tester(user, self)
