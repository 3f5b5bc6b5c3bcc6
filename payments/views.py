"""Paying, what was paid, and giving it back: the organizer's and the staff's screens."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import access as accounts_access

from . import access, actions, channels, checkout, desk_views, limits, queries, receipt_pdf, ways
from .gateways import Channel, NoGatewayError
from .models import Payment
from .phone_forms import PhoneForm

PER_PAGE = 50


def payment_list(request: HttpRequest) -> HttpResponse:
    """The payments of the person's workspaces; staff have the desk instead."""
    if accounts_access.is_staff_user(request.user):
        return desk_views.desk_list(request)
    page = Paginator(access.payments_for(request.user), PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "payments/payment_list.html", {"payments": page, "title": _("Payments")})


@never_cache
def payment_show(request: HttpRequest, our_reference: str) -> HttpResponse:
    """One payment: while money is awaited the code to pay by, afterwards what became of it."""
    payment = access.get_payment(request.user, our_reference)
    if payment.is_live and queries.is_paid_already(payment) and not accounts_access.is_staff_user(request.user):
        return redirect(payment.return_path)
    actions.check_because_asked(payment=payment)
    context = _shown(request, payment) | {"title": _("Payment")}
    context["is_staff"] = accounts_access.is_staff_user(request.user)
    return render(request, "payments/payment_show.html", context)


@never_cache
def payment_state(request: HttpRequest, our_reference: str) -> HttpResponse:
    """The part that changes, asked for every few seconds while money is awaited; once it is paid, by this code or another, htmx is led on."""
    payment = access.get_payment(request.user, our_reference)
    shown = _shown(request, payment)
    if payment.is_paid or queries.is_paid_already(payment):
        response = render(request, "payments/_payment_state.html", shown)
        response["HX-Redirect"] = payment.return_path
        return response
    if request.GET.get("seen") == shown["seen"]:
        # Nothing to draw anew: what the person has opened or focused stays as it is.
        return HttpResponse(status=204)
    return render(request, "payments/_payment_state.html", shown)


def _shown(request: HttpRequest, payment: Payment) -> dict[str, object]:
    may_pay = accounts_access.can(request.user, payment.workspace_id, "publish")
    return {
        "payment": payment,
        "tariff": queries.tariff(payment.tariff_code),
        "words": ways.words_of(payment),
        "last_proof": queries.last_proof(payment) if payment.channel == Payment.Channel.TRANSFER else None,
        **checkout.moment_of(payment),
        "may_pay": may_pay,
        "promo_typed": request.GET.get("promo", "")[:24],
        "other_ways": ways.others(payment) if may_pay and not payment.is_paid else [],
        "payer_url": _payer_url(payment) if may_pay and not payment.is_paid else "",
        "support_email": settings.SUPPORT_EMAIL,
    }


def _payer_url(payment: Payment) -> str:
    link = access.standing_link(payment)
    return settings.SITE_URL + reverse("payer:pay", args=[access.token_of(link)]) if link else ""


@never_cache
def payment_code(request: HttpRequest, our_reference: str) -> HttpResponse:
    """The payment's link as a QR code; 404 before there is a link and when it is no longer payable."""
    payment = access.get_payment(request.user, our_reference)
    if not payment.is_open:
        raise Http404
    return checkout.code(payment.link)


@require_POST
def payment_renew(request: HttpRequest, our_reference: str) -> HttpResponse:
    """A new code in place of one that came to nothing, or the other way to pay: a code for another phone, a button for this one."""
    payment = access.get_payment_to_pay(request.user, our_reference)
    channel = channels.channel_for(request)
    form = PhoneForm(request.POST)
    if channel == Channel.INVOICE and not form.is_valid():
        messages.error(request, " ".join(form.errors["phone"]))
        return redirect("payments:show", our_reference)
    if _asks_too_often(payment, channel):
        messages.error(request, _("Too many attempts to pay. Please try again in an hour, or write to us."))
        return redirect("payments:show", our_reference)
    phone = form.cleaned_data["phone"] if channel == Channel.INVOICE else ""
    try:
        payment = actions.renew(payment=payment, by=request.user, channel=channel, phone=phone, request=request)
    except actions.NotPayableError as refused:
        return _not_payable(request, payment, refused)
    except NoGatewayError:
        messages.error(request, _("Paying is not possible yet. Please write to us and we will help."))
    return redirect("payments:show", payment.our_reference)


def _not_payable(request: HttpRequest, payment: Payment, refused: actions.NotPayableError) -> HttpResponse:
    """Where nothing is due, back to what was paid for; otherwise why nothing may be paid."""
    if not refused.words:
        return redirect(payment.return_path)
    messages.error(request, refused.words)
    return redirect("payments:show", payment.our_reference)


def _asks_too_often(payment: Payment, channel: str) -> bool:
    is_over = limits.ATTEMPTS_OF_A_WORKSPACE.is_over(payment.workspace_id)
    return is_over or (channel == Channel.INVOICE and limits.INVOICES_OF_A_WORKSPACE.is_over(payment.workspace_id))


@require_POST
def payment_promo(request: HttpRequest, our_reference: str) -> HttpResponse:
    """A promo code for what is being paid: a new attempt at the lowered price, or nothing to pay any more."""
    payment = access.get_payment_to_pay(request.user, our_reference)
    code = request.POST.get("promo", "").replace("\0", "").strip()[:24]
    if limits.PROMO_CODES_BY_A_PERSON.is_over(request.user.pk):
        messages.error(request, _("Too many attempts with promo codes. Please try again in an hour."))
        return redirect("payments:show", our_reference)
    try:
        lowered = actions.pay_with_promo(
            workspace=payment.workspace,
            reference=payment.reference,
            tariff=queries.tariff(payment.tariff_code),
            code=code,
            by=request.user,
            title=payment.title,
            return_path=payment.return_path,
            channel=payment.channel,
            request=request,
        )
    except actions.PromoRefusedError as refused:
        messages.error(request, refused.words)
        return redirect(f"{reverse('payments:show', args=[our_reference])}?{urlencode({'promo': code})}")
    except actions.NotPayableError as refused:
        return _not_payable(request, payment, refused)
    except NoGatewayError:
        messages.error(request, _("Paying is not possible yet. Please write to us and we will help."))
        return redirect("payments:show", our_reference)
    if lowered is None:
        messages.success(request, _("The promo code covers the whole price: there is nothing to pay."))
        return redirect(payment.return_path)
    messages.success(request, _("The promo code has lowered the price."))
    return redirect("payments:show", lowered.our_reference)


@require_POST
def payer_link(request: HttpRequest, our_reference: str) -> HttpResponse:
    """A link for somebody else to pay by, made or (with `revoke`) taken back."""
    payment = access.get_payment_to_pay(request.user, our_reference)
    if "revoke" in request.POST:
        actions.revoke_payer_link(payment=payment, by=request.user, request=request)
        messages.success(request, _("The link opens nothing any more."))
    else:
        actions.make_payer_link(payment=payment, by=request.user, request=request)
    return redirect("payments:show", our_reference)


@require_POST
def payment_cancel(request: HttpRequest, our_reference: str) -> HttpResponse:
    """The organizer gives up on paying for now."""
    payment = access.get_payment_to_pay(request.user, our_reference)
    actions.cancel(payment=payment, by=request.user, request=request)
    messages.success(request, _("The payment is cancelled. You can begin anew at any time."))
    return redirect(payment.return_path)


def payment_receipt(request: HttpRequest, our_reference: str) -> HttpResponse:
    """What was paid, on one printable page; 404 for what was never paid."""
    payment = _paid_by(request, our_reference)
    context = _shown(request, payment) | {"title": _("Receipt"), "lines": receipt_pdf.lines_of(payment)}
    context["fiscal_receipts"] = queries.issued_receipts(payment)
    return render(request, "payments/payment_receipt.html", context)


@never_cache
def payment_receipt_pdf(request: HttpRequest, our_reference: str) -> HttpResponse:
    """The same as a file to keep or to send on."""
    payment = _paid_by(request, our_reference)
    response = HttpResponse(receipt_pdf.as_pdf(payment), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="toi-invite-{payment.our_reference}.pdf"'
    return response


def _paid_by(request: HttpRequest, our_reference: str) -> Payment:
    payment = access.get_payment(request.user, our_reference)
    if payment.completed_at is None:
        raise Http404
    return payment
