"""A circuit breaker per gateway: while a bank is down, one question in a while instead of all of them.

It lives in the cache. A lost cache means one round of questions more, nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.cache import cache

from .gateways import MisconfiguredError, NotTakenError, NotYetError, PermanentError, RetryableError, TransientRefusalError

# So many failures in a row open it, each within this many seconds of the one before.
FAILURES = 5
REMEMBERED = 120
# While it is open, one question is let through in this many seconds; an answer closes it.
REST = 15


def is_open(code: str) -> bool:
    """Whether the gateway has failed so often that it is left alone for now."""
    return (cache.get(_failures(code)) or 0) >= FAILURES


@contextmanager
def guarded(code: str) -> Iterator[None]:
    """Around a call to the gateway: NotTakenError instead of the call while the breaker is open and somebody else is trying."""
    if is_open(code) and not cache.add(_trial(code), 1, REST):
        raise NotTakenError("The gateway is left alone for a moment.")
    try:
        yield
    except MisconfiguredError:
        # Asking more often does not make us known there.
        _count(code)
        raise
    except (NotYetError, PermanentError, TransientRefusalError):
        # A no is an answer, too, and so is "not yet".
        _close(code)
        raise
    except RetryableError:
        _count(code)
        raise
    _close(code)


def _close(code: str) -> None:
    cache.delete_many([_failures(code), _trial(code)])


def _count(code: str) -> None:
    cache.add(_failures(code), 0, REMEMBERED)
    # Forgotten between the two lines: then it was long ago.
    with suppress(ValueError):
        cache.incr(_failures(code))
        cache.touch(_failures(code), REMEMBERED)


def _failures(code: str) -> str:
    return f"payments:failures:{code}"


def _trial(code: str) -> str:
    return f"payments:trial:{code}"
