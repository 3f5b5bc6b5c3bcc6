"""How often one may ask: generous to a family behind one address, a wall to machines. Counted in the cache, by fixed windows."""

from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True)
class Limit:
    """At most `most` within `seconds`."""

    name: str
    most: int
    seconds: int

    def is_over(self, key: object) -> bool:
        """Count one more for `key`; whether that is too many."""
        name = f"limit:{self.name}:{key}"
        cache.add(name, 0, self.seconds)
        try:
            return cache.incr(name) > self.most
        except ValueError:
            # It ran out between the two lines.
            return False


HOUR = 60 * 60
