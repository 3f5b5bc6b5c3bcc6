"""Everything that changes the outbox. Delivery is at least once: a message is claimed, sent, then marked."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actions import record
from accounts.models import Workspace
from accounts.queue import send_after_commit

from . import tasks
from .channels import Outgoing, Sent
from .models import Message

# How long after each failed attempt the next one comes; after the last the message has failed.
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360)]
# A worker that dies while sending gives the message back after this long.
LEASE = timedelta(minutes=10)
KEEP_TEXTS = timedelta(days=30)


@transaction.atomic
def enqueue(
    *,
    channel: str,
    to: str,
    subject: str = "",
    body: str,
    html: str = "",
    reply_to: str = "",
    workspace: Workspace | None = None,
    reference: str = "",
    once: str = "",
) -> Message:
    """Put a message into the outbox; it leaves after the surrounding transaction commits, or never if that rolls back.

    `once` names what it says: whoever says the same again gets the message that was written first.
    """
    fields = {
        "channel": channel,
        "to": to,
        "reply_to": reply_to,
        "subject": " ".join(subject.split())[:254],
        "body": body,
        "html": html,
        "workspace": workspace,
        "reference": reference,
    }
    message, is_new = Message.objects.get_or_create(once=once, defaults=fields) if once else (Message.objects.create(**fields), True)
    if not is_new:
        return message
    record(
        actor=None,
        action="message.enqueue",
        target=message,
        workspace=workspace,
        after={"channel": channel},
    )
    send_after_commit(tasks.deliver, message.pk)
    return message


@transaction.atomic
def claim(*, message_id: int) -> Outgoing | None:
    """Take a due message for one attempt; None when it is gone, done, not due yet, or somebody else's just now."""
    now = timezone.now()
    due = Message.objects.select_for_update(skip_locked=True).filter(pk=message_id, state=Message.State.QUEUED, next_attempt_at__lte=now)
    message = due.first()
    if message is None:
        return None
    message.attempts += 1
    message.next_attempt_at = now + LEASE
    message.save(update_fields=["attempts", "next_attempt_at"])
    return Outgoing(
        number=message.pk,
        to=message.to,
        subject=message.subject,
        body=message.body,
        html=message.html,
        reply_to=message.reply_to,
    )


@transaction.atomic
def mark_sent(*, message_id: int, sent: Sent) -> None:
    """The channel took it."""
    message = Message.objects.select_for_update().get(pk=message_id)
    message.state, message.sent_at, message.provider_id, message.error = (
        Message.State.SENT,
        timezone.now(),
        sent.provider_id,
        "",
    )
    message.save(update_fields=["state", "sent_at", "provider_id", "error"])
    _record_end(message)


@transaction.atomic
def mark_refused(*, message_id: int, error: str, is_permanent: bool) -> None:
    """The channel did not take it: wait for the next attempt, or give up when there is none left or none would help."""
    message = Message.objects.select_for_update().get(pk=message_id)
    message.error = error[:254]
    if is_permanent or message.attempts > len(BACK_OFF):
        message.state = Message.State.FAILED
        _record_end(message)
    else:
        message.next_attempt_at = timezone.now() + BACK_OFF[message.attempts - 1]
    message.save(update_fields=["state", "next_attempt_at", "error"])


def _record_end(message: Message) -> None:
    record(
        actor=None,
        action=f"message.{message.state}",
        target=message,
        workspace=message.workspace_id,
        after={"attempts": message.attempts, "error": message.error},
    )


@transaction.atomic
def forget_texts() -> int:
    """Empty the texts of messages that are done for 30 days (they hold links and names); says how many."""
    old = Message.objects.exclude(state=Message.State.QUEUED).filter(created_at__lt=timezone.now() - KEEP_TEXTS).exclude(body="")
    return old.update(body="", html="")
