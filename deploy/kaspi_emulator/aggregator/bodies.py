"""What webhooks say, and how it is signed: over the exact bytes that are sent, which never look the same twice."""

import hashlib
import hmac
import json
from itertools import cycle
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from deploy.kaspi_emulator.aggregator.invoices import Invoice

# Compact or pretty, in this order or the other, Cyrillic raw or escaped.
FORMS = (
    {"separators": (",", ":"), "ensure_ascii": False},
    {"indent": 2, "ensure_ascii": True},
    {"separators": (",", ":"), "ensure_ascii": True, "sort_keys": True},
    {"indent": 4, "ensure_ascii": False, "sort_keys": True},
)


class Writer:
    """Writes each body in another form than the last."""

    def __init__(self) -> None:
        self._forms = cycle(FORMS)

    def write(self, said: dict[str, Any]) -> bytes:
        return json.dumps(said, **next(self._forms)).encode()  # type: ignore[arg-type]


def of_apipay(invoice: "Invoice", event: str, now: "datetime") -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": invoice.id,
        "external_order_id": invoice.external_order_id or None,
        "amount": f"{invoice.amount:.2f}",
        "status": invoice.status,
        "description": invoice.description,
        "is_sandbox": invoice.is_sandbox,
    }
    if invoice.kind == "qr":
        told["is_qr_token"] = True
    if event == "invoice.refunded":
        told |= {"total_refunded": f"{invoice.refunded:.2f}", "is_fully_refunded": invoice.refunded == invoice.amount}
    else:
        told["paid_at"] = utc(invoice.paid_at)
    return {"event": event, "invoice": told, "source": "api", "timestamp": utc(now)}


def of_xpayment(invoice: "Invoice", event: str, now: "datetime", delivery_id: str) -> dict[str, Any]:
    names = {"paid": ("payment.completed", "COMPLETED"), "cancelled": ("payment.failed", "CANCELLED")}
    named, status = names.get(invoice.status, ("payment.failed", "FAILED"))
    return {
        "event": named,
        "delivery_id": delivery_id,
        "data": {
            "ext_tran_id": str(invoice.id),
            "merchant_order_id": invoice.external_order_id,
            "amount": f"{invoice.amount:.2f}",
            "status": status,
        },
        "created_at": utc(now),
    }


def utc(moment: "datetime | None") -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None


def signature(secret: str, body: bytes) -> str:
    """Hex of HMAC-SHA256 over the raw body."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
