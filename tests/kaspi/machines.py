"""The product's own processes beside a test: a database, a queue, a worker and beat of their own, that may be killed and come back."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import dj_database_url
from django.db import connection

from deploy.local import places
from deploy.local.postgres import Postgres
from deploy.local.processes import Program, Running, wait_until
from deploy.local.valkey import Valkey


class Machines:
    """`connect()` points this process, the web's part in the test, to their database; `stop()` ends everything and points it back."""

    def __init__(self, bank: Mapping[str, str]) -> None:
        self.postgres = Postgres("proof-postgres", is_forgetful=True)
        self.valkey = Valkey("proof-valkey", is_forgetful=True)
        self.started: list[Running] = []
        self._bank, self._before = bank, dict(connection.settings_dict)

    def start(self) -> None:
        """Everything, with what the test's database holds now."""
        self.database = self.postgres.start(self.started)
        self.valkey.start(self.started)
        self._copy_database()
        self.worker = self.start_worker()
        self._run("beat", "--schedule", str(self.valkey.folder / "beat"), "--pidfile", "")

    def start_worker(self) -> Running:
        return self._run("worker", "--concurrency", "1", "--without-gossip", "--without-mingle")

    def kill_worker(self) -> None:
        """kill -9, its children too."""
        os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.process.wait()

    def flush_queue(self) -> None:
        with socket.create_connection(("127.0.0.1", self.valkey.port), timeout=5) as peer:
            peer.sendall(f"AUTH {self.valkey.password}\r\nFLUSHALL\r\n".encode())
            wait_until(lambda: peer.recv(256).count(b"+OK") > 0, what="The flush")

    def without_database(self, seconds: float) -> None:
        """PostgreSQL is gone for so long."""
        connection.close()
        self.database.stop()
        time.sleep(seconds)
        self.database = self.postgres.start(self.started)

    def connect(self) -> None:
        connection.close()
        connection.settings_dict.update(dj_database_url.parse(self.postgres.url))

    def stop(self) -> None:
        connection.close()
        connection.settings_dict.update(self._before)
        for one in reversed(self.started):
            one.stop()

    def logs(self) -> str:
        """Everything the worker and beat have said."""
        return "\n".join(path.read_text(errors="replace") for path in (self._log("worker"), self._log("beat")))

    def _copy_database(self) -> None:
        connection.ensure_connection()
        programs, here = places.postgres_programs(), connection.connection.info
        dump = subprocess.run([programs / "pg_dump", "-h", here.host, "-U", "postgres", here.dbname], capture_output=True, check=True)
        where = ["-h", str(self.postgres.sockets), "-U", "postgres", "-d", "toi_invite"]
        clean = b"DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION toi_owner; GRANT USAGE ON SCHEMA public TO PUBLIC;\n"
        subprocess.run(
            [programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", *where], input=clean + dump.stdout, capture_output=True, check=True
        )

    def _run(self, what: str, *arguments: str) -> Running:
        env = {
            **self._bank,
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": f"{self.valkey.url}/0",
            "PYTHONUNBUFFERED": "1",
        }
        command = [sys.executable, "-m", "celery", "-A", "cms", what, "--loglevel", "DEBUG", *arguments]
        running = Running(Program(what, command, self._log(what), env, places.ROOT))
        self.started.append(running)
        return running

    def _log(self, what: str) -> Path:
        return places.local_folder("log") / f"proof-{what}.log"


def eventually(holds: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it comes true in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.3)
    return True
