"""What a host sends a guest by WhatsApp: the celebration's own words, the facts and the guest's link, in the guest's language."""

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from django.utils.translation import override

from invitations import dates
from invitations.facts import facts_of
from invitations.models import Invitation, InvitationPage
from invitations.presets import preset_for

from . import access
from .models import PartyInvite


@dataclass
class Sharing:
    """The messages to all guests of one celebration: the facts are read once for each language."""

    invitation: Invitation

    @cached_property
    def page(self) -> InvitationPage | None:
        page = self.invitation.pages.order_by("-live", "pk").first()
        return page.specific if page else None

    @cached_property
    def _words(self) -> dict[str, dict[str, str]]:
        return {language: self._facts(language) for language in ("kk", "ru")}

    def _facts(self, language: str) -> dict[str, str]:
        if self.page is None:
            return {"names": str(self.invitation), "date": "", "place": ""}
        with override(language):
            facts = facts_of(self.page, language)
            date = dates.long_date(facts.moment, facts.zone, language) if facts.moment else ""
            when = f"{date}, {dates.clock(facts.moment, facts.zone)}" if facts.moment and facts.is_timed else date
            return {"names": facts.title, "date": when, "place": facts.place}

    def link(self, invite: PartyInvite) -> str:
        """The guest's own link."""
        return access.link_for(invite.party, self.invitation)

    def message(self, invite: PartyInvite) -> str:
        """The whole text, ready to be sent; lines without a fact are left out."""
        language = invite.party.language
        text = preset_for(self.invitation.event_type).message.in_language(language)
        filled = text.format(guest=invite.party.name, link=self.link(invite), **self._words[language])
        return re.sub(r"\n{3,}", "\n\n", filled).strip()

    def whatsapp(self, invite: PartyInvite) -> str:
        """The address that opens WhatsApp with the text: at the guest's chat, or at the choice of one when there is no phone."""
        return f"https://wa.me/{invite.party.phone.removeprefix('+')}?text={quote(self.message(invite))}"
