"""Questions about celebrations that need no permission: their callers have asked `access` before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils import timezone
from wagtail.models import PageLogEntry

from accounts.models import Workspace
from messaging.models import Message

from . import dates
from .celebrations import EVENT_TYPES
from .models import Entitlement, Invitation, InvitationPage, RefundRule, SlugHistory, TemplatePage, Theme
from .models.invitation import Tier

Status = Literal["archived", "published", "unpaid", "draft"]
ORDERS = {"new": ("-pk",), "date": ("starts_at", "-pk"), "name": ("title_kk", "title_ru", "-pk")}


def is_address_free(slug: str, *, invitation: Invitation | None = None) -> bool:
    """Whether nobody has or had this address; `invitation` may take back a former one of its own."""
    own = invitation.pk if invitation else None
    taken = Invitation.objects.filter(slug=slug).exclude(pk=own).exists()
    return not taken and not SlugHistory.objects.filter(slug=slug).exclude(invitation_id=own).exists()


def workspace_of_page(page: InvitationPage) -> Workspace | None:
    """The workspace in whose folder a page of the tree stands; None for one that stands elsewhere."""
    parent_path = page._get_basepath(page.path, page.depth - 1) if page.path and page.depth else ""
    return Workspace.objects.filter(folder__path=parent_path).first()


def invitation_of(page: InvitationPage) -> int | None:
    """The invitation a saved page stands for, whatever a draft or an alias's source says."""
    return InvitationPage.objects.filter(pk=page.pk).values_list("invitation_id", flat=True).first() if page.pk else None


def stands_for_anothers(page: InvitationPage) -> bool:
    """Whether another page stands for the page's invitation already: the page is a copy of it."""
    return InvitationPage.objects.filter(invitation_id=page.invitation_id).exclude(pk=page.pk).exists()


def was_published(invitation: Invitation) -> bool:
    """Whether somebody outside may know its address."""
    return invitation.pages.filter(first_published_at__isnull=False).exists()


FACE = (
    "live_revision_id",
    "last_published_at",
    "theme_id",
    "invitation__is_open_rsvp",
    "invitation__answer_by",
    "invitation__archived_at",
    "invitation__starts_at",
    "invitation__time_zone",
)


def face_version(slug: str) -> str | None:
    """Changes whenever the public page at this address would; None when no live page has the address. One query.

    It would by itself too: at midnight in the celebration's zone, and whenever a day less is left.
    """
    rights = Count("invitation__entitlements", filter=Entitlement.standing("invitation__entitlements__"))
    # Counted after the columns are named: otherwise Django groups by every column of the page, and writing that takes longer than asking.
    found = (
        InvitationPage.objects.live().filter(invitation__slug=slug).order_by("pk").values_list("pk", *FACE).annotate(rights=rights).first()
    )
    if found is None:
        return None
    *_face, starts_at, zone, _rights = found
    days = (dates.local(timezone.now(), zone).date(), dates.days_left(starts_at) if starts_at else None)
    return sha256(repr((found, days)).encode()).hexdigest()[:16]


def ended_rights(limit: int = 200) -> list[int]:
    """Numbers of the rights whose time is over and that nobody has revoked yet."""
    ended = Entitlement.objects.filter(revoked_at=None, ends_at__lte=timezone.now())
    return list(ended.order_by("ends_at").values_list("pk", flat=True)[:limit])


def taken_down_with_their_right(invitation: Invitation) -> QuerySet[InvitationPage]:
    """Its pages that nobody sees because a right ended, and that no person took down."""
    # Wagtail's log has nobody for what the product itself did.
    last = PageLogEntry.objects.filter(page=OuterRef("pk"), action="wagtail.unpublish").order_by("-timestamp", "-pk")
    down = InvitationPage.objects.filter(invitation=invitation, live=False).filter(Exists(last))
    return down.annotate(taken_down_by=Subquery(last.values("user_id")[:1])).filter(taken_down_by=None)


def is_worn(theme: Theme) -> bool:
    """Whether an invitation or a template wears this version of a theme, drafts included."""
    return InvitationPage.objects.filter(theme=theme).exists() or TemplatePage.objects.filter(theme=theme).exists()


def latest_version(key: str) -> int:
    """The highest version of a theme."""
    return Theme.objects.filter(key=key).aggregate(last=Max("version"))["last"] or 0


@dataclass(frozen=True)
class Celebration:
    """One celebration as its organizer's list shows it."""

    invitation: Invitation
    page: InvitationPage | None
    status: Status

    @property
    def event(self) -> object:
        """What is celebrated, in words."""
        kind = EVENT_TYPES.get(self.invitation.event_type)
        return kind.label if kind else ""


def celebrations(invitations: QuerySet[Invitation], *, search: str = "", order: str = "new") -> QuerySet[Invitation]:
    """The celebrations with what `celebration` asks of each, past ones last; the number of queries does not grow with them."""
    pages = Prefetch("pages", InvitationPage.objects.select_related("theme").order_by("pk"))
    is_past = IsNull(F("archived_at"), False)
    rows = invitations.prefetch_related(pages, "entitlements").order_by(is_past, *ORDERS.get(order, ORDERS["new"]))
    for word in search.split():
        rows = rows.filter(Q(title_kk__icontains=word) | Q(title_ru__icontains=word) | Q(slug__icontains=word))
    return rows


def celebration(invitation: Invitation) -> Celebration:
    """One celebration with its page and state; asks nothing when both were fetched with it."""
    page = next(iter(invitation.pages.all()), None)
    return Celebration(invitation=invitation, page=page, status=_status(invitation, page))


def _status(invitation: Invitation, page: InvitationPage | None) -> Status:
    if invitation.archived_at:
        return "archived"
    if page is not None and page.live:
        return "published"
    return "draft" if page is None or _is_paid(invitation, page) else "unpaid"


def _is_paid(invitation: Invitation, page: InvitationPage) -> bool:
    """As `publishing.is_entitled`, from what was fetched beforehand."""
    standing: Iterable[int] = [Tier(one.tier).rank for one in invitation.entitlements.all() if one.is_standing]
    wanted = max(Tier(invitation.tier).rank, Tier(page.theme.tier).rank)
    return max(standing, default=Tier.FREE.rank) >= wanted


def rights_of_payment(our_reference: str) -> QuerySet[Entitlement]:
    """The rights that a payment gave, the oldest first."""
    return Entitlement.objects.filter(payment_reference=our_reference).select_related("invitation")


def messages_about(reference: str, *, since: datetime) -> QuerySet[Message]:
    """What was sent about the thing of this reference from a moment on."""
    return Message.objects.filter(reference=reference, created_at__gte=since).order_by("pk")


def fate_after_refund(*, is_whole: bool) -> tuple[str, int]:
    """What the rule for refunds says of a refund in full or in part, and after how many hours where it says "later"."""
    rule = RefundRule.load()
    return (rule.whole if is_whole else rule.part), rule.hours
