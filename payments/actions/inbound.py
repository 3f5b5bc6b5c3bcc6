"""Money that the bank tells of by calling us, and that waits for our answer."""

import logging

from django.db import IntegrityError, transaction

from payments import queries
from payments.gateways import Evidence, Outcome
from payments.gateways.kaspi_biller import KaspiBillerGateway, protocol
from payments.gateways.kaspi_biller.protocol import Answer, Asked, Result
from payments.locks import lock_payment
from payments.models import Alert, BillerCall, GatewayEvent, Payment

from .alerting import alert_about_gateway, alert_about_payment
from .events import apply_event

logger = logging.getLogger(__name__)


@transaction.atomic
def take_pay(*, asked: Asked, form: str) -> tuple[bytes, str]:
    """Answer the bank's `pay`: body and content type. The same `txn_id` gets the first answer again, whatever has happened since.

    The answer is written down before the payment is completed, in the same transaction. Everything but exactly the
    payment's sum is refused; the bank then holds money, and staff are told. "In processing" is no last word and not kept.
    """
    if stored := queries.stored_answer(asked.txn_id):
        return stored
    payment = queries.payment_of_account(asked.account)
    payment = lock_payment(payment.pk) if payment else None
    result = _result(payment, asked)
    number = str(payment.pk) if payment and result is Result.OK else ""
    body = protocol.render(Answer(asked.txn_id, result, sum=asked.sum, number=number), form)
    if result is Result.PROCESSING:
        return body, protocol.TYPES[form]
    try:
        with transaction.atomic():
            _write_down(asked, payment, result, body, protocol.TYPES[form])
    except IntegrityError:
        # The same call came twice at once, and the other one was first.
        return queries.kept_answer(asked.txn_id)
    if payment and result is Result.OK:
        _complete(payment, asked)
    else:
        _tell(payment, asked, result)
    return body, protocol.TYPES[form]


def _result(payment: Payment | None, asked: Asked) -> Result:
    result = queries.payable(payment)
    is_sum = payment is not None and payment.currency == "KZT" and asked.amount_tiyn == payment.amount_tiyn
    return Result.ERROR if result is Result.OK and not is_sum else result


def _write_down(asked: Asked, payment: Payment | None, result: Result, body: bytes, content_type: str) -> None:
    BillerCall.objects.create(
        workspace_id=payment.workspace_id if payment else None,
        payment=payment,
        txn_id=asked.txn_id,
        account=asked.account,
        amount_tiyn=asked.amount_tiyn,
        result=result,
        booked_at=asked.booked_at,
        answer=body,
        content_type=content_type,
    )


def _complete(payment: Payment, asked: Asked) -> None:
    evidence = Evidence(
        outcome=Outcome.COMPLETED,
        provider_payment_id=payment.provider_payment_id or payment.account,
        dedupe_key=f"pay:{asked.txn_id}",
        is_authoritative=True,
        amount_tiyn=asked.amount_tiyn,
        currency="KZT",
        raw=f"txn_id={asked.txn_id} account={asked.account} sum={asked.sum} booked_at={asked.booked_at or ''}",
    )
    verdict = apply_event(payment_id=payment.pk, evidence=evidence, source=GatewayEvent.Source.PAY)
    if verdict != GatewayEvent.Verdict.APPLIED:
        # Nothing is kept, and the bank asks again.
        raise RuntimeError(f"pay {asked.txn_id} was accepted but {verdict}")


def _tell(payment: Payment | None, asked: Asked, result: Result) -> None:
    said = f"txn_id {asked.txn_id}, {asked.sum} ₸: {result.name}"
    logger.error("pay refused", extra={"txn_id": asked.txn_id, "result": result.name})
    if payment:
        alert_about_payment(payment=payment, kind=Alert.Kind.MONEY_HELD, detail=said, about=asked.txn_id)
    else:
        alert_about_gateway(code=KaspiBillerGateway.code, kind=Alert.Kind.MONEY_HELD, about=said)
