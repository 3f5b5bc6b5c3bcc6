"""What this app adds to Wagtail's admin."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail_localize.wagtail_hooks import page_listing_more_buttons

from accounts.wagtail_tenancy import allow

from . import actions, publish_menu, publish_views, rule_admin, views
from .models import InvitationPage
from .theme_admin import ThemeViewSet

__all__ = ["publish_menu", "rule_admin"]

CELEBRATIONS = [
    path("", views.celebration_list, name="list"),
    path("<int:pk>/", views.celebration_hub, name="hub"),
    path("<int:pk>/publish/", publish_views.celebration_publish, name="publish"),
    path("<int:pk>/preview/", views.celebration_preview, name="preview"),
    path("<int:pk>/address/", views.celebration_address, name="address"),
    path("<int:pk>/open-answers/", views.celebration_open_answers, name="open_answers"),
    path("<int:pk>/archive/", views.celebration_archive, name="archive"),
]

allow("admin_home", *(f"celebrations:{pattern.name}" for pattern in CELEBRATIONS))


@hooks.register("register_admin_urls")
def add_celebrations() -> list[URLPattern | URLResolver]:
    return [path("celebrations/", include((CELEBRATIONS, "celebrations")))]


@hooks.register("register_admin_viewset")
def add_themes() -> ThemeViewSet:
    return ThemeViewSet()


@hooks.register("insert_global_admin_css")
def add_editor_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("invitations/admin/editor.css"))


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def follow_draft(request: HttpRequest, page: Page) -> None:
    """Until the first publication, the facts others see are those of the draft."""
    if isinstance(page, InvitationPage) and not page.first_published_at:
        actions.copy_facts(page=page, by=request.user, request=request)


@hooks.register("after_delete_page")
def stop_paying(request: HttpRequest, page: Page) -> None:
    """What is deleted is paid for no more, nor what stood below it."""
    actions.stop_paying_for_deleted(by=request.user, request=request)


@hooks.register("after_bulk_action")
def stop_paying_for_many(request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any) -> None:
    if action_type == "delete":
        actions.stop_paying_for_deleted(by=request.user, request=request)


def offer_translation(page: Page, *args: Any, **kwargs: Any) -> Iterable[Button]:
    """wagtail-localize's buttons, but not for an invitation: it holds its two languages itself, a translation would be a second one."""
    return () if isinstance(page.specific_deferred, InvitationPage) else page_listing_more_buttons(page, *args, **kwargs)


for menu in ("register_page_header_buttons", "register_page_listing_more_buttons"):
    # No hook of Wagtail's sees the buttons of a page's header after they are made.
    hooks._hooks[menu].remove((page_listing_more_buttons, 0))
    hooks.register(menu, offer_translation)
