"""What becomes of a transfer's receipt when its payment is made without it."""

from django.utils import timezone

from accounts.actions import record
from payments.models import Alert, Payment, TransferProof

from .alerting import alert_about_payment


def set_proof_aside(*, payment: Payment) -> None:
    """The money came another way, so nobody decides about the receipt any more; staff are told, for the transfer may have come as well.

    Called under the payment's lock by what completes it, which saves the payment.
    """
    payment.is_in_review = False
    for proof in payment.transfer_proofs.filter(state=TransferProof.State.WAITING):
        proof.state, proof.decided_at = TransferProof.State.SET_ASIDE, timezone.now()
        proof.save(update_fields=["state", "decided_at"])
        record(actor=None, action="transfer.set_aside", target=proof, workspace=payment.workspace_id, after={"state": proof.state})
        alert_about_payment(payment=payment, kind=Alert.Kind.SET_ASIDE, about=str(proof.pk))
