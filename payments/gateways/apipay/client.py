"""One call to ApiPay. The key goes into a header and nowhere else; nothing of a call is logged but its path and what went wrong."""

import logging
from typing import Any

from django.conf import settings

from .. import MisconfiguredError, NotTakenError, PermanentError, RetryableError, wire

logger = logging.getLogger(__name__)


class KnownAlreadyError(Exception):
    """The idempotency key was used: this is the invoice."""

    def __init__(self, invoice_id: int) -> None:
        super().__init__(str(invoice_id))
        self.invoice_id = invoice_id


class CustomerNeededError(Exception):
    """Money for a code goes back only when the customer scans another one."""


def get(path: str) -> dict[str, Any]:
    """The answer's object; RetryableError, NotTakenError or PermanentError otherwise."""
    return _ask("GET", path, None)


def post(path: str, said: dict[str, Any]) -> dict[str, Any]:
    """As `get`; KnownAlreadyError and CustomerNeededError for what has to be done differently."""
    return _ask("POST", path, said)


def _ask(method: str, path: str, said: dict[str, Any] | None) -> dict[str, Any]:
    url = f"{settings.APIPAY_URL.rstrip('/')}/{path}"
    try:
        return _understood(*wire.ask(method, url, headers={"X-API-Key": settings.APIPAY_KEY}, said=said))
    except (RetryableError, PermanentError) as error:
        logger.warning("apipay: no success", extra={"path": path, "error": f"{type(error).__name__}: {error}"})
        raise


def _understood(status: int, body: bytes) -> dict[str, Any]:
    answer = wire.as_object(body)
    code = str((answer or {}).get("error_code") or (answer or {}).get("error") or "")[:100]
    if status == 409 and code == "duplicate_idempotency_key" and isinstance((answer or {}).get("invoice_id"), int):
        raise KnownAlreadyError((answer or {})["invoice_id"])
    if code == "qr_refund_required":
        raise CustomerNeededError(code)
    if status in {401, 403} or code.startswith("kaspi_session"):
        raise MisconfiguredError(f"HTTP {status} {code}")
    if status == 429:
        raise NotTakenError("HTTP 429")
    if status >= 500:
        raise RetryableError(f"HTTP {status} {code}")
    if status >= 400:
        raise PermanentError(f"HTTP {status} {code}")
    if answer is None:
        raise RetryableError("an answer that is no object")
    return answer
