"""Where a payment changes its state on somebody's word. What our own refunds leave of it is settled in `refunding`, and nowhere else."""

import hashlib

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import record
from accounts.queue import send_after_commit
from payments import gateways, queries, reconciling, signals, states, tasks
from payments.gateways import Evidence, Outcome
from payments.locks import lock_payment
from payments.models import Alert, Finding, GatewayEvent, Payment, Refund
from payments.schedule import next_check

from .alerting import alert_about_gateway, alert_about_payment
from .balances import settle_units, top_up
from .covering import give_back_covered
from .fiscal_receipts import order_receipt
from .mending import end_base_gone
from .reconciling import keep_finding
from .redeeming import settle_promo
from .refunded import tell_refunded
from .returning import give_back
from .transfer_proofs import set_proof_aside

State, Source, Verdict = Payment.State, GatewayEvent.Source, GatewayEvent.Verdict


def take_message(*, gateway: str, evidence: Evidence) -> str:
    """Apply a gateway's own message to the payment it names; one about a payment we do not know is kept for staff.

    What is claimed without authority changes nothing but that we ask at once; the same claim does so once.
    """
    payment = queries.payment_at(gateway=gateway, provider_payment_id=evidence.provider_payment_id, our_reference=evidence.our_reference)
    if payment is not None and evidence.is_authoritative:
        return apply_event(payment_id=payment.pk, evidence=evidence, source=Source.WEBHOOK)
    if payment is not None:
        return _take_claim(payment, evidence)
    try:
        with transaction.atomic():
            _write_down(None, gateway, evidence, Source.WEBHOOK, Verdict.UNKNOWN_PAYMENT)
    except IntegrityError:
        return Verdict.DUPLICATE
    if evidence.provider_payment_id:
        alert_about_gateway(code=gateway, kind=Alert.Kind.UNKNOWN_PAYMENT, about=evidence.provider_payment_id)
    return Verdict.UNKNOWN_PAYMENT


def _take_claim(payment: Payment, evidence: Evidence) -> str:
    try:
        with transaction.atomic():
            _write_down(payment, payment.gateway, evidence, Source.WEBHOOK, Verdict.UNPROVEN)
            send_after_commit(tasks.check_asked, payment.pk)
    except IntegrityError:
        return Verdict.DUPLICATE
    return Verdict.UNPROVEN


@transaction.atomic
def apply_event(*, payment_id: int, evidence: Evidence, source: str, gateway: str = "") -> str:
    """Let a gateway's word (or our clock's) change a payment, under its lock; returns the verdict.

    `gateway` is the one that spoke, under which the word stands in the ledger: the payment's own unless another is named.

    The same word told twice is a no-op, whoever tells it first. `payment_completed` and `payment_refunded` are sent
    within the transaction, once. Refuses nothing with an error: whatever cannot be applied is written down with why.
    """
    payment = lock_payment(payment_id)
    spoke = gateway or payment.gateway
    if payment.events.filter(gateway=spoke, dedupe_key=evidence.dedupe_key).exists():
        return Verdict.DUPLICATE
    decision = states.decide(payment, evidence)
    _write_down(payment, spoke, evidence, source, decision.verdict)
    if decision.state is not None:
        _move(payment, decision)
    elif decision.attention:
        _ask_for_attention(payment, decision.attention, evidence)
    return decision.verdict


def cancel_attempt(*, payment: Payment) -> None:
    """An open attempt is not waited for any more, and is taken back at its gateway where that can be done."""
    evidence = Evidence(Outcome.CANCELLED, payment.provider_payment_id, f"cancel:{payment.our_reference}", is_authoritative=False)
    apply_event(payment_id=payment.pk, evidence=evidence, source=Source.CHOICE)
    if gateways.capabilities_of(payment.gateway).can_cancel and payment.provider_payment_id:
        send_after_commit(tasks.cancel_at_gateway, payment.pk)


def _write_down(payment: Payment | None, gateway: str, evidence: Evidence, source: str, verdict: str) -> None:
    GatewayEvent.objects.create(
        workspace_id=payment.workspace_id if payment else None,
        payment=payment,
        gateway=gateway,
        dedupe_key=evidence.dedupe_key,
        source=source,
        provider_payment_id=evidence.provider_payment_id,
        outcome=evidence.outcome,
        amount_tiyn=evidence.amount_tiyn,
        currency=evidence.currency,
        raw=evidence.raw,
        sha256=hashlib.sha256(evidence.raw.encode()).hexdigest(),
        verdict=verdict,
    )


def _move(payment: Payment, decision: states.Decision) -> None:
    before, payment.state = payment.state, str(decision.state)
    if payment.state == State.COMPLETED:
        payment.completed_at, payment.paid_tiyn = timezone.now(), decision.paid_tiyn
        refused = queries.grants_nothing(payment)
        payment.is_entitling, payment.attention = not refused, refused or decision.attention
        if payment.is_in_review:
            set_proof_aside(payment=payment)
    elif payment.state == State.SCANNED:
        payment.scanned_at = timezone.now()
    payment.next_check_at = next_check(payment, timezone.now(), gateways.capabilities_of(payment.gateway))
    payment.save()
    if payment.redemption_id:
        settle_promo(payment=payment)
    after = {"state": payment.state, "paid_tiyn": payment.paid_tiyn, "attention": payment.attention}
    record(
        actor=None, action=f"payment.{payment.state}", target=payment, workspace=payment.workspace_id, before={"state": before}, after=after
    )
    if payment.state == State.COMPLETED:
        order_receipt(payment=payment)
        top_up(payment=payment)
        _queue_what_is_too_much(payment)
        signals.payment_completed.send(Payment, payment=payment)
        _settle_what_was_paid_before(payment)
    elif payment.state in {State.REFUNDED, State.PARTIALLY_REFUNDED}:
        settle_units(payment=payment)
        tell_refunded(payment=payment)


def _settle_what_was_paid_before(payment: Payment) -> None:
    """Some of it may be needless now, some whole again, and a dearer tier costs less; not when the apps above had nothing to grant."""
    if Payment.objects.filter(pk=payment.pk, is_entitling=True).exists():
        give_back_covered(payment=payment)
        end_base_gone(reference=payment.reference, mended_by=payment.our_reference, payment=payment)
        for dearer in queries.asked_too_much(payment):
            cancel_attempt(payment=dearer)


def _queue_what_is_too_much(payment: Payment) -> None:
    if not payment.is_entitling:
        alert_about_payment(payment=payment, kind=Alert.Kind(payment.attention))
        give_back(payment=payment, amount_tiyn=payment.paid_tiyn, reason=Refund.Reason(payment.attention))
    elif payment.paid_tiyn > payment.amount_tiyn:
        give_back(payment=payment, amount_tiyn=payment.paid_tiyn - payment.amount_tiyn, reason=Refund.Reason.OVERPAID)


def _ask_for_attention(payment: Payment, attention: str, evidence: Evidence) -> None:
    # A gateway's word is told and kept, but undoes no decision.
    if payment.attention not in Payment.DECIDED:
        payment.attention = attention
        payment.save(update_fields=["attention"])
    record(actor=None, action="payment.attention", target=payment, workspace=payment.workspace_id, after={"attention": attention})
    alert_about_payment(payment=payment, kind=Alert.Kind(attention))
    if attention == Payment.Attention.UNDERPAID:
        differs = Finding.Kind.AMOUNT_DIFFERS
        keep_finding(draft=reconciling.about(payment, differs, ours=payment.amount_tiyn, theirs=evidence.amount_tiyn))
    elif attention == Payment.Attention.TAKEN_BACK:
        keep_finding(draft=reconciling.about(payment, Finding.Kind.TAKEN_BACK, theirs=0))
