"""What the phone can pay: a purchase by code, link or phone number, or an order of the fast payment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from deploy.kaspi_emulator import online
from deploy.kaspi_emulator.aggregator.invoices import PAYABLE, Invoice
from deploy.kaspi_emulator.bank import purchases
from deploy.kaspi_emulator.bank.purchases import Purchase

if TYPE_CHECKING:
    from deploy.kaspi_emulator.emulator import FakeKaspi

NEW, SCANNED, PAID, OVER, REFUSED = "new", "scanned", "paid", "over", "refused"


@dataclass
class Payable:
    """`moves` are the buttons; those named in `slow` call the merchant and are not made under the lock."""

    token: str
    seller: str
    amount: str
    state: str
    moves: dict[str, Callable[[], None]] = field(default_factory=dict)
    until: datetime | None = None
    back: str = ""
    result: str = ""
    is_slow: bool = False


def find(fake: "FakeKaspi", token: str) -> Payable | None:
    """By the token that the address carries."""
    if token in fake.orders:
        return _order(fake, fake.orders[token])
    invoice = fake.aggregator.of_token(token)
    if invoice:
        return _invoice(fake, invoice)
    purchase = fake.bank.of_token(token)
    return _purchase(fake, purchase) if purchase else None


def waiting(fake: "FakeKaspi") -> Iterator[Payable]:
    """The latest first."""
    for number in sorted(fake.bank.purchases, reverse=True):
        payable = _purchase(fake, fake.bank.purchase(number))
        if payable.moves:
            yield payable
    for invoice in reversed(fake.aggregator.invoices.values()):
        if invoice.status in PAYABLE:
            yield _invoice(fake, invoice)
    for order in reversed(fake.orders.values()):
        if order.status == "new":
            yield _order(fake, order)


def _purchase(fake: "FakeKaspi", purchase: Purchase) -> Payable:
    bank = fake.bank
    payable = Payable(purchase.token, bank.devices.trade_points[purchase.trade_point].name, str(purchase.amount), OVER)
    if purchase.status == purchases.PROCESSED:
        payable.state = PAID
    elif purchase.is_final or purchases.is_too_late(purchase, fake.clock.now(), fake.config.timings):
        pass
    elif purchase.kind == "remote":
        payable.state, payable.until = SCANNED, purchase.expires_at
        payable.moves = {"pay": lambda: bank.pay_remote(purchase.id), "decline": lambda: bank.reject_remote(purchase.id)}
    elif purchase.scanned_at is None:
        payable.state, payable.until = NEW, purchase.expires_at
        payable.moves = {"open" if purchase.kind == "link" else "scan": lambda: bank.scan(purchase.id)}
        payable.moves["decline"] = lambda: bank.scanerror(purchase.id)
    else:
        payable.state, payable.until = SCANNED, purchase.scanned_at + timedelta(seconds=fake.config.timings.confirm)
        payable.moves = {"pay": lambda: bank.confirm(purchase.id), "decline": lambda: bank.confirmerror(purchase.id)}
    return payable


def _order(fake: "FakeKaspi", order: online.Order) -> Payable:
    states = {"new": SCANNED, "paid": PAID, "refused": REFUSED, "closed": OVER}
    payable = Payable(order.token, order.service, order.tenge, states[order.status], back=order.return_url, is_slow=True)
    payable.result = "-" if order.result is None else str(order.result)
    if order.status == "new":
        payable.moves = {"pay": lambda: online.pay(fake, order), "decline": lambda: _close(order)}
    return payable


def _invoice(fake: "FakeKaspi", invoice: Invoice) -> Payable:
    payable = Payable(invoice.token, "ApiPay", str(invoice.amount), OVER, is_slow=True)
    if invoice.paid_at:
        payable.state = PAID
    elif invoice.status in PAYABLE:
        payable.state, payable.until = SCANNED, invoice.expires_at
        payable.moves = {"pay": lambda: _turn(fake, invoice, "paid"), "decline": lambda: _turn(fake, invoice, "cancelled")}
    return payable


def _turn(fake: "FakeKaspi", invoice: Invoice, status: str) -> None:
    with fake.lock:
        fake.aggregator.turn(invoice, status)
    fake.webhooks.deliver()


def _close(order: online.Order) -> None:
    order.status = "closed"
