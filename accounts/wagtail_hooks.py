"""Where Wagtail finds this app's hooks."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts import access, trail_views, way_back_views
from accounts.wagtail_tenancy import allow, media
from accounts.wagtail_tenancy.screens import StaffMenuItem

hooks.register("before_serve_document", media.refuse_strangers)

allow("workspace:show", "workspace:rename", "workspace:switch", "workspace:invite", "workspace:change", "workspace:remove")


# Staff's, as is the way back: nobody allows them to organizers.
TRAIL = [path("", trail_views.entry_list, name="list")]


@hooks.register("register_admin_urls")
def register_workspace_urls() -> list[URLPattern | URLResolver]:
    return [
        path("workspace/", include("accounts.workspace_urls")),
        path("trail/", include((TRAIL, "trail"))),
        path("way-back/", way_back_views.way_back, name="way_back"),
    ]


class MembersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(access.workspace_ids_for(request.user))


@hooks.register("register_admin_menu_item")
def register_members_item() -> MenuItem:
    return MembersMenuItem(_("Helpers"), reverse("workspace:show"), name="helpers", icon_name="group", order=700)


@hooks.register("register_reports_menu_item")
def register_trail_item() -> MenuItem:
    return StaffMenuItem(_("Audit trail"), reverse("trail:list"), name="trail", icon_name="history", order=10)


@hooks.register("register_reports_menu_item")
def register_way_back_item() -> MenuItem:
    return StaffMenuItem(_("Help somebody sign in"), reverse("way_back"), name="way-back", icon_name="key", order=20)
