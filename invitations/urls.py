from django.urls import URLPattern, path

from .theme_views import theme_stylesheet

app_name = "invitations"
urlpatterns: list[URLPattern] = [
    path("theme/<slug:ref>/<slug:digest>.css", theme_stylesheet, name="theme_stylesheet"),
]
