from celery import shared_task

from . import actions, queries
from .channels import PermanentError, RetryableError, get_channel
from .models import Message


@shared_task
def deliver(message_id: int) -> None:
    """One attempt at one message. Harmless when the message is done, gone or in other hands."""
    outgoing = actions.claim(message_id=message_id)
    if outgoing is None:
        return
    try:
        sent = get_channel(Message.objects.values_list("channel", flat=True).get(pk=message_id)).send(outgoing)
    except (PermanentError, RetryableError) as error:
        actions.mark_refused(
            message_id=message_id,
            error=str(error),
            is_permanent=isinstance(error, PermanentError),
        )
    else:
        actions.mark_sent(message_id=message_id, sent=sent)


@shared_task
def sweep() -> int:
    """Each minute: try every message whose time has come, those a lost worker or broker left behind included."""
    numbers = queries.due_ids()
    for number in numbers:
        deliver.delay(number)
    return len(numbers)


@shared_task
def forget_texts() -> int:
    """Each night: empty the texts of old messages."""
    return actions.forget_texts()
