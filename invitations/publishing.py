"""The gate: nothing becomes live or is served unless its invitation is entitled to it.

No single hook of Wagtail's sees every path to "live", so it stands in three places: the permission testers (what the
editor offers), `save()` (what every other path ends in; it keeps the page as a draft instead of raising, for an exception
would lose a new page and stop a whole batch) and `serve()` (what the two paths that write past `save()` meet).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import PagePermissionTester

from accounts.wagtail_tenancy import OrganizerPagePermissionTester

from .models.invitation import Entitlement, Invitation, Tier

if TYPE_CHECKING:
    from .models import InvitationPage

# What a save has to write for the page to become live, or to cost more than it did.
DECIDE = {"live", "live_revision", "theme", "theme_id", "invitation", "invitation_id"}
WRITTEN_WITH_LIVE = {"live", "has_unpublished_changes", "live_revision"}


def required_tier(page: "InvitationPage") -> Tier:
    """What the page costs: the higher of the template it was made from and the theme it wears now."""
    tiers = [Tier(page.theme.tier)]
    if page.invitation is not None:
        tiers.append(Tier(page.invitation.tier))
    return max(tiers, key=lambda tier: tier.rank)


def entitled_tier(invitation: Invitation) -> Tier:
    """The highest tier the invitation has a standing right to; free when it has none."""
    granted = invitation.entitlements.filter(Entitlement.standing()).values_list("tier", flat=True)
    return _highest(granted)


def lasting_tier(invitation: Invitation, *, without: Entitlement | None = None) -> Tier:
    """The highest tier it has a right to that does not end, `without` one of them."""
    lasting = invitation.entitlements.filter(revoked_at=None, ends_at=None).exclude(pk=without.pk if without else None)
    return _highest(lasting.values_list("tier", flat=True))


def _highest(codes: Iterable[str]) -> Tier:
    return max((Tier(code) for code in codes), key=lambda tier: tier.rank, default=Tier.FREE)


def ends_at(page: "InvitationPage") -> datetime | None:
    """When this live page will be taken down because its payment was given back; None when it will not be."""
    if page.invitation is None or not page.live or page.invitation.archived_at is not None:
        return None
    wanted = required_tier(page).rank
    if lasting_tier(page.invitation).rank >= wanted:
        return None
    ending = page.invitation.entitlements.filter(Entitlement.standing(), ends_at__isnull=False)
    return max((one.ends_at for one in ending if one.ends_at and Tier(one.tier).rank >= wanted), default=None)


def is_entitled(invitation: Invitation, tier: str) -> bool:
    """Whether the invitation may be live with a template of `tier`; an archived one may not."""
    if invitation.archived_at is not None:
        return False
    wanted = Tier(tier)
    return wanted is Tier.FREE or entitled_tier(invitation).rank >= wanted.rank


def may_be_live(page: "InvitationPage") -> bool:
    """Whether this version of the page may be live; one that belongs to no invitation may not."""
    return page.invitation is not None and is_entitled(page.invitation, required_tier(page))


class GatedPagePermissionTester(OrganizerPagePermissionTester):
    """Wagtail's rules for an invitation's page, and that nobody, superusers included, publishes what is not paid."""

    def can_publish(self) -> bool:
        return super().can_publish() and may_be_live(self.page)


class FolderPermissionTester(OrganizerPagePermissionTester):
    """Wagtail's rules for a workspace's folder; a new page is a draft until its invitation says what it costs."""

    def can_publish_subpage(self) -> bool:
        return False


class PublishGateMixin:
    """The gate of an invitation's page; to stand first among its bases."""

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return GatedPagePermissionTester(user, self)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """A draft never says to which invitation the page belongs: it could name another one, which is paid."""
        draft = super().with_content_json(content)
        draft.invitation_id = self.invitation_id
        return draft

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Wagtail's, except that a page which may not be live is kept as a draft.

        A draft's own columns say nothing of what is live: a dearer look that is only drafted leaves the page up.
        """
        written = kwargs.get("update_fields")
        is_decided = written is None or not DECIDE.isdisjoint(written)
        if is_decided and self.live and not may_be_live(self):
            self.live, self.live_revision, self.has_unpublished_changes = (
                False,
                None,
                True,
            )
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], *WRITTEN_WITH_LIVE}
        super().save(*args, **kwargs)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As Wagtail's, except that a page which may not be live answers 402, or 410 when it is archived."""
        if getattr(request, "is_preview", False) or may_be_live(self):
            return super().serve(request, *args, **kwargs)
        is_archived = self.invitation is not None and self.invitation.archived_at is not None
        template, status = ("invitations/archived.html", 410) if is_archived else ("402.html", 402)
        response = TemplateResponse(request, template, {"page": self, "is_invitation": True}, status=status)
        response["Cache-Control"] = "no-store"
        return response
