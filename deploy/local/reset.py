"""Throwing the demo's data away."""

import shutil

from deploy.local import places
from deploy.local.lock import only_one
from deploy.local.postgres import stop_left_over

FOLDERS = ("postgres", "postgres.unfinished", "postgres-run", "valkey", "media", "log", "kaspi")
FILES = ("demo.json", "demo-done.json", "celerybeat-schedule*")


def run() -> None:
    """Remove the database, the queue, the uploads and the logs; refuses while a demo is running."""
    places.LOCAL.mkdir(exist_ok=True)
    with only_one(places.LOCAL / "demo.lock"):
        stop_left_over(places.LOCAL / "postgres")
        for name in FOLDERS:
            shutil.rmtree(places.LOCAL / name, ignore_errors=True)
        for path in (path for pattern in FILES for path in places.LOCAL.glob(pattern)):
            path.unlink(missing_ok=True)
    print("The demo's data is gone; `make demo` starts over.")
