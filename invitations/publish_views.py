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
from accounts.models import Workspace
from payments import balance_queries, limits
from payments import queries as payment_queries
from payments.actions import NotPayableError, NoUnitsError, PromoRefusedError, price_with_promo
from payments.channels import channel_for
from payments.gateways import NoGatewayError

from . import access, entitlements, payables, publishing, readiness, sharing
from .models import InvitationPage
from .readiness import NotReadyError


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
    reference = payables.reference_of(invitation)
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
        "is_upgrade": publishing.entitled_tier(invitation) is not publishing.Tier.FREE,
        **_balance_of(invitation.workspace, tariff.code),
        **ending_of(page),
        **sharing.words_for(invitation, page),
    }


def _balance_of(workspace: Workspace, tier: str) -> dict[str, Any]:
    """How many publications of the needed tier the workspace holds, and whether it keeps a balance at all."""
    left = balance_queries.units_left(workspace.pk, tier)
    return {"units_left": left, "has_balance": left > 0 or balance_queries.history(workspace).exists()}


def ending_of(page: InvitationPage) -> dict[str, Any]:
    """When a live page will be taken down because its payment was given back, and what keeping it costs; nothing otherwise."""
    moment = publishing.ends_at(page)
    if moment is None:
        return {}
    tariff = payment_queries.tariff(publishing.required_tier(page))
    reference = payables.reference_of(page.invitation)
    return {
        "ends_at": moment,
        "due_to_last": payment_queries.amount_due(reference=reference, tariff=tariff),
        "units_to_last": balance_queries.units_left(page.invitation.workspace_id, tariff.code),
    }


def _publish(request: HttpRequest, page: InvitationPage) -> HttpResponse:
    if not accounts_access.can(request.user, page.invitation.workspace_id, "publish"):
        raise Http404
    is_to_last, here = "is_to_last" in request.POST, reverse("celebrations:publish", args=[page.invitation_id])
    if "from_balance" in request.POST:
        return _publish_from_balance(request, page, is_to_last=is_to_last)
    promo_code, is_to_check = request.POST.get("promo", "").replace("\0", "").strip()[:24], "check_promo" in request.POST
    if promo_code and limits.PROMO_CODES_BY_A_PERSON.is_over(request.user.pk):
        messages.error(request, _("Too many attempts with promo codes. Please try again in an hour."))
        return redirect(here)
    if is_to_check:
        return _check_promo(request, page, promo_code)
    begins_to_pay = is_to_last or not publishing.may_be_live(page.get_latest_revision_as_object())
    if begins_to_pay and limits.ATTEMPTS_OF_A_WORKSPACE.is_over(page.invitation.workspace_id):
        messages.error(request, _("Too many attempts to pay. Please try again in an hour, or write to us."))
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
    except NotReadyError:
        messages.error(request, _("The invitation is not ready yet. See what is missing."))
        return redirect(here)
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


def _check_promo(request: HttpRequest, page: InvitationPage, code: str) -> HttpResponse:
    """The same screen with the price that the code leaves, or with why it leaves the whole one; nothing is begun or kept."""
    context = _context(request, page)
    asked = {"workspace": page.invitation.workspace, "reference": payables.reference_of(page.invitation), "tariff": context["tariff"]}
    try:
        if code:
            context["due_with_promo"] = price_with_promo(code=code, **asked)
    except PromoRefusedError as refused:
        context["promo_refused"] = refused.words
    except NotPayableError:
        return redirect("celebrations:publish", page.invitation_id)
    return render(request, "invitations/host/celebration_publish.html", {**context, "promo_typed": code, "is_promo_open": True})


def _publish_from_balance(request: HttpRequest, page: InvitationPage, *, is_to_last: bool) -> HttpResponse:
    try:
        is_spent = entitlements.publish_from_balance(page=page, is_to_last=is_to_last, by=request.user, request=request)
    except NotReadyError:
        messages.error(request, _("The invitation is not ready yet. See what is missing."))
    except NoUnitsError:
        messages.error(request, _("There is no such publication left in the balance. Nothing was published and nothing taken."))
    else:
        taken = _("The invitation is published. One publication was taken from the balance.")
        messages.success(request, taken if is_spent else _("The invitation is published."))
    return redirect("celebrations:publish", page.invitation_id)
