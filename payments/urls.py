from django.urls import path, re_path

from . import webhooks
from .gateways.kaspi_biller import views as biller

app_name = "payment_gateways"
urlpatterns = [
    path("api/payments/webhooks/<slug:gateway>/", webhooks.receive, name="webhook"),
    re_path(r"^api/payments/kaspi/webhook/?$", webhooks.receive_for_kaspi, name="kaspi_webhook"),
    path("api/payments/kaspi/biller/<str:secret>/", biller.answer, name="biller"),
]
