"""What becomes of an invitation whose payment is given back: the rule staff have set, and the notice to its organizer."""

import logging
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.actions import record
from accounts.models import User
from accounts.row_security import staff_scope
from payments import queries as payment_queries
from payments.models import Payment

from . import queries
from .entitlements import revoke
from .models import Entitlement, RefundRule
from .notices import Words, tell
from .payables import number_in
from .publishing import lasting_tier, required_tier

logger = logging.getLogger(__name__)
Fate = RefundRule.Fate


@transaction.atomic
def withdraw_payment(*, payment: Payment) -> None:
    """Let the rule decide what becomes of what a payment, now refunded in full or in part, entitled to. Doing so twice is once.

    What was paid on top of it (the difference to a dearer tier, a rest) has its right only together with it.
    """
    rule, is_whole = RefundRule.load(), payment.state == Payment.State.REFUNDED
    fate = Fate(rule.whole if is_whole else rule.part)
    paid = [payment, *payment_queries.left_open(payment_queries.built_on(payment))]
    bought = Entitlement.objects.filter(payment_reference__in=[one.our_reference for one in paid], revoked_at=None).order_by("pk")
    for right in [*bought, *_uncovered(payment)]:
        if is_whole and not _falls_without(right):
            # Nothing would disappear: what was never shown, or is covered by another right, needs no time and no notice.
            revoke(entitlement=right)
        else:
            _withdraw(right, fate, payment, hours=rule.hours)


def _uncovered(payment: Payment) -> list[Entitlement]:
    """Rights whose tier the money that is left does not cover any more, though no payment of theirs went back.

    They came of what was paid for a lower tier when prices fell, or of a promo code that took off what was missing after this payment.
    """
    number = number_in(payment.reference)
    if number is None:
        return []
    of_lower_price = Q(source=Entitlement.Source.PAYMENT, payment_reference="")
    of_code = Q(source=Entitlement.Source.PROMO, created_at__gt=payment.completed_at)
    granted = Entitlement.objects.filter(of_lower_price | of_code, invitation_id=number)
    due = {tariff.code: payment_queries.amount_due(reference=payment.reference, tariff=tariff) for tariff in payment_queries.tariffs()}
    return [right for right in granted.filter(revoked_at=None) if due[right.tier]]


def _withdraw(right: Entitlement, fate: str, payment: Payment, *, hours: int) -> None:
    if fate == Fate.KEEP:
        _record(right, "entitlement.keep", {"payment": payment.our_reference})
    elif fate == Fate.AT_ONCE:
        is_seen = _falls_without(right)
        revoke(entitlement=right)
        if is_seen:
            tell(payment=payment, words=partial(_notice, right))
    elif right.ends_at is None:
        right.ends_at = timezone.now() + timedelta(hours=hours)
        right.save(update_fields=["ends_at"])
        _record(right, "entitlement.end", {"ends_at": right.ends_at.isoformat(), "payment": payment.our_reference})
        if _falls_without(right):
            tell(payment=payment, words=partial(_notice, right))


def end_rights() -> int:
    """Revoke the rights whose time is over and take down what they covered; says how many. One that fails does not stop the others."""
    ended = queries.ended_rights()
    for pk in ended:
        try:
            with staff_scope(), transaction.atomic():
                right = Entitlement.objects.select_for_update().get(pk=pk)
                # What was missing may have been paid in this very moment.
                if not right.is_standing:
                    revoke(entitlement=right)
        except Exception:
            logger.exception("right not ended", extra={"entitlement": pk})
    return len(ended)


@transaction.atomic
def set_refund_rule(*, changes: dict[str, Any], by: User | None, request: HttpRequest | None = None) -> RefundRule:
    """Another rule from now on; what was decided by the old one stays decided. ValidationError for a rule that is none."""
    rule = RefundRule.objects.select_for_update().get(pk=RefundRule.load().pk)
    before = {name: getattr(rule, name) for name in changes}
    for name, value in changes.items():
        setattr(rule, name, value)
    rule.full_clean()
    rule.save()
    record(actor=by, action="refund_rule.change", target=rule, before=before, after=changes, request=request)
    return rule


def _falls_without(right: Entitlement) -> bool:
    """Whether a live page would go down if this right were none."""
    lasting = lasting_tier(right.invitation, without=right)
    return any(required_tier(page).rank > lasting.rank for page in right.invitation.pages.filter(live=True).specific())


def _record(right: Entitlement, action: str, after: dict[str, Any]) -> None:
    record(actor=None, action=action, target=right, workspace=right.invitation.workspace_id, after=after)


def _notice(right: Entitlement) -> Words:
    invitation = right.invitation
    words = {"title": str(invitation), "url": settings.SITE_URL + reverse("celebrations:hub", args=[invitation.pk])}
    if right.ends_at is None:
        subject = _("“%(title)s” is taken down")
        opening = _("The payment for “%(title)s” was given back, so guests can no longer open the invitation.")
        ending = _("To publish it again, pay again: %(url)s")
    else:
        words["moment"] = date_format(timezone.localtime(right.ends_at), "DATETIME_FORMAT")
        subject = _("“%(title)s” will be taken down on %(moment)s")
        opening = _("The payment for “%(title)s” was given back. Guests can open the invitation until %(moment)s.")
        ending = _("To keep it published, pay again: %(url)s")
    kept = _("The texts, the guest list and the answers stay.")
    return subject % words, "\n\n".join([opening % words, kept, ending % words])
