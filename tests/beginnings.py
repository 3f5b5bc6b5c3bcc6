"""What the tests of a module begin with, written once for all of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction
from django.test import override_settings

Rows = TypeVar("Rows")
# Wagtail's indexes of texts and of references are kept, as in production.
INDEXING = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}


class Beginning:
    """Rows that stand under each test of a module: they are written inside a transaction that all of them run in.

    A test's own transaction lies within it and takes back only what the test did. Where a test of the module has real
    transactions, nothing can lie under it: `write` writes nothing and returns None, and each test writes its own.
    """

    def __init__(self, *, media: Path, is_possible: bool, unblock: Callable[[], object]) -> None:
        self.media, self.is_possible, self._unblock = media, is_possible, unblock

    def write(self, rows: Callable[[], Rows], **settings: Any) -> Rows | None:
        """What `rows` leaves, written with these settings."""
        if not self.is_possible:
            return None
        with self._unblock(), override_settings(MEDIA_ROOT=str(self.media), **settings):
            return rows()

    @contextmanager
    def open(self) -> Iterator["Beginning"]:
        if not self.is_possible:
            yield self
            return
        around = transaction.atomic()
        # As Django's own TestCase says: what must be outermost may be within this.
        around._from_testcase = True
        with self._unblock():
            around.__enter__()
        yield self
        with self._unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
