"""From a person or an address to payments; the only way there."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts import access
from accounts.access import Visitor

from .models import Payment, Refund


def payments_for(user: Visitor) -> QuerySet[Payment]:
    """The payments of the person's workspaces; all for staff."""
    if access.is_staff_user(user):
        return Payment.objects.select_related("workspace")
    return Payment.objects.filter(workspace_id__in=access.workspace_ids_for(user)).select_related("workspace")


def get_payment(user: Visitor, our_reference: str) -> Payment:
    """The payment of this number among the person's own; Http404 otherwise."""
    return get_object_or_404(payments_for(user), our_reference=our_reference)


def get_refund(user: Visitor, pk: int) -> Refund:
    """The refund of this number, for staff only; Http404 otherwise."""
    refunds = Refund.objects.select_related("payment") if access.is_staff_user(user) else Refund.objects.none()
    return get_object_or_404(refunds, pk=pk)
