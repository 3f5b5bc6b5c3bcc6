"""The short address, which is the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from . import addresses


def address_by_language(request: HttpRequest, slug: str, rest: str = "") -> HttpResponse:
    """`/e/<slug>/…` sends each guest on in their own language: the one chosen on the site, else the browser's, else Kazakh."""
    response = redirect(addresses.path_of(slug, get_language_from_request(request)) + rest)
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    response["Referrer-Policy"] = "no-referrer"
    return response
