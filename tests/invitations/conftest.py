import pytest

from invitations.models import InvitationPage
from tests.beginnings import Beginning
from tests.factories.accounts import People
from tests.factories.invitations import make_invitation, make_template


@pytest.fixture(scope="module")
def known_page(beginning: Beginning, known_people: People | None) -> InvitationPage | None:
    """For which somebody has to pay. Once written it stands under every test of the module; one with another page says so by this name."""
    return beginning.write(lambda: make_invitation(known_people.workspace, template=make_template(tier="standard")))


@pytest.fixture
def page(known_page: InvitationPage, people: People) -> InvitationPage:
    """An invitation of the host's."""
    return InvitationPage.objects.get(pk=known_page.pk).specific
