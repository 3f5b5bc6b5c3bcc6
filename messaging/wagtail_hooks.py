from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.access import is_staff_user


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("messages/", include("messaging.urls"))]


class StaffMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return is_staff_user(request.user)


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return StaffMenuItem(
        _("Messages"),
        reverse("messaging:list"),
        name="messages",
        icon_name="mail",
        order=9000,
    )
