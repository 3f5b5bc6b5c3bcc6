"""The organizer's way from a draft to a page that guests may see."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import access as accounts_access
from payments import limits
from payments import queries as payment_queries
from payments.actions import PromoRefusedError
from payments.channels import channel_for
from payments.gateways import NoGatewayError

from . import access, entitlements, publishing, readiness, sharing
from .models import InvitationPage


@require_http_methods(["GET", "POST"])
def celebration_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """What is missing, what it costs and one button; afterwards the address and how to send it."""
    page = access.get_page(request.user, pk)
    if request.method == "POST":
        return _publish(request, page)
    return render(request, "invitations/host/celebration_publish.html", _context(request, page))


def _context(request: HttpRequest, page: InvitationPage) -> dict[str, Any]:
    invitation, draft = page.invitation, page.get_latest_revision_as_object()
    tariff = payment_queries.tariff(publishing.required_tier(draft))
    reference = entitlements.reference_of(invitation)
    return {
        "invitation": invitation,
        "page": page,
        "title": _("Publish"),
        "is_open": page.live and publishing.may_be_live(page),
        "is_changed": page.live and page.has_unpublished_changes,
        "is_entitled": publishing.may_be_live(draft),
        "checklist": readiness.checklist(draft),
        "missing": readiness.missing(draft),
        "can_edit": accounts_access.can(request.user, invitation.workspace_id, "edit"),
        "can_publish": accounts_access.can(request.user, invitation.workspace_id, "publish"),
        "tariff": tariff,
        "due": payment_queries.amount_due(reference=reference, tariff=tariff),
        "pending": payment_queries.live_payment(reference, tariff.code),
        "promo_typed": request.GET.get("promo", "")[:24],
        "paid": payment_queries.paid_payment(reference),
        **ending_of(page),
        **sharing.words_for(invitation, page),
    }


def ending_of(page: InvitationPage) -> dict[str, Any]:
    """When a live page will be taken down because its payment was given back, and what keeping it costs; nothing otherwise."""
    moment = publishing.ends_at(page)
    if moment is None:
        return {}
    tariff = payment_queries.tariff(publishing.required_tier(page))
    reference = entitlements.reference_of(page.invitation)
    return {"ends_at": moment, "due_to_last": payment_queries.amount_due(reference=reference, tariff=tariff)}


def _publish(request: HttpRequest, page: InvitationPage) -> HttpResponse:
    pk, draft = page.invitation_id, page.get_latest_revision_as_object()
    if not accounts_access.can(request.user, page.invitation.workspace_id, "publish"):
        raise Http404
    is_to_last = "is_to_last" in request.POST
    if page.invitation.archived_at or (readiness.missing(draft) and not is_to_last):
        messages.error(request, _("The invitation is not ready yet. See what is missing."))
        return redirect("celebrations:publish", pk)
    here = reverse("celebrations:publish", args=[pk])
    promo_code = request.POST.get("promo", "").strip()[:24]
    if promo_code and limits.PROMO_CODES_BY_A_PERSON.is_over(request.user.pk):
        messages.error(request, _("Too many attempts with promo codes. Please try again in an hour."))
        return redirect(here)
    try:
        payment = entitlements.publish_or_pay(
            page=page,
            return_path=here,
            channel=channel_for(request),
            is_to_last=is_to_last,
            promo_code=promo_code,
            by=request.user,
            request=request,
        )
    except PromoRefusedError as refused:
        messages.error(request, refused.words)
        return redirect(f"{here}?{urlencode({'promo': promo_code})}")
    except NoGatewayError:
        messages.error(request, _("Paying is not possible yet. Please write to us and we will help."))
        return redirect(here)
    if payment is not None:
        return redirect("payments:show", payment.our_reference)
    messages.success(request, _("The invitation is published."))
    return redirect(here)
