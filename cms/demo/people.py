"""The people of the demo: a mother and her son of one family, a man of another, an agency's owner, and a member of the staff."""

from dataclasses import dataclass

from accounts import actions
from accounts.models import Membership, User, Workspace

PASSWORD = "toi-demo-2026"


@dataclass(frozen=True)
class People:
    organizer: User
    teammate: User
    staff: User
    family: Workspace
    agent: User
    agency: Workspace


def ensure_people() -> People:
    """Everybody with their workspaces; whoever is there already is left as they are."""
    organizer = _user("gulnar@example.kz", "Гүлнар Сембаева")
    teammate = _user("aset@example.kz", "Әсет Сембаев")
    neighbour = _user("ruslan@example.kz", "Руслан Ахметов", language="ru")
    staff = _user("staff@example.kz", "Айдана", is_staff=True, is_superuser=True)
    family = _workspace(organizer, "Сембаевтар әулеті")
    _workspace(neighbour, "Семья Ахметовых")
    if not family.memberships.filter(user=teammate).exists():
        actions.add_member(workspace=family, user=teammate, role=Membership.Role.EDITOR, by=organizer)
    agent = _user("dana@example.kz", "Дана Оспанова")
    return People(organizer, teammate, staff, family, agent, _workspace(agent, "«Той ұясы» агенттігі"))


def _user(email: str, name: str, **fields: object) -> User:
    known = User.objects.filter(email=email).first()
    return known or User.objects.create_user(email, PASSWORD, name=name, **fields)


def _workspace(owner: User, name: str) -> Workspace:
    membership = owner.memberships.order_by("pk").first()
    return membership.workspace if membership else actions.create_workspace(owner=owner, name=name)
