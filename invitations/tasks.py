"""What is done beside requests."""

from celery import shared_task

from . import actions


@shared_task
def forget_edits() -> int:
    """Drop what autosave wrote into Wagtail's log; see `actions.forget_edits`."""
    return actions.forget_edits()
