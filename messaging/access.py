"""Who may read the outbox: staff."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import Visitor, is_staff_user

from .models import Message


def messages_for(user: Visitor) -> QuerySet[Message]:
    """Every message, newest first, for staff; Http404 for anybody else."""
    if not is_staff_user(user):
        raise Http404
    return Message.objects.select_related("workspace")


def get_message(user: Visitor, pk: int) -> Message:
    """The message with this number for staff; Http404 otherwise."""
    return get_object_or_404(messages_for(user), pk=pk)
