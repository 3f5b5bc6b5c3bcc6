from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.wagtail_tenancy.screens import StaffMenuItem


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("messages/", include("messaging.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return StaffMenuItem(
        _("Messages"),
        reverse("messaging:list"),
        name="messages",
        icon_name="mail",
        order=9000,
    )
