from collections.abc import Iterator

import pytest

from accounts.row_security import workspace_scope
from invitations.models import Invitation, InvitationPage
from tests.factories.accounts import People
from tests.factories.guests import make_celebration
from tests.factories.invitations import make_invitation


@pytest.fixture
def invitation(people: People) -> Invitation:
    return make_celebration(people.workspace)


@pytest.fixture
def scope(invitation: Invitation) -> Iterator[None]:
    """The rows of the host's workspace show, as in a request of the host's."""
    with workspace_scope(invitation.workspace_id):
        yield


@pytest.fixture
def page(people: People) -> InvitationPage:
    """A published invitation of the host's with a form for answers."""
    page = make_invitation(people.workspace, is_published=True)
    page.body = [("letter", {"text": {"kk": "Келіңіздер!", "ru": "Приходите!"}}), ("rsvp", {})]
    page.save_revision().publish()
    return InvitationPage.objects.get(pk=page.pk).specific
