"""The address of a celebration and the words to send it with."""

from django.utils.translation import gettext as _

from . import addresses, facts
from .models import Invitation, InvitationPage


def words_for(invitation: Invitation, page: InvitationPage | None) -> dict[str, str]:
    """What `invitations/host/_share.html` shows, in the language of the organizer."""
    url = addresses.short_url_of(invitation.slug)
    title = facts.facts_of(page).title if page else str(invitation)
    words = _("We invite you: %(title)s") % {"title": title}
    return {
        "public_url": url,
        "share_title": words,
        "share_text": f"{words}\n{url}",
        "card_url": f"{addresses.path_of(invitation.slug)}og/",
        "card_name": f"{invitation.slug}.jpg",
    }
