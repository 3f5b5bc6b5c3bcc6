"""Where the payer pays in a random sequence: a twin of each gateway's bank, with books that are not ours."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from accounts.row_security import staff_scope
from deploy.kaspi_emulator.aggregator.invoices import ConflictError
from deploy.kaspi_emulator.aggregator.invoices import Refund as InvoiceRefund
from deploy.kaspi_emulator.bank.purchases import PROCESSED, Purchase
from deploy.kaspi_emulator.bench import Bench
from deploy.kaspi_emulator.errors import RefusalError
from payments import actions, files, tasks, webhooks
from payments.gateways.kaspi_biller.protocol import Asked
from payments.gateways.kaspi_biller.views import answer_pay
from payments.gateways.mock import bank as mock_bank
from payments.models import CustomerReturn, Payment, Refund, TransferProof

OF_TRANSPORT = {"commit_then_reset", "reset_before", "hang", "http 502", "bad_json", "empty_body"}


@dataclass
class Back:
    amount: Decimal
    at: datetime


@dataclass
class Bought:
    """One purchase as its bank has it; sums are tenge."""

    id: str
    amount: Decimal
    processed_at: datetime | None = None
    refunds: list[Any] = field(default_factory=list)


class Till:
    """What the sequences do to a bank. Where one of these cannot happen at a bank, nothing happens."""

    code = ""
    forgets = True

    def __init__(self, bank: Bench, run: Callable[[Callable[[], Any]], None], staff: User) -> None:
        self.bank, self.run, self.staff = bank, run, staff

    @property
    def purchases(self) -> list[Any]:
        raise NotImplementedError

    def move(self, move: str, which: int) -> None:
        if move in {"pay", "confirm"} and (unpaid := self.unpaid):
            self.pay(unpaid[which % len(unpaid)])

    @property
    def unpaid(self) -> list[Any]:
        return [one for one in self.purchases if one.processed_at is None]

    def pay(self, bought: Any) -> None:
        raise NotImplementedError

    def pay_late(self, which: int) -> None:
        self.move("pay", which)

    def pay_another_sum(self, which: int, tenge: int) -> None:
        if unpaid := self.unpaid:
            chosen = unpaid[which % len(unpaid)]
            chosen.amount += tenge
            self.pay(chosen)

    def take_word_back(self, which: int) -> None:
        """Most banks have no way to do so."""

    def fault(self, do: str, path: str, times: int) -> None:
        """Most gateways ask nobody."""

    def lose_refund(self) -> None:
        """Nor are there answers to lose."""

    def give_back(self, refund: Refund) -> bool:
        """By hand, in the bank's own desk."""
        bought = next(one for one in self.purchases if str(one.id) == refund.payment.provider_payment_id)
        tenge = Decimal(refund.amount_tiyn // 100)
        is_there = bought.processed_at is not None and tenge <= bought.amount - sum(back.amount for back in bought.refunds)
        return is_there and self.send_back(bought, tenge)

    def send_back(self, bought: Any, tenge: Decimal) -> bool:
        bought.refunds.append(Back(tenge, timezone.now()))
        return True

    def return_with_customer(self, is_theirs: bool) -> None:
        """Only r2 knows this."""

    def settle(self) -> None:
        """What people still have to do at the end."""


class KaspiTill(Till):
    """The QR gateway in one of its schemes."""

    code = "kaspi_qr"

    @property
    def purchases(self) -> list[Purchase]:
        return [self.bank.purchase(number) for number in self.bank.fake.bank.purchases]

    def move(self, move: str, which: int) -> None:
        if found := self.purchases:
            with suppress(RefusalError):
                getattr(self.bank, move)(found[which % len(found)].id)

    def pay(self, bought: Purchase) -> None:
        with suppress(RefusalError):
            self.bank.pay(bought.id)

    def pay_late(self, which: int) -> None:
        """Against its own rules the bank takes money after the end."""
        if unpaid := self.unpaid:
            self.bank.force(unpaid[which % len(unpaid)].id, PROCESSED)

    def take_word_back(self, which: int) -> None:
        """The bank calls failed what it has called paid, and we have believed it."""
        with staff_scope():
            known = set(Payment.objects.filter(completed_at__isnull=False).values_list("provider_payment_id", flat=True))
        paid = [one for one in self.purchases if one.status == PROCESSED and str(one.id) in known]
        if paid:
            self.bank.force(paid[which % len(paid)].id, "Error")

    def fault(self, do: str, path: str, times: int) -> None:
        self.bank.fault(do, path, times=times)

    def lose_refund(self) -> None:
        self.bank.fault("commit_then_reset", "payment/return")

    def send_back(self, bought: Purchase, tenge: Decimal) -> bool:
        if bought.status != PROCESSED:
            return False
        self.bank.fake.bank.refund(bought.id, tenge, merchant=bought.bin, device_token=bought.device)
        return True

    def return_with_customer(self, is_theirs: bool) -> None:
        with staff_scope():
            refund = Refund.objects.filter(state=Refund.State.MANUAL).first()
        if refund is None:
            return
        with suppress(actions.NoReturnError):
            self.run(lambda: self._as_staff(actions.start_return, refund=refund))
        self.run(tasks.check_due_returns.run)
        with staff_scope():
            code = CustomerReturn.objects.filter(refund=refund, state=CustomerReturn.State.OPEN).last()
        if code is not None:
            with suppress(RefusalError):
                self.bank.order("return/scan", id=code.provider_return_id, **({} if is_theirs else {"customer": "somebody-else"}))

    def settle(self) -> None:
        with staff_scope():
            known = list(CustomerReturn.objects.filter(state=CustomerReturn.State.KNOWN, refund__state=Refund.State.MANUAL))
        for code in known:
            self.run(lambda code=code: self._as_staff(actions.confirm_return, customer_return=code))

    def _as_staff(self, action: Callable[..., Any], **asked: Any) -> None:
        with staff_scope():
            action(by=self.staff, **asked)


class OurTill(Till):
    """Banks that only take what is sent to our number: their books are kept here."""

    def __init__(self, *known: Any) -> None:
        super().__init__(*known)
        self.books: dict[str, Bought] = {}

    @property
    def purchases(self) -> list[Bought]:
        with staff_scope():
            opened = Payment.objects.filter(gateway=self.code).exclude(provider_payment_id="").order_by("pk")
            for number, tiyn in opened.values_list("provider_payment_id", "amount_tiyn"):
                self.books.setdefault(number, Bought(number, Decimal(tiyn) / 100))
        return list(self.books.values())


class BillerTill(OurTill):
    """The bank calls pay, and again until it hears an answer; what is refused it gives back to the payer."""

    code = "kaspi_biller"

    def __init__(self, *known: Any) -> None:
        super().__init__(*known)
        self.numbers = count(900)

    def pay(self, bought: Bought) -> None:
        asked = Asked("pay", str(next(self.numbers)), bought.id, f"{bought.amount:.2f}", int(bought.amount * 100))
        heard: list[bytes] = []
        for _again in range(3):
            if not heard:
                self.run(lambda: heard.append(self._ask(asked)))
        if heard and b'"result": 0' in heard[0]:
            bought.processed_at = timezone.now()

    def _ask(self, asked: Asked) -> bytes:
        with staff_scope():
            return answer_pay(asked, "json")[0]


class TransferTill(OurTill):
    """Money comes to a telephone whatever we do; whoever sent it shows a receipt, and staff decide by what they see in the bank."""

    code = "manual"

    def pay(self, bought: Bought) -> None:
        bought.processed_at = timezone.now()
        self.run(lambda: self._show_receipt(bought))

    def _show_receipt(self, bought: Bought) -> None:
        with staff_scope(), suppress(actions.NotAwaitedError):
            payment = Payment.objects.get(provider_payment_id=bought.id)
            looked = files.look(ContentFile(b"%PDF-1.7 " + bought.id.encode() + b" %%EOF"))
            actions.send_proof(payment=payment, looked=looked, by=self.staff)

    def take_word_back(self, which: int) -> None:
        """Staff look at the queue."""
        self._decide()

    def settle(self) -> None:
        self._decide()

    def _decide(self) -> None:
        with staff_scope():
            waiting = list(TransferProof.objects.filter(state=TransferProof.State.WAITING).select_related("payment"))
        for proof in waiting:
            self.run(lambda proof=proof: self._decide_about(proof))

    def _decide_about(self, proof: TransferProof) -> None:
        tiyn = int(self.books[proof.payment.provider_payment_id].amount * 100)
        with staff_scope():
            if tiyn >= proof.payment.amount_tiyn:
                actions.approve_proof(proof=proof, amount_tiyn=tiyn, by=self.staff)
            else:
                actions.refuse_proof(proof=proof, reason="Сома жетпейді", by=self.staff)


class MockTill(OurTill):
    """The pretended bank; it lives in the cache, which must not be emptied. Its message may be lost, then we ask."""

    code = "mock"
    forgets = False

    def pay(self, bought: Bought) -> None:
        purchase = mock_bank.find(bought.id)
        if purchase is None or purchase.status not in mock_bank.OPEN:
            return
        paid = mock_bank.settle(replace(purchase, amount=int(bought.amount)), mock_bank.PAID)
        bought.processed_at = timezone.now()
        self.run(lambda: self._tell(paid))

    def _tell(self, paid: mock_bank.Purchase) -> None:
        """Nobody listens while the gateway is not in the settings."""
        with suppress(Http404):
            webhooks.take("mock", *mock_bank.message(paid))

    @property
    def purchases(self) -> list[Bought]:
        found = super().purchases
        for bought in found:
            purchase = mock_bank.find(bought.id)
            known = sum(back.amount for back in bought.refunds)
            if purchase is not None and purchase.returned > known:
                bought.refunds.append(Back(purchase.returned - known, timezone.now()))
        return found

    def send_back(self, bought: Bought, tenge: Decimal) -> bool:
        purchase = mock_bank.find(bought.id)
        if purchase is None:
            return False
        mock_bank.give_back(purchase, amount=int(tenge), key=f"hand{purchase.returned}")
        return True


class ApiPayTill(Till):
    """The aggregator, whose messages are lost: we ask."""

    code = "apipay"

    @property
    def purchases(self) -> list[Bought]:
        invoices = self.bank.fake.aggregator
        invoices.settle()
        return [
            Bought(str(one.id), one.amount, one.paid_at, [back for back in one.refunds if back.status == "completed"])
            for one in invoices.invoices.values()
        ]

    def pay(self, bought: Bought) -> None:
        invoice = self.bank.invoice(bought.id)
        invoice.amount = bought.amount
        with suppress(ConflictError):
            self.bank.fake.aggregator.pay(invoice)

    def pay_late(self, which: int) -> None:
        if unpaid := self.unpaid:
            self.bank.fake.aggregator.turn(self.bank.invoice(unpaid[which % len(unpaid)].id), "paid")

    def fault(self, do: str, path: str, times: int) -> None:
        if do in OF_TRANSPORT:
            self.bank.fault(do, times=times)

    def send_back(self, bought: Bought, tenge: Decimal) -> bool:
        invoice = self.bank.invoice(bought.id)
        if tenge > invoice.available:
            return False
        invoice.refunds.append(InvoiceRefund(-len(invoice.refunds), tenge, timezone.now(), status="completed"))
        return True


TILLS: dict[str, type[Till]] = {one.code: one for one in (KaspiTill, BillerTill, TransferTill, MockTill, ApiPayTill)}
