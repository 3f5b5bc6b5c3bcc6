from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.url_routing import RouteResult

from invitations import addresses, guest_views


class GuestRoutes(RoutablePageMixin):
    """The addresses under an invitation: its face, a guest's own link, the answer, the calendar file, the picture for messengers."""

    @path("g/<str:token>/")
    def personal(self, request: HttpRequest, token: str) -> HttpResponse:
        """A guest's own link. No other site may learn it from the browser."""
        response = guest_views.call("personal", request, self, token=token)
        response["Referrer-Policy"] = "no-referrer"
        return response

    @path("rsvp/")
    def answer(self, request: HttpRequest) -> HttpResponse:
        """Where the answer is sent to."""
        response = guest_views.call("answer", request, self)
        response["Referrer-Policy"] = "no-referrer"
        return response

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Remembers the rest of the address, to send on whoever came by an old one."""
        request.invitation_rest = "".join(f"{part}/" for part in path_components)
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only the one address shows the invitation; the place in the tree and former addresses send on to it."""
        if getattr(request, "invitation_slug", None) != self.event_slug and not getattr(request, "is_preview", False):
            rest = getattr(request, "invitation_rest", "")
            return redirect(addresses.path_of(self.event_slug) + rest, permanent=True, preserve_request=request.method == "POST")
        response = super().serve(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response
