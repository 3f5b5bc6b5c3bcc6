from django.urls import path

from . import workspace_views as views

app_name = "workspace"
urlpatterns = [
    path("", views.workspace_show, name="show"),
    path("rename/", views.workspace_rename, name="rename"),
    path("switch/<int:pk>/", views.workspace_switch, name="switch"),
    path("members/", views.member_invite, name="invite"),
    path("members/<int:pk>/", views.member_change, name="change"),
    path("members/<int:pk>/remove/", views.member_remove, name="remove"),
]
