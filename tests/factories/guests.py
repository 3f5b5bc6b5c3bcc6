"""Parties, their invites and answers. Everything is made by the actions, as the product makes it."""

from typing import Any

from accounts.models import Workspace
from accounts.row_security import workspace_scope
from guests import actions
from guests.models import Answer, PartyInvite
from invitations.models import Invitation

_count = iter(range(1, 10**9))


def make_celebration(workspace: Workspace, **fields: Any) -> Invitation:
    """A celebration without a page."""
    defaults = {"slug": f"toi-{next(_count)}", "event_type": "wedding", "title_kk": "Алихан мен Айгерім"}
    return Invitation.objects.create(workspace=workspace, **(defaults | fields))


def make_invite(invitation: Invitation, name: str = "", **values: Any) -> PartyInvite:
    """A party invited by hand; `seats` is 2 unless said."""
    with workspace_scope(invitation.workspace_id):
        return actions.add_party(invitation=invitation, by=None, **({"name": name or f"Қонақ {next(_count)}", "seats": 2} | values))


def make_answer(invite: PartyInvite, choice: str = Answer.Choice.COMING, people: int = 1, **values: Any) -> Answer:
    """The party's answer by its personal link."""
    with workspace_scope(invite.workspace_id):
        return actions.give_answer(invite=invite, choice=choice, people=people, **({"source": Answer.Source.PERSONAL} | values))
