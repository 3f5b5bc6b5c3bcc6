"""Putting money on its way back."""

from django.db import transaction
from django.http import HttpRequest

from accounts.actions import record
from accounts.models import User
from accounts.queue import send_after_commit
from payments import gateways, queries, tasks
from payments.locks import lock_payment
from payments.models import Alert, Payment, Refund

from .alerting import alert_about_payment
from .balances import settle_units


@transaction.atomic
def refund(
    *, payment: Payment, amount_tiyn: int, by: User, left_tiyn: int | None = None, note: str = "", request: HttpRequest | None = None
) -> Refund:
    """Give back `amount_tiyn` of a payment; ValueError when that is more than is left of what was received.

    `left_tiyn` is what was left when the person decided: ValueError when it is another sum by now, so that one decision sent
    twice at once gives back once. Sent to the gateway after the commit where it can refund; otherwise it waits for
    `confirm_refund` by a person.
    """
    payment = lock_payment(payment.pk)
    left = queries.refundable(payment)
    if not 0 < amount_tiyn <= left:
        raise ValueError("more than can be refunded")
    if left_tiyn not in (None, left):
        raise ValueError("something was given back meanwhile")
    return give_back(payment=payment, amount_tiyn=amount_tiyn, reason=Refund.Reason.ASKED, note=note, by=by, request=request)


@transaction.atomic
def give_back(
    *, payment: Payment, amount_tiyn: int, reason: str, note: str = "", by: User | None = None, request: HttpRequest | None = None
) -> Refund:
    """Queue a refund of a payment that is locked already; a gateway that cannot refund leaves it to a person, who is told."""
    can_refund = gateways.capabilities_of(payment.gateway).can_refund
    state = Refund.State.REQUESTED if can_refund else Refund.State.MANUAL
    queued = Refund.objects.create(
        workspace_id=payment.workspace_id, payment=payment, amount_tiyn=amount_tiyn, reason=reason, note=note[:254], state=state
    )
    after = {"amount_tiyn": amount_tiyn, "reason": reason} | ({"note": note} if note else {})
    record(actor=by, action="refund.request", target=queued, workspace=payment.workspace_id, after=after, request=request)
    settle_units(payment=payment)
    if can_refund:
        send_after_commit(tasks.send_refund, queued.pk)
    else:
        detail = f"{amount_tiyn // 100} {payment.currency}"
        alert_about_payment(payment=payment, kind=Alert.Kind.REFUND_BY_HAND, detail=detail, about=str(queued.pk))
    return queued


@transaction.atomic
def give_back_unused(*, payment: Payment) -> None:
    """What was paid for is gone: the payment entitles to nothing and all of it goes back. Doing so twice is once."""
    payment = lock_payment(payment.pk)
    left = queries.refundable(payment)
    if payment.attention == Payment.Attention.NOTHING_TO_GRANT or not left:
        return
    payment.is_entitling, payment.attention = False, Payment.Attention.NOTHING_TO_GRANT
    payment.save(update_fields=["is_entitling", "attention"])
    alert_about_payment(payment=payment, kind=Alert.Kind.NOTHING_TO_GRANT)
    give_back(payment=payment, amount_tiyn=left, reason=Refund.Reason.NOTHING_TO_GRANT)
