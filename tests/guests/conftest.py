from collections.abc import Iterator

import pytest

from accounts.row_security import workspace_scope
from invitations.models import Invitation, InvitationPage
from tests.beginnings import Beginning
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


@pytest.fixture(scope="module")
def known_page(beginning: Beginning, known_people: People | None) -> InvitationPage | None:
    return beginning.write(lambda: _make_page(known_people))


@pytest.fixture
def page(known_page: InvitationPage | None, people: People) -> InvitationPage:
    """A published invitation of the host's with a form for answers."""
    return InvitationPage.objects.get(pk=(known_page or _make_page(people)).pk).specific


def _make_page(people: People) -> InvitationPage:
    page = make_invitation(people.workspace, is_published=True)
    page.body = [("letter", {"text": {"kk": "Келіңіздер!", "ru": "Приходите!"}}), ("rsvp", {})]
    page.save_revision().publish()
    return page
