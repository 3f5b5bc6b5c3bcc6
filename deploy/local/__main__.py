"""`python -m deploy.local services`: keep the test services running until Ctrl-C."""

import signal
import sys
import threading

from deploy.local.shared import test_services


def services() -> None:
    """Hold the services so that many test runs can join them; prints their addresses."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: ended.set())
    with test_services() as held:
        print(f"DATABASE_URL={held.database_url}\nREDIS_URL={held.redis_url}/0\nCtrl-C ends them.", flush=True)
        ended.wait()


if __name__ == "__main__":
    commands = {"services": services}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(f"Say one of: {', '.join(commands)}")
    commands[sys.argv[1]]()
