"""Questions about celebrations that need no permission: their callers have asked `access` before."""

from django.db.models import Max

from accounts.models import Workspace

from .models import Invitation, InvitationPage, SlugHistory, TemplatePage, Theme


def is_address_free(slug: str, *, invitation: Invitation | None = None) -> bool:
    """Whether nobody has or had this address; `invitation` may take back a former one of its own."""
    own = invitation.pk if invitation else None
    taken = Invitation.objects.filter(slug=slug).exclude(pk=own).exists()
    return not taken and not SlugHistory.objects.filter(slug=slug).exclude(invitation_id=own).exists()


def workspace_of_page(page: InvitationPage) -> Workspace | None:
    """The workspace in whose folder a page of the tree stands; None for one that stands elsewhere."""
    parent_path = page._get_basepath(page.path, page.depth - 1) if page.path and page.depth else ""
    return Workspace.objects.filter(folder__path=parent_path).first()


def was_published(invitation: Invitation) -> bool:
    """Whether somebody outside may know its address."""
    return invitation.pages.filter(first_published_at__isnull=False).exists()


def is_worn(theme: Theme) -> bool:
    """Whether an invitation or a template wears this version of a theme, drafts included."""
    return InvitationPage.objects.filter(theme=theme).exists() or TemplatePage.objects.filter(theme=theme).exists()


def latest_version(key: str) -> int:
    """The highest version of a theme."""
    return Theme.objects.filter(key=key).aggregate(last=Max("version"))["last"] or 0
