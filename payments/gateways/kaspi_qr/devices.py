"""The token by which the bank knows our till. Registering is idempotent, so it is kept in the cache only."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.cache import cache

from .. import MisconfiguredError, NotTakenError, RetryableError
from . import codes
from .client import Client

KEPT = 24 * 60 * 60


def with_token(client: Client, call: Callable[[str], Any]) -> Any:
    """`call` with the device's token; a device that the bank has forgotten or switched off is registered again, once."""
    key = _key(client)
    token = cache.get(key)
    if token is None:
        return call(_register(client, key))
    try:
        return call(token)
    except MisconfiguredError as error:
        if not str(error).startswith(tuple(str(code) for code in codes.DEVICE_CODES)):
            raise
        return call(_register(client, key))


def _register(client: Client, key: str) -> str:
    account = client.account
    trade_point: Any = int(account.trade_point) if account.trade_point.isdigit() else account.trade_point
    try:
        data = client.post("device/register", {"DeviceId": account.device_id, "TradePointId": trade_point})
    except RetryableError as error:
        # Whatever became of it, what the token was for has not been asked.
        raise NotTakenError(str(error)) from error
    token = data.get("DeviceToken") if isinstance(data, dict) else None
    if not isinstance(token, str | int) or not str(token):
        raise NotTakenError("an answer without a device's token")
    cache.set(key, str(token), KEPT)
    return str(token)


def _key(client: Client) -> str:
    account = client.account
    told = "|".join([account.url, account.scheme, account.bin, account.trade_point, account.device_id])
    return f"kaspi_qr:device:{hashlib.sha256(told.encode()).hexdigest()[:24]}"
