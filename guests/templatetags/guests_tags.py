"""What the guests' part puts into an invitation's page."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag(takes_context=True)
def rsvp_form(context: dict[str, Any]) -> str:
    """The form in which the guest of `party_invite` answers on `page`."""
    return ""


@register.simple_tag(takes_context=True)
def guest_greeting(context: dict[str, Any]) -> SafeString | str:
    """The guest of `party_invite` by name, for the top of the letter; empty on the public link."""
    invite = context.get("party_invite")
    return format_html('<p class="greeting">{}</p>', _("Dear %(name)s!") % {"name": invite.party.name}) if invite else ""
