"""Where the bank calls check and pay. What we decide is told by a result with HTTP 200; what breaks is a 500, which the bank repeats."""

import logging
from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.origin import address_of
from accounts.row_security import staff_scope
from payments import actions, queries
from payments.gateways import PayAnswer
from payments.models import Alert

from . import KaspiBillerGateway, is_the_banks, protocol
from .protocol import TYPES, Answer, Asked

logger = logging.getLogger(__name__)


@never_cache
@require_GET
def answer(request: HttpRequest, secret: str) -> HttpResponse:
    """404 for a wrong secret; result 5 for a stranger's address, of which staff are told, and for what is no question."""
    if not any(constant_time_compare(secret, known) for known in settings.KASPI_BILLER_SECRETS):
        raise Http404
    form = protocol.form_for(request.headers.get("Accept", ""), settings.KASPI_BILLER_FORMAT)
    address = address_of(request)
    if not is_the_banks(address):
        return _refused(request, form, Alert.Kind.FOREIGN_CALL, str(address))
    try:
        asked = protocol.read(request.GET)
    except protocol.NonsenseError:
        return _refused(request, form)
    with staff_scope():
        body, content_type = answer_check(asked, form) if asked.command == "check" else answer_pay(asked, form)
    return HttpResponse(body, content_type=content_type)


def answer_check(asked: Asked, form: str) -> tuple[bytes, str]:
    """What the bank is told before anybody pays; the sum it names is made up and does not matter."""
    payment = queries.payment_of_account(asked.account, gateway=KaspiBillerGateway.code)
    told = Answer(asked.txn_id, queries.payable(payment))
    if payment is not None and told.result is PayAnswer.OK:
        told = replace(told, sum=protocol.as_sum(payment.amount_tiyn), title=payment.title or payment.our_reference)
    return protocol.render(told, form), TYPES[form]


def answer_pay(asked: Asked, form: str) -> tuple[bytes, str]:
    """What the bank is told of money it has taken, and what becomes of the payment; see `actions.take_pay`."""

    def reply(result: PayAnswer, number: str) -> tuple[bytes, str]:
        return protocol.render(Answer(asked.txn_id, result, sum=asked.sum, number=number), form), TYPES[form]

    return actions.take_pay(gateway=KaspiBillerGateway.code, pay=asked.as_pay, reply=reply)


def _refused(request: HttpRequest, form: str, kind: str = "", about: str = "") -> HttpResponse:
    logger.warning("biller call refused", extra={"kind": kind, "from": about})
    if kind:
        with staff_scope():
            actions.alert_about_gateway(code=KaspiBillerGateway.code, kind=kind, about=about)
    txn_id = request.GET.get("txn_id", "")
    shown = txn_id if protocol.TXN_ID.fullmatch(txn_id) else ""
    return HttpResponse(protocol.render(Answer(shown, PayAnswer.ERROR), form), content_type=TYPES[form])
