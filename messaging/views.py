"""The outbox, for staff to read."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from . import access

PER_PAGE = 50


def message_list(request: HttpRequest) -> HttpResponse:
    """Staff's view of the outbox, found by address or subject with `q`."""
    words = request.GET.get("q", "").strip()
    page = Paginator(access.messages_for(request.user, q=words), PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "messaging/message_list.html", {"page": page, "words": words})


def message_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One message. Its text holds personal links, so that production hides it (`MESSAGE_TEXTS_READABLE`)."""
    message = access.get_message(request.user, pk)
    context = {"message": message, "is_readable": settings.MESSAGE_TEXTS_READABLE}
    return render(request, "messaging/message_show.html", context)
