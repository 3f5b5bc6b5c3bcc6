"""Pages of the site that are no CMS pages: errors, robots.txt and the sitemap."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template import loader
from django.utils import translation
from django.views import static
from django.views.decorators.cache import cache_control

from . import queries


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The designed 403 with the advice to reload; the reason is for the log, not for the visitor."""
    return render(request, "403.html", {"is_stale_form": True}, status=403)


def _in_language_of_address(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Errors may come before or after the language was chosen: the address says it, else what is active, else Kazakh."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or translation.get_language()
        with translation.override(language if language in queries.LANGUAGES else settings.LANGUAGE_CODE):
            return view(request, *args, **kwargs)

    return answer


@_in_language_of_address
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 that says where to go on; the same for what is missing and for what is somebody else's."""
    return render(request, "404.html", status=404)


@_in_language_of_address
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


@_in_language_of_address
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429 of allauth's limits (it looks for `handler429`)."""
    answer = render(request, "429.html", status=429)
    answer["Retry-After"] = "600"
    return answer


@_in_language_of_address
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 for what no browser sends by itself; it may come before sessions and people are known."""
    return HttpResponse(loader.render_to_string("400.html"), status=400)


@_in_language_of_address
def server_error(request: HttpRequest) -> HttpResponse:
    """500 without request, session or database: whatever is broken, this page is not."""
    return HttpResponse(loader.render_to_string("500.html"), status=500)


@cache_control(max_age=3600, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Names no invitation: they ask not to be indexed by themselves."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /documents/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@cache_control(max_age=3600, public=True)
def sitemap(request: HttpRequest) -> HttpResponse:
    """The site's own pages and the templates; no invitation."""
    return render(request, "cms/sitemap.xml", {"pages": queries.public_pages()}, content_type="application/xml")


def host_help(request: HttpRequest) -> HttpResponse:
    """From the admin's menu to the help page in the organizer's language."""
    return redirect("wagtail_serve", "help/")


@cache_control(public=True, max_age=3600)
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """An uploaded picture from this machine's own disk, where no object store stands beside the application."""
    return static.serve(request, path, document_root=settings.MEDIA_ROOT)
