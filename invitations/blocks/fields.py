from typing import Any

from wagtail.fields import StreamField


class ThinStreamField(StreamField):
    """A StreamField whose migrations hold no block definitions: a new block needs no migration."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
