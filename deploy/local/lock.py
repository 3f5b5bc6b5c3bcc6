"""One demo at a time in one checkout."""

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


class Lock:
    def __init__(self, file: TextIO) -> None:
        self.file = file

    def say(self, who: str) -> None:
        """Leave word for the next one who finds it locked."""
        self.file.seek(0)
        self.file.truncate()
        self.file.write(who)
        self.file.flush()


@contextmanager
def only_one(path: Path) -> Iterator[Lock]:
    """Hold the lock, or end with the words of the one who holds it. A killed holder leaves no lock behind."""
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            pid, _, address = file.read().partition(" ")
            sys.exit(f"A demo of this checkout is already running (process {pid or '?'}): {address or 'still starting'}")
        yield Lock(file)
