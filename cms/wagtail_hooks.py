"""The admin's look, and the two menu entries that are no app's own."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts import access
from accounts.wagtail_tenancy import allow

from . import views

allow("host_help")


@hooks.register("register_admin_urls")
def register_help_url() -> list[URLPattern]:
    return [path("guide/", views.host_help, name="host_help")]


@hooks.register("register_admin_menu_item")
def add_celebrations() -> MenuItem:
    return MenuItem(_("My celebrations"), reverse_lazy("celebrations:list"), name="celebrations", icon_name="date", order=50)


class GuideMenuItem(MenuItem):
    """Staff have Wagtail's own help instead."""

    def is_shown(self, request: HttpRequest) -> bool:
        return not access.is_staff_user(request.user)


@hooks.register("register_admin_menu_item")
def add_help() -> MenuItem:
    return GuideMenuItem(_("Help"), reverse_lazy("host_help"), name="help", icon_name="help", order=800)


@hooks.register("insert_global_admin_css")
def add_brand_styles() -> SafeString:
    sheets = ((static(f"cms/{name}.css"),) for name in ("admin", "admin_phone"))
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_global_admin_js")
def add_date_choosers() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("cms/date_chooser.js"))


@hooks.register("insert_editor_js")
def add_editor_scripts() -> SafeString:
    scripts = [(static(f"cms/{name}.js"),) for name in ("first_edits", "phone_preview")]
    return format_html_join("", '<script type="module" src="{}"></script>', scripts)
