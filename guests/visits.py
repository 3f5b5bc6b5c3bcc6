"""Whether a person opens a guest's link, or a machine that looks at it for them."""

import re

from django.http import HttpRequest
from django.utils import timezone

from accounts import access
from accounts.queue import send_after_commit
from invitations.models import Invitation

from . import tasks
from .models import PartyInvite

# Messengers fetch a link to draw its preview; the phones of the maker Cubot are no robots.
ROBOTS = re.compile(
    r"(?<!cu)bot\b|(?<!cu)bot[/;: ]|crawl|spider|scrap|preview|facebookexternalhit|facebot|meta-external|whatsapp/|vkshare|slack|discord|skypeuri"
    r"|twitter|linkedin|pinterest|google-(?:read|inspection|safety)|googleother|mediapartners|bingpreview|embedly|okhttp|curl/|wget/|python-|go-http"
    r"|java/|node-fetch|axios|headlesschrome-lighthouse|lighthouse",
    re.IGNORECASE,
)
PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def is_robot(agent: str) -> bool:
    """Whether a browser's name is a robot's. Viber's own is its preview; inside Viber's browser it calls itself Mozilla too."""
    return bool(ROBOTS.search(agent)) or ("viber" in agent.lower() and "mozilla" not in agent.lower())


def is_prefetch(request: HttpRequest) -> bool:
    """Whether the browser fetches ahead of a tap that may never come."""
    return any(re.search("prefetch|preview|prerender", request.headers.get(name, ""), re.IGNORECASE) for name in PREFETCH_HEADERS)


def is_by_guest(request: HttpRequest, invitation: Invitation) -> bool:
    """Whether a guest looks at the page: not a robot, not a prefetch, not the hosts or staff trying a link out."""
    if request.method != "GET" or is_robot(request.headers.get("User-Agent", "")) or is_prefetch(request):
        return False
    return not access.can(request.user, invitation.workspace_id, "view")


def note(request: HttpRequest, invite: PartyInvite) -> None:
    """Let the queue count the opening when it is a guest's, and not a page they came to by answering: nobody waits for it."""
    if {"thanks", "change"} & set(request.GET) or not is_by_guest(request, invite.invitation):
        return
    send_after_commit(tasks.record_opening, invite.workspace_id, invite.pk, timezone.now().isoformat())
