"""Staff's desk: every payment, one payment's story, gateways, money by day, and giving money back. Nobody else knows of it."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.spreadsheets import FORMATS

from . import access, actions, breaker, desk_queries, exports, gateways, queries, story, totals, units
from .forms import PaymentFilterForm, RefundForm
from .models import Payment

PER_PAGE = 50
RECENT = 20
PERIODS = (7, 30, 90)
SALT = "payments.refund"
# Whoever has read what a refund does for longer than this reads it again.
CONFIRM_WITHIN = 15 * 60


def desk_list(request: HttpRequest) -> HttpResponse:
    """Every payment with filters; the same as a file with `?export=csv` or `xlsx`."""
    access.require_staff(request.user)
    form = PaymentFilterForm(request.GET)
    payments = desk_queries.found(access.payments_for(request.user), **form.asked)
    if written := FORMATS.get(request.GET.get("export", "")):
        return exports.download(payments, written)
    context = {
        "payments": Paginator(payments, PER_PAGE).get_page(request.GET.get("p")),
        "form": form,
        "is_asked": any(form.asked.values()),
        "sums": desk_queries.sums(payments),
        "open_findings": queries.findings(access.findings_for(request.user), is_closed=False).count(),
        "title": _("Payments"),
    }
    return render(request, "payments/desk_list.html", context)


@never_cache
def payment_story(request: HttpRequest, our_reference: str) -> HttpResponse:
    """Everything that is known of one payment, on a line of time."""
    access.require_staff(request.user)
    payment = access.get_payment(request.user, our_reference)
    context = {
        "payment": payment,
        "entries": story.of(payment),
        "refunds": [(refund, queries.may_be_sent_again(refund)) for refund in payment.refunds.select_related("payment")],
        "refundable": queries.refundable(payment),
        "needs_customer": gateways.needs_customer(payment.gateway),
        "is_staff": True,
        "title": payment.title or payment.our_reference,
    }
    return render(request, "payments/payment_story.html", context)


def gateway_list(request: HttpRequest) -> HttpResponse:
    """Each gateway: whether it takes money, why not, whether it is left alone just now; and what asked for a person last."""
    access.require_staff(request.user)
    told = [
        {"gateway": one, "availability": one.availability(), "is_resting": breaker.is_open(one.code), "can": one.capabilities}
        for one in gateways.configured()
    ]
    context = {"gateways": told, "alerts": access.alerts_for(request.user)[:RECENT], "title": _("Gateways")}
    return render(request, "payments/gateway_list.html", context)


def totals_show(request: HttpRequest) -> HttpResponse:
    """Money by day and gateway, and a picture of it."""
    access.require_staff(request.user)
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, PERIODS) else 30
    context = {"totals": totals.of_days(days), "days": days, "periods": PERIODS, "title": _("Money by day")}
    return render(request, "payments/totals.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def payment_refund(request: HttpRequest, our_reference: str) -> HttpResponse:
    """How much and why; then a page that repeats it all. Only what that page carries gives money back."""
    access.require_staff(request.user)
    payment = access.get_payment(request.user, our_reference)
    refundable = queries.refundable(payment)
    form = RefundForm(request.POST or None, refundable=refundable)
    context: dict[str, Any] = {"payment": payment, "refundable": refundable, "form": form, "title": _("Give money back")}
    context["built"] = queries.built_on(payment)
    context["units"] = units.before_refund(payment)
    if request.method == "POST" and form.is_valid():
        amount = form.cleaned_data["amount"]
        word = {"payment": payment.pk, "by": request.user.pk, "amount": amount, "note": form.cleaned_data["note"], "left": refundable}
        context |= {
            "amount": amount,
            "note": form.cleaned_data["note"],
            "is_whole": payment.paid_tiyn - queries.refunded(payment) == amount,
            "gateway": gateways.capabilities_of(payment.gateway),
            "units": units.after_refund(payment, amount),
            "confirmation": signing.dumps(word, salt=SALT),
        }
        return render(request, "payments/refund_confirm.html", context)
    return render(request, "payments/refund_ask.html", context, status=422 if form.errors else 200)


@require_POST
def refund_send(request: HttpRequest, our_reference: str) -> HttpResponse:
    """The second yes. Refused when it is old, somebody else's, or something was given back meanwhile."""
    access.require_staff(request.user)
    payment = access.get_payment(request.user, our_reference)
    try:
        asked = actions.refund(payment=payment, by=request.user, request=request, **_confirmed(request, payment))
    except ValueError:
        messages.error(request, _("Nothing was given back: please look at the refund once more."))
        return redirect("payments:refund", our_reference)
    is_ours = asked.state == asked.State.MANUAL
    messages.success(request, _("The refund is written down: it is your turn now.") if is_ours else _("The refund is on its way."))
    return redirect("payments:story", our_reference)


def _confirmed(request: HttpRequest, payment: Payment) -> dict[str, Any]:
    """What the page that repeats it all carries; ValueError for one that is forged, old, or another person's or payment's."""
    try:
        word: dict[str, Any] = signing.loads(request.POST.get("confirmation", ""), salt=SALT, max_age=CONFIRM_WITHIN)
    except signing.BadSignature as error:
        raise ValueError("no confirmation of ours") from error
    if (word["payment"], word["by"]) != (payment.pk, request.user.pk):
        raise ValueError("somebody else's confirmation")
    return {"amount_tiyn": word["amount"], "left_tiyn": word["left"], "note": word["note"]}


@require_POST
def refund_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Staff have given the money back in the bank's own cabinet."""
    refund = access.get_refund(request.user, pk)
    try:
        actions.confirm_refund(refund=refund, by=request.user, request=request)
    except actions.NotByHandError:
        messages.error(request, _("Nothing was given back: please look at the refund once more."))
    return redirect("payments:story", refund.payment.our_reference)


@require_POST
def refund_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The gateway is to give back what waits for a person."""
    refund = access.get_refund(request.user, pk)
    try:
        actions.send_again(refund=refund, by=request.user, request=request)
    except actions.NotToBeSentError:
        messages.error(request, _("Nothing was given back: please look at the refund once more."))
    else:
        messages.success(request, _("The refund is on its way."))
    return redirect("payments:story", refund.payment.our_reference)
