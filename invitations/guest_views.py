"""Views that the app above hangs under an invitation's address: this app calls them by name and knows no more of them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

GuestView = Callable[..., HttpResponse | None]
_views: dict[str, GuestView] = {}


def register(name: str, view: GuestView) -> None:
    """Hang a view under a name: `personal` (g/<token>/) or `answer` (rsvp/), called with the request, the page and their arguments.

    `read(request, slug=, version=, rest=)` may give what either of them would give to GET, without the page, or None.
    """
    _views[name] = view


def call(name: str, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | None:
    """The registered view's response, which only the guest may keep and no other site learns of; KeyError when nobody registered it."""
    response = _views[name](request, *args, **kwargs)
    if response is not None:
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
    return response
