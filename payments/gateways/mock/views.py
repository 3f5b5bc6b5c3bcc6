"""The page that stands for the bank's application on the payer's phone."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from payments import webhooks
from payments.money import format_money, from_tenge

from . import bank

CHOICES = {"scan": bank.SCANNED, "pay": bank.PAID, "refuse": bank.REFUSED, "expire": bank.EXPIRED}


@never_cache
@require_http_methods(["GET", "POST"])
def purchase(request: HttpRequest, purchase_id: str) -> HttpResponse:
    """Shows the purchase; a POST decides it and lets the bank tell us by its signed message."""
    found = bank.find(purchase_id) if settings.KASPI_MOCK else None
    if found is None:
        raise Http404
    if request.method == "POST" and (status := CHOICES.get(request.POST.get("choice", ""))):
        webhooks.take("mock", *bank.message(bank.settle(found, status)))
        return redirect(request.path)
    context = {"purchase": found, "amount": format_money(from_tenge(found.amount)), "is_open": found.status in bank.OPEN}
    return render(request, "payments/mock_bank.html", context)
