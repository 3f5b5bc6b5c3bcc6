""" "Use this template": one short form, and the editor opens with the page already right."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language

from accounts import access as accounts_access

from . import actions
from .celebrations import EVENT_TYPES
from .forms import UseTemplateForm
from .models import TemplatePage


def template_use(request: HttpRequest, template: TemplatePage) -> HttpResponse:
    """Asks names, date, time and place; whoever has no account yet makes one on the way and comes back to the same choice."""
    event_type = request.POST.get("event_type") or request.GET.get("event") or template.event_type
    if event_type not in template.event_types:
        raise Http404
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("account_signup"))
    workspace = accounts_access.current_workspace(request)
    is_allowed = workspace is not None and accounts_access.can(request.user, workspace, "edit")
    form = UseTemplateForm(request.POST or None, event_type=event_type, language=get_language() or "kk")
    if request.method == "POST" and is_allowed and form.is_valid():
        page = actions.create_from_template(template=template, workspace=workspace, by=request.user, facts=form.facts(), request=request)
        return redirect("wagtailadmin_pages:edit", page.pk)
    context: dict[str, Any] = {
        **template.get_context(request),
        "form": form,
        "event_type": event_type,
        "event_types": [EVENT_TYPES[key] for key in template.event_types],
        "workspace": workspace,
        "is_allowed": is_allowed,
    }
    return TemplateResponse(request, "invitations/template_use.html", context)
