"""Giving an invitation the right to be live, and taking it back."""

import logging

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction

from accounts.actions import record
from accounts.models import User
from payments.models import Payment

from . import actions
from .models import Entitlement, Invitation
from .publishing import may_be_live

logger = logging.getLogger(__name__)
PREFIX = "invitation:"


def reference_of(invitation: Invitation) -> str:
    """What payments call the invitation."""
    return f"{PREFIX}{invitation.pk}"


@transaction.atomic
def grant(
    *,
    invitation: Invitation,
    tier: str,
    source: str,
    payment_reference: str = "",
    by: User | None = None,
    request: HttpRequest | None = None,
) -> Entitlement:
    """Let the invitation be live with templates up to `tier`. Granting twice for one payment, or twice the same for free, is once."""
    Invitation.objects.select_for_update().get(pk=invitation.pk)
    same = invitation.entitlements.filter(payment_reference=payment_reference)
    if not payment_reference:
        same = same.filter(tier=tier, source=source, revoked_at=None)
    if known := same.first():
        return known
    entitlement = Entitlement.objects.create(
        invitation=invitation,
        tier=tier,
        source=source,
        payment_reference=payment_reference,
    )
    record(
        actor=by,
        action="entitlement.grant",
        target=entitlement,
        workspace=invitation.workspace_id,
        after={"tier": tier, "source": source, "payment": payment_reference},
        request=request,
    )
    return entitlement


@transaction.atomic
def revoke(
    *,
    entitlement: Entitlement,
    by: User | None = None,
    request: HttpRequest | None = None,
) -> None:
    """Take the right back and take down what it no longer covers. Doing so twice is once."""
    entitlement = Entitlement.objects.select_for_update().get(pk=entitlement.pk)
    if entitlement.revoked_at is not None:
        return
    entitlement.revoked_at = timezone.now()
    entitlement.save(update_fields=["revoked_at"])
    record(
        actor=by,
        action="entitlement.revoke",
        target=entitlement,
        workspace=entitlement.invitation.workspace_id,
        before={"tier": entitlement.tier},
        request=request,
    )
    for page in entitlement.invitation.pages.filter(live=True).specific():
        if not may_be_live(page):
            UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)


@transaction.atomic
def honour_payment(*, payment: Payment) -> None:
    """Entitle the invitation that was paid for and publish its latest draft. Once per payment, however often it is told.

    A payment that entitles to nothing (the same was paid before), or is for something else, is left alone.
    """
    if not payment.is_entitling or not payment.reference.startswith(PREFIX):
        return
    invitation = Invitation.objects.get(pk=payment.reference.removeprefix(PREFIX))
    if invitation.entitlements.filter(payment_reference=payment.our_reference).exists():
        return
    source = Entitlement.Source.PAYMENT
    grant(invitation=invitation, tier=payment.tariff_code, source=source, payment_reference=payment.our_reference, by=payment.payer)
    _publish_what_is_written(invitation)


def _publish_what_is_written(invitation: Invitation) -> None:
    for page in invitation.pages.specific():
        try:
            with transaction.atomic():
                actions.publish(page=page, by=None)
        except Exception:
            # The money has come: a page that cannot be published must not undo that. The organizer can press the button.
            logger.exception("paid page not published", extra={"page": page.pk})


def withdraw_payment(*, payment: Payment) -> None:
    """Take back what a payment, now refunded in full, entitled to."""
    for entitlement in Entitlement.objects.filter(payment_reference=payment.our_reference):
        revoke(entitlement=entitlement)
