"""A Chromium for the journeys: the one named, the one installed, Debian's package, Playwright's own.

Debian's `chromium-headless-shell` comes first: it has no windows to draw and does the same for less.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

DEBIAN_PACKAGES = ("chromium-headless-shell", "chromium")
NAMES = (*DEBIAN_PACKAGES, "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a browser that is already here; None lets Playwright take its own."""
    if named := os.environ.get("CHROMIUM"):
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure() -> None:
    """Make sure that there is one; ends with what to do if there cannot be."""
    if named := os.environ.get("CHROMIUM"):
        if not os.access(named, os.X_OK):
            sys.exit(f"CHROMIUM={named} is no program.")
        return
    if find() or _playwright_has_one() or _install_debian_package() or _install_playwrights():
        return
    sys.exit("No Chromium here and none could be installed. Install one, or name it with CHROMIUM=/path/to/chromium.")


def _install_debian_package() -> bool:
    release = Path("/etc/os-release")
    is_debian = release.exists() and "\nID=debian" in f"\n{release.read_text()}"
    if not is_debian or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print("Installing Debian's Chromium …", file=sys.stderr, flush=True)
    quietly = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-qq"], **quietly)
    for package in DEBIAN_PACKAGES:
        if subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], **quietly).returncode == 0:
            break
    return find() is not None


def _playwright_has_one() -> bool:
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return any(cache.glob("chromium-*"))


def _install_playwrights() -> bool:
    print("Installing Playwright's Chromium …", file=sys.stderr, flush=True)
    dependencies = ["--with-deps"] if os.geteuid() == 0 else []
    return subprocess.run([sys.executable, "-m", "playwright", "install", *dependencies, "chromium"]).returncode == 0
