"""What a dearer tier, paid whole, makes needless: money and units for a lower one that came after it was begun."""

from typing import Any

from django.utils import timezone

from accounts.actions import record
from payments import balance_queries, queries, signals
from payments.locks import lock_payment
from payments.models import Alert, BalanceEntry, Payment, Refund, Tariff

from .alerting import alert_about_payment
from .balances import write_line
from .redeeming import return_promo
from .returning import give_back


def give_back_covered(*, payment: Payment) -> None:
    """The price of a payment just completed counts nothing that came after it was begun: money for a lower tier that did goes back
    as paid twice, and units that did return to their balance. What came before made it cheaper and stays.

    Called under the lock of a payment that entitles, once the apps above have granted what to.
    """
    for lower in queries.covered_by(payment):
        _let_go(lock_payment(lower.pk), payment)
    spent = balance_queries.spent_on(payment.reference).filter(tier__in=Tariff.Code.below(payment.tariff_code))
    for line in spent.filter(created_at__gt=payment.created_at):
        _unspend(line, payment)


def _let_go(lower: Payment, payment: Payment) -> None:
    lower.is_entitling, lower.attention, lower.covered_at = False, Payment.Attention.TWICE, timezone.now()
    lower.save(update_fields=["is_entitling", "attention", "covered_at"])
    after = {"attention": lower.attention, "covered_by": payment.our_reference}
    record(actor=None, action="payment.attention", target=lower, workspace=lower.workspace_id, after=after)
    return_promo(payment=lower)
    alert_about_payment(payment=lower, kind=Alert.Kind.TWICE, detail=payment.our_reference)
    # What is on its way back already stays so.
    if left := queries.refundable(lower):
        give_back(payment=lower, amount_tiyn=left, reason=Refund.Reason.TWICE)
    signals.payment_covered.send(Payment, payment=lower)


def _unspend(line: BalanceEntry, payment: Payment) -> None:
    facts: dict[str, Any] = {"payment": payment, "reference": line.reference, "title": line.title, "turn": line.turn}
    write_line(workspace_id=line.workspace_id, tier=line.tier, kind=BalanceEntry.Kind.UNSPENT, units=1, **facts)
    signals.unit_returned.send(BalanceEntry, spent=line)
