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
        self._deadly: int | None = None
        self._commits, self._dies_before, self._is_running = 0, False, False
        self._level = len(connection.savepoint_ids) + 1

    def install(self, patch: Any) -> None:
        """From now on commits and tasks go through here."""
        patch.setattr(Atomic, "__exit__", lambda atomic, *raised: self._leave(atomic, *raised))
        patch.setattr(Task, "apply_async", lambda task, args=(), kwargs=None, **options: self._enqueue(task, tuple(args)))

    def kill_at(self, commit: int | None, *, dies_before: bool = False) -> None:
        """The next process that gets to its commit of this number (from 1) dies there; None is nobody."""
        self._deadly, self._dies_before = commit, dies_before

    def run(self, work: Callable[[], Any]) -> None:
        """One process, to its end or to its death."""
        connection.run_on_commit.clear()
        self._is_running, self._commits = True, 0
        try:
            with suppress(KilledError):
                work()
        finally:
            self._is_running = False

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
        self._commits += is_commit
        is_death = is_commit and self._commits == self._deadly
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
        killed, self._deadly = KilledError(), None
        self.deaths += 1
        ending(killed)
        raise killed
