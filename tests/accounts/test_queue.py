"""Work reaches the queue after the commit; a queue that is away fails nobody."""

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import User
from accounts.queue import send_after_commit


class Told:
    """A task that only remembers what it was sent, or cannot be sent."""

    def __init__(self, *, is_away: bool = False) -> None:
        self.is_away, self.calls = is_away, []

    def apply_async(self, args, *, retry) -> None:
        if self.is_away:
            raise OperationalError("no broker")
        self.calls.append((args, retry))


@pytest.mark.django_db(transaction=True)
def test_task_is_sent_once_what_was_decided_is_written():
    task = Told()
    with transaction.atomic():
        send_after_commit(task, 1, "a")
        assert task.calls == []
    assert task.calls == [((1, "a"), False)]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_of_what_was_undone():
    task = Told()
    with transaction.atomic():
        send_after_commit(task, 1)
        transaction.set_rollback(True)
    assert task.calls == []


@pytest.mark.django_db(transaction=True)
def test_queue_that_is_away_fails_nobody_and_is_logged(caplog):
    after = Told()
    with transaction.atomic():
        User.objects.create(name="Сәуле", email="saule@example.kz")
        send_after_commit(Told(is_away=True), 1)
        send_after_commit(after, 2)
    assert User.objects.filter(name="Сәуле").exists()
    assert after.calls == [((2,), False)]
    assert "no broker" in caplog.text
    send_after_commit(Told(is_away=True), 3)
