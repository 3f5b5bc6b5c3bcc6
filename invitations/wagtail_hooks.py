"""What this app adds to Wagtail's admin."""

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from accounts.wagtail_tenancy import allow

from . import views

CELEBRATIONS = [
    path("", views.celebration_list, name="list"),
    path("<int:pk>/", views.celebration_hub, name="hub"),
    path("<int:pk>/preview/", views.celebration_preview, name="preview"),
    path("<int:pk>/address/", views.celebration_address, name="address"),
    path("<int:pk>/open-answers/", views.celebration_open_answers, name="open_answers"),
    path("<int:pk>/archive/", views.celebration_archive, name="archive"),
]

allow("admin_home", *(f"celebrations:{pattern.name}" for pattern in CELEBRATIONS))


@hooks.register("register_admin_urls")
def add_celebrations() -> list[URLPattern | URLResolver]:
    return [path("celebrations/", include((CELEBRATIONS, "celebrations")))]


@hooks.register("insert_global_admin_css")
def add_editor_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("invitations/admin/editor.css"))
