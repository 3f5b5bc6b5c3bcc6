"""Receipts of transfers: whoever paid sends one, staff look at it and decide."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from . import access, actions, queries
from .files import TYPES
from .models import TransferProof
from .transfer_forms import ApprovalForm, ProofForm, RefusalForm

PER_PAGE = 20


@require_POST
def transfer_send(request: HttpRequest, our_reference: str) -> HttpResponse:
    """Whoever may pay sends a receipt."""
    payment = access.get_payment_to_pay(request.user, our_reference)
    form = ProofForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["file"]))
        return redirect("payments:show", our_reference)
    try:
        actions.send_proof(payment=payment, looked=form.cleaned_data["file"], by=request.user, request=request)
    except actions.NotAwaitedError:
        messages.warning(request, _("We have your receipt already."))
    else:
        messages.success(request, _("Thank you, the receipt has arrived. We are looking at it."))
    return redirect("payments:show", our_reference)


@never_cache
@require_GET
def transfer_file(request: HttpRequest, pk: int) -> FileResponse:
    """The receipt itself, for staff and the workspace it came from. A PDF is only ever saved, never opened within this site."""
    proof = access.get_proof(request.user, pk)
    name = f"{proof.payment.account}-{proof.pk}.{proof.kind}"
    return FileResponse(proof.file.open("rb"), as_attachment=not proof.is_picture, filename=name, content_type=TYPES[proof.kind])


@never_cache
@require_GET
def transfer_queue(request: HttpRequest) -> HttpResponse:
    """The receipts that wait, the longest waiting first; staff only."""
    access.require_staff(request.user)
    return _queue(request)


@require_POST
def transfer_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The money is there."""
    proof = _to_decide(request, pk)
    form = ApprovalForm(request.POST, due=proof.payment.amount_tiyn, prefix=str(pk))
    if not form.is_valid():
        return _queue(request, {(pk, "approval"): form})
    try:
        actions.approve_proof(proof=proof, amount_tiyn=form.cleaned_data["amount"], by=request.user, request=request)
    except actions.AlreadyDecidedError:
        messages.warning(request, _("Somebody else has decided about this receipt."))
    else:
        messages.success(request, _("The payment is made."))
    return redirect("payments:transfers")


@require_POST
def transfer_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt proves nothing; whoever sent it reads why."""
    proof = _to_decide(request, pk)
    form = RefusalForm(request.POST, prefix=str(pk))
    if not form.is_valid():
        return _queue(request, {(pk, "refusal"): form})
    try:
        actions.refuse_proof(proof=proof, reason=form.cleaned_data["reason"], by=request.user, request=request)
    except actions.AlreadyDecidedError:
        messages.warning(request, _("Somebody else has decided about this receipt."))
    else:
        messages.success(request, _("The receipt is refused, and whoever sent it reads why."))
    return redirect("payments:transfers")


def _to_decide(request: HttpRequest, pk: int) -> TransferProof:
    access.require_staff(request.user)
    return access.get_proof(request.user, pk)


def _queue(request: HttpRequest, typed: dict[tuple[int, str], object] | None = None) -> HttpResponse:
    """The screen, with what was typed where it was refused."""
    page = Paginator(queries.waiting_proofs(), PER_PAGE).get_page(request.GET.get("p"))
    earlier, typed = queries.earlier_proofs(page.object_list), typed or {}
    rows = [
        {
            "proof": proof,
            "earlier": earlier.get(proof.pk, []),
            "approval": typed.get((proof.pk, "approval")) or ApprovalForm(due=proof.payment.amount_tiyn, prefix=str(proof.pk)),
            "refusal": typed.get((proof.pk, "refusal")) or RefusalForm(prefix=str(proof.pk)),
        }
        for proof in page.object_list
    ]
    context = {"page": page, "rows": rows, "title": _("Receipts of transfers")}
    return render(request, "payments/transfer_queue.html", context, status=422 if typed else 200)
