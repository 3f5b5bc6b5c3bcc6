from django.urls import path

from . import webhooks
from .gateways.kaspi_biller import views as biller

app_name = "payment_gateways"
urlpatterns = [
    path("api/payments/webhooks/<slug:gateway>/", webhooks.receive, name="webhook"),
    path("api/payments/kaspi/biller/<str:secret>/", biller.answer, name="biller"),
]
