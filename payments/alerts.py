"""The one place where money asks for a person: a line in the log at ERROR, a row for staff, and a signal for whoever sends mail."""

import logging
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from . import signals
from .models import Alert, Payment

logger = logging.getLogger(__name__)
TOLD_DAYS_BEFORE = (60, 30, 14, 7, 3, 1)


def about_payment(payment: Payment, kind: str, detail: str = "", about: str = "") -> None:
    """Raise an alert about this payment; the second one of a kind is silent, unless it is `about` something else."""
    subject = f"{payment.our_reference}:{about}" if about else payment.our_reference
    _raise(Alert(workspace_id=payment.workspace_id, payment=payment, gateway=payment.gateway, kind=kind, subject=subject[:128]), detail)


def about_gateway(code: str, kind: str, about: str) -> None:
    """Raise an alert about a gateway as a whole; the second one of a kind about the same on one day is silent."""
    _raise(Alert(gateway=code, kind=kind, subject=f"{code}:{timezone.localdate()}:{about}"[:128]), about)


def about_ending(code: str, days_left: int, reason: str) -> None:
    """Raise an alert that something of a gateway's ends, at each of these distances once."""
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
    signals.person_needed.send(Alert, alert=alert)
