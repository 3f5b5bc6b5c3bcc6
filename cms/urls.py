from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import include, path, re_path
from django.utils.functional import lazy
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from invitations.public_views import invitation_serve
from invitations.views import admin_home

from . import views

# Looked up when it is asked for: production's names are known only after collectstatic.
static_address = lazy(staticfiles_storage.url, str)

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler429 = views.too_many_requests
handler500 = views.server_error

# In production the object store serves them; documents are served by Wagtail alone, which asks who wants them.
pictures = [re_path(r"^media/(?P<path>(?:original_)?images/[^/]+)$", views.picture)] if settings.SERVE_PICTURES else []

urlpatterns = [
    path("robots.txt", views.robots),
    path("sitemap.xml", views.sitemap),
    path("favicon.ico", RedirectView.as_view(url=static_address("cms/brand/icon.svg"))),
    path("admin/", admin_home, name="admin_home"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("invitations.urls")),
    path("", include("payments.urls")),
    *pictures,
    *i18n_patterns(
        path("accounts/", include("accounts.urls")),
        path("accounts/", include("allauth.urls")),
        path("pay/mock/", include("payments.gateways.mock.urls")),
        path("pay/", include("payments.payer_urls")),
        # Guests answer without a cookie: see guests.views.public for what protects them instead.
        re_path(r"^(e/(?:[\w-]+/)+)$", invitation_serve, name="invitation_serve"),
        path("", include(wagtail_urls)),
    ),
]
