"""The product's addresses and Wagtail's third API, which the product does not mount, in case somebody will."""

from django.urls import path
from wagtail.api.v3.urls import api

from cms.urls import urlpatterns as product

urlpatterns = [path("api/v3/", api.urls), *product]
