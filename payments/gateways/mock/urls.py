from django.urls import path

from . import views

app_name = "mock_bank"
urlpatterns = [path("<slug:purchase_id>/", views.purchase, name="purchase")]
