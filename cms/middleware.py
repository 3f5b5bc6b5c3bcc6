"""The site's own middleware: health answers that ask nothing of the rest, what no browser sends, and the language of a request."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from wagtail.contrib.redirects import middleware as redirects

from . import health


class HealthMiddleware:
    """Answers /healthz and /readyz before hosts, sessions and languages are looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = health.ANSWERS.get(request.path)
        return answer() if answer else self.get_response(request)


class NulMiddleware:
    """Answers 400 to an address or a cookie that holds a NUL: the database has no place for it, whoever looks for it there.

    What banks send is theirs to be answered by their own protocol.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = "" if request.path.startswith("/api/") else request.META.get("QUERY_STRING", "")
        if "\0" in request.path or "%00" in query or "\0" in "".join(request.COOKIES.values()):
            raise BadRequest("NUL")
        return self.get_response(request)


class LanguageMiddleware(LocaleMiddleware):
    """Django's own choice (address, cookie, browser), but Kazakh when nothing the guest said names a language of ours."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if request.path.startswith("/admin/") and translation.get_language() not in {"kk", "ru", "en"}:
            translation.activate("kk")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # A view that said 404 meant it: only an address nobody serves is tried with a language before it.
        if response.status_code == 404 and getattr(request, "resolver_match", None):
            response.headers.setdefault("Content-Language", translation.get_language())
            return response
        return super().process_response(request, response)


class AdminPolicyMiddleware:
    """The admin's own content security policy (`ADMIN_CONTENT_SECURITY_POLICY`), wider than the site's where Wagtail needs it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            # As django-csp's `csp_replace` marks the answer of one view.
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response


class RedirectMiddleware(redirects.RedirectMiddleware):
    """Wagtail's own, but for the admin: staff's redirects lead away from the site's pages, so a 404 of the admin asks for none."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if request.path.startswith("/admin/") else super().process_response(request, response)
