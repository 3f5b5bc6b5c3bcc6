"""Fiscal receipts: ordered in the transaction that moves the money, asked for at the register after it."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actions import record
from accounts.queue import send_after_commit
from accounts.row_security import staff_scope
from payments import fiscal, tasks
from payments.models import Alert, FiscalReceipt, Payment, Refund

from .alerting import alert_about_payment

logger = logging.getLogger(__name__)
State = FiscalReceipt.State
# Whoever has been asking for longer than this has died.
LEASE = timedelta(minutes=2)
REST = timedelta(minutes=5)


@transaction.atomic
def order_receipt(*, payment: Payment, refund: Refund | None = None) -> FiscalReceipt | None:
    """Have a receipt issued for a payment, or for one of its refunds; once. None for a test and where there is no register."""
    if payment.is_test or not fiscal.register().is_enabled:
        return None
    amount = refund.amount_tiyn if refund else payment.paid_tiyn
    defaults = {"workspace_id": payment.workspace_id, "amount_tiyn": amount}
    receipt, is_new = FiscalReceipt.objects.get_or_create(payment=payment, refund=refund, defaults=defaults)
    if is_new:
        record(actor=None, action="receipt.order", target=receipt, workspace=payment.workspace_id, after={"amount_tiyn": amount})

        send_after_commit(tasks.issue_receipt, receipt.pk)
    return receipt


def issue_receipt(*, receipt_id: int) -> None:
    """Ask the register for an ordered receipt, with the same key each time; a lost answer is asked for again later."""
    with staff_scope():
        receipt = _claim(receipt_id)
        sale = _sale(receipt) if receipt and not _waits_for_its_sale(receipt) else None
    if receipt is None or sale is None:
        return
    try:
        issued = fiscal.register().issue(sale)
    except fiscal.RetryableError as error:
        logger.warning("fiscal receipt not issued", extra={"receipt": receipt_id, "error": str(error)})
        _save(receipt, error=str(error)[:254], try_after=timezone.now() + REST)
    except fiscal.PermanentError as error:
        _save(receipt, state=State.FAILED, error=str(error)[:254], try_after=None)
        with staff_scope():
            alert_about_payment(payment=receipt.payment, kind=Alert.Kind.FISCAL_RECEIPT_REFUSED, detail=str(error))
    else:
        _save(receipt, state=State.ISSUED, number=issued.number, link=issued.link, issued_at=issued.issued_at, error="", try_after=None)
        _wake_returns(receipt)


def _claim(receipt_id: int) -> FiscalReceipt | None:
    receipt = FiscalReceipt.objects.select_for_update(of=("self",)).select_related("payment", "refund").get(pk=receipt_id)
    now = timezone.now()
    if receipt.state != State.ORDERED or (receipt.try_after and receipt.try_after > now):
        return None
    receipt.try_after = now + LEASE
    receipt.save(update_fields=["try_after"])
    return receipt


def _waits_for_its_sale(receipt: FiscalReceipt) -> bool:
    """A return names its sale's number: it is booked after it. A sale that was never ordered (no register then) has none to wait for."""
    sales = receipt.payment.fiscal_receipts.filter(refund=None)
    return receipt.refund is not None and sales.exclude(state=State.ISSUED).exists()


def _wake_returns(receipt: FiscalReceipt) -> None:
    """What waited for this sale's number goes on at once."""
    if receipt.refund_id is None:
        with staff_scope():
            returns = receipt.payment.fiscal_receipts.filter(state=State.ORDERED, refund__isnull=False)
            returns.update(try_after=None)
            for pk in returns.values_list("pk", flat=True):
                send_after_commit(tasks.issue_receipt, pk)


def _sale(receipt: FiscalReceipt) -> fiscal.Sale:
    payment, refund = receipt.payment, receipt.refund
    first = payment.fiscal_receipts.filter(refund=None).values_list("number", flat=True).first() if refund else ""
    return fiscal.Sale(
        key=str(receipt.key),
        title=payment.title or payment.our_reference,
        amount_tiyn=receipt.amount_tiyn,
        currency=payment.currency,
        paid_at=(refund.done_at if refund else payment.completed_at) or timezone.now(),
        is_return=refund is not None,
        returned_number=first or "",
    )


def _save(receipt: FiscalReceipt, **values: object) -> None:
    with staff_scope():
        for name, value in values.items():
            setattr(receipt, name, value)
        receipt.save(update_fields=list(values))
        if receipt.state != State.ORDERED:
            after = {"number": receipt.number, "error": receipt.error}
            record(actor=None, action=f"receipt.{receipt.state}", target=receipt, workspace=receipt.workspace_id, after=after)
