"""Where Wagtail finds this app's hooks."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts import access, trail_views
from accounts.wagtail_tenancy import allow, media, screens

hooks.register("before_serve_document", media.refuse_strangers)

allow("workspace:show", "workspace:rename", "workspace:switch", "workspace:invite", "workspace:change", "workspace:remove")


# Staff's: nobody allows it to organizers.
TRAIL = [path("", trail_views.entry_list, name="list")]


@hooks.register("register_admin_urls")
def register_workspace_urls() -> list[URLPattern | URLResolver]:
    return [path("workspace/", include("accounts.workspace_urls")), path("trail/", include((TRAIL, "trail")))]


class MembersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(access.workspace_ids_for(request.user))


@hooks.register("register_admin_menu_item")
def register_members_item() -> MenuItem:
    return MembersMenuItem(_("Helpers"), reverse("workspace:show"), name="helpers", icon_name="group", order=700)


class TrailMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return access.is_staff_user(request.user)


@hooks.register("register_reports_menu_item")
def register_trail_item() -> MenuItem:
    return TrailMenuItem(_("Audit trail"), reverse("trail:list"), name="trail", icon_name="history", order=10)


__all__ = ["screens"]
