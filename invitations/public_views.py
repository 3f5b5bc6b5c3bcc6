"""The door of a public address: what everybody sees alike is rendered once for each published version and language."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from wagtail.views import serve

from . import access, queries

# Short, for the page counts days and its form closes on a day; what a family changes shows at once, by the key.
SECONDS = 300


@csrf_exempt
def invitation_serve(request: HttpRequest, path: str) -> HttpResponse:
    """`e/<slug>/` from the cache while nothing it shows has changed (one query to know); everything below it by Wagtail.

    Exempt from the check of a CSRF cookie: `guests.views.public` says what protects answers instead.
    """
    slug, _slash, rest = path.removeprefix("e/").partition("/")
    is_face = request.method in {"GET", "HEAD"} and not rest and not request.GET
    version = queries.face_version(slug) if is_face else None
    if version is None:
        return _serve(request, path)
    key = f"face:{get_language()}:{slug}:{version}"
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
