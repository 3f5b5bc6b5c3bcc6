"""The organizer's screens of celebrations."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.home import HomeView

from accounts import access as accounts_access
from payments import queries as payment_queries

from . import access, actions, addresses, payables, publishing, queries, readiness, sharing
from .forms import AddressForm, CelebrationSearchForm
from .models import Invitation
from .publish_views import ending_of

ENOUGH_TO_SEARCH = 4
PER_PAGE = 24


def admin_home(request: HttpRequest) -> HttpResponse:
    """Staff get Wagtail's own first screen, an organizer the celebrations."""
    if request.user.is_authenticated and not accounts_access.is_staff_user(request.user):
        return redirect("celebrations:list")
    return require_admin_access(HomeView.as_view())(request)


def celebration_list(request: HttpRequest) -> HttpResponse:
    """The celebrations of the person's workspaces, page by page."""
    own = access.invitations_for(request.user).select_related("workspace")
    form = CelebrationSearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = queries.celebrations(own, search=asked.get("q", ""), order=asked.get("order") or "new")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    invitations = list(page)
    context = {
        "page": page,
        "celebrations": [queries.celebration(one) for one in invitations],
        "invitations": invitations,
        "form": form,
        "is_searched": bool(asked.get("q")),
        "is_searchable": bool(asked.get("q")) or page.paginator.count >= ENOUGH_TO_SEARCH,
        "editable": _editable_workspaces(request, invitations),
        "gallery_url": addresses.gallery_path(),
        "title": _("My celebrations"),
    }
    return render(request, "invitations/host/celebration_list.html", context)


def _editable_workspaces(request: HttpRequest, invitations: list[Invitation]) -> set[int]:
    ids = {one.workspace_id for one in invitations}
    return {pk for pk in ids if accounts_access.can(request.user, pk, "edit")}


def celebration_hub(request: HttpRequest, pk: int) -> HttpResponse:
    """One celebration: where it stands, its address, and what to do next."""
    return render(request, "invitations/host/celebration_hub.html", _hub(request, access.get_invitation(request.user, pk)))


def _hub(request: HttpRequest, invitation: Invitation) -> dict[str, Any]:
    page = invitation.page
    draft = page.get_latest_revision_as_object() if page else None
    return {
        "invitation": invitation,
        "celebration": queries.celebration(invitation),
        "page": page,
        "checklist": readiness.checklist(draft) if draft else [],
        "missing": readiness.missing(draft) if draft else [],
        "is_changed": bool(page and page.live and page.has_unpublished_changes),
        "may_be_live": draft is not None and publishing.may_be_live(draft),
        "can_edit": accounts_access.can(request.user, invitation.workspace_id, "edit"),
        "can_publish": accounts_access.can(request.user, invitation.workspace_id, "publish"),
        "pending": payment_queries.live_payment(payables.reference_of(invitation)),
        "title": str(invitation),
        **(ending_of(page) if page else {}),
        **sharing.words_for(invitation, page),
    }


def celebration_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest draft in a tab of its own, for screens too small for the editor's preview panel."""
    page = access.get_page(request.user, pk)
    mode = request.GET.get("mode", "")
    known = dict(page.preview_modes)
    draft = page.get_latest_revision_as_object()
    return draft.make_preview_request(request, mode if mode in known else "kk")


def celebration_address(request: HttpRequest, pk: int) -> HttpResponse:
    """Another address for the celebration."""
    invitation = access.get_editable(request.user, pk)
    form = AddressForm(request.POST or None, initial={"slug": invitation.slug})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_address(invitation=invitation, slug=form.cleaned_data["slug"], by=request.user, request=request)
        except ValidationError as error:
            form.add_error("slug", error)
        else:
            messages.success(request, _("The address is changed."))
            return redirect("celebrations:hub", pk)
    context = {
        "invitation": invitation,
        "form": form,
        "was_published": queries.was_published(invitation),
        "prefix": addresses.short_url_of("-").removesuffix("-/"),
        "title": _("Address of the invitation"),
    }
    return render(request, "invitations/host/celebration_address.html", context)


@require_POST
def celebration_open_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether anyone with the public link may answer."""
    invitation = access.get_editable(request.user, pk)
    actions.open_answers(invitation=invitation, is_open=request.POST.get("is_open") == "1", by=request.user, request=request)
    return redirect("celebrations:hub", pk)


@require_POST
def celebration_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Among the past ones, or back."""
    invitation = access.get_editable(request.user, pk)
    is_archived = request.POST.get("is_archived") == "1"
    actions.archive(invitation=invitation, is_archived=is_archived, by=request.user, request=request)
    words = _("The celebration is in the archive.") if is_archived else _("The celebration is back.")
    messages.success(request, words)
    return redirect("celebrations:hub", pk)
