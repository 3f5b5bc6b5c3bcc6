"""A refund for which the customer scans a code: staff show it, see that it is scanned, and confirm."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from . import access, actions, checkout
from .models import CustomerReturn, Refund


@require_POST
def return_start(request: HttpRequest, pk: int) -> HttpResponse:
    """A code for this refund, or a new one in place of one that came to nothing."""
    refund = access.get_refund(request.user, pk)
    try:
        started = actions.start_return(refund=refund, by=request.user, request=request)
    except actions.NoReturnError:
        return _refused(request, refund)
    return redirect("payments:return", started.pk)


@never_cache
def return_show(request: HttpRequest, pk: int) -> HttpResponse:
    """What the customer scans and what has come of it."""
    found = access.get_return(request.user, pk)
    return render(request, "payments/return_show.html", _shown(found) | {"title": _("Give money back")})


@never_cache
def return_state(request: HttpRequest, pk: int) -> HttpResponse:
    """The part that changes; nothing while there is nothing new."""
    shown = _shown(access.get_return(request.user, pk))
    if request.GET.get("seen") == shown["seen"]:
        return HttpResponse(status=204)
    return render(request, "payments/_return_state.html", shown)


@never_cache
def return_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The code to scan; 404 when its time is up."""
    found = access.get_return(request.user, pk)
    if not found.is_scannable:
        raise Http404
    return checkout.code(found.link)


@require_POST
def return_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The second yes: the purchase is the customer's, and the money goes back."""
    found = access.get_return(request.user, pk)
    try:
        actions.confirm_return(customer_return=found, by=request.user, request=request)
    except actions.NoReturnError:
        return _refused(request, found.refund)
    return redirect("payments:return", pk)


def _refused(request: HttpRequest, refund: Refund) -> HttpResponse:
    messages.error(request, _("Nothing was given back: please look at the refund once more."))
    return redirect("payments:story", refund.payment.our_reference)


def _shown(found: CustomerReturn) -> dict[str, object]:
    refund = found.refund
    return {
        "return": found,
        "refund": refund,
        "payment": refund.payment,
        "is_awaited": found.is_live or (found.state == found.State.CONFIRMED and refund.state in {"requested", "sent"}),
        "seconds_left": checkout.seconds_until(found.expires_at),
        "seen": checkout.seen(found.pk, found.state, found.is_scannable, refund.state, found.error),
    }
