"""The site's own middleware: health answers that ask nothing of the rest, and the language of a request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from . import health


class HealthMiddleware:
    """Answers /healthz and /readyz before hosts, sessions and languages are looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = health.ANSWERS.get(request.path)
        return answer() if answer else self.get_response(request)


class LanguageMiddleware(LocaleMiddleware):
    """Django's own choice (address, cookie, browser), but Kazakh when nothing the guest said names a language of ours."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if request.path.startswith("/admin/") and translation.get_language() not in {"kk", "ru", "en"}:
            translation.activate("kk")
