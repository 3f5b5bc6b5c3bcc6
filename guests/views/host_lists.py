"""Bringing a list in and taking it out. Registered in `guests.wagtail_hooks`."""

from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.spreadsheets import FORMATS
from guests import access, actions, drafts, exports, queries, tasks
from guests.host_forms import MappingForm, UploadForm
from guests.previews import Preview
from invitations.models import Invitation

# From here on the queue does it, and the page shows how far it is.
ROWS_AT_ONCE = 500


@require_http_methods(["GET", "POST"])
def list_upload(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """A file or pasted text; what it holds is shown before anything is written."""
    invitation = access.get_celebration(request.user, invitation_id, "edit")
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if form.is_valid():
        draft = drafts.new(user=request.user, invitation=invitation, sheet=form.cleaned_data["sheet"])
        return redirect("guests:import_preview", invitation_id=invitation.pk, key=draft.key)
    context = {"invitation": invitation, "form": form}
    return render(request, "guests/host/upload.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def list_preview(request: HttpRequest, invitation_id: int, key: str) -> HttpResponse:
    """What each row would do and what is wrong; the columns can be set right here."""
    invitation = access.get_celebration(request.user, invitation_id, "edit")
    draft = drafts.get(request.user, invitation, key)
    if draft.state != drafts.READY:
        return redirect("guests:import_progress", invitation_id=invitation.pk, key=key)
    form = MappingForm(request.POST or None, sheet=draft.sheet, initial={"default_seats": draft.default_seats})
    if form.is_valid():
        draft.sheet.mapping, draft.default_seats = form.mapping(), form.cleaned_data["default_seats"]
        drafts.keep(user=request.user, invitation=invitation, draft=draft)
        return redirect("guests:import_preview", invitation_id=invitation.pk, key=key)
    context = {"invitation": invitation, "draft": draft, "form": form, "preview": _preview(request, invitation, draft)}
    return render(request, "guests/host/preview.html", context, status=422 if form.errors else 200)


@require_POST
def list_confirm(request: HttpRequest, invitation_id: int, key: str) -> HttpResponse:
    """Bring it in: a short list at once, a long one by the queue."""
    invitation = access.get_celebration(request.user, invitation_id, "edit")
    draft = drafts.get(request.user, invitation, key)
    if draft.state == drafts.READY:
        draft.state = drafts.RUNNING
        drafts.keep(user=request.user, invitation=invitation, draft=draft)
        if draft.total <= ROWS_AT_ONCE:
            tasks.run_import(user=request.user, invitation=invitation, draft=draft)
        else:
            transaction.on_commit(partial(tasks.import_draft.delay, request.user.pk, invitation.pk, key, get_language()))
    return redirect("guests:import_progress", invitation_id=invitation.pk, key=key)


@require_GET
def list_progress(request: HttpRequest, invitation_id: int, key: str) -> HttpResponse:
    """How far it is, and how it ended; htmx asks again each second."""
    invitation = access.get_celebration(request.user, invitation_id, "edit")
    draft = drafts.get(request.user, invitation, key)
    if draft.state == drafts.READY:
        return redirect("guests:import_preview", invitation_id=invitation.pk, key=key)
    template = "guests/host/_progress.html" if request.htmx else "guests/host/progress.html"
    return render(request, template, {"invitation": invitation, "draft": draft})


@require_GET
def list_export(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """All guests as CSV or Excel, with headings in the user's language."""
    invitation = access.get_celebration(request.user, invitation_id)
    written = FORMATS.get(request.GET.get("format", ""), FORMATS["xlsx"])
    return exports.download(queries.listed(invitation), invitation, written)


def _preview(request: HttpRequest, invitation: Invitation, draft: drafts.Draft) -> Any:
    if "name" not in draft.sheet.mapping:
        return None
    result = actions.import_guests(
        invitation=invitation, sheet=draft.sheet, by=request.user, default_seats=draft.default_seats, is_trial=True
    )
    return Preview.of(draft.sheet, result)
