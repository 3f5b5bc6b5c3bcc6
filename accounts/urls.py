from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("", views.account_show, name="account"),
    path("language/", views.language_change, name="language"),
    path("join/<str:token>/", views.invite_accept, name="join"),
]
