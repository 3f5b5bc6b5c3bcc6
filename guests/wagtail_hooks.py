"""The hosts' screens of guests in the admin."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.wagtail_tenancy import allow

from .views import host, host_lists

ALL = "celebrations/<int:invitation_id>/guests/"
ONE = f"{ALL}<int:invite_id>/"
GUESTS = [
    path("guests/", host.guest_home, name="home"),
    path(ALL, host.guest_list, name="list"),
    path(f"{ALL}add/", host.guest_add, name="add"),
    path(f"{ALL}import/", host_lists.list_upload, name="import"),
    path(f"{ALL}import/<str:key>/", host_lists.list_preview, name="import_preview"),
    path(f"{ALL}import/<str:key>/confirm/", host_lists.list_confirm, name="import_confirm"),
    path(f"{ALL}import/<str:key>/progress/", host_lists.list_progress, name="import_progress"),
    path(f"{ALL}export/", host_lists.list_export, name="export"),
    path(ONE, host.guest_edit, name="edit"),
    path(f"{ONE}delete/", host.guest_delete, name="delete"),
    path(f"{ONE}answer/", host.guest_answer, name="answer"),
    path(f"{ONE}table/", host.guest_table, name="table"),
    path(f"{ONE}sent/", host.guest_sent, name="sent"),
    path(f"{ONE}revoke/", host.guest_revoke, name="revoke"),
]

allow(*(f"guests:{pattern.name}" for pattern in GUESTS))


@hooks.register("register_admin_urls")
def add_guests() -> list[URLPattern | URLResolver]:
    return [path("", include((GUESTS, "guests")))]


@hooks.register("register_admin_menu_item")
def add_menu_entry() -> MenuItem:
    return MenuItem(_("Guests"), reverse_lazy("guests:home"), name="guests", icon_name="group", order=120)
