"""What stands in the place of the answer on an invitation: a form, thanks, or why no answer is taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from invitations.models import Invitation

from . import closing
from .forms import PUBLIC_SEATS, AnswerForm, PublicAnswerForm, initial_of
from .models import Guest, Language, PartyInvite


def language_of() -> str:
    """The language to write to a guest who reads the page in the active one."""
    return Language.RUSSIAN if get_language() == "ru" else Language.KAZAKH


@dataclass
class Reply:
    """The reply of a party that is known, by its link or by the browser it answered with."""

    invite: PartyInvite
    form: AnswerForm
    guests: list[Guest]
    closed: str | None
    is_changing: bool

    @classmethod
    def of(cls, invite: PartyInvite, *, is_changing: bool = False, data: Any = None) -> Reply | PublicReply:
        """`invite` as `guests.access` fetches it for its own guest. A party that came by the public link keeps the form with its name."""
        if invite.source == PartyInvite.Source.PUBLIC:
            return PublicReply.of(invite.invitation, invite=invite, data=data, is_changing=is_changing)
        guests = invite.guests
        form = AnswerForm(data, seats=invite.seats, guests=guests, initial=initial_of(invite, guests))
        return cls(invite, form, guests, closing.closed_because(invite.invitation), is_changing)

    @property
    def is_answered(self) -> bool:
        return hasattr(self.invite, "answer")

    @property
    def shows_form(self) -> bool:
        return not self.closed and (self.is_changing or not self.is_answered)

    @property
    def coming_names(self) -> list[str]:
        """Who of the party comes, by name, where the names are known."""
        return [guest.name for guest in self.guests if guest.name and guest.comes]


@dataclass
class PublicReply:
    """The reply of whoever has the public link; `invite` once this browser answered."""

    form: PublicAnswerForm
    closed: str | None
    is_open: bool
    invite: PartyInvite | None = None
    is_changing: bool = False
    coming_names: tuple[str, ...] = ()

    @classmethod
    def of(cls, invitation: Invitation, *, invite: PartyInvite | None = None, data: Any = None, is_changing: bool = False) -> PublicReply:
        initial: dict[str, Any] = {"people": 1}
        if invite:
            initial = initial_of(invite, []) | {"name": invite.party.name}
        form = PublicAnswerForm(data, seats=PUBLIC_SEATS, initial=initial)
        return cls(form, closing.closed_because(invitation), invitation.is_open_rsvp, invite, is_changing or data is not None)

    @property
    def is_answered(self) -> bool:
        return self.invite is not None and hasattr(self.invite, "answer")

    @property
    def shows_form(self) -> bool:
        return self.is_open and not self.closed and (self.is_changing or not self.is_answered)


def section_of(page: Any, reply: Reply | PublicReply, action: str, *, is_public_page: bool = False) -> dict[str, Any]:
    """What the template of the answer's section shows; of `page` it needs whom guests may ask. The form is sent to `action`."""
    return {
        "page": page,
        "reply": reply,
        "form": reply.form,
        "answer": getattr(reply.invite, "answer", None) if reply.invite else None,
        "action": action,
        "is_public_page": is_public_page,
    }
