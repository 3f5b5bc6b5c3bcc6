"""What must be done before the programs start; a step whose sources did not change is not done again."""

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from deploy.local import places
from deploy.local.processes import Program, Running, tail

SUMMARY = places.LOCAL / "demo.json"
DONE = places.LOCAL / "demo-done.json"
APPS = ("accounts", "payments", "messaging", "invitations", "guests", "cms", "templates")


def prepare(env: dict[str, str], running: list[Running], *, has_own_database: bool) -> None:
    """Compile the catalogues, migrate, load the demo's data."""
    done = _read_done()
    for name, arguments, state in _steps(env):
        if has_own_database and done.get(name) == state and _is_there(name):
            continue
        print(f"{_WORDS[name]} …", file=sys.stderr, flush=True)
        _manage(name, arguments, {**(as_owner(env) if name == "migrate" else env), "DEMO_SUMMARY": str(SUMMARY)}, running)
        done[name] = state
        DONE.write_text(json.dumps(done))


def as_owner(env: dict[str, str]) -> dict[str, str]:
    """The environment for migrating, as the tables' owner; where none is named one role does everything."""
    url = env.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_OWNER_URL")
    return {**env, "DATABASE_URL": url} if url else env


def forget() -> None:
    """A new database has none of it."""
    DONE.unlink(missing_ok=True)
    SUMMARY.unlink(missing_ok=True)


_WORDS = {"compile_catalogues": "Compiling the texts", "migrate": "Preparing the tables", "demo": "Loading demo data"}


def _steps(env: dict[str, str]) -> Iterable[tuple[str, list[str], str]]:
    catalogues = _state(sorted((places.ROOT / "locale").rglob("*.po")))
    tables = _state(_sources("migrations/*.py"), [places.ROOT / "uv.lock"])
    data = _state(_sources("**/*.py"), _sources("**/*.html"))
    yield "compile_catalogues", [], catalogues
    yield "migrate", ["--verbosity", "0", "--no-input"], tables
    yield "demo", [], f"{tables} {data} {env['SITE_URL']}"


def _is_there(step: str) -> bool:
    """What the step made may have been removed by hand."""
    locale = places.ROOT / "locale"
    if step == "compile_catalogues":
        return all(path.with_suffix(".mo").exists() for path in locale.rglob("*.po"))
    return step != "demo" or SUMMARY.exists()


def _sources(pattern: str) -> list[Path]:
    return sorted(path for app in APPS for path in (places.ROOT / app).glob(pattern))


def _state(*groups: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in (path for group in groups for path in group):
        digest.update(str(path.relative_to(places.ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _manage(name: str, arguments: list[str], env: dict[str, str], running: list[Running]) -> None:
    """Run one management command, its words going to a log; end with them if it fails."""
    log = places.local_folder("log") / f"{name}.log"
    log.unlink(missing_ok=True)
    command = [sys.executable, "manage.py", name, *arguments]
    step = Running(Program(name, command, log, env, places.ROOT))
    running.append(step)
    step.process.wait()
    if step.process.returncode:
        sys.exit(f"`manage.py {name}` failed:\n{tail(log, 30)}")
    running.remove(step)


def _read_done() -> dict[str, str]:
    try:
        return json.loads(DONE.read_text())
    except (FileNotFoundError, ValueError):
        return {}
