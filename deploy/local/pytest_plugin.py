"""Gives every test run its PostgreSQL and Valkey before Django reads its settings (`-p` in pyproject.toml)."""

import atexit
import contextlib
import os
import signal
from urllib.parse import urlsplit

from deploy.local.shared import test_services

_held = contextlib.ExitStack()


def _provide() -> None:
    """The run itself starts or joins the services; its parallel workers find the addresses in the environment."""
    if "DATABASE_URL" not in os.environ or "REDIS_URL" not in os.environ:
        services = _held.enter_context(test_services())
        atexit.register(_held.close)
        # A run that is told to end ends as if by Ctrl-C: the services are put back too.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        services.lend_database()
        os.environ.setdefault("REDIS_URL", services.redis_url)
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{_worker_number()}").geturl()


def _worker_number() -> int:
    """0 for a run without workers; 1, 2, … for gw0, gw1, …: each has a Valkey database of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return int(worker.removeprefix("gw")) + 1 if worker.startswith("gw") else 0


_provide()
