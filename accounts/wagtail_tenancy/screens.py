"""What an organizer finds in the admin: few menu entries, and lists and choosers with their own things."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem, SubmenuMenuItem
from wagtail.admin.search import Search, admin_search_areas

from accounts import access
from accounts.wagtail_tenancy import territory

# The names of the menu entries an organizer may find; the apps register the entries themselves.
MENU = {
    "celebrations",
    "guests",
    "media",
    "images",
    "documents",
    "payments",
    "help",
    "helpers",
}
ACTIONS = {
    "action-save-draft",
    "action-publish",
    "action-unpublish",
    "action-page-locked",
}


class StaffMenuItem(MenuItem):
    """An entry of the menu that staff alone find."""

    def is_shown(self, request: HttpRequest) -> bool:
        return access.is_staff_user(request.user)


@hooks.register("construct_main_menu", order=1000)
def keep_menu_small(request: HttpRequest, menu_items: list[Any]) -> None:
    if not access.is_staff_user(request.user):
        menu_items[:] = [item for item in menu_items if item.name in MENU and not _is_wagtails_help(item)]


def _is_wagtails_help(item: Any) -> bool:
    return item.name == "help" and isinstance(item, SubmenuMenuItem)


@hooks.register("construct_help_menu", order=1000)
@hooks.register("construct_settings_menu", order=1000)
@hooks.register("construct_reports_menu", order=1000)
@hooks.register("construct_homepage_panels", order=1000)
@hooks.register("construct_homepage_summary_items", order=1000)
def keep_for_staff(request: HttpRequest, items: list[Any]) -> None:
    """Settings, reports and the dashboard are staff's."""
    if not access.is_staff_user(request.user):
        items.clear()


class StaffSearch(Search):
    """The search box over everything is staff's; Wagtail asks no hook before it draws the box."""

    def search_items_for_request(self, request: HttpRequest) -> list[Any]:
        return super().search_items_for_request(request) if access.is_staff_user(request.user) else []


admin_search_areas.__class__ = StaffSearch


@hooks.register("construct_page_action_menu", order=1000)
def keep_actions_few(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    if not access.is_staff_user(request.user):
        menu_items[:] = [item for item in menu_items if item.name in ACTIONS]


@hooks.register("construct_page_listing_buttons", order=1000)
def keep_listings_plain(buttons: list[Any], page: Any, user: Any, context: dict[str, Any] | None = None) -> None:
    if not access.is_staff_user(user):
        buttons.clear()


@hooks.register("construct_explorer_page_queryset")
def list_own_pages(parent_page: Any, pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    return pages if access.is_staff_user(request.user) else pages.filter(territory.within_folders(request.user))


@hooks.register("construct_page_chooser_queryset")
def offer_own_pages(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    return pages if access.is_staff_user(request.user) else pages.filter(territory.within_folders(request.user))


@hooks.register("construct_image_chooser_queryset")
@hooks.register("construct_document_chooser_queryset")
def offer_own_media(media: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """The pictures and files of the workspace the person works in, and the staff's."""
    if access.is_staff_user(request.user):
        return media
    return media.filter(Q(workspace_id=request.user.current_workspace_id) | Q(workspace_id=None))
