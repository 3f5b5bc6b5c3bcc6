"""The product as in production, as far as one machine goes: PostgreSQL, Valkey, gunicorn, a worker, nginx before them."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from deploy.local import places
from deploy.local.ports import free_port
from deploy.local.postgres import Postgres
from deploy.local.processes import Program, Running, wait_until
from deploy.local.valkey import Valkey

CONFIGURATION = Path(__file__).with_name("nginx.conf")


@dataclass(frozen=True)
class Stage:
    """Where the product answers, and what `deploy.bench.world` wrote down."""

    port: int
    folder: Path
    known: dict[str, Any]


@contextmanager
def standing(nginx: str) -> Iterator[Stage]:
    """Everything started and filled; ended again on leaving."""
    folder = places.local_folder("bench")
    running: list[Running] = []
    try:
        yield _start(running, folder, nginx)
    finally:
        for one in reversed(running):
            one.stop()


def _start(running: list[Running], folder: Path, nginx: str) -> Stage:
    postgres, valkey = Postgres("bench-postgres"), Valkey("bench-valkey", is_forgetful=True)
    postgres.start(running)
    valkey.start(running)
    port, product = free_port(), free_port()
    env = {
        "DJANGO_SETTINGS_MODULE": "deploy.bench.settings",
        "DATABASE_URL": postgres.url,
        "REDIS_URL": f"{valkey.url}/0",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
    }
    _finish([sys.executable, "manage.py", "migrate", "--no-input"], folder, env | {"DATABASE_URL": postgres.owner_url})
    for arguments in (["compile_catalogues"], ["collectstatic", "--no-input"]):
        _finish([sys.executable, "manage.py", *arguments], folder, env)
    known = folder / "known.json"
    _finish([sys.executable, "-m", "deploy.bench.world", known], folder, env)
    gunicorn = ["gunicorn", "cms.wsgi", "--preload", "--bind", f"127.0.0.1:{product}", "--workers", "2", "--threads", "4"]
    running.append(Running(Program("web", [sys.executable, "-m", *gunicorn], folder / "web.log", env, places.ROOT)))
    worker = ["celery", "-A", "cms", "worker", "--concurrency", "1", "--loglevel", "WARNING"]
    running.append(Running(Program("worker", [sys.executable, "-m", *worker], folder / "worker.log", env, places.ROOT)))
    running.append(_nginx(nginx, folder, env, port, product))
    wait_until(lambda: _answers(port), what="The product", running=running[-3], seconds=120)
    return Stage(port, folder, json.loads(known.read_text()))


def _nginx(nginx: str, folder: Path, env: dict[str, str], port: int, product: int) -> Running:
    values = {
        "user": "user root;" if os.getuid() == 0 else "",
        "folder": folder,
        "port": port,
        "product": product,
        "static": env["STATIC_ROOT"],
        "media": env["MEDIA_ROOT"],
    }
    written = folder / "nginx.conf"
    written.write_text(Template(CONFIGURATION.read_text()).substitute(values))
    return Running(Program("nginx", [nginx, "-p", folder, "-c", written], folder / "nginx.log", cwd=folder))


def _finish(command: list[str | Path], folder: Path, env: dict[str, str]) -> None:
    step = Running(Program("step", command, folder / "steps.log", env, places.ROOT))
    if step.process.wait():
        sys.exit(f"{command} failed:\n{step.last_words(40)}")


def _answers(port: int) -> bool:
    from http.client import HTTPConnection, HTTPException

    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
