"""Where Wagtail finds this app's hooks."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts import access
from accounts.wagtail_tenancy import allow, media, screens

hooks.register("before_serve_document", media.refuse_strangers)

allow("workspace:show", "workspace:rename", "workspace:switch", "workspace:invite", "workspace:change", "workspace:remove")


@hooks.register("register_admin_urls")
def register_workspace_urls() -> list[URLPattern | URLResolver]:
    return [path("workspace/", include("accounts.workspace_urls"))]


class MembersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(access.workspace_ids_for(request.user))


@hooks.register("register_admin_menu_item")
def register_members_item() -> MenuItem:
    return MembersMenuItem(_("Helpers"), reverse("workspace:show"), name="helpers", icon_name="group", order=700)


__all__ = ["screens"]
