"""Views that the app above hangs under an invitation's address: this app calls them by name and knows no more of them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

GuestView = Callable[..., HttpResponse]
_views: dict[str, GuestView] = {}


def register(name: str, view: GuestView) -> None:
    """Hang `view(request, page, **kwargs)` under a name: `personal` (g/<token>/) or `answer` (rsvp/)."""
    _views[name] = view


def call(name: str, request: HttpRequest, page: Any, **kwargs: Any) -> HttpResponse:
    """The registered view's response; KeyError when nobody registered it."""
    return _views[name](request, page, **kwargs)
