"""The web server's own log, which writes addresses down: masked like every other line."""

from typing import Any

from gunicorn.glogging import Logger

from .logs import masked


class MaskingLogger(Logger):
    """Gunicorn's logger, without secrets in addresses."""

    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What a line is made of."""
        found = super().atoms(*args, **kwargs)
        return {name: masked(value) if isinstance(value, str) else value for name, value in found.items()}
