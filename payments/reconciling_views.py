"""Staff's screen of what differs between our books and the bank's."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from . import access, actions, queries, statements
from .forms import NoteForm, StatementForm
from .models import Finding

PER_PAGE = 30
RECENT = 5


def finding_list(request: HttpRequest, form: StatementForm | None = None, problems: list[str] | None = None) -> HttpResponse:
    """What is open, or with `?closed=1` what was closed; a file to compare and a button that asks the bank about everything open."""
    is_closed = request.GET.get("closed") == "1"
    found = queries.findings(access.findings_for(request.user), is_closed=is_closed)
    context = {
        "findings": Paginator(found, PER_PAGE).get_page(request.GET.get("p")),
        "is_closed": is_closed,
        "statements": access.statements_for(request.user)[:RECENT],
        "form": form or StatementForm(),
        "problems": problems or [],
        "note_form": NoteForm(auto_id=False),
        "title": _("Reconciliation"),
    }
    return render(request, "payments/finding_list.html", context, status=422 if problems or (form and form.errors) else 200)


@require_POST
def reconcile(request: HttpRequest) -> HttpResponse:
    """What is done every night, now."""
    access.require_staff(request.user)
    _tell(request, actions.reconcile(by=request.user, request=request))
    return redirect("payments:findings")


@require_POST
def statement_import(request: HttpRequest) -> HttpResponse:
    """Compare a statement; with a line that cannot be read nothing is written and each such line is shown."""
    access.require_staff(request.user)
    form = StatementForm(request.POST, request.FILES)
    if not form.is_valid():
        return finding_list(request, form)
    asked = form.cleaned_data
    try:
        _statement, found = actions.import_statement(
            gateway=asked["gateway"],
            name=asked["file"].name,
            content=asked["file"].read(),
            first_on=asked["first_on"],
            last_on=asked["last_on"],
            by=request.user,
            request=request,
        )
    except statements.UnreadableError as error:
        return finding_list(request, form, error.problems)
    _tell(request, found)
    return redirect("payments:findings")


@require_POST
def finding_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a finding with a note; without one it stays open."""
    finding = access.get_finding(request.user, pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        actions.close_finding(finding=finding, text=form.cleaned_data["text"], by=request.user, request=request)
    else:
        messages.error(request, _("Write what it was and what was done."))
    return redirect("payments:findings")


def _tell(request: HttpRequest, found: list[Finding]) -> None:
    if found:
        words = ngettext("%(count)s new difference was found.", "%(count)s new differences were found.", len(found))
        messages.warning(request, words % {"count": len(found)})
    else:
        messages.success(request, _("Nothing new was found."))
