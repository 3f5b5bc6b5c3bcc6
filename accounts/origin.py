"""Where a change came from: the address of the request being answered, for the audit trail."""

from collections.abc import Callable
from contextvars import ContextVar

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse

_address: ContextVar[str | None] = ContextVar("address", default=None)


def address_of(request: HttpRequest) -> str | None:
    """The client's address; behind a proxy as `ALLAUTH_TRUSTED_PROXY_COUNT` says, as for the limits of sign-in attempts."""
    return get_adapter(request).get_client_ip(request) if request.META.get("REMOTE_ADDR") else None


def current_address() -> str | None:
    """The address of the request being answered; None outside a request (queue, commands)."""
    return _address.get()


class OriginMiddleware:
    """Remembers the request's address while it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _address.set(address_of(request))
        try:
            return self.get_response(request)
        finally:
            _address.reset(token)
