"""The demo: the whole product on this machine, watched until somebody stops it or a part of it ends."""

import json
import os
import select
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from deploy.local import kaspi, places, steps
from deploy.local.kaspi import FakeBank
from deploy.local.lock import only_one
from deploy.local.ports import first_free_port, is_free
from deploy.local.postgres import Postgres
from deploy.local.processes import Program, Running, tail, wait_until
from deploy.local.valkey import Valkey

LINES = ("Site", "Admin", "Organizer", "Teammate", "Agency", "Staff", "Invitation", "Personal link", "Mail")


class Stopped(BaseException):
    """Somebody pressed Ctrl-C, closed the terminal or sent SIGTERM."""


def run() -> None:
    """Start everything, print the lines, watch; whatever happens, end everything that was started."""
    places.local_folder("log")
    with only_one(places.LOCAL / "demo.lock") as lock:
        running: list[Running] = []
        try:
            with _stopping_on_signals():
                _start_everything(running, lock.say)
                _watch(running)
        except Stopped:
            with suppress(OSError):  # the terminal may be gone
                print("\nStopping …", flush=True)
        finally:
            _ignore_signals()
            _stop_all(running)


def _start_everything(running: list[Running], say: Callable[[str], None]) -> None:
    is_bank_wanted = kaspi.is_wanted()
    port = _port()
    bank = FakeBank(f"http://{os.environ.get('HOST', '127.0.0.1')}:{port}") if is_bank_wanted else None
    address = os.environ.get("SITE_URL") or f"http://localhost:{port}"
    say(f"{os.getpid()} {address}")
    env = {"SITE_URL": address, "DJANGO_SETTINGS_MODULE": "cms.settings.dev", "PYTHONUNBUFFERED": "1"}
    env |= _services(running)
    steps.prepare(env, running, has_own_database="DATABASE_URL" not in os.environ)
    env.pop("DATABASE_OWNER_URL", None)  # nobody needs it any more
    if bank:
        bank.start(running)
        env |= bank.env
    for program in _programs(env, port):
        running.append(Running(program))
    _wait_for_site(running, port)
    _print_lines({"Phone": f"{bank.phone} (pays what the site asks for)"} if bank else {})


def _services(running: list[Running]) -> dict[str, str]:
    """PostgreSQL and Valkey, unless the environment names others."""
    env = {}
    if "DATABASE_URL" not in os.environ:
        postgres = Postgres("postgres")
        if postgres.is_new():
            steps.forget()
        postgres.start(running)
        env |= {"DATABASE_URL": postgres.url, "DATABASE_OWNER_URL": postgres.owner_url}
    if "REDIS_URL" not in os.environ:
        valkey = Valkey("valkey")
        valkey.start(running)
        env["REDIS_URL"] = f"{valkey.url}/0"
    return env


def _programs(env: dict[str, str], port: int) -> Iterator[Program]:
    log = places.local_folder("log")
    host = os.environ.get("HOST", "127.0.0.1")
    python = [sys.executable, "-m"]
    gunicorn = ["gunicorn", "cms.wsgi", "--preload", "--bind", f"{host}:{port}", "--workers", "2", "--threads", "4"]
    celery = ["celery", "-A", "cms"]
    yield Program("web", [*python, *gunicorn, "--access-logfile", "-"], log / "web.log", env, places.ROOT)
    worker = [*python, *celery, "worker", "--concurrency", "2", "--loglevel", "INFO"]
    yield Program("worker", worker, log / "worker.log", env, places.ROOT)
    beat = [*python, *celery, "beat", "--loglevel", "INFO", "--schedule", places.LOCAL / "celerybeat-schedule"]
    yield Program("beat", [*beat, "--pidfile", ""], log / "beat.log", env, places.ROOT)


def _port() -> int:
    asked = os.environ.get("PORT")
    if not asked:
        return first_free_port(8000)
    if not asked.isdigit() or not is_free(int(asked)):
        sys.exit(f"PORT={asked} cannot be used: it is taken or not a number.")
    return int(asked)


def _wait_for_site(running: list[Running], port: int) -> None:
    by_name = {one.program.name: one for one in running}
    wait_until(lambda: _is_ready(port), what="The site", running=by_name["web"], seconds=120)
    worker = by_name["worker"]
    wait_until(lambda: " ready." in tail(worker.program.log, 40), what="The worker", running=worker, seconds=120)


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _print_lines(more: dict[str, str]) -> None:
    said = json.loads(steps.SUMMARY.read_text()) | more
    width = max(map(len, LINES)) + 2
    for name in [*LINES, *(name for name in said if name not in LINES)]:
        if name in said:
            print(f"{name + ':':{width}} {said[name]}")
    print("Ctrl-C ends it. Logs are in .local/log.", flush=True)


def _watch(running: list[Running]) -> None:
    is_terminal_closed = _terminal_watch()
    while True:
        if is_terminal_closed():
            raise Stopped
        for one in running:
            if one.has_ended():
                sys.exit(f"{one.program.name} ended by itself, so the demo ends too. Its last words:\n{one.last_words()}")
        time.sleep(0.5)


def _terminal_watch() -> Callable[[], bool]:
    """Tells when the terminal was closed: `make` keeps a SIGHUP to itself when it is the terminal's first program."""
    if not sys.stdin.isatty():
        return lambda: False
    terminal = select.poll()
    terminal.register(sys.stdin.fileno(), select.POLLHUP)
    return lambda: bool(terminal.poll(0))


def _stop_all(running: list[Running]) -> None:
    """The programs that use the services first, together; then the services."""
    services = [one for one in running if one.program.name in {"postgres", "valkey"}]
    users = [one for one in running if one not in services]
    for group in (users, services):
        for one in group:
            one.ask_to_stop()
        for one in group:
            one.stop()


@contextmanager
def _stopping_on_signals() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        _ignore_signals()
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    yield


def _ignore_signals() -> None:
    """While everything is being ended: each program has its own limit, nothing is gained by a second Ctrl-C."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
