"""ApiPay's messages: HMAC-SHA256 over the bytes as they came, with the present secret or the one that is being changed.

The signature carries no time, so that an old message can be sent again: the same invoice and status counts once.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping

from django.conf import settings

from .. import Evidence, Outcome, PermanentError, WebhookRefusedError

HEADER, PREFIX = "X-Webhook-Signature", "sha256="


def sign(body: bytes, secret: str) -> str:
    """The header's value for these bytes."""
    return PREFIX + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def verify(body: bytes, headers: Mapping[str, str]) -> None:
    """WebhookRefusedError unless one of our secrets signed it; every one is tried, in constant time."""
    given = headers.get(HEADER, "").encode("utf-8", "replace")
    proven = [hmac.compare_digest(given, sign(body, secret).encode()) for secret in settings.APIPAY_WEBHOOK_SECRETS]
    if not any(proven):
        raise WebhookRefusedError("The signature is not ApiPay's.")


def read(body: bytes, outcomes: Mapping[str, Outcome]) -> Evidence:
    """The invoice it speaks of; PermanentError for nonsense. What is no message about an invoice has no invoice, and is kept."""
    try:
        told = json.loads(body)
        event, invoice = told["event"], told.get("invoice") or {}
        number, status, refunded, reference = (_text(invoice.get(name)) for name in ("id", "status", "total_refunded", "external_order_id"))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise PermanentError("The message cannot be read.") from error
    if not isinstance(event, str) or (event.startswith("invoice.") and not number.isdigit()):
        raise PermanentError("The message speaks of nothing.")
    is_sandbox = invoice.get("is_sandbox") is True and not settings.APIPAY_SANDBOX
    return Evidence(
        outcome=Outcome.UNKNOWN if is_sandbox else outcomes.get(status, Outcome.UNKNOWN),
        provider_payment_id=number,
        dedupe_key=f"webhook:{_text(event)}:{number}:{status}:{refunded}:{is_sandbox}"[:200],
        is_authoritative=False,
        our_reference=reference,
        raw=body.decode("utf-8", "replace")[:4000],
    )


def _text(said: object) -> str:
    """Something short that a database can keep."""
    return str("" if said is None else said).replace("\0", "")[:64]
