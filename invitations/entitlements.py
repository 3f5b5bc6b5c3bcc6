"""Giving an invitation the right to be live, and taking it back."""

import logging
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction

from accounts import access as accounts_access
from accounts.actions import record
from accounts.models import User
from payments import queries as payment_queries
from payments.actions import NotPayableError, give_back_unused, pay_with_promo, spend_unit, start_payment
from payments.gateways import Channel
from payments.locks import lock_reference
from payments.models import BalanceEntry, Payment, PromoRedemption

from . import actions, queries, readiness
from .models import Entitlement, Invitation, InvitationPage
from .models.invitation import Tier
from .payables import number_in, reference_of
from .publishing import entitled_tier, lasting_tier, may_be_live, required_tier
from .readiness import NotReadyError

logger = logging.getLogger(__name__)


def reference_of_unit(spent: BalanceEntry) -> str:
    """By what a right names the unit that was spent for it."""
    return f"balance:{spent.pk}"


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
        same = same.filter(tier=tier, source=source, revoked_at=None, ends_at=None)
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
def let_go(*, payment_reference: str) -> None:
    """Revoke what came of a payment or a unit, now that a dearer one's right covers it. Nothing disappears, so nobody is told."""
    for entitlement in Entitlement.objects.filter(payment_reference=payment_reference, revoked_at=None):
        revoke(entitlement=entitlement)


@transaction.atomic
def publish_or_pay(
    *,
    page: InvitationPage,
    return_path: str,
    by: User,
    channel: str = Channel.QR,
    is_to_last: bool = False,
    promo_code: str = "",
    request: HttpRequest | None = None,
) -> Payment | None:
    """Publish the latest draft where the invitation is entitled to it; otherwise begin (or go on with) paying and return the payment.

    With `is_to_last` a right that is about to end does not count: what guests see already is paid for again, whatever its draft would
    cost. The draft is published only if that covers it and nothing is missing; what guests see stays in any case.

    A promo code lowers what is asked; one that covers all of it publishes at once (`honour_promo`).

    NotReadyError before any money is asked for; NoGatewayError where none can be taken; PromoRefusedError for a code that is not good
    here; PermissionDenied unless `by` may publish there.
    """
    invitation, draft = page.invitation, _draft_to_publish(page, by, is_to_last=is_to_last)
    tier = _tier_to_have(page, draft, is_to_last=is_to_last)
    # Money for the same celebration waits: what it entitles to is seen here, or what is spent here is seen there.
    lock_reference(reference_of(invitation))
    if _is_due(invitation, tier, is_to_last=is_to_last):
        begin = partial(pay_with_promo, code=promo_code) if promo_code else start_payment
        try:
            return begin(
                workspace=invitation.workspace,
                reference=reference_of(invitation),
                tariff=payment_queries.tariff(tier),
                by=by,
                title=str(invitation),
                return_path=return_path,
                channel=channel,
                request=request,
            )
        except NotPayableError as refused:
            # Archived in this very moment.
            raise NotReadyError(page.pk) from refused
    _grant_undue(invitation, tier, is_to_last=is_to_last, by=by, request=request)
    _publish_covered(page, draft, tier, by=by, request=request)
    return None


def _draft_to_publish(page: InvitationPage, by: User, *, is_to_last: bool) -> InvitationPage:
    """What guests may not see yet costs nobody anything; what they see already may be paid for again as it is."""
    if not accounts_access.can(by, page.invitation.workspace_id, "publish"):  # type: ignore[union-attr]
        raise PermissionDenied
    draft: InvitationPage = page.get_latest_revision_as_object()
    if readiness.is_archived(draft) or not ((is_to_last and page.live) or readiness.is_ready(draft)):
        raise NotReadyError(page.pk)
    return draft


def _tier_to_have(page: InvitationPage, draft: InvitationPage, *, is_to_last: bool) -> Tier:
    """What is kept is what guests see, and costs what the screen says of it; otherwise it is the draft that is published."""
    return required_tier(page if is_to_last and page.live else draft)


def _is_due(invitation: Invitation, tier: Tier, *, is_to_last: bool) -> bool:
    """Whether the tier is still to be had for money or a unit. Changes nothing; to be asked under the reference's lock."""
    if tier is Tier.FREE or _is_had(invitation, tier, is_to_last=is_to_last):
        return False
    return payment_queries.amount_due(reference=reference_of(invitation), tariff=payment_queries.tariff(tier)) > 0


def _is_had(invitation: Invitation, tier: Tier, *, is_to_last: bool) -> bool:
    return (lasting_tier(invitation) if is_to_last else entitled_tier(invitation)).rank >= tier.rank


def _grant_undue(invitation: Invitation, tier: Tier, *, is_to_last: bool, by: User, request: HttpRequest | None) -> None:
    """The right to a tier that is not due: it costs nothing, or what was paid for a lower one covers it since the price came down."""
    if tier is Tier.FREE:
        grant(invitation=invitation, tier=tier, source=Entitlement.Source.FREE, by=by, request=request)
    elif not _is_had(invitation, tier, is_to_last=is_to_last):
        grant(invitation=invitation, tier=tier, source=Entitlement.Source.PAYMENT, by=by, request=request)


def _publish_covered(page: InvitationPage, draft: InvitationPage, tier: Tier, *, by: User, request: HttpRequest | None) -> None:
    """Publish the draft if what was just had covers it and nothing is missing; what guests see stays in any case."""
    if readiness.is_ready(draft) and required_tier(draft).rank <= tier.rank:
        actions.publish(page=page, by=by, request=request)


@transaction.atomic
def publish_from_balance(*, page: InvitationPage, by: User, is_to_last: bool = False, request: HttpRequest | None = None) -> bool:
    """Publish the latest draft for one unit of the workspace's balance; False when nothing was due and none was taken.

    With `is_to_last` as `publish_or_pay`. A unit is of the tier that is needed and no other.
    NotReadyError as `publish_or_pay`, before a unit is taken; NoUnitsError when none is left; PermissionDenied unless `by` may publish there.
    """
    invitation, draft = page.invitation, _draft_to_publish(page, by, is_to_last=is_to_last)
    tier = _tier_to_have(page, draft, is_to_last=is_to_last)
    reference, title = reference_of(invitation), str(invitation)
    lock_reference(reference)
    is_spent = _is_due(invitation, tier, is_to_last=is_to_last)
    if is_spent:
        line = spend_unit(workspace=invitation.workspace, tier=tier, reference=reference, title=title[:254], by=by, request=request)
        source = Entitlement.Source.BALANCE
        grant(invitation=invitation, tier=tier, source=source, payment_reference=reference_of_unit(line), by=by, request=request)
    else:
        _grant_undue(invitation, tier, is_to_last=is_to_last, by=by, request=request)
    _publish_covered(page, draft, tier, by=by, request=request)
    return is_spent


@transaction.atomic
def honour_payment(*, payment: Payment) -> None:
    """Entitle the invitation that was paid for and publish its latest draft. Once per payment, however often it is told.

    A payment that entitles to nothing (the same was paid before), or is for something else, is left alone; one for what
    has been deleted meanwhile is given back.
    """
    number = number_in(payment.reference)
    if not payment.is_entitling or number is None:
        return
    invitation = Invitation.objects.filter(pk=number).first()
    if invitation is None or not invitation.pages.exists():
        give_back_unused(payment=payment)
        return
    if invitation.entitlements.filter(payment_reference=payment.our_reference).exists():
        return
    source = Entitlement.Source.PAYMENT
    grant(invitation=invitation, tier=payment.tariff_code, source=source, payment_reference=payment.our_reference, by=payment.payer)
    _publish_what_is_written(invitation)


@transaction.atomic
def give_again(*, payment: Payment) -> None:
    """Let the right of a payment stand again, which ended, or was about to, with what it was paid on top of. Doing so twice is once.

    A page that was taken down with it goes live again; one that a person took down, or that guests see, stays as it is.
    """
    invitation = Invitation.objects.filter(pk=number_in(payment.reference)).first()
    if invitation is None:
        return
    source = Entitlement.Source.PAYMENT
    known = grant(invitation=invitation, tier=payment.tariff_code, source=source, payment_reference=payment.our_reference)
    right = Entitlement.objects.select_for_update().get(pk=known.pk)
    if right.revoked_at is None and right.ends_at is None:
        return
    before = {name: str(moment) for name in ("revoked_at", "ends_at") if (moment := getattr(right, name))}
    right.revoked_at = right.ends_at = None
    right.save(update_fields=["revoked_at", "ends_at"])
    workspace, after = invitation.workspace_id, {"tier": right.tier, "payment": payment.our_reference}
    record(actor=None, action="entitlement.restore", target=right, workspace=workspace, before=before, after=after)
    if "revoked_at" in before:
        _publish_what_is_written(invitation, only=queries.taken_down_with_their_right(invitation))


@transaction.atomic
def honour_promo(*, redemption: PromoRedemption, by: User | None) -> None:
    """Entitle the invitation whose whole price a promo code covers, and publish its latest draft. Once per use of a code."""
    invitation = Invitation.objects.filter(pk=number_in(redemption.reference)).first()
    if invitation is None:
        return
    reference = f"promo:{redemption.pk}"
    grant(invitation=invitation, tier=redemption.tariff_code, source=Entitlement.Source.PROMO, payment_reference=reference, by=by)
    _publish_what_is_written(invitation)


def _publish_what_is_written(invitation: Invitation, *, only: QuerySet[InvitationPage] | None = None) -> None:
    pages = invitation.pages.all() if only is None else only
    for page in pages.specific():
        if page.live and not may_be_live(page.get_latest_revision_as_object()):
            # A dearer look that is only drafted: what guests see is what was paid for, and stays.
            continue
        try:
            with transaction.atomic():
                actions.publish(page=page, by=None)
        except NotReadyError:
            logger.info("paid page not ready", extra={"page": page.pk})
        except Exception:
            # The money has come: a page that cannot be published must not undo that. The organizer can press the button.
            logger.exception("paid page not published", extra={"page": page.pk})
