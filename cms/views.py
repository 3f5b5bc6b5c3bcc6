"""Pages of the site that are no CMS pages: errors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The designed 403 with the advice to reload; the reason is for the log, not for the visitor."""
    return render(request, "403.html", {"is_stale_form": True}, status=403)
