"""Giving an invitation the right to be live, and taking it back."""

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction

from accounts.actions import record
from accounts.models import User

from .models import Entitlement, Invitation
from .publishing import may_be_live


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
