from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.url_routing import RouteResult

from invitations import addresses, calendars, cards, facts, guest_views

# What an invitation is written in; English has the words around it only.
GUEST_LANGUAGES = (("kk", "Қазақша"), ("ru", "Русский"))
A_WEEK = 7 * 24 * 3600


class GuestRoutes(RoutablePageMixin):
    """The addresses under an invitation: its face, a guest's own link, the answer, the calendar file, the picture for messengers."""

    @path("g/<str:token>/")
    def personal(self, request: HttpRequest, token: str) -> HttpResponse:
        """A guest's own link."""
        return guest_views.call("personal", request, self, token=token)

    @path("rsvp/")
    def answer(self, request: HttpRequest) -> HttpResponse:
        """Where the answer is sent to."""
        return guest_views.call("answer", request, self)

    @path("calendar/")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """The celebration for the guest's own calendar; none without a date."""
        known = facts.facts_of(self)
        if known.moment is None:
            raise Http404
        text = calendars.calendar_file(known, url=addresses.url_of(self.event_slug), changed_at=self.last_published_at)
        response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.event_slug}.ics"'
        return response

    @path("og/")
    def card(self, request: HttpRequest) -> HttpResponse:
        """The picture a messenger shows beside the link; drawn once for what it says and how it looks."""
        key = f"card:{cards.digest(self)}"
        picture = cache.get(key)
        if picture is None:
            picture = cards.card_for(self)
            cache.set(key, picture, A_WEEK)
        response = HttpResponse(picture, content_type="image/jpeg")
        response["Cache-Control"] = f"public, max-age={A_WEEK}"
        return response

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Remembers the rest of the address, to send on whoever came by an old one."""
        request.invitation_rest = "".join(f"{part}/" for part in path_components)
        return super().route(request, path_components)

    def languages_at(self, rest: str) -> list[tuple[str, str, str]]:
        """For the guest's choice: each language with its name and the address in it, `rest` of which follows the invitation's own."""
        slug = self.event_slug
        return [(code, name, addresses.path_of(slug, code) + rest) for code, name in GUEST_LANGUAGES] if slug else []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page in its other languages: for the guest's choice (the rest of a personal address is kept) and for search and previews."""
        slug = self.event_slug
        return {
            **super().get_context(request, *args, **kwargs),
            "languages": self.languages_at(getattr(request, "invitation_rest", "")),
            "alternates": [(code, addresses.url_of(slug, code)) for code, _name in GUEST_LANGUAGES] if slug else [],
            "card_url": f"{addresses.url_of(slug)}og/?v={cards.digest(self)}" if slug else "",
            "share_url": addresses.url_of(slug) if slug else "",
            "short_url": addresses.short_url_of(slug) if slug else "",
        }

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only the one address shows the invitation; the place in the tree and former addresses send on to it."""
        if getattr(request, "invitation_slug", None) != self.event_slug and not getattr(request, "is_preview", False):
            rest = getattr(request, "invitation_rest", "")
            return redirect(addresses.path_of(self.event_slug) + rest, permanent=True, preserve_request=request.method == "POST")
        response = super().serve(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response
