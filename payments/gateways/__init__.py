"""What a payment gateway is to us. An adapter translates and verifies; it saves nothing and sends no signal.

To add one: a folder here with a class of this shape, a line in `settings.PAYMENT_GATEWAYS`, recorded payloads in
`tests/contracts/`, which runs over every gateway that is named there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class PermanentError(Exception):
    """The gateway said no, or we asked nonsense: asking again will not help."""


class RetryableError(Exception):
    """Time-out, 5xx, broken answer: nothing is known, ask again later. Never a reason to call a payment failed."""


class WebhookRefusedError(PermanentError):
    """The message is not proven to come from the gateway."""


class Outcome(StrEnum):
    PENDING = "pending"
    SCANNED = "scanned"
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    CREATE_UNKNOWN = "create_unknown"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Capabilities:
    has_signed_webhook: bool = False
    can_refund: bool = False
    can_refund_partly: bool = False
    # Creating again with the same reference gives the same purchase; without it a lost answer must be waited out.
    has_idempotent_create: bool = False
    is_test: bool = False
    poll_every: timedelta = timedelta(seconds=5)
    # How long a purchase of unknown fate may still be paid.
    max_life: timedelta = timedelta(seconds=245)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One payment as a gateway needs it; the amount is tiyn."""

    our_reference: str
    amount_tiyn: int
    currency: str
    title: str
    created_at: datetime
    provider_payment_id: str = ""
    language: str = "kk"


@dataclass(frozen=True, slots=True)
class Opened:
    """The gateway's answer to a new attempt: `link` is shown as a QR code and as a button, `expires_at` is aware UTC."""

    provider_payment_id: str
    link: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a gateway says of a payment. `dedupe_key` is the same each time the same thing is told; amounts are tiyn."""

    outcome: Outcome
    provider_payment_id: str
    dedupe_key: str
    is_authoritative: bool
    amount_tiyn: int | None = None
    currency: str = ""
    raw: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Refunded:
    provider_refund_id: str


class PaymentGateway(Protocol):
    code: str
    capabilities: Capabilities

    def create(self, attempt: Attempt) -> Opened:
        """Open a purchase of exactly the attempt's amount. RetryableError when it is unknown whether one exists."""

    def fetch_status(self, attempt: Attempt) -> Evidence:
        """What the gateway says now; a status we do not know is Outcome.UNKNOWN, not an error."""

    def parse_webhook(self, body: bytes, headers: Mapping[str, str]) -> Evidence:
        """The message's content once it is proven to be the gateway's; WebhookRefusedError otherwise, PermanentError for nonsense."""

    def refund(self, attempt: Attempt, amount_tiyn: int, key: str) -> Refunded:
        """Give money back; the same `key` gives it back once."""


class NoGatewayError(Exception):
    """No gateway of this name may be used here."""


def get(code: str) -> PaymentGateway:
    """The gateway with this code; NoGatewayError when it is not configured, or is the mock where mocks are not allowed."""
    path = settings.PAYMENT_GATEWAYS.get(code)
    if path is None or (code == "mock" and not settings.KASPI_MOCK):
        raise NoGatewayError(code)
    return import_string(path)()


def active() -> PaymentGateway:
    """The gateway new payments use: the mock while it is switched on, the first configured one otherwise; NoGatewayError without any."""
    codes = [code for code in settings.PAYMENT_GATEWAYS if code != "mock"]
    return get("mock" if settings.KASPI_MOCK else next(iter(codes), ""))


def that_refund() -> list[str]:
    """Codes of the gateways here that can give money back by themselves."""
    usable = [code for code in settings.PAYMENT_GATEWAYS if code != "mock" or settings.KASPI_MOCK]
    return [code for code in usable if get(code).capabilities.can_refund]
