"""An invitation's page for its guests: rendered once for all of them with holes in it, then filled for each.

Holes are the guest's name, the reply (form, thanks or closing words) and the end of the address in the links to the other
language. While it is rendered a hole is marked by a word that nobody can know beforehand; the page is cut there at once, and
what is kept are the pieces. So no text of a family's or a guest's can be taken for a hole.
"""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass
from secrets import token_hex
from types import SimpleNamespace
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.translation import get_language

from invitations.models import Invitation, InvitationPage

TEMPLATE = "guests/invitation_page.html"
# As the public face; what shows changes at once with the version in the key.
SECONDS = 300
NAMED, NAMELESS, UNKNOWN = "named", "nameless", "unknown"
# Of the celebration; in the model's order, as `from_db` asks.
KNOWN = ("id", "workspace_id", "slug", "starts_at", "time_zone", "answer_by", "is_open_rsvp", "archived_at")


@dataclass(frozen=True)
class Face:
    """What a guest's part of the page needs to know of the invitation; stands for the page in the reply's template."""

    contact_name: str
    contact_phone: str
    known: tuple[Any, ...]

    @classmethod
    def of(cls, page: InvitationPage) -> Face:
        """From a page that was fetched."""
        return cls(page.contact_name, page.contact_phone, tuple(getattr(page.invitation, name) for name in KNOWN))

    @property
    def invitation(self) -> Invitation:
        """The celebration with the fields a reply depends on."""
        return Invitation.from_db("default", KNOWN, self.known)


@dataclass(frozen=True)
class Shell:
    """A page in pieces: every second one is the name of a hole."""

    pieces: tuple[str, ...]

    @classmethod
    def render(cls, request: HttpRequest, page: InvitationPage, kind: str) -> Shell:
        """The page for guests of one kind: greeted by name, by nobody's name, or told that their link is unknown."""
        mark = token_hex(16)
        guest = SimpleNamespace(party=SimpleNamespace(name=f"{mark}name")) if kind == NAMED else None
        context = {
            "party_invite": guest,
            "is_personal": kind == NAMED,
            "is_unknown_link": kind == UNKNOWN,
            "reply_section": f"{mark}reply",
            "languages": page.languages_at(f"{mark}rest"),
        }
        html = page.render(request, template=TEMPLATE, context_overrides=context).render().content.decode()
        return cls(tuple(re.split(f"{mark}(name|reply|rest)", html)))

    def fill(self, *, name: str, reply: str, rest: str) -> str:
        """The page of one guest; `reply` is HTML already."""
        words = {"name": escape(name), "reply": reply, "rest": escape(rest)}
        return "".join(words[piece] if index % 2 else piece for index, piece in enumerate(self.pieces))


@dataclass(frozen=True)
class Shells:
    """The shells of one version of a page, in the language asked for. With the `page` at hand, what is missing is made."""

    request: HttpRequest
    slug: str
    version: str | None
    page: InvitationPage | None = None

    def face(self) -> Face | None:
        """The facts; None when neither the cache nor a page has them."""
        key = f"guests-face:{self.slug}:{self.version}"
        if self.page is None:
            found = cache.get(key)
            return Face(*found) if found else None
        face = Face.of(self.page)
        if self.version:
            cache.set(key, astuple(face), SECONDS)
        return face

    def get(self, kind: str) -> Shell | None:
        """The shell for guests of a kind; None when neither the cache nor a page has it."""
        key = f"guests-shell:{kind}:{get_language()}:{self.slug}:{self.version}"
        pieces = cache.get(key) if self.version else None
        if pieces or self.page is None:
            return Shell(pieces) if pieces else None
        shell = Shell.render(self.request, self.page, kind)
        if self.version:
            cache.set(key, shell.pieces, SECONDS)
        return shell
