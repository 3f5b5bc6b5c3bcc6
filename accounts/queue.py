"""Handing work to the queue when what was decided is written for good."""

from typing import Any

from celery import Task
from django.db import transaction


def send_after_commit(task: Task, *args: Any) -> None:
    """Send `task(*args)` after the commit, or at once outside a transaction.

    A queue that is away fails nobody's request and is not waited for: the loss is logged, and what must happen is found by beat.
    """

    def send() -> None:
        task.apply_async(args, retry=False)

    transaction.on_commit(send, robust=True)
