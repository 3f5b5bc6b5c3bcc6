"""One HTTP call to a bank, with an end: what is raised says whether it may have had an effect. Nothing is logged here."""

import json
import time
from decimal import Decimal
from typing import Any

import httpx

from .contract import MisconfiguredError, NotTakenError, RetryableError

TIMEOUT = httpx.Timeout(3, connect=2, pool=1)
# Of the whole call: a bank that drips its answer byte by byte never runs into the limits above.
LONGEST = 5.0
LARGEST = 256 * 1024


def transport() -> httpx.BaseTransport:
    """Plain TLS by the system's certificates. No connection is kept: one that was closed meanwhile would look like a lost answer."""
    return httpx.HTTPTransport(trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))


def ask(method: str, url: str, *, headers: dict[str, str] | None = None, said: dict[str, Any] | None = None) -> tuple[int, bytes]:
    """Status and body of a call with JSON."""
    with httpx.Client(transport=transport(), timeout=TIMEOUT, trust_env=False) as client:
        return send(client, method, url, headers={"Accept": "application/json", **(headers or {})}, json=said)


def send(client: httpx.Client, method: str, url: str, **said: Any) -> tuple[int, bytes]:
    """Status and body; NotTakenError when nothing can have happened, RetryableError when nobody knows."""
    started = time.monotonic()
    try:
        with client.stream(method, url, **said) as response:
            return response.status_code, _read(response, started)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise NotTakenError(type(error).__name__) from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise MisconfiguredError("the bank's address in the settings is none") from error
    except httpx.TransportError as error:
        raise RetryableError(type(error).__name__) from error


def as_object(body: bytes) -> dict[str, Any] | None:
    """A JSON object with its decimals as they are written and numbers of any size; None for anything else."""
    try:
        found = json.loads(body, parse_float=Decimal)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _read(response: httpx.Response, started: float) -> bytes:
    body = b""
    for piece in response.iter_bytes():
        body += piece
        if len(body) > LARGEST or time.monotonic() - started > LONGEST:
            raise RetryableError("an answer without end")
    return body
