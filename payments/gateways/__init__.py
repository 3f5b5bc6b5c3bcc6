"""The gateways that are configured here: `settings.PAYMENT_GATEWAYS` names them, the first that offers a way of paying is its default."""

from django.conf import settings
from django.utils.module_loading import import_string

from .contract import (
    NOT_IN_TIME,
    NOT_THEIRS,
    Attempt,
    Availability,
    Bought,
    ByHandError,
    Capabilities,
    Channel,
    CustomerRefunds,
    Evidence,
    InboundPay,
    MisconfiguredError,
    NoGatewayError,
    NotTakenError,
    NotYetError,
    Opened,
    Outcome,
    PayAnswer,
    PaymentGateway,
    PermanentError,
    Refunded,
    RetryableError,
    TransientRefusalError,
    WebhookRefusedError,
    Words,
)

__all__ = [
    "NOT_IN_TIME",
    "NOT_THEIRS",
    "Attempt",
    "Availability",
    "Bought",
    "ByHandError",
    "Capabilities",
    "Channel",
    "CustomerRefunds",
    "Evidence",
    "InboundPay",
    "MisconfiguredError",
    "NoGatewayError",
    "NotTakenError",
    "NotYetError",
    "Opened",
    "Outcome",
    "PayAnswer",
    "PaymentGateway",
    "PermanentError",
    "Refunded",
    "RetryableError",
    "TransientRefusalError",
    "WebhookRefusedError",
    "Words",
    "active",
    "capabilities_of",
    "configured",
    "get",
    "is_gone",
    "needs_customer",
]

GONE = Capabilities(channels=(), polls=False)


def get(code: str) -> PaymentGateway:
    """The gateway with this code; NoGatewayError when it is not configured, or is the mock where mocks are not allowed."""
    path = settings.PAYMENT_GATEWAYS.get(code)
    if path is None or (code == "mock" and not settings.KASPI_MOCK):
        raise NoGatewayError(code)
    return import_string(path)()


def is_gone(code: str) -> bool:
    """Whether no gateway of this name is configured here any more."""
    try:
        get(code)
    except NoGatewayError:
        return True
    return False


def capabilities_of(code: str) -> Capabilities:
    """What this gateway can do; once it is not here any more, nothing: its payments end by our clock, their money goes back by hand."""
    try:
        return get(code).capabilities
    except NoGatewayError:
        return GONE


def configured() -> list[PaymentGateway]:
    """Every gateway that may be used here, available or not: the mock first where it is switched on, then in the order of the settings."""
    codes = [code for code in settings.PAYMENT_GATEWAYS if code != "mock" or settings.KASPI_MOCK]
    return [get(code) for code in sorted(codes, key=lambda code: code != "mock")]


def active(channel: str = Channel.QR, currency: str = "KZT") -> PaymentGateway:
    """The gateway that new payments of this channel and currency use: the first available one that offers it.

    Where none offers it, the first available one of all, whose own first channel is then used. NoGatewayError without any.
    """
    usable = [one for one in configured() if currency in one.capabilities.currencies and one.availability().is_available]
    offering = [gateway for gateway in usable if channel in gateway.capabilities.channels]
    for gateway in [*offering, *usable]:
        return gateway
    raise NoGatewayError(channel)


def needs_customer(code: str) -> bool:
    """Whether the payer has to scan a code before this gateway gives money back; a gateway that is not here any more gives none."""
    return capabilities_of(code).refund_needs_customer
