"""Receipts of transfers: sent by whoever paid, looked at by a person of ours. Under the payment's lock, so that two people decide once."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions import record
from accounts.models import User
from accounts.row_security import staff_scope
from payments import gateways, signals
from payments.files import Looked
from payments.gateways import Evidence, Outcome
from payments.locks import lock_payment
from payments.models import Alert, GatewayEvent, Payment, TransferProof
from payments.schedule import next_check

from .alerting import alert_about_payment
from .events import apply_event

State = TransferProof.State


class NotAwaitedError(Exception):
    """No receipt is awaited here: the payment is made, or one is being looked at."""


class AlreadyDecidedError(Exception):
    """Somebody else has decided about this receipt."""


@transaction.atomic
def send_proof(*, payment: Payment, looked: Looked, by: User, request: HttpRequest | None = None) -> TransferProof:
    """Keep a receipt, tell staff, and stop the clock while it waits. A receipt that came before is taken, and flagged.

    Time that is up does not matter, because the money may have been sent in time; NotAwaitedError for a payment that is
    made, cancelled or has a receipt waiting.
    """
    payment = lock_payment(payment.pk)
    if not payment.awaits_proof:
        raise NotAwaitedError(payment.our_reference)
    proof = TransferProof(
        workspace_id=payment.workspace_id,
        payment=payment,
        kind=looked.kind,
        size=len(looked.content),
        sha256=looked.sha256,
        was_seen=_was_seen(looked.sha256),
        sent_by=by,
    )
    proof.file.save(f"receipt.{looked.kind}", ContentFile(looked.content), save=False)
    proof.save()
    _review(payment, is_in_review=True)
    record(
        actor=by,
        action="transfer.send",
        target=proof,
        workspace=payment.workspace_id,
        after={"sha256": looked.sha256, "was_seen": proof.was_seen},
        request=request,
    )
    alert_about_payment(payment=payment, kind=Alert.Kind.TRANSFER_RECEIPT_WAITS, about=str(proof.pk))
    return proof


@transaction.atomic
def approve_proof(*, proof: TransferProof, amount_tiyn: int, by: User, request: HttpRequest | None = None) -> Payment:
    """The money is there: the payment is completed on this person's word. ValueError for less than it asks.

    AlreadyDecidedError when somebody was faster. What was paid twice or too much goes the way of every payment.
    """
    proof, payment = _lock(proof)
    if amount_tiyn < payment.amount_tiyn:
        raise ValueError("less than the payment asks")
    _decide(proof, State.APPROVED, by, amount_tiyn=amount_tiyn)
    _review(payment, is_in_review=False)
    evidence = Evidence(
        outcome=Outcome.COMPLETED,
        provider_payment_id=payment.provider_payment_id,
        dedupe_key=f"person:{proof.pk}",
        is_authoritative=True,
        amount_tiyn=amount_tiyn,
        currency=payment.currency,
        raw=f"receipt {proof.pk}, sha256 {proof.sha256}, approved by {by.pk}: {by}",
    )
    apply_event(payment_id=payment.pk, evidence=evidence, source=GatewayEvent.Source.PERSON)
    record(
        actor=by,
        action="transfer.approve",
        target=proof,
        workspace=payment.workspace_id,
        after={"amount_tiyn": amount_tiyn},
        request=request,
    )
    return Payment.objects.get(pk=payment.pk)


@transaction.atomic
def refuse_proof(*, proof: TransferProof, reason: str, by: User, request: HttpRequest | None = None) -> None:
    """The receipt proves nothing: whoever sent it reads why and may send another one; the clock runs anew.

    AlreadyDecidedError when somebody was faster; ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("a reason is needed")
    proof, payment = _lock(proof)
    _decide(proof, State.REFUSED, by, reason=reason.strip()[:254])
    if payment.is_live:
        payment.expires_at = timezone.now() + gateways.capabilities_of(payment.gateway).max_life
        payment.save(update_fields=["expires_at"])
    _review(payment, is_in_review=False)
    record(
        actor=by, action="transfer.refuse", target=proof, workspace=payment.workspace_id, after={"reason": proof.reason}, request=request
    )
    signals.proof_refused.send(TransferProof, proof=proof)


def _was_seen(sha256: str) -> bool:
    """Whether anybody has sent the same file, of whom the sender is shown nothing."""
    with staff_scope():
        return TransferProof.objects.filter(sha256=sha256).exists()


def _lock(proof: TransferProof) -> tuple[TransferProof, Payment]:
    payment = lock_payment(proof.payment_id)
    fresh = TransferProof.objects.get(pk=proof.pk)
    if fresh.state != State.WAITING:
        raise AlreadyDecidedError(fresh.get_state_display())
    return fresh, payment


def _decide(proof: TransferProof, state: str, by: User, *, amount_tiyn: int = 0, reason: str = "") -> None:
    proof.state, proof.decided_by, proof.decided_at = state, by, timezone.now()
    proof.amount_tiyn, proof.reason = amount_tiyn, reason
    proof.save(update_fields=["state", "decided_by", "decided_at", "amount_tiyn", "reason"])


def _review(payment: Payment, *, is_in_review: bool) -> None:
    payment.is_in_review = is_in_review
    payment.next_check_at = next_check(payment, timezone.now(), gateways.capabilities_of(payment.gateway))
    payment.save(update_fields=["is_in_review", "next_check_at"])
