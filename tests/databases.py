"""Test databases: migrated once per state of the migrations, then cloned, which takes a fraction of a second."""

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

import dj_database_url
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper

ROOT = Path(__file__).resolve().parents[1]
APPS = ("accounts", "payments", "messaging", "invitations", "guests", "cms")
WHO = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
MIGRATING_PACKAGES = ("django", "wagtail", "wagtail-localize", "django-allauth", "django-taggit")


class TestDatabase:
    """This run's own database. `start` clones it, `renew` puts back what the migrations left, `end` drops it.

    `fill` puts in what many tests begin with: written once per run, then cloned as well.
    """

    __test__ = False

    def __init__(self, worker: str) -> None:
        self.name = f"toi_test_{os.getpid()}_{worker}"
        self.template = f"toi_template_{_fingerprint()}"
        self.filled = f"{self.name}_filled"
        self._is_written = False

    def start(self) -> None:
        with _turn(), as_owner() as cursor:
            _drop_left_overs(cursor, keep=self.template)
            if not _exists(cursor, self.template):
                self._make_template(cursor)
        self.renew()

    def renew(self) -> None:
        self._clone(self.template, self.name)

    def fill(self, write: Callable[[], None]) -> None:
        """A new database with what `write` leaves in it; nobody else may be connected."""
        if self._is_written:
            self._clone(self.filled, self.name)
        else:
            write()
            self._clone(self.name, self.filled)
            self._is_written = True

    def end(self) -> None:
        with as_owner() as cursor:
            for name in (self.name, self.filled):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _clone(self, source: str, name: str) -> None:
        with as_owner() as cursor:
            # Vacuum may be at work in what was just written, and PostgreSQL copies no database that somebody is connected to.
            cursor.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [source])
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY FILE_COPY')
        _point_to(self.name)

    def _make_template(self, cursor: CursorWrapper) -> None:
        """Under a passing name first: a run that is interrupted leaves no half-migrated template."""
        unfinished = f"{self.template}_unfinished"
        cursor.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{unfinished}"')
        _point_to(unfinished)
        call_command("migrate", verbosity=0, interactive=False)
        connection.close()
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{self.template}"')


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for app in APPS:
        for path in sorted((ROOT / app / "migrations").glob("*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    for name in ("row_security.py", "kept_tables.py"):
        path = ROOT / "accounts" / name
        digest.update(path.read_bytes() if path.exists() else b"")
    for package in MIGRATING_PACKAGES:
        digest.update(metadata.version(package).encode())
    return digest.hexdigest()[:16]


@contextlib.contextmanager
def as_owner() -> Iterator[CursorWrapper]:
    """Who owns the tables makes, migrates and drops databases; the tests themselves are the role that serves. The cursor is in no database of ours.

    Where the environment names no owner, one role does everything.
    """
    connection.close()
    serving = {key: connection.settings_dict[key] for key in WHO}
    if url := os.environ.get("DATABASE_OWNER_URL"):
        owner = dj_database_url.parse(url)
        connection.settings_dict.update({key: owner[key] for key in WHO})
    try:
        with connection._nodb_cursor() as cursor:
            yield cursor
    finally:
        connection.close()
        connection.settings_dict.update(serving)


def _point_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _exists(cursor: CursorWrapper, name: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() is not None


def _drop_left_overs(cursor: CursorWrapper, keep: str) -> None:
    """Databases of runs that were killed, and templates of migrations that are no more."""
    cursor.execute("SELECT datname FROM pg_database WHERE datname ~ '^toi_(test|template)_'")
    for (name,) in cursor.fetchall():
        kind, mark = name.split("_")[1:3]
        is_used = _is_alive(int(mark)) if kind == "test" else name == keep
        if not is_used:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _is_alive(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, 0)
        return True
    return False


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    """One worker at a time makes the template; the others find it made."""
    folder = ROOT / ".local"
    folder.mkdir(exist_ok=True)
    with (folder / "test-template.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
