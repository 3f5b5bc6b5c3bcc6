from django.urls import path

from . import payer_views

app_name = "payer"
urlpatterns = [
    path("<str:token>/", payer_views.pay, name="pay"),
    path("<str:token>/state/", payer_views.state, name="state"),
    path("<str:token>/code.svg", payer_views.code, name="code"),
]
