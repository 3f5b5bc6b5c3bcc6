"""What follows once less than a payment's price is left of it, whoever has told of that."""

from accounts.actions import record
from payments import queries, signals
from payments.models import Alert, Payment

from .alerting import alert_about_payment


def tell_refunded(*, payment: Payment) -> None:
    """Tell the apps above, and put before a person what was paid on top of a payment that is given back in full.

    Nobody has to look at that payment itself any more. Called under its lock, once for each change of its state.
    """
    if payment.state == Payment.State.PARTIALLY_REFUNDED:
        signals.payment_partly_refunded.send(Payment, payment=payment)
        return
    _look_no_more(payment)
    for built in queries.left_open(queries.built_on(payment)):
        built.attention = Payment.Attention.BASE_GONE
        built.save(update_fields=["attention"])
        after = {"attention": built.attention, "base": payment.our_reference}
        record(actor=None, action="payment.attention", target=built, workspace=built.workspace_id, after=after)
        alert_about_payment(payment=built, kind=Alert.Kind.BASE_GONE, detail=payment.our_reference, about=payment.our_reference)
    signals.payment_refunded.send(Payment, payment=payment)


def _look_no_more(payment: Payment) -> None:
    """Whatever our rules had decided of its money, all of it has gone back; what only the bank said of it still stands."""
    if payment.attention in Payment.DECIDED:
        before, payment.attention = payment.attention, ""
        payment.save(update_fields=["attention"])
        record(actor=None, action="payment.settled", target=payment, workspace=payment.workspace_id, before={"attention": before})
