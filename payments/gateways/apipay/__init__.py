"""ApiPay: an aggregator that works through a cashier's session in Kaspi Pay. **Unofficial**: neither a bank nor the bank's partner.

Its message is signed, but a signature proves who speaks and not that it is true now: each one makes us ask, and what we
are told then decides. Messages are not sent again when they are lost, so the queue asks as well.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from payments.money import from_tenge, to_tenge

from .. import (
    Attempt,
    Availability,
    ByHandError,
    Capabilities,
    Channel,
    Evidence,
    MisconfiguredError,
    NotYetError,
    Opened,
    Outcome,
    PermanentError,
    Refunded,
    RetryableError,
    Words,
    kaspi_words,
)
from . import client, messages

INVOICE_LIVES = timedelta(hours=24)
CODE_LIVES = timedelta(minutes=5)
LONGEST_TEXT = 60
OUTCOMES = {
    "processing": Outcome.PENDING,
    "pending": Outcome.PENDING,
    "cancelling": Outcome.PENDING,
    "paid": Outcome.COMPLETED,
    "cancelled": Outcome.CANCELLED,
    "expired": Outcome.EXPIRED,
    "error": Outcome.FAILED,
    "partially_refunded": Outcome.PARTIALLY_REFUNDED,
    "refunded": Outcome.REFUNDED,
}


class ApiPayGateway:
    code = "apipay"
    capabilities = Capabilities(
        channels=(Channel.QR, Channel.LINK, Channel.INVOICE),
        has_signed_webhook=True,
        has_idempotent_create=True,
        can_refund=True,
        can_refund_partly=True,
        can_cancel=True,
        tells_amount=True,
        is_official=False,
        # Sixty questions a minute are allowed to all payments together, and messages come first.
        poll_every=timedelta(seconds=15),
    )

    def availability(self) -> Availability:
        """A key and the webhook's secret. What staff should know is said even when all is well: it is not the bank's."""
        missing = [name for name in ("APIPAY_KEY", "APIPAY_WEBHOOK_SECRETS") if not getattr(settings, name)]
        if missing:
            return Availability(False, _("Not set: %(names)s") % {"names": ", ".join(missing)})
        return Availability(True, _("Unofficial: works through a cashier's session and may stop at any time."))

    def words(self, channel: Channel) -> Words:
        """The payer is in the Kaspi app."""
        return kaspi_words.words_of(channel)

    def create(self, attempt: Attempt) -> Opened:
        """A code, or an invoice to a phone. Asked twice with one reference it is the same one."""
        said: dict[str, Any] = {
            "amount": _whole(attempt.amount_tiyn),
            "description": attempt.title[:LONGEST_TEXT],
            "external_order_id": attempt.our_reference,
            "external_order_id_idempotency": attempt.our_reference,
        }
        if attempt.channel is Channel.INVOICE:
            said["phone_number"] = _phone(attempt.phone)
        path = "invoices" if attempt.channel is Channel.INVOICE else "invoices/qr"
        try:
            told = client.post(path, said)
        except client.KnownAlreadyError as error:
            told = client.get(f"invoices/{error.invoice_id}")
        return _opened(attempt, told)

    def fetch_status(self, attempt: Attempt) -> Evidence:
        """What the aggregator says now; its pretended money is no money where it is not expected."""
        told = _invoice(attempt)
        status = str(told.get("status", ""))
        outcome = OUTCOMES.get(status, Outcome.UNKNOWN)
        if told.get("is_fully_refunded") is True and outcome in {Outcome.COMPLETED, Outcome.PARTIALLY_REFUNDED}:
            outcome = Outcome.REFUNDED
        if not _is_wanted(told):
            outcome = Outcome.UNKNOWN
        amount = _tiyn(told.get("amount"))
        refunded = told.get("total_refunded") or ""
        return Evidence(
            outcome=outcome,
            provider_payment_id=attempt.provider_payment_id,
            dedupe_key=f"poll:{attempt.provider_payment_id}:{status}:{amount}:{refunded}"[:200],
            is_authoritative=True,
            amount_tiyn=amount,
            currency="KZT",
            raw=json.dumps(told, default=str, ensure_ascii=False)[:4000],
        )

    def parse_webhook(self, body: bytes, headers: Mapping[str, str], query: Mapping[str, str]) -> Evidence:
        """What is claimed, by whoever knows the secret: never authoritative."""
        messages.verify(body, headers)
        return messages.read(body, OUTCOMES)

    def refund(self, attempt: Attempt, amount_tiyn: int, key: str) -> Refunded:
        """Asked for here, done later: NotYetError until it is. A code's money goes back when the customer scans: ByHandError."""
        said = {"amount": _whole(amount_tiyn), "reason": key}
        try:
            client.post(f"invoices/{_number(attempt)}/refund", said)
        except client.CustomerNeededError as error:
            raise ByHandError("The customer has to scan a code: make this refund in ApiPay.") from error
        raise NotYetError("The refund is on its way.")

    def available_refund(self, attempt: Attempt) -> int | None:
        """What was not given back yet; NotYetError while a refund is on its way."""
        told = _invoice(attempt)
        left = _tiyn(told.get("amount")) - _tiyn(told.get("total_refunded"))
        if _tiyn(told.get("available_for_refund")) < left:
            raise NotYetError("The refund is on its way.")
        return left

    def cancel(self, attempt: Attempt) -> None:
        """Take an invoice back; a code cannot be."""
        if attempt.channel is not Channel.INVOICE:
            raise PermanentError("A code cannot be taken back.")
        client.post(f"invoices/{_number(attempt)}/cancel", {})


def _opened(attempt: Attempt, told: dict[str, Any]) -> Opened:
    number, link = told.get("id"), told.get("qr_token_url") or ""
    if not isinstance(number, int) or isinstance(number, bool):
        raise RetryableError("an answer without a number")
    if not _is_wanted(told):
        raise MisconfiguredError("ApiPay is in its sandbox: nobody can pay there")
    if _tiyn(told.get("amount")) != attempt.amount_tiyn:
        raise PermanentError("an invoice of another sum has this reference")
    if attempt.channel is Channel.INVOICE:
        return Opened(str(number), "", timezone.now() + INVOICE_LIVES)
    if not str(link).startswith("https://"):
        raise RetryableError("an answer without a code")
    return Opened(str(number), str(link), _moment(told.get("qr_expires_at")) or timezone.now() + CODE_LIVES)


def _invoice(attempt: Attempt) -> dict[str, Any]:
    return client.get(f"invoices/{_number(attempt)}")


def _number(attempt: Attempt) -> str:
    if not attempt.provider_payment_id.isdigit():
        raise PermanentError("not a number of ApiPay's")
    return attempt.provider_payment_id


def _is_wanted(told: dict[str, Any]) -> bool:
    """Pretended money counts only where it was asked for."""
    return told.get("is_sandbox") is not True or settings.APIPAY_SANDBOX


def _phone(e164: str) -> str:
    if not (e164.startswith("+7") and len(e164) == 12 and e164[1:].isdigit()):
        raise PermanentError("not a number of Kazakhstan")
    return "8" + e164[2:]


def _whole(tiyn: int) -> int:
    try:
        return to_tenge(tiyn)
    except ValueError as error:
        raise PermanentError(str(error)) from error


def _tiyn(said: Any) -> int:
    if not isinstance(said, int | str | Decimal) or isinstance(said, bool):
        raise RetryableError("an answer without a sum")
    try:
        return from_tenge(said)
    except ValueError as error:
        raise RetryableError(str(error)) from error


def _moment(said: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
