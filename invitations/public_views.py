"""The door of a public address: what guests see alike is rendered once for each published version and language."""

import re

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from wagtail.views import serve

from . import access, guest_views, queries

# What a family changes, a day that passes and the end of answers show at once, by the key.
SECONDS = 300
OF_A_GUEST = re.compile(r"g/[-\w]+/|rsvp/")


@csrf_exempt
def invitation_serve(request: HttpRequest, path: str) -> HttpResponse:
    """`e/<slug>/` and what guests read below it from the cache while nothing it shows has changed; the rest by Wagtail.

    One query knows that nothing has; one more is about the guest of a personal link.
    Exempt from the check of a CSRF cookie: `guests.views.public` says what protects answers instead.
    """
    slug, _slash, rest = path.removeprefix("e/").partition("/")
    is_of_guest = bool(OF_A_GUEST.fullmatch(rest))
    is_read = request.method in {"GET", "HEAD"} and (is_of_guest or not (rest or request.GET))
    version = queries.face_version(slug) if is_read else None
    if version is None:
        return _serve(request, path)
    if not is_of_guest:
        return _face(request, path, f"face:{get_language()}:{slug}:{version}")
    # Under which the view keeps what it has to render.
    request.face_version = version
    return guest_views.call("read", request, slug=slug, version=version, rest=rest) or _serve(request, path)


def _face(request: HttpRequest, path: str, key: str) -> HttpResponse:
    body = cache.get(key)
    if body is None:
        response = _serve(request, path)
        if response.status_code != 200:
            return response
        body = response.render().content if hasattr(response, "render") else response.content
        cache.set(key, body, SECONDS)
    response = HttpResponse(body)
    response["X-Robots-Tag"] = "noindex"
    return response


def _serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own way to a page, with the route found: it would ask for the site and its landing page, in three queries."""
    _e, slug, *rest = path.strip("/").split("/")
    request.invitation_slug = slug
    request._wagtail_route_for_request = access.get_public_page(slug).route(request, rest)
    return serve(request, path)
