"""The gate: every check side by side, then every test. What it does not check, nobody promises."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local import places
from deploy.local.shared import test_services

PYTHON = sys.executable
# One more than there are processors: tests with a browser or with real processes wait a third of their time.
WORKERS = (os.cpu_count() or 1) + 1
TYPED = (
    "*/access.py",
    "*/queries.py",
    "*/actions.py",
    "*/actions/*.py",
    "payments/gateways/**/*.py",
    "messaging/channels/**/*.py",
)
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "only-for-the-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
    "GUEST_LINK_KEY": "only-for-the-check-too-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "toi.example",
    "SITE_URL": "https://toi.example",
    "EMAIL_HOST": "mail.toi.example",
    "S3_BUCKET": "bucket",
    "S3_ACCESS_KEY": "key",
    "S3_SECRET_KEY": "secret",
    "KASPI_MOCK": "",
    "DEBUG": "",
}


@dataclass(frozen=True)
class Check:
    name: str
    command: Sequence[str]
    env: dict[str, str] = field(default_factory=dict)


def run(*, with_tests: bool) -> None:
    """Ends with 0 only if everything holds. The closing line is pytest's own when the tests are run."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with test_services() as services:
        services.lend_database()
        os.environ.setdefault("REDIS_URL", f"{services.redis_url}/0")
        os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
        subprocess.run([PYTHON, "manage.py", "compile_catalogues"], cwd=places.ROOT, check=True)
        failed = _run_checks([*_ahead_of_tests(), *_checks()] if with_tests else _checks())
        if failed:
            sys.exit(f"{len(failed)} of the checks failed: {', '.join(failed)}")
        if with_tests:
            sys.exit(_run_tests())


def _run_checks(checks: Sequence[Check]) -> list[str]:
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        return [check.name for check, has_passed in zip(checks, pool.map(_passes, checks), strict=True) if not has_passed]


def _passes(check: Check) -> bool:
    started = time.monotonic()
    made = subprocess.run(
        check.command,
        cwd=places.ROOT,
        env={**os.environ, **check.env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    has_passed = made.returncode == 0
    words = f"{'ok  ' if has_passed else 'FAIL'} {check.name} ({time.monotonic() - started:.1f} s)"
    print(words if has_passed else f"{words}\n{made.stdout}", flush=True)
    return has_passed


def _checks() -> list[Check]:
    """The slow ones first, so that the last one to end is a short one."""
    templates = [str(path) for path in sorted((places.ROOT / "templates").rglob("*.html"))]
    return [
        Check("types", [PYTHON, "-m", "mypy", *_typed_files()]),
        Check("migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
        Check("production settings", [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        Check("texts", [PYTHON, "manage.py", "messages", "--check"]),
        Check("ladder", [_tool("lint-imports")]),
        Check("template layout", [_tool("djhtml"), "--check", "--tabwidth", "2", *templates]),
        Check("template style", [_tool("djade"), "--check", *templates]),
        Check("code style", [_tool("ruff"), "check", "."]),
        Check("code layout", [_tool("ruff"), "format", "--check", "."]),
    ]


def _ahead_of_tests() -> list[Check]:
    """What one test run would do alone on one processor: migrating the database that all of them clone."""
    return [Check("test database", [PYTHON, "-m", "pytest", "-q", "tests/architecture/test_test_database.py"])]


def reformat() -> None:
    """Write code and templates the way the gate wants them."""
    templates = [str(path) for path in sorted((places.ROOT / "templates").rglob("*.html"))]
    for command in (
        [_tool("ruff"), "check", "--fix", "."],
        [_tool("ruff"), "format", "."],
        [_tool("djade"), *templates],
        [_tool("djhtml"), "--tabwidth", "2", *templates],
    ):
        subprocess.run(command, cwd=places.ROOT)


def _run_tests() -> int:
    """pytest hears Ctrl-C itself, being of our process group; a SIGTERM is passed on."""
    command = [PYTHON, "-m", "pytest", "-n", str(WORKERS), "--dist", "worksteal", "--durations=15"]
    tests = subprocess.Popen(command, cwd=places.ROOT)
    try:
        return tests.wait()
    finally:
        if tests.poll() is None:
            tests.send_signal(signal.SIGINT)
            tests.wait(30)


def _typed_files() -> list[str]:
    found = {path.relative_to(places.ROOT) for pattern in TYPED for path in places.ROOT.glob(pattern)}
    return sorted(str(path) for path in found if path.parts[0] in _apps())


def _apps() -> set[str]:
    return {path.parent.name for path in places.ROOT.glob("*/apps.py")}


def _tool(name: str) -> str:
    return str(Path(PYTHON).parent / name)
