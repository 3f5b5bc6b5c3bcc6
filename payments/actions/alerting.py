"""The one place where money asks for a person: a row for staff, a line in the log at ERROR, and a signal for whoever sends mail."""

import logging
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import record
from payments import signals
from payments.models import Alert, Payment

logger = logging.getLogger(__name__)
TOLD_DAYS_BEFORE = (60, 30, 14, 7, 3, 1)


@transaction.atomic
def alert_about_payment(*, payment: Payment, kind: str, detail: str = "", about: str = "", gateway: str = "") -> None:
    """Ask for a person to look at this payment; the second alert of a kind is silent, unless it is `about` something else.

    It stands under the payment's gateway, unless another one is named.
    """
    subject = f"{payment.our_reference}:{about}" if about else payment.our_reference
    _raise(
        Alert(workspace_id=payment.workspace_id, payment=payment, gateway=gateway or payment.gateway, kind=kind, subject=subject[:128]),
        detail,
    )


@transaction.atomic
def alert_about_gateway(*, code: str, kind: str, about: str) -> None:
    """Ask for a person to look at a gateway as a whole; the second alert of a kind about the same on one day is silent."""
    _raise(Alert(gateway=code, kind=kind, subject=f"{code}:{timezone.localdate()}:{about}"[:128]), about)


@transaction.atomic
def alert_about_ending(*, code: str, days_left: int, reason: str) -> None:
    """Tell that something of a gateway's ends, at each of `TOLD_DAYS_BEFORE` once. Does nothing while it is further away."""
    due = [days for days in TOLD_DAYS_BEFORE if days_left <= days]
    if due:
        ends_on = timezone.localdate() + timedelta(days=days_left)
        _raise(Alert(gateway=code, kind=Alert.Kind.ENDS_SOON, subject=f"{code}:{ends_on:%Y-%m}:{min(due)}"), reason)


def _raise(alert: Alert, detail: str) -> None:
    alert.detail = detail[:254]
    try:
        with transaction.atomic():
            alert.save(force_insert=True)
    except IntegrityError:
        return
    logger.error("payments need a person: %s", alert.kind, extra={"kind": alert.kind, "subject": alert.subject, "detail": alert.detail})
    after = {"kind": alert.kind, "subject": alert.subject, "detail": alert.detail}
    record(actor=None, action="alert.raise", target=alert, workspace=alert.workspace_id, after=after)
    signals.person_needed.send(Alert, alert=alert)
