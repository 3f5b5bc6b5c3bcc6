"""The test services, shared by every test run of this checkout: the first starts them, the last stops them."""

import contextlib
import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.local import places
from deploy.local.postgres import Postgres, stop_left_over
from deploy.local.processes import Running
from deploy.local.valkey import Valkey

_started: list[Running] = []  # kept, because a forgotten child makes Python complain while it runs


@dataclass(frozen=True)
class Services:
    """Where the two services answer; `redis_url` still wants a database number."""

    database_url: str
    owner_url: str
    redis_url: str
    valkey_pid: int

    def lend_database(self) -> None:
        """Put the database into the environment, unless that names another one."""
        if "DATABASE_URL" not in os.environ:
            os.environ |= {"DATABASE_URL": self.database_url, "DATABASE_OWNER_URL": self.owner_url}


@contextlib.contextmanager
def test_services() -> Iterator[Services]:
    """Start or join the services, hold them as long as the block runs, stop them if nobody else holds them."""
    folder = places.local_folder("test-services")
    users = (folder / "users.lock").open("a")
    try:
        with _turn(folder):
            fcntl.flock(users, fcntl.LOCK_SH)
            services = _join_or_start(folder / "services.json")
        yield services
    finally:
        with _turn(folder):
            fcntl.flock(users, fcntl.LOCK_UN)
            if _is_last(users):
                _stop(folder / "services.json")
        users.close()


@contextlib.contextmanager
def _turn(folder: Path) -> Iterator[None]:
    with (folder / "turn.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_last(users) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _join_or_start(note: Path) -> Services:
    postgres = Postgres("test-postgres", is_forgetful=True)
    with contextlib.suppress(FileNotFoundError, ValueError, TypeError):
        services = Services(**json.loads(note.read_text()))
        if _is_alive(services.valkey_pid) and postgres.is_answering():
            return services
    return _start(postgres, note)


def _start(postgres: Postgres, note: Path) -> Services:
    valkey = Valkey("test-valkey", is_forgetful=True)
    postgres.start(_started, dies_with_us=False)
    services = Services(postgres.url, postgres.owner_url, valkey.url, valkey.start(_started, dies_with_us=False).pid)
    note.touch(mode=0o600)
    note.write_text(json.dumps(vars(services)))
    return services


def _stop(note: Path) -> None:
    with contextlib.suppress(FileNotFoundError, ValueError, TypeError):
        pid = Services(**json.loads(note.read_text())).valkey_pid
        if _is_alive(pid):
            os.kill(pid, signal.SIGTERM)
            _wait_for_end(pid)
    stop_left_over(places.LOCAL / "test-postgres")
    note.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        return b"valkey" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


def _wait_for_end(pid: int, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while _is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
