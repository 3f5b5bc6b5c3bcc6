"""What a payment gateway is to us. An adapter translates and verifies; it saves nothing and sends no signal.

To add one: a folder here with a class of this shape, a line in `settings.PAYMENT_GATEWAYS`, recorded payloads in
`tests/contracts/`, which runs over every gateway that is named there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_noop

NOT_IN_TIME = gettext_noop("Nobody scanned the code in time.")
NOT_THEIRS = gettext_noop("This payment is not among the latest of the customer who scanned.")


class PermanentError(Exception):
    """The gateway said no, or we asked nonsense: asking again will not help."""


class MisconfiguredError(PermanentError):
    """The gateway does not take us: certificate, key, trade point or device. No payer can help, somebody of ours must look."""


class RetryableError(Exception):
    """Time-out, 5xx, broken answer: nothing is known, ask again later. Never a reason to call a payment failed."""


class NotTakenError(RetryableError):
    """As above, but it is certain that nothing was done: asking again cannot make two."""


class TransientRefusalError(RetryableError):
    """The gateway refused and asks to be tried again; when it does so a few times, a person has to look."""


class NotYetError(RetryableError):
    """Taken, and not done yet: what has become of it is told when it is looked at again."""


class ByHandError(PermanentError):
    """Only a person can do this, outside of our reach."""


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


class Channel(StrEnum):
    """How the payer comes to the money: a way of paying. Each has one default gateway."""

    QR = "qr"
    LINK = "link"
    INVOICE = "invoice"
    PAGE = "page"
    NUMBER = "number"
    TRANSFER = "transfer"


class PayAnswer(IntEnum):
    """What a bank that calls us is answered about money somebody wants to pay, or has paid; the number is kept with each call."""

    OK = 0
    NOT_FOUND = 1
    CANCELLED = 2
    PAID = 3
    PROCESSING = 4
    ERROR = 5


@dataclass(frozen=True, slots=True)
class InboundPay:
    """Money that a bank tells of by calling us, where the gateway `has_inbound_pay`. The same `txn_id` of the same bank is the same money."""

    txn_id: str
    account: str
    amount_tiyn: int
    currency: str
    # The day of the bank's books.
    booked_at: datetime | None = None
    # What was said, word for word.
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What the payer reads of one way of paying through a gateway, in the active language."""

    # What the payer calls it: stands in "Pay 2 990 ₸ with …" and on receipts.
    name: str | Promise
    # A button among other ways to pay, and a line under it.
    label: str | Promise
    hint: str | Promise = ""
    # What there is to do: above a code, about an invoice, or where to type the number.
    lead: str | Promise = ""
    # The button that leads to the payment.
    open: str | Promise = ""
    # How it goes on, step by step.
    steps: tuple[str | Promise, ...] = ()
    # Whom a transfer goes to.
    to: str = ""


@dataclass(frozen=True, slots=True)
class Capabilities:
    channels: tuple[Channel, ...] = (Channel.QR, Channel.LINK)
    # What it takes money in. Tariffs are in tenge so far.
    currencies: frozenset[str] = frozenset({"KZT"})
    # We may ask how a payment stands; without it only the gateway's own word and our clock count.
    polls: bool = True
    # Channels that may be asked about only because a person wants to know, never by the queue.
    asked_by_persons_only: frozenset[Channel] = frozenset()
    # The gateway calls us with check and pay, and our answers are what it goes by.
    has_inbound_pay: bool = False
    has_signed_webhook: bool = False
    # Money goes back by our request alone; otherwise a person gives it back and says so.
    can_refund: bool = False
    can_refund_partly: bool = False
    # The payer has to scan a code before money can go back.
    refund_needs_customer: bool = False
    # Refunding again with the same key refunds once; without it what is left is read before trying again.
    has_idempotent_refund: bool = False
    can_cancel: bool = False
    # The payer names the payment by a number of ours, `Attempt.account`.
    needs_account: bool = False
    # The status names the sum, which is then compared with ours.
    tells_amount: bool = False
    # The bank itself, or somebody with a contract with it.
    is_official: bool = True
    # Somebody of ours decides whether the money has come.
    needs_person: bool = False
    # Creating again with the same reference gives the same purchase; without it a lost answer must be waited out.
    has_idempotent_create: bool = False
    is_test: bool = False
    poll_every: timedelta = timedelta(seconds=5)
    # How long a purchase of unknown fate may still be paid.
    max_life: timedelta = timedelta(seconds=245)


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether new payments can be taken, and what staff should know: why not, or what will end soon."""

    is_available: bool
    reason: str = ""
    # Days until something ends that somebody has to renew, a certificate for instance.
    days_left: int | None = None


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
    channel: Channel = Channel.QR
    # Whom an invoice goes to, as "+7…"; forgotten once it is sent.
    phone: str = ""
    # What the payer types, where the gateway `needs_account`.
    account: str = ""
    # The payer's, for gateways that want one; an address of ours where none is known.
    email: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """The gateway's answer to a new attempt: `link` is shown as a QR code, and as a button when it is an address.

    `expires_at` is aware UTC. `scan_timeout` goes before it: our own clock counts from the moment we asked. None where the
    gateway names no interval.
    """

    provider_payment_id: str
    link: str
    expires_at: datetime | None
    poll_every: timedelta | None = None
    scan_timeout: timedelta | None = None
    confirm_timeout: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a gateway says of a payment. A claim that is not authoritative only makes us ask. `dedupe_key` is the same each time the same thing is told; amounts are tiyn."""

    outcome: Outcome
    provider_payment_id: str
    dedupe_key: str
    is_authoritative: bool
    amount_tiyn: int | None = None
    currency: str = ""
    # Where the gateway repeats it: a message may be faster than our own commit.
    our_reference: str = ""
    raw: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Refunded:
    provider_refund_id: str


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase as the bank names it to whoever scanned."""

    amount_tiyn: int
    at: datetime | None


class PaymentGateway(Protocol):
    code: str
    capabilities: Capabilities

    def availability(self) -> Availability:
        """Whether it is configured. Asks nobody: it is called wherever a payment begins."""

    def words(self, channel: Channel) -> Words:
        """What the payer reads of one of its channels; asks nobody either."""

    def create(self, attempt: Attempt) -> Opened:
        """Open a purchase of exactly the attempt's amount. RetryableError when it is unknown whether one exists, NotTakenError when none does."""

    def fetch_status(self, attempt: Attempt) -> Evidence:
        """What the gateway says now; a status we do not know is Outcome.UNKNOWN, not an error."""

    def parse_webhook(self, body: bytes, headers: Mapping[str, str], query: Mapping[str, str]) -> Evidence:
        """The message's content once it is proven to be the gateway's, by a header or by the address's query; WebhookRefusedError otherwise, PermanentError for nonsense."""

    def refund(self, attempt: Attempt, amount_tiyn: int, key: str) -> Refunded:
        """Give money back; the same `key` gives it back once where `has_idempotent_refund` is promised."""

    def available_refund(self, attempt: Attempt) -> int | None:
        """Tiyn that can still be given back, by the gateway's own count; None when it does not tell."""

    def cancel(self, attempt: Attempt) -> None:
        """Take an unpaid purchase back, where `can_cancel` is promised; PermanentError when it is too late."""


class CustomerRefunds(Protocol):
    """What a gateway with `refund_needs_customer` offers besides: the customer scans a code, then money can go back."""

    def open_return(self) -> Opened:
        """A code for the customer to scan; its number is the return's, not a payment's."""

    def is_customer_known(self, return_id: str) -> bool:
        """Whether the customer has scanned it; PermanentError once it has run out."""

    def find_purchase(self, attempt: Attempt, return_id: str) -> Bought:
        """The payment among the latest of whoever scanned; PermanentError when it is not there."""

    def refund_to_customer(self, attempt: Attempt, amount_tiyn: int, return_id: str) -> Refunded:
        """Money back to whoever scanned; PermanentError when the payment is not theirs. No key: twice refunds twice."""


class NoGatewayError(Exception):
    """No gateway of this name may be used here, or none at all."""
