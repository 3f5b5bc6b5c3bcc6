"""`python -m deploy.local <command>`: what the Makefile calls once the environment is made."""

import signal
import sys
import threading

from deploy.local import browser, demo, gate, reset
from deploy.local.shared import test_services


def services() -> None:
    """Hold the test services so that many runs can join them; prints their addresses."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: ended.set())
    with test_services() as held:
        print(
            f"DATABASE_URL={held.database_url}\nDATABASE_OWNER_URL={held.owner_url}\nREDIS_URL={held.redis_url}/0\nCtrl-C ends them.",
            flush=True,
        )
        ended.wait()


COMMANDS = {
    "demo": demo.run,
    "reset": reset.run,
    "services": services,
    "browser": browser.ensure,
    "gate": lambda: gate.run(with_tests=False),
    "gate --with-tests": lambda: gate.run(with_tests=True),
    "format": gate.reformat,
}


def main() -> None:
    command = COMMANDS.get(" ".join(sys.argv[1:]))
    if command is None:
        sys.exit(f"Say one of: {', '.join(COMMANDS)}")
    try:
        command()
    except PermissionError as refused:
        sys.exit(f"{refused.filename} belongs to another user: run as that one, or remove .local as that one.")


if __name__ == "__main__":
    main()
