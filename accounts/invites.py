"""The link by which a person joins a workspace: signed, not stored; what was used is in the audit trail."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.core import signing
from django.core.mail import send_mail
from django.http import Http404
from django.template.loader import render_to_string
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from .models import Membership, User, Workspace

GOOD_FOR = timedelta(days=7)
SALT = "accounts.invite"


@dataclass(frozen=True)
class Invite:
    workspace_id: int
    role: str
    by_id: int
    nonce: str

    @property
    def role_label(self) -> str:
        return Membership.Role(self.role).label


def make(*, workspace: Workspace, role: str, by: User) -> str:
    """The token of a new link."""
    return signing.dumps(asdict(Invite(workspace.pk, role, by.pk, get_random_string(12))), salt=SALT)


def read(token: str) -> Invite:
    """The invite a token stands for; Http404 when it is forged or older than a week."""
    try:
        return Invite(**signing.loads(token, salt=SALT, max_age=GOOD_FOR))
    except signing.BadSignature:
        raise Http404 from None


def send(*, link: str, to: str, workspace: Workspace, by: User) -> None:
    """Mail the link; the outbox takes it."""
    words = {"link": link, "workspace": workspace, "by": by, "days": GOOD_FOR.days}
    subject = _("%(name)s asks you to help with the celebration") % {"name": by}
    send_mail(subject, render_to_string("accounts/email/invite.txt", words), None, [to])
