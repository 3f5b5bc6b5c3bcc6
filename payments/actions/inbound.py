"""Money that a bank tells of by calling us, and that waits for our answer."""

import logging
from collections.abc import Callable

from django.db import IntegrityError, transaction

from payments import queries
from payments.gateways import Evidence, InboundPay, Outcome, PayAnswer
from payments.locks import lock_payment
from payments.models import Alert, BillerCall, GatewayEvent, Payment
from payments.money import format_money

from .alerting import alert_about_gateway, alert_about_payment
from .events import apply_event

logger = logging.getLogger(__name__)
# The bytes and their content type for an answer and, where there is one, our own number of the payment.
Reply = Callable[[PayAnswer, str], tuple[bytes, str]]


@transaction.atomic
def take_pay(*, gateway: str, pay: InboundPay, reply: Reply) -> tuple[bytes, str]:
    """Answer a bank's "paid": body and content type, as `reply` writes them. The same `txn_id` gets the first answer again, whatever has happened since.

    The answer is written down before the payment is completed, in the same transaction. Everything but exactly the
    payment's sum is refused; the bank then holds money, and staff are told. "In processing" is no last word and not kept.

    `gateway` is the bank that speaks. It may pay the numbers of other gateways, too, but those `queries.payment_of_account` keeps from it.
    """
    if stored := queries.stored_answer(gateway=gateway, txn_id=pay.txn_id):
        return stored
    payment = queries.payment_of_account(pay.account, gateway=gateway)
    payment = lock_payment(payment.pk) if payment else None
    result = _result(payment, pay)
    answer = reply(result, str(payment.pk) if payment and result is PayAnswer.OK else "")
    if result is PayAnswer.PROCESSING:
        return answer
    try:
        with transaction.atomic():
            _write_down(gateway, pay, payment, result, *answer)
    except IntegrityError:
        # The same call came twice at once, and the other one was first.
        return queries.kept_answer(gateway=gateway, txn_id=pay.txn_id)
    if payment and result is PayAnswer.OK:
        _complete(gateway, payment, pay)
    else:
        _tell(gateway, payment, pay, result)
    return answer


def _result(payment: Payment | None, pay: InboundPay) -> PayAnswer:
    result = queries.payable(payment)
    is_sum = payment is not None and (payment.currency, payment.amount_tiyn) == (pay.currency, pay.amount_tiyn)
    return PayAnswer.ERROR if result is PayAnswer.OK and not is_sum else result


def _write_down(gateway: str, pay: InboundPay, payment: Payment | None, result: PayAnswer, body: bytes, content_type: str) -> None:
    BillerCall.objects.create(
        workspace_id=payment.workspace_id if payment else None,
        payment=payment,
        gateway=gateway,
        txn_id=pay.txn_id,
        account=pay.account,
        amount_tiyn=pay.amount_tiyn,
        result=result,
        booked_at=pay.booked_at,
        answer=body,
        content_type=content_type,
    )


def _complete(gateway: str, payment: Payment, pay: InboundPay) -> None:
    evidence = Evidence(
        outcome=Outcome.COMPLETED,
        # Another bank knows the payment by what its payer typed.
        provider_payment_id=(gateway == payment.gateway and payment.provider_payment_id) or payment.account,
        dedupe_key=f"pay:{gateway}:{pay.txn_id}",
        is_authoritative=True,
        amount_tiyn=pay.amount_tiyn,
        currency=pay.currency,
        raw=pay.raw,
    )
    verdict = apply_event(payment_id=payment.pk, evidence=evidence, source=GatewayEvent.Source.PAY, gateway=gateway)
    if verdict != GatewayEvent.Verdict.APPLIED:
        # Nothing is kept, and the bank asks again.
        raise RuntimeError(f"pay {pay.txn_id} was accepted but {verdict}")


def _tell(gateway: str, payment: Payment | None, pay: InboundPay, result: PayAnswer) -> None:
    said = f"{pay.txn_id}, {format_money(pay.amount_tiyn, pay.currency)}: {result.name}"
    logger.error("pay refused", extra={"gateway": gateway, "txn_id": pay.txn_id, "result": result.name})
    if payment:
        alert_about_payment(payment=payment, kind=Alert.Kind.MONEY_HELD, detail=said, about=f"{gateway}:{pay.txn_id}", gateway=gateway)
    else:
        alert_about_gateway(code=gateway, kind=Alert.Kind.MONEY_HELD, about=said)
