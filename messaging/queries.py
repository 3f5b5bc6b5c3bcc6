"""What the outbox can be asked."""

from django.utils import timezone

from .models import Message


def due_ids(limit: int = 500) -> list[int]:
    """Numbers of waiting messages whose time has come, the longest waiting first."""
    due = Message.objects.filter(state=Message.State.QUEUED, next_attempt_at__lte=timezone.now())
    return list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:limit])
