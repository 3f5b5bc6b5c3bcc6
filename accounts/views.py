"""A person's own screens: the account, the language, and joining a workspace by a link."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from . import access, actions, invites
from .forms import LanguageForm
from .models import User


@login_required
@never_cache
def account_show(request: HttpRequest) -> HttpResponse:
    """The person's own name, addresses, language and password."""
    return render(request, "accounts/account.html", {"spoken": User.Language.choices})


@require_POST
def language_change(request: HttpRequest) -> HttpResponse:
    """Remember the language (on the person when signed in, in the browser always) and go back to the same page in it."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        raise Http404
    language = form.cleaned_data["language"]
    if request.user.is_authenticated:
        actions.change_language(user=request.user, language=language, request=request)
    back = request.POST.get("next", "")
    # A word without a slash would be taken for the name of a view.
    is_here = back.startswith("/") and get_adapter(request).is_safe_url(back)
    answer = redirect(translate_url(back if is_here else f"/{language}/", language))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return answer


@login_required
@never_cache
def invite_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites and where to; joining is a POST, so that opening the link does nothing."""
    invite = invites.read(token)
    workspace = access.get_inviting_workspace(invite)
    if request.method != "POST":
        return render(request, "accounts/join.html", {"workspace": workspace, "role": invite.role_label})
    try:
        actions.accept_invite(invite=invite, user=request.user, request=request)
    except ValidationError as error:
        return render(request, "accounts/join.html", {"workspace": workspace, "refusal": error.messages[0]}, status=409)
    actions.switch_workspace(workspace=workspace, request=request)
    messages.success(request, _("You are in."))
    return redirect(settings.LOGIN_REDIRECT_URL)
