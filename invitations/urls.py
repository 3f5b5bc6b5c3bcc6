from django.urls import URLPattern, path, re_path

from .address_views import address_by_language
from .theme_views import theme_stylesheet

app_name = "invitations"
urlpatterns: list[URLPattern] = [
    path("theme/<slug:ref>/<slug:digest>.css", theme_stylesheet, name="theme_stylesheet"),
    re_path(r"^e/(?P<slug>[-a-z0-9]+)/(?P<rest>(?:[-\w]+/)*)$", address_by_language, name="address"),
]
