from django.urls import path

from . import webhooks

app_name = "payment_gateways"
urlpatterns = [path("api/payments/webhooks/<slug:gateway>/", webhooks.receive, name="webhook")]
