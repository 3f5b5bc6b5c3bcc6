"""Believable data for a first look: two families, an agency, their celebrations, a guest list that is alive."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from wagtail.models import Site

from accounts.row_security import workspace_scope
from cms.actions import create_site_content
from guests import access as guest_access
from invitations.actions import create_default_templates

from .agency import ensure_agency
from .celebrations import ensure_celebrations
from .people import PASSWORD, ensure_people


def load() -> dict[str, str]:
    """Make what is missing and say what to open, line by line."""
    _name_site()
    create_default_templates()
    create_site_content()
    people = ensure_people()
    invite = ensure_celebrations(people)
    ensure_agency(people)
    site = settings.SITE_URL
    with workspace_scope(people.family.pk):
        personal = guest_access.link_for(invite.party, invite.invitation)
    return {
        "Site": f"{site}/kk/",
        "Admin": f"{site}/admin/",
        "Organizer": f"{people.organizer.email} {PASSWORD}",
        "Teammate": f"{people.teammate.email} {PASSWORD}",
        "Agency": f"{people.agent.email} {PASSWORD}",
        "Staff": f"{people.staff.email} {PASSWORD}",
        "Invitation": f"{site}/kk/e/{invite.invitation.slug}/",
        "Personal link": personal,
        "Mail": f"{site}{reverse('messaging:list')} (as staff)",
    }


def _name_site() -> None:
    """Wagtail's site answers at the address this installation is served from."""
    address = urlsplit(settings.SITE_URL)
    site = Site.objects.get(is_default_site=True)
    site.hostname, site.port = address.hostname, address.port or {"http": 80, "https": 443}[address.scheme]
    site.save()
