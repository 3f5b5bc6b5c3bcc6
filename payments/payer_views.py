"""Whoever pays for somebody else: no account, one secret address, nothing to see but what is paid for."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.origin import address_of
from accounts.row_security import workspace_scope

from . import access, actions, channels, checkout, guards, limits, queries, ways
from .gateways import NoGatewayError
from .models import PayerLink, Payment

View = Callable[[HttpRequest, PayerLink, Payment], HttpResponse]


def _for_payers(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Fetches what the token names within its workspace; 404 for a wrong token, 410 in words for a link that was taken back or whose
    thing nobody may pay for any more, 429 for whoever asks too often. Never indexed or kept."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        if limits.LOOKS_FROM_AN_ADDRESS.is_over(address_of(request)):
            return _too_often(request)
        try:
            link = access.get_payer_link(token)
        except Http404:
            if limits.WRONG_LINKS_FROM_AN_ADDRESS.is_over(address_of(request)):
                return _too_often(request)
            raise
        with workspace_scope(link.workspace_id):
            payment = queries.payment_by_link(link, channels.device_channel(request))
            if payment is None:
                raise Http404
            closed = "" if payment.is_paid else guards.refusal(link.reference)
            is_gone = bool(link.revoked_at or closed)
            response = _gone(request, closed) if is_gone else view(request, link, payment)
        response["X-Robots-Tag"] = "noindex, nofollow"
        # The address is the secret; the form's token is checked against the origin alone.
        response["Referrer-Policy"] = "strict-origin"
        return response

    return never_cache(answer)


@require_http_methods(["GET", "POST"])
@_for_payers
def pay(request: HttpRequest, link: PayerLink, payment: Payment) -> HttpResponse:
    """What is paid for and how much; a POST asks for a code, for a preview by a messenger must not."""
    if request.method != "POST":
        actions.check_because_asked(payment=payment)
        return render(request, "payments/payer_page.html", _shown(request, link, payment))
    if limits.ATTEMPTS_BY_A_LINK.is_over(link.pk):
        return _too_often(request)
    try:
        actions.renew(payment=payment, by=None, channel=channels.device_channel(request), request=request)
    except actions.NotPayableError as refused:
        if refused.words:
            messages.error(request, refused.words)
    except NoGatewayError:
        messages.error(request, _("Paying is not possible yet. Please write to us and we will help."))
    return redirect(request.path)


@_for_payers
def state(request: HttpRequest, link: PayerLink, payment: Payment) -> HttpResponse:
    """The part that changes; 204 when the page has seen it as it is."""
    shown = _shown(request, link, payment)
    if request.GET.get("seen") == shown["seen"]:
        return HttpResponse(status=204)
    return render(request, "payments/_payer_state.html", shown)


@_for_payers
def code(request: HttpRequest, link: PayerLink, payment: Payment) -> HttpResponse:
    """The open attempt's link as a QR code; 404 when there is none."""
    if not payment.is_open:
        raise Http404
    return checkout.code(payment.link)


def _shown(request: HttpRequest, link: PayerLink, payment: Payment) -> dict[str, object]:
    is_awaited = payment.is_open or payment.state == Payment.State.SCANNED or (payment.is_live and not payment.link)
    is_here = is_awaited and payment.channel in {channels.device_channel(request), Payment.Channel.PAGE, Payment.Channel.NUMBER}
    return {
        "payment": payment,
        "tariff": queries.tariff(payment.tariff_code),
        **checkout.moment_of(payment),
        "words": ways.words_of(payment),
        "next_words": ways.words_of_next(payment, channels.device_channel(request)),
        "token": access.token_of(link),
        "is_here": is_here and not payment.is_waited_out,
    }


def _gone(request: HttpRequest, words: str) -> HttpResponse:
    """Says why, and nothing of the celebration."""
    return render(request, "payments/payer_gone.html", {"words": words}, status=410)


def _too_often(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "3600"
    return response
