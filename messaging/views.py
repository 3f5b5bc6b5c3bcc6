from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from . import access


def message_list(request: HttpRequest) -> HttpResponse:
    """Staff's view of the outbox, found by address or subject with `q`."""
    messages, words = (
        access.messages_for(request.user),
        request.GET.get("q", "").strip(),
    )
    if words:
        messages = messages.filter(Q(to__icontains=words) | Q(subject__icontains=words))
    page = Paginator(messages, 50).get_page(request.GET.get("p"))
    return render(request, "messaging/message_list.html", {"page": page, "words": words})


def message_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One message. Its text holds personal links, so that production hides it (`MESSAGE_TEXTS_READABLE`)."""
    message = access.get_message(request.user, pk)
    return render(
        request,
        "messaging/message_show.html",
        {"message": message, "is_readable": settings.MESSAGE_TEXTS_READABLE},
    )
