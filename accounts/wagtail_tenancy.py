"""Everything that keeps tenants apart in the Wagtail admin."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_allowed: set[str] = set()


def allow(*url_names: str) -> None:
    """Let organizers call these admin URL names ("namespace:name"); everything else is denied to them."""
    _allowed.update(url_names)


class AdminGateMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
