"""A process of the product that can be killed at each of its commits, and the queue in which its tasks lie.

A whole example is one transaction, rolled back at its end; what would be a transaction of the product is a savepoint of the
first level within it. There a process dies: before its commit, and what it wrote since the last one is undone; or after it, and the
hooks of `on_commit` never run.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from celery import Task
from django.db import connection
from django.db.transaction import Atomic

EXIT = Atomic.__exit__


class KilledError(BaseException):
    """kill -9: nothing of the product catches it."""


class Processes:
    """Made within the example's transaction."""

    def __init__(self) -> None:
        self.queue: list[tuple[Task, tuple[Any, ...]]] = []
        self.deaths = 0
        self._commits_left: int | None = None
        self._dies_before = self._is_running = False
        self._level = len(connection.savepoint_ids) + 1

    def install(self, patch: Any) -> None:
        """From now on commits and tasks go through here."""
        patch.setattr(Atomic, "__exit__", lambda atomic, *raised: self._leave(atomic, *raised))
        patch.setattr(Task, "apply_async", lambda task, args=(), kwargs=None, **options: self._enqueue(task, tuple(args)))

    def kill_at(self, commit: int, *, dies_before: bool) -> None:
        """The next process dies at its commit of this number (from 1), if it gets so far."""
        self._commits_left, self._dies_before = commit, dies_before

    def run(self, work: Callable[[], Any]) -> None:
        """One process, to its end or to its death."""
        connection.run_on_commit.clear()
        self._is_running = True
        with suppress(KilledError):
            work()
        self._is_running, self._commits_left = False, None

    def work(self, most: int) -> None:
        """A worker takes tasks from the queue; one during which it dies is lost."""
        for _ in range(min(most, len(self.queue))):
            task, args = self.queue.pop(0)
            self.run(lambda task=task, args=args: task.run(*args))

    def _enqueue(self, task: Task, args: tuple[Any, ...]) -> None:
        if task.name.startswith("payments."):
            self.queue.append((task, args))

    def _leave(self, atomic: Atomic, *raised: Any) -> None:
        is_commit = self._is_running and raised[0] is None and len(connection.savepoint_ids) == self._level
        if is_commit and self._commits_left is not None:
            self._commits_left -= 1
        is_death = is_commit and self._commits_left == 0
        if is_death and self._dies_before:
            self._die(lambda killed: EXIT(atomic, KilledError, killed, None))
        EXIT(atomic, *raised)
        if is_death:
            self._die(lambda killed: None)
        if is_commit:
            hooks, connection.run_on_commit = connection.run_on_commit, []
            for _, hook, *_ in hooks:
                hook()

    def _die(self, ending: Callable[[KilledError], Any]) -> None:
        killed, self._commits_left = KilledError(), None
        self.deaths += 1
        ending(killed)
        raise killed
