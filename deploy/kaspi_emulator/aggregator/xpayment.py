"""xpayment's shape, as far as merchants' code shows it: one source each for most of it."""

import hmac
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from deploy.kaspi_emulator import errors
from deploy.kaspi_emulator.aggregator.invoices import QR, ConflictError, Invoice
from deploy.kaspi_emulator.messages import Answer, Request

if TYPE_CHECKING:
    from deploy.kaspi_emulator.emulator import FakeKaspi

STATUSES = {"paid": "COMPLETED", "cancelled": "CANCELLED", "expired": "FAILED", "error": "FAILED"}


def answer(fake: "FakeKaspi", request: Request) -> Answer:
    """POST makes a payment (the same X-Idempotency-Key gives the same one), GET tells its status."""
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(bearer, fake.config.aggregator.api_key):
        return Answer(401, payload={"error": "unauthorized"})
    match (request.method, *request.path.strip("/").split("/")):
        case ("POST", "v1", "payments") | ("POST", "v1", "payments", "link"):
            return _create(fake, request)
        case ("GET", "v1", "payments", number) if number.isdigit():
            invoice = fake.aggregator.get(int(number))
            if invoice and invoice.profile == "xpayment":
                return Answer(payload=_shown(fake, invoice))
    raise errors.HttpError(404, "Not Found")


def _create(fake: "FakeKaspi", request: Request) -> Answer:
    said = request.json()
    try:
        amount = Decimal(str(said.get("amount", "")))
    except InvalidOperation:
        return Answer(422, payload={"error": "amount"})
    values = {"external_order_id": str(said.get("merchant_order_id", "")), "idempotency_key": request.headers.get("x-idempotency-key", "")}
    try:
        invoice = fake.aggregator.create(QR, amount, profile="xpayment", **values)
    except ConflictError as conflict:
        invoice = conflict.args[0]
    return Answer(201, payload=_shown(fake, invoice))


def _shown(fake: "FakeKaspi", invoice: Invoice) -> dict[str, Any]:
    link = fake.quirks.pay_base + invoice.token
    status = STATUSES.get(invoice.status, "PENDING")
    told = {"ext_tran_id": str(invoice.id), "payment_link": link, "merchant_order_id": invoice.external_order_id}
    return told | {"status": status, "amount": f"{invoice.amount:.2f}"}
