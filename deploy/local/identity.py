"""PostgreSQL refuses to run as root, so root lends it an identity that owns nothing: `nobody`, group root.

Group root keeps the price small: folders above the checkout only need their search bit for that group.
"""

import os
import pwd
import stat
from pathlib import Path

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def lent_to_postgres() -> dict[str, object]:
    """Keyword arguments for `subprocess` that drop root's rights; empty for an ordinary user."""
    if not IS_ROOT:
        return {}
    return {"user": pwd.getpwnam("nobody").pw_uid, "group": 0, "extra_groups": []}


def give_to_postgres(folder: Path) -> None:
    """Make `folder` the database server's own, readable by nobody else."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if IS_ROOT:
        os.chown(folder, pwd.getpwnam("nobody").pw_uid, 0)
        open_way_to(folder)


def open_way_to(path: Path) -> None:
    """Give every folder above `path` the search bit that lets the lent identity pass through (not list)."""
    for folder in path.resolve().parents:
        mode = folder.stat()
        needed = stat.S_IXGRP if mode.st_gid == 0 else stat.S_IXOTH
        if not mode.st_mode & needed:
            folder.chmod(stat.S_IMODE(mode.st_mode) | needed)


def open_programs(*folders: Path) -> None:
    """Let the lent identity read and run what a strict umask may have kept for root alone."""
    if not IS_ROOT:
        return
    for folder in folders:
        open_way_to(folder / "any")
        if stat.S_IMODE(folder.stat().st_mode) & 0o055 != 0o055:
            for path in [folder, *folder.rglob("*")]:
                _let_others_read(path)


def _let_others_read(path: Path) -> None:
    if not path.is_symlink():
        mode = stat.S_IMODE(path.stat().st_mode)
        path.chmod(mode | (mode & 0o500) >> 3 | (mode & 0o500) >> 6)
