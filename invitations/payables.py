"""What payments call an invitation, and whether it may still be paid for."""

from django.utils.translation import gettext as _

from payments.guards import guards
from payments.queries import open_payments

from .models import Invitation, InvitationPage

PREFIX = "invitation:"


def reference_of(invitation: Invitation) -> str:
    """What payments call the invitation."""
    return f"{PREFIX}{invitation.pk}"


def number_in(reference: str) -> int | None:
    """The number of the invitation that payments call so, whether or not it is still there; None for what is no invitation."""
    return int(reference.removeprefix(PREFIX)) if reference.startswith(PREFIX) else None


def paid_for_in_vain() -> list[str]:
    """What open attempts would pay for although its page was deleted, as payments call it."""
    numbers = {number: one.reference for one in open_payments() if (number := number_in(one.reference)) is not None}
    kept = InvitationPage.objects.filter(invitation__in=numbers).values_list("invitation_id", flat=True)
    return [numbers[number] for number in sorted(numbers.keys() - set(kept))]


@guards
def refuse_closed(reference: str) -> str:
    """Nobody pays for what guests will never see: an archived celebration, or one whose page was deleted."""
    number = number_in(reference)
    if number is None:
        return ""
    invitation = Invitation.objects.filter(pk=number).first()
    if invitation is None or not invitation.pages.exists():
        return _("This invitation was deleted, so no money is taken for it.")
    return _("This invitation is in the archive, so no money is taken for it.") if invitation.archived_at else ""
