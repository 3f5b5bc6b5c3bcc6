"""Letting somebody else pay, and giving up on a payment."""

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions import record
from accounts.models import User
from payments.locks import lock_reference
from payments.models import PayerLink, Payment

from .events import cancel_attempt


@transaction.atomic
def make_payer_link(*, payment: Payment, by: User, request: HttpRequest | None = None) -> PayerLink:
    """The link by which anybody may pay for what this payment is for; the standing one when there is one."""
    lock_reference(payment.reference)
    same = PayerLink.objects.filter(reference=payment.reference, tariff_code=payment.tariff_code, revoked_at=None)
    if standing := same.first():
        return standing
    link = PayerLink.objects.create(
        workspace_id=payment.workspace_id, reference=payment.reference, tariff_code=payment.tariff_code, made_by=by
    )
    record(actor=by, action="payer_link.make", target=link, workspace=payment.workspace_id, request=request)
    return link


@transaction.atomic
def revoke_payer_link(*, payment: Payment, by: User, request: HttpRequest | None = None) -> None:
    """The link for what this payment is for opens nothing any more. Doing so twice is once."""
    lock_reference(payment.reference)
    _revoke(PayerLink.objects.filter(reference=payment.reference, tariff_code=payment.tariff_code), by=by, request=request)


@transaction.atomic
def cancel(*, payment: Payment, by: User, request: HttpRequest | None = None) -> None:
    """Give up on paying: every open attempt at the same is cancelled and its link for others revoked. Late money is still honoured."""
    lock_reference(payment.reference)
    _cancel(Payment.objects.filter(reference=payment.reference, tariff_code=payment.tariff_code), by=by, request=request)
    revoke_payer_link(payment=payment, by=by, request=request)


@transaction.atomic
def stop_paying(*, reference: str, by: User, request: HttpRequest | None = None) -> None:
    """Nobody is asked for money for this while a guard refuses it: as `cancel`, for whatever tier. Doing so twice is once.

    Links for other payers are not revoked: they are closed as long as the guard says so, and work again afterwards.
    """
    lock_reference(reference)
    _cancel(Payment.objects.filter(reference=reference), by=by, request=request)


def _cancel(same: QuerySet[Payment], *, by: User, request: HttpRequest | None) -> None:
    for attempt in same.filter(state__in=Payment.LIVE):
        cancel_attempt(payment=attempt)
        record(actor=by, action="payment.cancel", target=attempt, workspace=attempt.workspace_id, request=request)


def _revoke(links: QuerySet[PayerLink], *, by: User, request: HttpRequest | None) -> None:
    for link in links.filter(revoked_at=None):
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        record(actor=by, action="payer_link.revoke", target=link, workspace=link.workspace_id, request=request)
