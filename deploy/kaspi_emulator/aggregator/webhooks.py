"""Deliveries: made when a status changes, sent when they are due, spoiled as a test asks."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, cycle
from threading import Lock
from typing import TYPE_CHECKING, Any

import httpx

from deploy.kaspi_emulator.aggregator.bodies import Writer, of_apipay, of_xpayment, signature
from deploy.kaspi_emulator.config import Aggregator as Settings

if TYPE_CHECKING:
    from deploy.kaspi_emulator.aggregator.invoices import Invoice

PATIENCE = 30.0
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
GIGANTIC = 6 * 1024 * 1024
PROFILES = {"apipay": "X-Webhook-Signature", "xpayment": "X-xPayment-Signature"}


@dataclass
class Delivery:
    """`statuses` are the merchant's answers, 0 where there was none."""

    body: bytes
    headers: dict[str, str]
    due: datetime
    invoice: int
    statuses: list[int] = field(default_factory=list)
    retries: int = 0


class Webhooks:
    """`now` is the bank's clock. Nothing is sent but by `deliver`, and that without any lock of the bank's."""

    def __init__(self, settings: Settings, now: Callable[[], datetime], transport: httpx.BaseTransport | None = None) -> None:
        self.settings, self.now, self.transport = settings, now, transport
        self.url = settings.webhook_url
        self.sent: list[Delivery] = []
        self._waiting: list[Delivery] = []
        self._held: Delivery | None = None
        self._faults: deque[tuple[str, str]] = deque()
        self._writer = Writer()
        self._ids = count(1)
        self._prefixes = cycle(("", "sha256="))
        self._lock = Lock()

    def fault(self, do: str) -> None:
        """What happens to the next delivery that has nothing else waiting: `duplicate 3`, `amount_changed 4999.00`, …"""
        name, _, argument = do.partition(" ")
        if name not in {*CONTENTS, *WAYS, *SIGNATURES}:
            raise ValueError(f"No fault of webhooks is called {name}")
        self._faults.append((name, argument))

    def tell(self, invoice: "Invoice", now: datetime, event: str = "invoice.status_changed") -> None:
        name, argument = self._faults.popleft() if self._faults else ("", "")
        if invoice.profile == "xpayment":
            said = of_xpayment(invoice, event, now, f"dlv_{next(self._ids)}")
        else:
            said = of_apipay(invoice, event, now)
        if name in CONTENTS:
            CONTENTS[name](said.get("invoice") or said["data"], argument)
        body = self._writer.write(said)
        headers = {"Content-Type": "application/json", **self._signed(invoice.profile, body, name)}
        if name == "body_tampered_after_sign":
            body = body.replace(b'"paid"', b'"PAID"') + b" "
        self._keep(Delivery(body, headers, now, invoice.id), name, argument)

    def _signed(self, profile: str, body: bytes, fault: str) -> dict[str, str]:
        secret = self.settings.old_webhook_secret if fault == "old_secret" else self.settings.webhook_secret
        digest = signature(secret, body)
        if fault == "unsigned":
            return {}
        if fault == "bad_signature":
            digest = f"{int(digest[0], 16) ^ 1:x}{digest[1:]}"
        prefix = "sha256=" if profile == "apipay" else next(self._prefixes)
        return {PROFILES[profile]: ("sha1=" if fault == "wrong_prefix" else prefix) + digest}

    def _keep(self, delivery: Delivery, fault: str, argument: str) -> None:
        """Reordered: after the next one. Whatever was held back comes now."""
        copies = int(argument) if fault == "duplicate" else int(fault != "dropped")
        if fault == "delayed":
            delivery.due += timedelta(seconds=float(argument))
        with self._lock:
            held, self._held = self._held, delivery if fault == "reordered" else None
            if fault != "reordered":
                copied = [Delivery(delivery.body, dict(delivery.headers), delivery.due, delivery.invoice) for _ in range(copies)]
                self._waiting += copied
            self._waiting += [held] if held else []

    def replay(self, index: int = 0) -> None:
        """An old genuine delivery comes again."""
        old = self.sent[index]
        with self._lock:
            self._waiting.append(Delivery(old.body, dict(old.headers), self.now(), old.invoice))

    def deliver(self) -> list[Delivery]:
        """Send what is due, in order. Without a merchant's address it is thrown away."""
        with self._lock:
            now = self.now()
            due = [one for one in self._waiting if one.due <= now]
            self._waiting = [one for one in self._waiting if one.due > now]
        for delivery in due if self.url else []:
            self._send(delivery)
        return due

    def _send(self, delivery: Delivery) -> None:
        try:
            with httpx.Client(transport=self.transport, timeout=PATIENCE) as client:
                status = client.post(self.url, content=delivery.body, headers=delivery.headers).status_code
        except httpx.HTTPError:
            status = 0
        delivery.statuses.append(status)
        with self._lock:
            if delivery not in self.sent:
                self.sent.append(delivery)
            if not 200 <= status < 300 and delivery.retries < self.settings.retries:
                delivery.due = self.now() + RETRY_AFTER[min(delivery.retries, len(RETRY_AFTER) - 1)]
                delivery.retries += 1
                self._waiting.append(delivery)


def _setting(name: str, value: Any = None) -> Callable[[dict[str, Any], str], None]:
    def change(told: dict[str, Any], argument: str) -> None:
        told[name] = argument if value is None else value

    return change


CONTENTS: dict[str, Callable[[dict[str, Any], str], None]] = {
    "is_sandbox": _setting("is_sandbox", value=True),
    "amount_changed": _setting("amount"),
    "unknown_status": _setting("status", value="teleported"),
    "other_merchant_order": _setting("external_order_id", value="somebody-elses-42"),
    "gigantic_body": _setting("description", value="Ұ" * (GIGANTIC // 2)),
}
WAYS = frozenset({"duplicate", "reordered", "dropped", "delayed"})
SIGNATURES = frozenset({"bad_signature", "old_secret", "unsigned", "wrong_prefix", "body_tampered_after_sign"})
