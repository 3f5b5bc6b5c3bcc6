"""One call to the bank: mutual TLS, time limits, the envelope. What is raised says whether the call may have had an effect.

Nothing secret is logged: neither key, password nor token, no query and no body.
"""

import json
import logging
import os
import ssl
import uuid
from pathlib import Path
from threading import Lock
from typing import Any

import httpx

from .. import MisconfiguredError, NotTakenError, PermanentError, RetryableError, wire
from . import codes
from .account import Account

logger = logging.getLogger(__name__)
_lock = Lock()
_clients: dict[tuple[Any, ...], httpx.Client] = {}


class NoSuchAddressError(PermanentError):
    """HTTP 404: the bank does not offer this call."""


class Client:
    """Speaks to the bank as `account`."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def get(self, path: str, version: str = "v01", **query: str) -> Any:
        """What `Data` holds; RetryableError, NotTakenError or PermanentError otherwise."""
        return self._ask("GET", path, version, params=query)

    def post(self, path: str, said: dict[str, Any], amount: str | None = None) -> Any:
        """As `get`; `amount` (tenge as decimal digits) goes into the body as a JSON number, untouched by floats. r3 names its BIN."""
        if self.account.scheme == "r3":
            said = {"OrganizationBin": self.account.bin, **said}
        body = json.dumps(said)
        if amount is not None:
            body = f'{body[:-1]}, "Amount": {amount}}}'
        return self._ask("POST", path, "v01", content=body.encode())

    def _ask(self, method: str, path: str, version: str, **said: Any) -> Any:
        request_id = str(uuid.uuid4())
        try:
            answer = self._send(method, f"/{self.account.scheme}/{version}/{path}", request_id, **said)
            return _data(*answer)
        except (RetryableError, PermanentError) as error:
            told = {"path": path, "request_id": request_id, "error": f"{type(error).__name__}: {error}"}
            logger.warning("kaspi_qr: no success", extra=told)
            raise

    def _send(self, method: str, path: str, request_id: str, **said: Any) -> tuple[int, bytes]:
        headers = {"X-Request-ID": request_id, "Content-Type": "application/json", "Accept": "application/json"}
        if self.account.scheme == "r1":
            headers["Api-Key"] = self.account.api_key
        return wire.send(_http(self.account), method, self.account.url.rstrip("/") + path, headers=headers, **said)


def transport(account: Account) -> httpx.BaseTransport:
    """Mutual TLS by the files of the account. No connection is kept: one that the bank has closed meanwhile would look like a lost answer."""
    return httpx.HTTPTransport(verify=_tls(account), trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))


def _http(account: Account) -> httpx.Client:
    """The client for the files as they are on the disk now: a renewed certificate is used by the next call."""
    files = [path for path in (account.cert, account.key, account.ca) if path]
    try:
        state = tuple((path, found.st_mtime_ns, found.st_size, found.st_ino) for path in files if (found := Path(path).stat()))
    except OSError as error:
        raise MisconfiguredError(f"{error.filename}: {error.strerror}") from error
    wanted = (os.getpid(), account, transport, state)
    with _lock:
        if wanted not in _clients:
            made = httpx.Client(transport=transport(account), timeout=wire.TIMEOUT, trust_env=False)
            _clients.clear()
            _clients[wanted] = made
        return _clients[wanted]


def _tls(account: Account) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=account.ca or None)
        if account.cert:
            context.load_cert_chain(account.cert, account.key, account.key_password or "")
    except (OSError, ValueError) as error:
        raise MisconfiguredError("the certificate, its key, the key's password or the bank's CA is not right") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _data(status: int, body: bytes) -> Any:
    if status == 429:
        raise NotTakenError("HTTP 429")
    if status >= 500:
        raise RetryableError(f"HTTP {status}")
    envelope = wire.as_object(body)
    code = envelope.get("StatusCode") if envelope else None
    if isinstance(code, int) and not isinstance(code, bool) and code != codes.OK:
        raise codes.error_of(code)
    if status == 404:
        raise NoSuchAddressError("HTTP 404")
    if status in {401, 403}:
        raise MisconfiguredError(f"HTTP {status}")
    if status >= 400:
        raise PermanentError(f"HTTP {status}")
    if envelope is None or code != codes.OK or isinstance(code, bool):
        raise RetryableError("an answer that is not the bank's envelope")
    return envelope.get("Data")
