"""How settings read the environment: three helpers; a secret may come from a file named by ``<NAME>_FILE``."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable's value, or the content of the file ``<name>_FILE`` names; refuses to go on without either or a default."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    if value := os.environ.get(name, default):
        return value
    if default is not None:
        return default
    raise ImproperlyConfigured(f"Set {name} (or {name}_FILE) in the environment.")


def switch(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on (any case); False for anything else."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list without empty items."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]
