"""The screens of a workspace: who works there, and which one a person works in now."""

from urllib.parse import quote

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from . import access, actions
from .forms import MemberForm, RenameForm, RoleForm
from .models import Workspace


def _current(request: HttpRequest) -> Workspace:
    workspace = access.current_workspace(request)
    if workspace is None:
        raise Http404
    return workspace


def _screen(request: HttpRequest, *, form: Form | None = None, status: int = 200, **more: str) -> HttpResponse:
    workspace = access.current_workspace(request)
    context = {
        "workspace": workspace,
        "members": access.members_of(workspace) if workspace else [],
        "spaces": access.own_workspaces(request.user),
        "may_manage": workspace is not None and access.can(request.user, workspace, "manage"),
        "form": form or MemberForm(),
        "roles": MemberForm.base_fields["role"].choices,
        **more,
    }
    return render(request, "accounts/workspace.html", context, status=status)


def workspace_show(request: HttpRequest) -> HttpResponse:
    """The workspace the person works in, its members, and the person's other workspaces."""
    return _screen(request)


@require_POST
def workspace_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Work in another one of the person's own workspaces."""
    workspace = access.get_workspace(request.user, pk)
    try:
        actions.switch_workspace(workspace=workspace, request=request)
    except PermissionDenied:
        # Staff see every workspace but are at home in their own ones only.
        raise Http404 from None
    return redirect("workspace:show")


@require_POST
def workspace_rename(request: HttpRequest) -> HttpResponse:
    form = RenameForm(request.POST)
    if not form.is_valid():
        return _refused(request, form.errors["name"][0])
    actions.rename_workspace(workspace=_current(request), name=form.cleaned_data["name"], by=request.user, request=request)
    messages.success(request, _("Saved."))
    return redirect("workspace:show")


@require_POST
def member_invite(request: HttpRequest) -> HttpResponse:
    """Make a link for one more helper and show it once; an e-mail address gets it by mail too."""
    workspace, form = _current(request), MemberForm(request.POST)
    if not form.is_valid():
        return _screen(request, form=form, status=422)
    # What is mailed carries names the sender chose: it must not become a way to write to strangers.
    if not ratelimit.consume(request, action="invite_member", user=request.user):
        return _refused(request, _("Too many invitations in a row. Wait an hour and try again."))
    contact = form.cleaned_data["contact"]
    link = actions.invite_member(workspace=workspace, contact=contact, role=form.cleaned_data["role"], by=request.user, request=request)
    words = _('%(name)s asks you to help with the celebration "%(workspace)s".') % {"name": request.user, "workspace": workspace}
    whatsapp = f"https://wa.me/{contact.phone.lstrip('+')}?text={quote(words + chr(10) + link)}" if contact.phone else ""
    return _screen(request, link=link, contact=str(contact), whatsapp=whatsapp)


@require_POST
def member_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a member another role."""
    membership, form = access.get_membership(_current(request), pk), RoleForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        actions.change_role(membership=membership, role=form.cleaned_data["role"], by=request.user, request=request)
    except ValidationError as error:
        return _refused(request, error.messages[0])
    messages.success(request, _("Saved."))
    return redirect("workspace:show")


@require_POST
def member_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a member out, or leave oneself."""
    membership = access.get_membership(_current(request), pk)
    try:
        actions.remove_member(membership=membership, by=request.user, request=request)
    except ValidationError as error:
        return _refused(request, error.messages[0])
    messages.success(request, _("The person is out."))
    return redirect("workspace:show")


def _refused(request: HttpRequest, words: str) -> HttpResponse:
    messages.error(request, words)
    return redirect("workspace:show")
