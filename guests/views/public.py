"""The guest's half: a personal link, and the answer. Registered under the invitation's address by GuestsConfig.

The views are exempt from Django's check of a CSRF cookie (invitations.public_views): a personal link is its own proof, the public form
takes anybody's answer anyway, and the cookie that remembers a browser is SameSite=Lax, so another site cannot use it. What
this buys: no cookie is set by looking, pages can be cached, and no in-app browser loses an answer for want of a cookie.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from accounts.origin import address_of
from accounts.row_security import workspace_scope
from guests import access, actions, closing, limits, shells, visits
from guests.forms import AnswerForm
from guests.models import PartyInvite
from guests.rsvp import PublicReply, Reply, language_of, section_of
from invitations import addresses
from invitations.models import InvitationPage

YEAR = 365 * 24 * 60 * 60


def personal(request: HttpRequest, page: InvitationPage, token: str) -> HttpResponse:
    """GET greets the guest by name and counts the opening; POST takes the answer. A wrong link shows the public face."""
    invite = access.get_party_invite(page.invitation, token) if request.method == "POST" else None
    if invite is None:
        return _read(request, _shells(request, page), f"g/{token}/")
    with workspace_scope(page.invitation.workspace_id):
        return _answer_personally(request, page, invite)


def answer(request: HttpRequest, page: InvitationPage) -> HttpResponse:
    """The answer by the public link, and the page that says it has arrived."""
    if request.method != "POST":
        return _read(request, _shells(request, page), "rsvp/")
    invite = access.get_browser_invite(request, page.invitation)
    with workspace_scope(page.invitation.workspace_id):
        if invite and invite.source != PartyInvite.Source.PUBLIC:
            return _answer_personally(request, page, invite)
        return _answer_publicly(request, page, invite)


def read(request: HttpRequest, slug: str, version: str, rest: str) -> HttpResponse | None:
    """What `personal` and `answer` give to GET, without the page: None unless its shell is cached. One query, about the guest."""
    return _read(request, shells.Shells(request, slug, version), rest)


def _shells(request: HttpRequest, page: InvitationPage) -> shells.Shells:
    return shells.Shells(request, page.event_slug, getattr(request, "face_version", None), page)


def _read(request: HttpRequest, known: shells.Shells, rest: str) -> HttpResponse | None:
    face = known.face()
    if face is None:
        return None
    token = rest.removeprefix("g/").rstrip("/") if rest.startswith("g/") else ""
    invite = access.get_party_invite(face.invitation, token) if token else access.get_browser_invite(request, face.invitation)
    is_unknown = bool(token) and invite is None
    shell = known.get(shells.NAMED if invite else shells.UNKNOWN if is_unknown else shells.NAMELESS)
    if shell is None:
        # Before anything is counted: the same request comes again, with the page.
        return None
    if is_unknown and limits.WRONG_LINKS_FROM_AN_ADDRESS.is_over(address_of(request)):
        return _wall(request)
    if token and invite:
        visits.note(request, invite)
    reply = Reply.of(invite, is_changing="change" in request.GET) if invite else PublicReply.of(face.invitation)
    return _show(request, face, shell, reply, rest)


def _answer_personally(request: HttpRequest, page: InvitationPage, invite: PartyInvite) -> HttpResponse:
    reply = Reply.of(invite, is_changing=True, data=request.POST)
    if not reply.closed and _is_too_often(request, page, limits.ANSWERS_OF_A_PARTY.is_over(invite.pk)):
        return _too_often(request, page, reply)
    former = access.get_browser_invite(request, page.invitation)
    if not reply.closed and reply.form.is_valid():
        answer = {"invite": invite, "former": former, **reply.form.answer()}
        if _try(reply.form, actions.answer_personally, request=request, **answer):
            return _thanks(request, page, invite)
    return _show_again(request, page, reply, 409 if reply.closed else 422)


def _answer_publicly(request: HttpRequest, page: InvitationPage, invite: PartyInvite | None) -> HttpResponse:
    reply = PublicReply.of(page.invitation, data=request.POST, invite=invite)
    if not reply.closed and _is_too_often(request, page, invite is None and limits.NEWCOMERS_FROM_AN_ADDRESS.is_over(address_of(request))):
        return _too_often(request, page, reply)
    if not reply.closed and reply.form.is_valid():
        answer = {"invitation": page.invitation, "invite": invite, "name": reply.form.cleaned_data["name"], **reply.form.answer()}
        if given := _try(reply.form, actions.answer_openly, language=language_of(), request=request, **answer):
            return _thanks(request, page, given)
    return _show_again(request, page, reply, 409 if reply.closed else 422)


def _try(form: AnswerForm, action: Callable[..., Any], **arguments: Any) -> Any:
    """What the action gives; None when it refused, and then the form says why."""
    try:
        return action(**arguments)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
    except closing.AnswersClosedError:
        form.add_error(None, _("Answers are closed now."))
    return None


def _is_too_often(request: HttpRequest, page: InvitationPage, is_over: bool) -> bool:
    by_address = limits.ANSWERS_FROM_AN_ADDRESS.is_over(address_of(request))
    return limits.ANSWERS_OF_A_CELEBRATION.is_over(page.invitation.pk) or by_address or is_over


def _too_often(request: HttpRequest, page: InvitationPage, reply: Reply | PublicReply) -> HttpResponse:
    """What was typed stays in the form, to be sent once more."""
    reply.form.add_error(
        None, _("Too many answers came from here just now. What you wrote is still below: please send it again in a few minutes.")
    )
    response = _show_again(request, page, reply, 429)
    response["Retry-After"] = "300"
    return response


def _wall(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "3600"
    return response


def _show_again(request: HttpRequest, page: InvitationPage, reply: Reply | PublicReply, status: int) -> HttpResponse:
    """The page to somebody whose answer was not taken: what they typed stays in the form."""
    known = _shells(request, page)
    shell = known.get(shells.NAMED if reply.invite else shells.NAMELESS)
    return _show(request, known.face(), shell, reply, request.invitation_rest, status)


def _show(
    request: HttpRequest, face: shells.Face, shell: shells.Shell, reply: Reply | PublicReply, rest: str, status: int = 200
) -> HttpResponse:
    """The invitation with this reply in it. Whom no link or cookie names answers by the public link."""
    action = request.path if reply.invite else f"{addresses.path_of(face.invitation.slug)}rsvp/"
    section = render_to_string("guests/_rsvp_form.html", section_of(face, reply, action))
    name = reply.invite.party.name if reply.invite else ""
    response = HttpResponse(shell.fill(name=name, reply=section, rest=rest), status=status)
    add_never_cache_headers(response)
    return response


def _thanks(request: HttpRequest, page: InvitationPage, invite: PartyInvite) -> HttpResponse:
    """Back to where the guest was, by GET; from now on this browser is known to have answered."""
    response = HttpResponseRedirect(f"{request.path}?thanks#rsvp")
    response.set_cookie(
        access.browser_cookie(page.invitation),
        access.browser_mark(invite),
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    add_never_cache_headers(response)
    return response
