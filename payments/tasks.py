"""What the queue does for payments. Each task may run twice or not at all: the sweeper arms again what was lost."""

from datetime import timedelta

from celery import shared_task

from accounts.row_security import staff_scope

from . import actions, queries

# A question further away than this is left to the sweeper.
SOON = timedelta(minutes=1)


@shared_task
def open_payment(payment_id: int) -> None:
    actions.open_at_gateway(payment_id=payment_id)
    _arm(payment_id)


@shared_task
def check_payment(payment_id: int) -> None:
    if actions.claim_check(payment_id=payment_id):
        actions.check_payment(payment_id=payment_id)
        _arm(payment_id)


def _arm(payment_id: int) -> None:
    """Ask again in the interval the bank named, which is finer than beat's."""
    with staff_scope():
        wait = queries.time_to_check(payment_id)
    if wait is not None and wait < SOON:
        check_payment.apply_async((payment_id,), countdown=wait.total_seconds())


@shared_task
def check_asked(payment_id: int) -> None:
    actions.check_payment(payment_id=payment_id, is_asked_by_person=True)


@shared_task
def check_now(payment_id: int) -> None:
    actions.check_payment(payment_id=payment_id)


@shared_task
def reconcile() -> None:
    """By beat, every night: see `actions.reconcile`."""
    actions.reconcile()


@shared_task
def issue_receipt(receipt_id: int) -> None:
    actions.issue_receipt(receipt_id=receipt_id)


@shared_task
def issue_waiting_receipts() -> None:
    """By beat: ask again for the fiscal receipts that rest after a failure or were lost."""
    with staff_scope():
        waiting = queries.receipts_to_issue()
    for receipt_id in waiting:
        issue_receipt.delay(receipt_id)


@shared_task
def cancel_at_gateway(payment_id: int) -> None:
    actions.cancel_at_gateway(payment_id=payment_id)


@shared_task
def check_due_payments() -> None:
    """By beat: ask about every payment whose time has come."""
    with staff_scope():
        due = queries.due_checks()
    for payment_id in due:
        check_payment.delay(payment_id)


@shared_task
def send_refund(refund_id: int) -> None:
    actions.send_refund(refund_id=refund_id)


@shared_task
def send_waiting_refunds() -> None:
    """By beat: send the refunds that rest after a failure or were lost."""
    with staff_scope():
        waiting = queries.refunds_to_send()
    for refund_id in waiting:
        send_refund.delay(refund_id)


@shared_task
def tell_of_endings() -> None:
    """By beat, daily: certificates that will end."""
    actions.tell_of_endings()


@shared_task
def open_return(return_id: int) -> None:
    actions.open_return(return_id=return_id)


@shared_task
def check_return(return_id: int) -> None:
    actions.check_return(return_id=return_id)


@shared_task
def check_due_returns() -> None:
    """By beat, as often as the bank lets itself be asked: codes that customers have to scan."""
    with staff_scope():
        due = queries.due_returns()
    for one in due:
        (check_return if one.provider_return_id else open_return).delay(one.pk)
