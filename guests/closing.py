"""Until when guests may answer and change their mind."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from invitations.models import Invitation

ARCHIVED, DEADLINE, OVER = "archived", "deadline", "over"


class AnswersClosedError(Exception):
    """A guest's answer came after the end; the argument is one of the reasons above."""


def closes_at(invitation: Invitation) -> datetime | None:
    """The end of the answer-by day in the celebration's own zone, otherwise its beginning; None when neither is known."""
    if invitation.answer_by is None:
        return invitation.starts_at
    midnight = datetime.combine(invitation.answer_by + timedelta(days=1), time(), ZoneInfo(invitation.time_zone))
    return min(midnight, invitation.starts_at) if invitation.starts_at else midnight


def closed_because(invitation: Invitation) -> str | None:
    """Why guests cannot answer any more, or None while they can."""
    if invitation.archived_at:
        return ARCHIVED
    end = closes_at(invitation)
    if end is None or timezone.now() < end:
        return None
    return OVER if invitation.starts_at and timezone.now() >= invitation.starts_at else DEADLINE
