"""A workspace's balance of prepaid publications: what is left, what can be bought, how it came to be; and staff's hand in it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import access as accounts_access
from accounts.models import Workspace

from . import access, actions, balance_queries, channels, limits, queries
from .balance_forms import CorrectionForm
from .gateways import NoGatewayError
from .models import Tariff

PER_PAGE = 20


def balance_home(request: HttpRequest) -> HttpResponse:
    """To the balance of the workspace the person works in; staff's list of all."""
    if accounts_access.is_staff_user(request.user):
        return redirect("payments:balances")
    workspace = accounts_access.current_workspace(request)
    if workspace is None:
        raise Http404
    return redirect("payments:balance", workspace.pk)


def balance_show(request: HttpRequest, pk: int) -> HttpResponse:
    """What is left, what can be bought, and how it came to be."""
    workspace = accounts_access.get_workspace(request.user, pk)
    left = balance_queries.balance(workspace)
    return render(request, "payments/balance_show.html", _shown(request, workspace, left, CorrectionForm(left=left)))


def _shown(request: HttpRequest, workspace: Workspace, left: dict[str, int], form: CorrectionForm) -> dict[str, Any]:
    tiers = {tariff.code: tariff for tariff in queries.tariffs()}
    return {
        "workspace": workspace,
        "left": [(tiers[code], units) for code, units in left.items()],
        "packages": [(package, tiers[package.tier]) for package in balance_queries.packages()],
        "history": Paginator(balance_queries.history(workspace), PER_PAGE).get_page(request.GET.get("p")),
        "may_buy": accounts_access.can(request.user, workspace, "publish"),
        "is_staff": accounts_access.is_staff_user(request.user),
        "form": form,
        "title": _("Balance of publications"),
    }


@require_POST
def package_buy(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to pay for a package; 404 for whoever may not pay."""
    workspace = accounts_access.get_workspace(request.user, pk)
    if not accounts_access.can(request.user, workspace, "publish"):
        raise Http404
    here = reverse("payments:balance", args=[pk])
    package = balance_queries.packages().filter(code=request.POST.get("package", "").replace("\0", "")).first()
    if package is None:
        messages.error(request, _("This package is not offered any more. Choose another one."))
        return redirect(here)
    if limits.ATTEMPTS_OF_A_WORKSPACE.is_over(pk):
        messages.error(request, _("Too many attempts to pay. Please try again in an hour, or write to us."))
        return redirect(here)
    try:
        payment = actions.buy_package(
            workspace=workspace,
            package=package,
            by=request.user,
            return_path=here,
            channel=channels.channel_for(request),
            request=request,
        )
    except actions.NotPayableError:
        messages.error(request, _("This package is not offered any more. Choose another one."))
        return redirect(here)
    except NoGatewayError:
        messages.error(request, _("Paying is not possible yet. Please write to us and we will help."))
        return redirect(here)
    return redirect("payments:show", payment.our_reference)


def balance_list(request: HttpRequest) -> HttpResponse:
    """For staff: the workspaces that ever had publications in store, or those they look for."""
    access.require_staff(request.user)
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = balance_queries.workspaces_with_balance(accounts_access.workspaces_for(request.user), q)
    context = {
        "workspaces": Paginator(found, PER_PAGE).get_page(request.GET.get("p")),
        "q": q,
        "tiers": [Tariff.Code(code) for code in balance_queries.TIERS],
        "title": _("Balances of publications"),
    }
    return render(request, "payments/balance_list.html", context)


@require_POST
def balance_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Staff give publications to a workspace or take them, with a reason."""
    access.require_staff(request.user)
    workspace = accounts_access.get_workspace(request.user, pk)
    left = balance_queries.balance(workspace)
    form = CorrectionForm(request.POST, left=left)
    if form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("tier", "units", "note")}
        try:
            actions.correct_balance(workspace=workspace, **asked, held=left[asked["tier"]], by=request.user, request=request)
        except actions.BalanceChangedError:
            # Somebody was faster by a moment: the form says so when it is looked at against what is there now.
            left = balance_queries.balance(workspace)
            form = CorrectionForm(request.POST, left=left)
        except actions.NoUnitsError:
            form.add_error("units", _("There are not so many in the balance."))
        else:
            messages.success(request, _("The balance is corrected."))
            return redirect("payments:balance", pk)
    return render(request, "payments/balance_show.html", _shown(request, workspace, left, form), status=422)
