"""What the guests' part puts into an invitation's page and into the hosts' screens."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guests import phones, queries, rsvp
from guests.forms import AnswerForm
from guests.models import PartyInvite
from guests.queries import Counts
from guests.reading import Sheet
from guests.rsvp import PublicReply
from guests.sharing import Sharing
from invitations.models import Invitation

register = template.Library()


@register.simple_tag(takes_context=True)
def rsvp_form(context: dict[str, Any]) -> str:
    """The answer to `page`: the form of the guest whose `reply` it is, thanks, or why none is taken.

    On the public page it says the same to everybody, so that the page may be cached; a preview's form cannot be sent.
    A shell of the page (`guests.shells`) has its hole here.
    """
    return context.get("reply_section") or render_to_string("guests/_rsvp_form.html", _section_of(context))


def _section_of(context: dict[str, Any]) -> dict[str, Any]:
    page, request = context["page"], context["request"]
    invitation = getattr(page, "invitation", None)
    if invitation is None or getattr(request, "is_preview", False):
        return {"page": page, "is_sample": True, "form": AnswerForm(seats=2, initial={"people": 2})}
    return rsvp.section_of(page, PublicReply.of(invitation), f"{request.path}rsvp/", is_public_page=True)


@register.simple_tag(takes_context=True)
def guest_greeting(context: dict[str, Any]) -> SafeString | str:
    """The guest of `party_invite` by name, for the top of the letter; empty on the public link.

    A preview greets the first of the family's own guests, and its sample name while there is none.
    """
    invite = context.get("party_invite")
    name = invite.party.name if invite else context.get("preview_guest_name", "")
    if not invite and name and (invitation := context["page"].invitation):
        name = queries.sample_name(invitation, rsvp.language_of()) or name
    return format_html('<p class="greeting">{}</p>', _("Dear %(name)s!") % {"name": name}) if name else ""


@register.simple_tag
def celebration_counts(invitation: Invitation) -> Counts:
    """The numbers of one celebration; taken from what `with_counts` fetched for a list, if it did."""
    known = getattr(invitation, "guest_counts", None)
    return known or queries.counts_for([invitation])[invitation.pk]


@register.filter
def with_counts(invitations: Iterable[Invitation]) -> list[Invitation]:
    """The celebrations, each with its numbers for `celebration_counts`: one query for all."""
    rows = list(invitations)
    counts = queries.counts_for(rows)
    for invitation in rows:
        invitation.guest_counts = counts[invitation.pk]
    return rows


@register.filter
def spaced_phone(phone: str) -> str:
    """A phone as people read it."""
    return phones.spaced(phone)


@register.filter
def dialled(phone: str) -> str:
    """A phone as a link dials it: digits, with a plus."""
    try:
        return phones.normalise(phone)
    except phones.InvalidPhoneError:
        return "".join(character for character in phone if character.isdigit() or character == "+")


@register.simple_tag
def whatsapp_link(sharing: Sharing, invite: PartyInvite) -> str:
    """The address that opens WhatsApp with the guest's text."""
    return sharing.whatsapp(invite)


@register.simple_tag
def guest_link(sharing: Sharing, invite: PartyInvite) -> str:
    """The guest's own link, to be copied."""
    return sharing.link(invite)


@register.filter
def samples_of(sheet: Sheet, field: str) -> str:
    """What stands in a column of a list, as examples; `field` is the mapping form's name of it."""
    index = int(field.removeprefix("column-"))
    return " · ".join([cells[index][:40] for _number, cells in sheet.rows if cells[index]][:3])
