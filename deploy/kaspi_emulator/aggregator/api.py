"""The aggregator's addresses: `/api/v1/…` in ApiPay's shape, `/v1/payments…` in xpayment's."""

import hmac
import re
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from deploy.kaspi_emulator import errors
from deploy.kaspi_emulator.aggregator import xpayment
from deploy.kaspi_emulator.aggregator.bodies import utc
from deploy.kaspi_emulator.aggregator.invoices import PHONE, QR, ConflictError, Invoice, Refund
from deploy.kaspi_emulator.emulator import part
from deploy.kaspi_emulator.journal import Entry
from deploy.kaspi_emulator.messages import Answer, Request

if TYPE_CHECKING:
    from deploy.kaspi_emulator.emulator import FakeKaspi

PHONE_NUMBER = re.compile(r"8\d{10}")
LARGEST = Decimal("99999999.99")
SIMULATED = ("paid", "cancelled", "expired")


@part("aggregator")
def answer(fake: "FakeKaspi", request: Request, entry: Entry) -> Answer:
    entry.violations += fake.watch.target(request.target)
    if request.path.startswith("/v1/payments"):
        return xpayment.answer(fake, request)
    if not hmac.compare_digest(request.headers.get("x-api-key", ""), fake.config.aggregator.api_key):
        return _refused(401, "unauthorized", "Invalid API key")
    fake.aggregator.settle()
    match (request.method, *request.path.removeprefix("/api/v1").strip("/").split("/")):
        case ("GET", "status"):
            return Answer(payload={"status": "ok", "sandbox_mode": fake.config.aggregator.is_sandbox})
        case ("POST", "invoices"):
            return _create(fake, PHONE, request.json())
        case ("POST", "invoices", "qr"):
            return _create(fake, QR, request.json())
        case ("GET", "invoices"):
            return Answer(payload=_listed(fake, request.query))
        case ("POST", "invoices", "status", "check"):
            return _checked(fake, request.json())
        case (method, "invoices", number, *rest) if number.isdigit():
            return _of_invoice(fake, request, method, int(number), "/".join(rest))
    raise errors.HttpError(404, "Not Found")


def _create(fake: "FakeKaspi", kind: str, said: dict[str, Any]) -> Answer:
    wrong = _wrong(kind, said)
    if wrong:
        return wrong
    if not fake.aggregator.is_session_alive:
        return _refused(503, "kaspi_session_invalid", "Kaspi session expired")
    names = {"description": "description", "external_order_id": "external_order_id"}
    names |= {"external_order_id_idempotency": "idempotency_key", "phone_number": "phone"}
    values = {ours: str(said[theirs]) for theirs, ours in names.items() if said.get(theirs) is not None}
    try:
        invoice = fake.aggregator.create(kind, Decimal(said["amount"]), **values)
    except ConflictError as conflict:
        earlier = conflict.args[0]
        return _refused(409, "duplicate_idempotency_key", "Duplicate", invoice_id=earlier.id, status=earlier.status)
    if said.get("simulate") in SIMULATED and invoice.is_sandbox and kind == QR:
        fake.aggregator.turn(invoice, said["simulate"])
    return Answer(201, payload=shown(fake, invoice))


def _wrong(kind: str, said: dict[str, Any]) -> Answer | None:
    """What validation says; whole tenge only for invoices by phone."""
    amount = said.get("amount")
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal) or not 0 < amount <= LARGEST:
        return _invalid("amount")
    if Decimal(amount) != Decimal(amount).quantize(Decimal("0.01")):
        return _invalid("amount")
    if kind == PHONE and Decimal(amount) % 1:
        return _refused(422, "amount_must_be_whole_tenge", "Amount must be whole tenge")
    if kind == PHONE and not PHONE_NUMBER.fullmatch(str(said.get("phone_number", ""))):
        return _invalid("phone_number")
    limits = {"description": 60 if kind == PHONE else 100, "external_order_id": 255, "external_order_id_idempotency": 191}
    long = next((name for name, limit in limits.items() if len(str(said.get(name) or "")) > limit), "")
    return _invalid(long) if long else None


def _of_invoice(fake: "FakeKaspi", request: Request, method: str, number: int, rest: str) -> Answer:
    invoice = fake.aggregator.get(number)
    if invoice is None:
        return _refused(404, "not_found", "Invoice not found")
    said = request.json() if request.body else {}
    match (method, rest):
        case ("GET", ""):
            return Answer(payload=shown(fake, invoice))
        case ("GET", "refunds"):
            return Answer(payload={"data": [_refund(invoice, one) for one in invoice.refunds]})
        case ("POST", "cancel"):
            return _cancel(fake, invoice)
        case ("POST", "refund"):
            return _refund_queued(fake, invoice, said)
        case ("POST", "simulate-status"):
            return _simulate(fake, invoice, said)
    raise errors.HttpError(404, "Not Found")


def _cancel(fake: "FakeKaspi", invoice: Invoice) -> Answer:
    try:
        fake.aggregator.cancel(invoice)
    except ConflictError as conflict:
        more = {"expires_at": utc(invoice.expires_at)} if invoice.kind == QR else {}
        return _refused(409, str(conflict), "Cannot be cancelled", **more)
    is_done = invoice.status == "cancelled"
    told = {"message": "Invoice cancelled" if is_done else "Invoice cancellation queued", "invoice_id": invoice.id}
    return Answer(200 if is_done else 202, payload=told)


def _refund_queued(fake: "FakeKaspi", invoice: Invoice, said: dict[str, Any]) -> Answer:
    amount = said.get("amount")
    if amount is not None and (isinstance(amount, bool) or not isinstance(amount, int | Decimal)):
        return _invalid("amount")
    try:
        made = fake.aggregator.refund(invoice, None if amount is None else Decimal(amount), str(said.get("reason") or ""))
    except ConflictError as conflict:
        return _refused(422 if "exceeds" in str(conflict) else 409, str(conflict), "Cannot be refunded")
    told = {"message": "Refund queued for processing", "refund": _refund(invoice, made), "invoice": shown(fake, invoice)}
    return Answer(payload=told)


def _simulate(fake: "FakeKaspi", invoice: Invoice, said: dict[str, Any]) -> Answer:
    """The sandbox's own way to pay; the webhook goes out before the answer."""
    if not invoice.is_sandbox:
        return _refused(403, "sandbox_only", "Sandbox only")
    if said.get("status") not in SIMULATED:
        return _invalid("status")
    fake.aggregator.turn(invoice, said["status"])
    told = Answer(payload=shown(fake, invoice))
    return Answer(later=lambda: (fake.webhooks.deliver(), told)[1])


def _checked(fake: "FakeKaspi", said: dict[str, Any]) -> Answer:
    numbers = said.get("invoice_ids")
    if not isinstance(numbers, list) or not 0 < len(numbers) <= 100:
        return _invalid("invoice_ids")
    found = [invoice for number in numbers if (invoice := fake.aggregator.invoices.get(number))]
    return Answer(
        payload={"invoices": [{"id": one.id, "status": one.status, "amount": f"{one.amount:.2f}", "error_message": None} for one in found]}
    )


def _listed(fake: "FakeKaspi", query: dict[str, str]) -> dict[str, Any]:
    size, number = min(100, int(query.get("per_page", 10))), int(query.get("page", 1))
    found = [one for one in fake.aggregator.invoices.values() if query.get("search", "") in one.external_order_id]
    rows = found[::-1][(number - 1) * size : number * size]
    last = max(1, -(-len(found) // size))
    return {
        "data": [shown(fake, one) for one in rows],
        "meta": {"current_page": number, "last_page": last, "per_page": size, "total": len(found)},
    }


def shown(fake: "FakeKaspi", invoice: Invoice) -> dict[str, Any]:
    """An invoice as every answer has it; amounts are strings."""
    told = {
        "id": invoice.id,
        "amount": f"{invoice.amount:.2f}",
        "status": invoice.status,
        "description": invoice.description,
        "external_order_id": invoice.external_order_id or None,
        "phone_number": invoice.phone or None,
        "is_sandbox": invoice.is_sandbox,
        "error_message": None,
        "paid_at": utc(invoice.paid_at),
        "created_at": utc(invoice.created_at),
        "total_refunded": f"{invoice.refunded:.2f}",
        "is_fully_refunded": invoice.refunded == invoice.amount,
        "available_for_refund": f"{invoice.available:.2f}",
    }
    if invoice.kind == QR:
        told |= {"is_qr_token": True, "qr_token_url": _address(fake, invoice), "qr_expires_at": utc(invoice.expires_at)}
    return told


def _address(fake: "FakeKaspi", invoice: Invoice) -> str:
    base = fake.quirks.pay_base if fake.quirks.qr_token == "link" else "https://qr.kaspi.kz/"  # noqa: S105
    return base + invoice.token


def _refund(invoice: Invoice, made: Refund) -> dict[str, Any]:
    return asdict(made) | {"invoice_id": invoice.id, "amount": f"{made.amount:.2f}", "at": utc(made.at), "initiated_by": "api"}


def _refused(status: int, code: str, message: str, /, **more: Any) -> Answer:
    return Answer(status, payload={"error": code, "error_code": code, "message": message, **more})


def _invalid(name: str) -> Answer:
    return Answer(422, payload={"message": "Validation failed", "errors": {name: ["invalid"]}})
