"""The audit trail, for staff to read."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from . import access

PER_PAGE = 50


def entry_list(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first; narrowed by workspace number, by target (`app.model:id`) and by words."""
    wanted = {name: request.GET.get(name, "").strip() for name in ("workspace", "target", "q")}
    page = Paginator(access.audit_entries_for(request.user, **wanted), PER_PAGE).get_page(request.GET.get("p"))
    template = "accounts/trail_entries.html"
    return render(request, template, {"page": page, "wanted": wanted, "entries": page.object_list})
