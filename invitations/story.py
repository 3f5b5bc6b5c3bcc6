"""What invitations tell of a payment on staff's desk: rights given and ended, and what the organizer was told."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from payments.models import Payment
from payments.story import Entry, tells

from . import queries


@tells
def rights(payment: Payment) -> Iterable[Entry]:
    """What the payment gave the right to, until when, and when that was taken back."""
    for right in queries.rights_of_payment(payment.our_reference):
        name = f"{right.invitation} · {right.get_tier_display()}"
        until = _("until %(moment)s") % {"moment": date_format(localtime(right.ends_at), "SHORT_DATETIME_FORMAT")} if right.ends_at else ""
        yield Entry(right.created_at, "right", _("Right to be published given"), f"{name} {until}".strip())
        if right.revoked_at:
            yield Entry(right.revoked_at, "right", _("Right to be published taken back"), name)


@tells
def notices(payment: Payment) -> Iterable[Entry]:
    """Mails about what was paid for, from the payment's beginning on."""
    for message in queries.messages_about(payment.reference, since=payment.created_at):
        detail = f"{message.to} · {message.get_state_display()}" + (f" · {message.error}" if message.error else "")
        yield Entry(message.created_at, "message", message.subject, detail)
