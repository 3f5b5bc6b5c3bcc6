"""Who may read the outbox: staff."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import Visitor, is_staff_user

from .models import Message


def messages_for(user: Visitor, *, q: str = "") -> QuerySet[Message]:
    """Every message, newest first, for staff; Http404 for anybody else. `q` is looked for in addresses and subjects."""
    if not is_staff_user(user):
        raise Http404
    messages = Message.objects.select_related("workspace")
    return messages.filter(Q(to__icontains=q) | Q(subject__icontains=q)) if q else messages


def get_message(user: Visitor, pk: int) -> Message:
    """The message with this number for staff; Http404 otherwise."""
    return get_object_or_404(messages_for(user), pk=pk)
