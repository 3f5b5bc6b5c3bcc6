"""What becomes of a payment that waits for a person because what it was paid on top of is gone, once what was missing is paid."""

from accounts.actions import record
from accounts.models import User
from payments import queries, signals
from payments.models import Payment


def end_base_gone(*, reference: str, mended_by: str, payment: Payment | None = None, by: User | None = None) -> None:
    """Nobody has to look any more at what counts together with what was paid just now: by `payment`, or by the promo code of a person.

    Called under the reference's lock, once the apps above have granted what was paid just now. It stays marked (`is_mended`): should
    what it counts together with go back, it waits for a person again. A unit spent on the same tier ends nothing, for it needs no
    other money.
    """
    for one in queries.covered_again(reference, payment):
        one.attention, one.is_mended = "", True
        one.save(update_fields=["attention", "is_mended"])
        record(actor=by, action="payment.mended", target=one, workspace=one.workspace_id, after={"mended_by": mended_by})
        signals.payment_mended.send(Payment, payment=one)
