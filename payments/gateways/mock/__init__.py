"""A gateway that is like a real one, except that nobody pays: for demos, tests and development. Production refuses it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare

from payments.money import from_tenge, to_tenge

from .. import (
    Attempt,
    Availability,
    Capabilities,
    Channel,
    Evidence,
    Opened,
    Outcome,
    PermanentError,
    Refunded,
    WebhookRefusedError,
    Words,
    kaspi_words,
)
from . import bank

OUTCOMES = {
    bank.NEW: Outcome.PENDING,
    bank.SCANNED: Outcome.SCANNED,
    bank.PAID: Outcome.COMPLETED,
    bank.REFUSED: Outcome.FAILED,
    bank.EXPIRED: Outcome.EXPIRED,
    bank.RETURNED: Outcome.REFUNDED,
    bank.PARTLY_RETURNED: Outcome.PARTIALLY_REFUNDED,
}


class MockGateway:
    code = "mock"
    capabilities = Capabilities(
        channels=(Channel.QR, Channel.LINK, Channel.PAGE),
        has_signed_webhook=True,
        can_refund=True,
        can_refund_partly=True,
        has_idempotent_refund=True,
        has_idempotent_create=True,
        can_cancel=True,
        tells_amount=True,
        is_test=True,
    )

    def availability(self) -> Availability:
        """Always, where the mock is allowed at all."""
        return Availability(is_available=True)

    def words(self, channel: Channel) -> Words:
        """It stands for Kaspi."""
        return kaspi_words.words_of(channel)

    def create(self, attempt: Attempt) -> Opened:
        """A purchase at the pretended bank, payable at our own page that stands for its application."""
        purchase = bank.create(external_id=attempt.our_reference, amount=to_tenge(attempt.amount_tiyn), title=attempt.title)
        with translation.override(attempt.language):
            link = settings.SITE_URL + reverse("mock_bank:purchase", args=[purchase.id])
        return Opened(purchase.id, link, datetime.fromisoformat(purchase.expires_at))

    def fetch_status(self, attempt: Attempt) -> Evidence:
        """The purchase's state; PermanentError when the bank does not know it."""
        purchase = bank.find(attempt.provider_payment_id)
        if purchase is None:
            raise PermanentError("The bank does not know this purchase.")
        return _evidence(json.loads(bank.message(purchase)[0]), source="poll")

    def parse_webhook(self, body: bytes, headers: Mapping[str, str], query: Mapping[str, str]) -> Evidence:
        """The bank's message, proven by an HMAC of its bytes with the present secret or one that is being rotated out."""
        given = headers.get("X-Mock-Signature", "").encode("utf-8", "replace")
        secrets: list[Any] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        if not any(constant_time_compare(given, bank.sign(body, secret).encode()) for secret in secrets):
            raise WebhookRefusedError("The signature is not the bank's.")
        try:
            return _evidence(json.loads(body), source="webhook")
        except (KeyError, TypeError, ValueError) as error:
            raise PermanentError("The message cannot be read.") from error

    def refund(self, attempt: Attempt, amount_tiyn: int, key: str) -> Refunded:
        """Money back through the pretended bank; PermanentError when it is more than was paid."""
        purchase = bank.find(attempt.provider_payment_id)
        try:
            if purchase is None:
                raise ValueError("unknown purchase")
            bank.give_back(purchase, amount=to_tenge(amount_tiyn), key=key)
        except ValueError as error:
            raise PermanentError(str(error)) from error
        return Refunded(f"{purchase.id}:{key}"[:128])

    def available_refund(self, attempt: Attempt) -> int | None:
        """What of the purchase was not given back yet; None when the bank does not know it."""
        purchase = bank.find(attempt.provider_payment_id)
        return from_tenge(purchase.amount - purchase.returned) if purchase else None

    def cancel(self, attempt: Attempt) -> None:
        """Nobody can pay the purchase any more; PermanentError when somebody has."""
        purchase = bank.find(attempt.provider_payment_id)
        if purchase is None or bank.settle(purchase, bank.REFUSED).status != bank.REFUSED:
            raise PermanentError("It is too late to cancel.")


def _evidence(told: dict[str, Any], source: str) -> Evidence:
    purchase_id, status = str(told["id"])[:128], str(told["status"])
    return Evidence(
        outcome=OUTCOMES.get(status, Outcome.UNKNOWN),
        provider_payment_id=purchase_id,
        dedupe_key=f"{source}:{told['event']}"[:200],
        is_authoritative=True,
        amount_tiyn=from_tenge(told["amount"]),
        currency=str(told["currency"])[:3],
        raw=json.dumps(told),
    )
