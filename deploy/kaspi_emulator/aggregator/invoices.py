"""Invoices of the aggregator: by phone or by QR, paid, refunded and cancelled later than asked, as the real ones are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from random import Random

from deploy.kaspi_emulator.aggregator.webhooks import Webhooks
from deploy.kaspi_emulator.config import Config

PHONE, QR = "phone", "qr"
OPEN = frozenset({"processing", "pending", "cancelling"})
PAYABLE = frozenset({"processing", "pending"})
DELIVERY = timedelta(seconds=2)
REFUNDING = timedelta(seconds=5)
QR_LIVES = timedelta(minutes=5)
QR_FINISHES = timedelta(minutes=2)  # a payment that was begun in time
PHONE_LIVES = timedelta(hours=24)


class ConflictError(Exception):
    """What was asked does not fit the invoice's status; the message is the code in the answer."""


@dataclass
class Refund:
    id: int
    amount: Decimal
    at: datetime
    reason: str = ""
    status: str = "pending"


@dataclass
class Invoice:
    id: int
    kind: str
    amount: Decimal
    created_at: datetime
    expires_at: datetime
    status: str
    token: str = ""
    description: str = ""
    external_order_id: str = ""
    idempotency_key: str = ""
    phone: str = ""
    profile: str = "apipay"  # or xpayment
    is_sandbox: bool = True
    paid_at: datetime | None = None
    cancelling_since: datetime | None = None
    refunds: list[Refund] = field(default_factory=list)

    @property
    def refunded(self) -> Decimal:
        return sum((one.amount for one in self.refunds if one.status == "completed"), Decimal())

    @property
    def available(self) -> Decimal:
        """What may still be asked back; a refund that waits is already taken off."""
        return self.amount - sum((one.amount for one in self.refunds), Decimal()) if self.paid_at else Decimal()


class Aggregator:
    """Time passes whenever somebody looks (`settle`). Each change of status makes a webhook."""

    def __init__(self, config: Config, now: Callable[[], datetime], webhooks: Webhooks) -> None:
        self.config, self.settings, self.now, self.webhooks = config, config.aggregator, now, webhooks
        self.is_session_alive = True
        self.invoices: dict[int, Invoice] = {}
        self._ids = count(63_001)
        self._refund_ids = count(1)
        self._chance = Random(config.seed)  # noqa: S311

    def create(self, kind: str, amount: Decimal, **said: str) -> Invoice:
        """ConflictError for an idempotency key that was used; its argument is the earlier invoice."""
        key = said.get("idempotency_key", "")
        earlier = next((one for one in self.invoices.values() if key and one.idempotency_key == key), None)
        if earlier:
            raise ConflictError(earlier)
        now = self.now()
        lives, status = (QR_LIVES, "pending") if kind == QR else (PHONE_LIVES, "processing")
        invoice = Invoice(next(self._ids), kind, amount, now, now + lives, status, **said)
        invoice.token = str(self._chance.randrange(10**39, 10**40))
        invoice.is_sandbox = self.settings.is_sandbox
        self.invoices[invoice.id] = invoice
        return invoice

    def settle(self) -> None:
        for invoice in self.invoices.values():
            self._settle(invoice, self.now())

    def _settle(self, invoice: Invoice, now: datetime) -> None:
        if invoice.status == "processing" and now >= invoice.created_at + DELIVERY:
            invoice.status = "pending"
        if invoice.status == "pending" and now > self._deadline(invoice):
            self.turn(invoice, "expired")
        if invoice.cancelling_since and invoice.status == "cancelling" and now >= invoice.cancelling_since + DELIVERY:
            self.turn(invoice, "cancelled")
        for refund in invoice.refunds:
            if refund.status == "pending" and now >= refund.at + REFUNDING:
                self._complete(invoice, refund)

    def get(self, number: int) -> Invoice | None:
        self.settle()
        return self.invoices.get(number)

    def of_token(self, token: str) -> Invoice | None:
        self.settle()
        return next((one for one in self.invoices.values() if one.token == token), None)

    def pay(self, invoice: Invoice) -> None:
        """The customer pays; a payment that was begun in time may end after the code's end."""
        if invoice.status not in PAYABLE or self.now() > self._deadline(invoice):
            raise ConflictError("not_payable")
        self.turn(invoice, "paid")

    def turn(self, invoice: Invoice, status: str) -> None:
        """Any status, with the webhook that tells of it."""
        invoice.status = status
        if status == "paid":
            invoice.paid_at = self.now()
        self.webhooks.tell(invoice, self.now())

    def cancel(self, invoice: Invoice) -> None:
        """At once in the sandbox, later in production; a QR cannot be cancelled."""
        if invoice.kind == QR:
            raise ConflictError("qr_cancel_unsupported")
        if invoice.status not in PAYABLE:
            raise ConflictError("invoice_not_cancellable")
        if invoice.is_sandbox:
            self.turn(invoice, "cancelled")
        else:
            invoice.status, invoice.cancelling_since = "cancelling", self.now()

    def refund(self, invoice: Invoice, amount: Decimal | None, reason: str) -> Refund:
        """Queued; the money is back, and the webhook sent, a few seconds later."""
        if invoice.kind == QR and self.config.quirks.aggregator_qr_refund == "refused":
            raise ConflictError("qr_refund_required")
        wanted = invoice.available if amount is None else amount
        if invoice.status not in {"paid", "partially_refunded"}:
            raise ConflictError("invoice_not_refundable")
        if not 0 < wanted <= invoice.available:
            raise ConflictError("refund_amount_exceeds_available")
        made = Refund(next(self._refund_ids), wanted, self.now(), reason)
        invoice.refunds.append(made)
        return made

    def _complete(self, invoice: Invoice, refund: Refund) -> None:
        """A full refund leaves `paid`, says the document; other merchants saw `refunded`."""
        refund.status = "completed"
        if invoice.refunded < invoice.amount:
            invoice.status = "partially_refunded"
        elif self.config.quirks.aggregator_full_refund == "refunded":
            invoice.status = "refunded"
        self.webhooks.tell(invoice, self.now(), event="invoice.refunded")

    @staticmethod
    def _deadline(invoice: Invoice) -> datetime:
        return invoice.expires_at + (QR_FINISHES if invoice.kind == QR else timedelta())
