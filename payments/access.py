"""From a person or an address to payments; the only way there."""

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts import access
from accounts.access import Visitor
from accounts.row_security import staff_scope

from .models import Alert, CustomerReturn, Finding, PayerLink, Payment, Refund, Statement, TransferProof

_payer = Signer(salt="payments.payer", sep=".")


def payments_for(user: Visitor) -> QuerySet[Payment]:
    """The payments of the person's workspaces; all for staff."""
    if access.is_staff_user(user):
        return Payment.objects.select_related("workspace")
    return Payment.objects.filter(workspace_id__in=access.workspace_ids_for(user)).select_related("workspace")


def get_payment(user: Visitor, our_reference: str) -> Payment:
    """The payment of this number among the person's own; Http404 otherwise."""
    return get_object_or_404(payments_for(user), our_reference=our_reference)


def get_payment_to_pay(user: Visitor, our_reference: str) -> Payment:
    """As `get_payment`, for whoever may publish in its workspace and so may pay; Http404 for a viewer."""
    payment = get_payment(user, our_reference)
    if not access.can(user, payment.workspace_id, "publish"):
        raise Http404
    return payment


def get_refund(user: Visitor, pk: int) -> Refund:
    """The refund of this number, for staff only; Http404 otherwise."""
    refunds = Refund.objects.select_related("payment") if access.is_staff_user(user) else Refund.objects.none()
    return get_object_or_404(refunds, pk=pk)


def get_return(user: Visitor, pk: int) -> CustomerReturn:
    """The code for a customer of this number, for staff only; Http404 otherwise."""
    require_staff(user)
    return get_object_or_404(CustomerReturn.objects.select_related("refund__payment__workspace"), pk=pk)


def require_staff(user: Visitor) -> None:
    """The desk is staff's; Http404 for everybody else."""
    if not access.is_staff_user(user):
        raise Http404


def findings_for(user: Visitor) -> QuerySet[Finding]:
    """Where our books and the bank's differ, the newest first, for staff; Http404 for everybody else."""
    require_staff(user)
    return Finding.objects.select_related("payment", "workspace", "note")


def get_finding(user: Visitor, pk: int) -> Finding:
    """The finding of this number, for staff only; Http404 otherwise."""
    return get_object_or_404(findings_for(user), pk=pk)


def statements_for(user: Visitor) -> QuerySet[Statement]:
    """The statements that were compared, the newest first, for staff; Http404 for everybody else."""
    require_staff(user)
    return Statement.objects.all()


def get_proof(user: Visitor, pk: int) -> TransferProof:
    """The receipt of this number among those of the person's own payments, staff's all; Http404 otherwise."""
    return get_object_or_404(TransferProof.objects.filter(payment__in=payments_for(user)).select_related("payment"), pk=pk)


def standing_link(payment: Payment) -> PayerLink | None:
    """The link by which somebody else may pay for the same as this payment."""
    return PayerLink.objects.filter(reference=payment.reference, tariff_code=payment.tariff_code, revoked_at=None).first()


def token_of(link: PayerLink) -> str:
    """What stands in the link's address: its secret, signed, so that a guess is refused without asking the database."""
    return _payer.sign(link.secret)


def get_payer_link(token: str) -> PayerLink:
    """The link of this token, whoever asks, one that was taken back too; Http404 for a wrong one. The rest is read in its workspace's scope."""
    try:
        secret = _payer.unsign(token)
    except BadSignature as error:
        raise Http404 from error
    with staff_scope():
        return get_object_or_404(PayerLink, secret=secret)


def alerts_for(user: Visitor) -> QuerySet[Alert]:
    """What asked for a person of ours, the newest first, for staff; Http404 for everybody else."""
    require_staff(user)
    return Alert.objects.select_related("payment")
