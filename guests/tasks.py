"""Slow work of guests, done by the queue."""

from datetime import datetime

from celery import shared_task
from django.contrib.auth import get_user_model
from django.utils import translation

from accounts.models import User
from accounts.row_security import workspace_scope
from invitations.access import get_invitation
from invitations.models import Invitation

from . import actions, drafts


@shared_task(ignore_result=True)
def record_opening(workspace_id: int, invite_id: int, at: str) -> None:
    """Count an opening that happened `at` (ISO 8601); delivered twice, it counts once."""
    with workspace_scope(workspace_id):
        actions.record_opening(invite_id=invite_id, at=datetime.fromisoformat(at))


@shared_task(ignore_result=True)
def import_draft(user_id: int, invitation_id: int, key: str, language: str) -> None:
    """Bring a confirmed draft in, in the user's language; delivered twice, it is done once."""
    user = get_user_model().objects.get(pk=user_id)
    invitation = get_invitation(user, invitation_id)
    draft = drafts.get(user, invitation, key)
    if draft.state != drafts.DONE:
        with translation.override(language):
            run_import(user=user, invitation=invitation, draft=draft)


def run_import(*, user: User, invitation: Invitation, draft: drafts.Draft) -> drafts.Draft:
    """Bring a draft in now; how far it is, and how it ended, stands in the draft for the page that waits."""

    def progress(done: int) -> None:
        draft.done = done
        drafts.keep(user=user, invitation=invitation, draft=draft)

    try:
        with workspace_scope(invitation.workspace_id):
            result = actions.import_guests(
                invitation=invitation, sheet=draft.sheet, by=user, default_seats=draft.default_seats, progress=progress
            )
        is_done = not result.has_errors() and not result.has_validation_errors()
        draft.totals = dict(result.totals)
        draft.state = drafts.DONE if is_done else drafts.FAILED
    except Exception:
        draft.state = drafts.FAILED
        raise
    finally:
        drafts.keep(user=user, invitation=invitation, draft=draft)
    return draft
