"""Kaspi's Public QR API, schemes r1, r2 and r3: a code, a link for the phone, and (r3) an invoice by phone number.

The bank pushes nothing: the queue asks, in the intervals the bank names. Invoices are asked about only because a person
wants to know, as the bank demands.
"""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from .. import (
    Attempt,
    Availability,
    Bought,
    Capabilities,
    Channel,
    Evidence,
    Opened,
    Outcome,
    PermanentError,
    Refunded,
    RetryableError,
    WebhookRefusedError,
    Words,
    kaspi_words,
)
from . import account, amounts, answers, codes, returns
from .client import Client, NoSuchAddressError
from .devices import with_token

INVOICE_LIVES = timedelta(hours=24)
LONGEST_COMMENT = 60
NO_V02 = "kaspi_qr:no-v02"


class KaspiQrGateway:
    code = "kaspi_qr"

    def __init__(self) -> None:
        self.account = account.Account.from_settings()
        self.client = Client(self.account)
        self.capabilities = _capabilities(self.account.scheme)

    def availability(self) -> Availability:
        """Whether the settings are complete and the certificate is good, and when it ends."""
        return account.availability(self.account)

    def words(self, channel: Channel) -> Words:
        """The payer is in the Kaspi app."""
        return kaspi_words.words_of(channel)

    def create(self, attempt: Attempt) -> Opened:
        """A code, a link or an invoice. The bank promises no idempotency: a lost answer is a RetryableError."""
        return OPENERS[attempt.channel](self, attempt)

    def fetch_status(self, attempt: Attempt) -> Evidence:
        """The status, and the sum once it is paid: the smaller one, should the bank name two."""
        told = self._status(attempt.provider_payment_id)
        status = str(told.get("Status", ""))
        outcome = codes.outcome_of(status, attempt.channel)
        amount = self._paid(attempt, told) if outcome is Outcome.COMPLETED else None
        return Evidence(
            outcome=outcome,
            provider_payment_id=attempt.provider_payment_id,
            dedupe_key=f"poll:{attempt.provider_payment_id}:{status}:{amount}"[:200],
            is_authoritative=True,
            amount_tiyn=amount,
            currency="" if amount is None else "KZT",
            raw=json.dumps(told, default=str, ensure_ascii=False)[:4000],
        )

    def parse_webhook(self, body: bytes, headers: Mapping[str, str], query: Mapping[str, str]) -> Evidence:
        """The bank sends none: whatever comes is not from it."""
        raise WebhookRefusedError("Kaspi sends no messages.")

    def refund(self, attempt: Attempt, amount_tiyn: int, key: str) -> Refunded:
        """Money back without the customer, r3 only. The bank has no key for it: the same call twice refunds twice."""
        self._only("r3", "refunds")
        said = {"QrPaymentId": int(attempt.provider_payment_id)}
        data = self._post("payment/return", said, amount_tiyn)
        return Refunded(str(data.get("ReturnOperationId", "")))

    def available_refund(self, attempt: Attempt) -> int | None:
        """What `payment/details` says is left; None in r1, which has no such call."""
        return None if self.account.scheme == "r1" else amounts.read(self._details(attempt).get("AvailableReturnAmount"))

    def cancel(self, attempt: Attempt) -> None:
        """Take an invoice back; there is no such call for a code or a link."""
        if attempt.channel is not Channel.INVOICE:
            raise PermanentError("A code cannot be taken back.")
        self._post("remote/cancel", {"QrPaymentId": int(attempt.provider_payment_id)})

    def open_return(self) -> Opened:
        """r2: a code that the customer scans before money can go back."""
        self._only("r2", "codes for refunds")
        return returns.open_return(self.client)

    def is_customer_known(self, return_id: str) -> bool:
        """r2: whether the customer has scanned it; PermanentError once it has run out."""
        return returns.is_customer_known(self.client, return_id)

    def find_purchase(self, attempt: Attempt, return_id: str) -> Bought:
        """r2: the payment among the latest of whoever scanned; PermanentError when it is not there."""
        self._only("r2", "codes for refunds")
        return returns.find(self.client, attempt, return_id)

    def refund_to_customer(self, attempt: Attempt, amount_tiyn: int, return_id: str) -> Refunded:
        """r2: money back to whoever scanned; PermanentError when the payment is not theirs. Twice refunds twice."""
        self._only("r2", "refunds to a customer present")
        return returns.refund(self.client, attempt, amount_tiyn, return_id)

    def ping(self) -> None:
        """Whether the bank answers us; the errors are those of every call."""
        self.client.get("health/ping")

    def open_code(self, attempt: Attempt) -> Opened:
        """The content of a QR code, to be shown word for word."""
        data = self._post("qr/create", {"ExternalId": attempt.our_reference}, attempt.amount_tiyn)
        return answers.opened(data, answers.CODE)

    def open_link(self, attempt: Attempt) -> Opened:
        """An address that opens the bank's app. Its fields have names of their own."""
        data = self._post("qr/create-link", {"ExternalId": attempt.our_reference}, attempt.amount_tiyn)
        return answers.opened(data, answers.LINK)

    def open_invoice(self, attempt: Attempt) -> Opened:
        """An invoice in the payer's app, good for a day. PermanentError for a number the bank cannot know."""
        self._only("r3", "invoices")
        try:
            phone = self.account.phone(attempt.phone)
        except ValueError as error:
            raise PermanentError(str(error)) from error
        asked_at = timezone.now()
        said = {"PhoneNumber": phone, "Comment": attempt.title[:LONGEST_COMMENT]}
        data = self._post("remote/create", said, attempt.amount_tiyn)
        return Opened(answers.number(data.get("QrPaymentId")), "", asked_at + INVOICE_LIVES)

    def _only(self, scheme: str, what: str) -> None:
        if self.account.scheme != scheme:
            raise PermanentError(f"{self.account.scheme} has no {what}")

    def _post(self, path: str, said: dict[str, Any], amount_tiyn: int | None = None) -> dict[str, Any]:
        amount = None if amount_tiyn is None else amounts.written(amount_tiyn)
        data = with_token(self.client, lambda token: self.client.post(path, {"DeviceToken": token, **said}, amount))
        return data if isinstance(data, dict) else {}

    def _status(self, number: str) -> dict[str, Any]:
        if not number.isdigit():
            raise PermanentError("not a number of this bank's")
        try:
            data = self.client.get(f"payment/status/{number}", "v01" if cache.get(NO_V02) else "v02")
        except NoSuchAddressError:
            # The newer address is not in the document we have.
            data = self.client.get(f"payment/status/{number}", "v01")
            cache.set(NO_V02, 1, 24 * 60 * 60)
        if not isinstance(data, dict):
            raise RetryableError("an answer without a status")
        return data

    def _paid(self, attempt: Attempt, told: dict[str, Any]) -> int | None:
        named = [told["Amount"]] if told.get("Amount") is not None else []
        if self.account.scheme != "r1":
            named.append(self._details(attempt).get("TotalAmount"))
        return min((amounts.read(amount) for amount in named), default=None)

    def _details(self, attempt: Attempt) -> dict[str, Any]:
        number = attempt.provider_payment_id
        data = with_token(self.client, lambda token: self.client.get("payment/details", QrPaymentId=number, DeviceToken=token))
        if not isinstance(data, dict):
            raise RetryableError("an answer without details")
        return data


OPENERS: dict[Channel, Callable[[KaspiQrGateway, Attempt], Opened]] = {
    Channel.QR: KaspiQrGateway.open_code,
    Channel.LINK: KaspiQrGateway.open_link,
    Channel.INVOICE: KaspiQrGateway.open_invoice,
}


def _capabilities(scheme: str) -> Capabilities:
    is_r3 = scheme == "r3"
    return Capabilities(
        channels=(Channel.QR, Channel.LINK, Channel.INVOICE) if is_r3 else (Channel.QR, Channel.LINK),
        asked_by_persons_only=frozenset({Channel.INVOICE}),
        can_refund=is_r3,
        can_refund_partly=is_r3,
        refund_needs_customer=scheme == "r2",
        can_cancel=is_r3,
        tells_amount=scheme != "r1",
    )
