"""The host's list of guests: seeing, finding, adding, changing, sending. Registered in `guests.wagtail_hooks`."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import can
from guests import access, actions, host_forms, queries
from guests.models import Answer, PartyInvite, Side
from guests.sharing import Sharing
from invitations.access import invitations_for
from invitations.celebrations import EVENT_TYPES
from invitations.models import Invitation

PER_PAGE = 50
FILTERS = ("search", "side", "status", "sort")


@require_GET
def guest_home(request: HttpRequest) -> HttpResponse:
    """Whose guests? Straight to the list when there is one celebration only."""
    celebrations = invitations_for(request.user).filter(archived_at=None)
    page = Paginator(celebrations, PER_PAGE).get_page(request.GET.get("page"))
    if page.paginator.count == 1:
        return redirect("guests:list", invitation_id=page[0].pk)
    return render(request, "guests/host/home.html", {"page": page})


@require_GET
def guest_list(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """The list with its numbers; htmx asks for the rows alone."""
    invitation = access.get_celebration(request.user, invitation_id)
    asked = {name: request.GET.get(name, "")[:100] for name in FILTERS}
    page = Paginator(queries.listed(invitation, **asked), PER_PAGE).get_page(request.GET.get("page"))
    context = _context(request, invitation) | {
        "page": page,
        "asked": asked,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "is_filtered": any(asked[name] for name in ("search", "side", "status")),
    }
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "guests/host/_rows.html", context)
    context |= {
        "counts": queries.counts_for([invitation])[invitation.pk],
        "sides": [*Side.choices, ("none", _("Not said"))] if _has_sides(invitation) else [],
        "statuses": [(key, label) for key, (label, _condition) in queries.STATUSES.items()],
        "sorts": [(key, label) for key, (label, _fields) in queries.SORTS.items()],
    }
    return render(request, "guests/host/list.html", context)


@require_http_methods(["GET", "POST"])
def guest_add(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """A new guest or household."""
    invitation = access.get_celebration(request.user, invitation_id, "edit")
    language = getattr(invitation.workspace, "language", "kk")
    form = host_forms.PartyForm(request.POST or None, initial={"language": language}, has_sides=_has_sides(invitation))
    if form.is_valid() and _try(form, actions.add_party, invitation=invitation, by=request.user, request=request, **form.cleaned_data):
        messages.success(request, _("%(name)s is in the list now.") % {"name": form.cleaned_data["name"]})
        return redirect("guests:add" if "another" in request.POST else "guests:list", invitation_id=invitation.pk)
    return render(request, "guests/host/form.html", {"invitation": invitation, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def guest_edit(request: HttpRequest, invitation_id: int, invite_id: int) -> HttpResponse:
    """One guest: what is known, the link, and taking them off the list."""
    invitation = access.get_celebration(request.user, invitation_id, "edit")
    invite = access.get_invite(invitation, invite_id)
    people = queries.people_with_attendance(invite)
    initial = host_forms.initial_of(invite, [guest.name for guest in people if guest.name])
    form = host_forms.PartyForm(request.POST or None, initial=initial, has_sides=_has_sides(invitation))
    if form.is_valid() and _try(form, actions.change_party, invite=invite, by=request.user, request=request, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("guests:list", invitation_id=invitation.pk)
    context = _context(request, invitation) | {"invite": invite, "form": form, "link": access.link_for(invite.party, invitation)}
    return render(request, "guests/host/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def guest_delete(request: HttpRequest, invitation_id: int, invite_id: int) -> HttpResponse:
    """Asks first, and says what is lost."""
    invitation = access.get_celebration(request.user, invitation_id, "edit")
    invite = access.get_invite(invitation, invite_id)
    if request.method == "POST":
        actions.delete_invite(invite=invite, by=request.user, request=request)
        messages.success(request, _("%(name)s is not in the list any more.") % {"name": invite.party.name})
        return redirect("guests:list", invitation_id=invitation.pk)
    return render(request, "guests/host/delete.html", {"invitation": invitation, "invite": invite})


@require_http_methods(["GET", "POST"])
def guest_answer(request: HttpRequest, invitation_id: int, invite_id: int) -> HttpResponse:
    """The host writes down what a guest said by phone; also after the last day."""
    invitation = access.get_celebration(request.user, invitation_id, "edit")
    invite = access.get_invite(invitation, invite_id)
    answer = getattr(invite, "answer", None)
    known = {name: getattr(answer, name) for name in ("choice", "people", "spouse_name", "message")} if answer else {"people": invite.seats}
    form = host_forms.HostAnswerForm(request.POST or None, initial=known)
    if form.is_valid() and _try(form, _give, invite=invite, by=request.user, request=request, **form.answer()):
        messages.success(request, _("The answer is written down."))
        return redirect("guests:list", invitation_id=invitation.pk)
    context = {"invitation": invitation, "invite": invite, "form": form}
    return render(request, "guests/host/answer.html", context, status=422 if form.errors else 200)


@require_POST
def guest_table(request: HttpRequest, invitation_id: int, invite_id: int) -> HttpResponse:
    """Another table, typed into the row."""
    invitation = access.get_celebration(request.user, invitation_id, "edit")
    invite = access.get_invite(invitation, invite_id)
    form = host_forms.TableForm(request.POST)
    if form.is_valid():
        actions.set_table(invite=invite, table=form.cleaned_data["table"].strip(), by=request.user, request=request)
    return _row(request, invitation, invite, error="" if form.is_valid() else form.errors["table"][0])


@require_POST
def guest_sent(request: HttpRequest, invitation_id: int, invite_id: int) -> HttpResponse:
    """The host sent the link, or takes the mark back."""
    invitation = access.get_celebration(request.user, invitation_id, "edit")
    invite = access.get_invite(invitation, invite_id)
    actions.mark_sent(invite=invite, by=request.user, is_sent="undo" not in request.POST, request=request)
    return _row(request, invitation, invite)


@require_POST
def guest_revoke(request: HttpRequest, invitation_id: int, invite_id: int) -> HttpResponse:
    """The old link stops working; there is a new one at once."""
    invitation = access.get_celebration(request.user, invitation_id, "edit")
    invite = access.get_invite(invitation, invite_id)
    actions.revoke_link(invite=invite, by=request.user, request=request)
    messages.success(request, _("The old link does not work any more. Send %(name)s the new one.") % {"name": invite.party.name})
    return redirect("guests:edit", invitation_id=invitation.pk, invite_id=invite.pk)


def _has_sides(invitation: Invitation) -> bool:
    """Whether its guests come from two families."""
    event_type = EVENT_TYPES.get(invitation.event_type)
    return event_type is None or event_type.family == "pair"


def _context(request: HttpRequest, invitation: Invitation) -> dict[str, Any]:
    return {"invitation": invitation, "can_edit": can(request.user, invitation.workspace_id, "edit"), "sharing": Sharing(invitation)}


def _row(request: HttpRequest, invitation: Invitation, invite: PartyInvite, error: str = "") -> HttpResponse:
    """The one row for htmx; back to the list without scripts."""
    if not request.htmx:
        return redirect(f"{reverse('guests:list', args=[invitation.pk])}#guest-{invite.pk}")
    context = _context(request, invitation) | {"invite": access.get_invite(invitation, invite.pk), "table_error": error}
    return render(request, "guests/host/_row.html", context)


def _give(**values: Any) -> Answer:
    return actions.give_answer(source=Answer.Source.HOST, **values)


def _try(form: host_forms.HostForm, action: Any, **values: Any) -> bool:
    """Whether the action was done; what it refused stands in the form."""
    try:
        action(**values)
    except ValidationError as error:
        for name, texts in error.message_dict.items() if hasattr(error, "error_dict") else [(None, error.messages)]:
            form.add_error(name if name in form.fields else None, texts)
    return not form.errors
