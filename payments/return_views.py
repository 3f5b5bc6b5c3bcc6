"""A refund for which the customer scans a code: staff show it, see that it is scanned, and confirm."""

from hashlib import sha256

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from . import access, actions, codes
from .models import CustomerReturn


@require_POST
def return_start(request: HttpRequest, pk: int) -> HttpResponse:
    """A code for this refund, or a new one in place of one that came to nothing."""
    refund = access.get_refund(request.user, pk)
    try:
        started = actions.start_return(refund=refund, by=request.user, request=request)
    except actions.NoReturnError:
        messages.error(request, _("Nothing was given back: please look at the refund once more."))
        return redirect("payments:story", refund.payment.our_reference)
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
    return HttpResponse(codes.as_svg(found.link), content_type="image/svg+xml")


@require_POST
def return_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The second yes: the purchase is the customer's, and the money goes back."""
    found = access.get_return(request.user, pk)
    try:
        actions.confirm_return(customer_return=found, by=request.user, request=request)
    except actions.NoReturnError:
        messages.error(request, _("Nothing was given back: please look at the refund once more."))
        return redirect("payments:story", found.refund.payment.our_reference)
    return redirect("payments:return", pk)


def _shown(found: CustomerReturn) -> dict[str, object]:
    refund = found.refund
    said = f"{found.pk} {found.state} {found.is_scannable} {refund.state} {found.error}"
    left = int((found.expires_at - timezone.now()).total_seconds()) if found.expires_at else 0
    return {
        "return": found,
        "refund": refund,
        "payment": refund.payment,
        "is_awaited": found.is_live or (found.state == found.State.CONFIRMED and refund.state in {"requested", "sent"}),
        "seconds_left": max(0, left),
        "seen": sha256(said.encode()).hexdigest()[:12],
    }
