"""People and workspaces. Three people are known everywhere: the host, the host's teammate, and a stranger with a workspace of their own."""

from dataclasses import dataclass
from typing import Any

import factory

from accounts import actions
from accounts.models import Membership, User, Workspace

PASSWORD = "a-long-test-password"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.kz")
    language = "kk"
    password = factory.django.Password(PASSWORD)


class StaffFactory(UserFactory):
    name = factory.Sequence(lambda n: f"Staff {n}")
    is_staff = True
    is_superuser = True


def make_workspace(owner: User | None = None, name: str = "Family") -> Workspace:
    """A workspace with its folder page and owner, as sign-up makes it."""
    return actions.create_workspace(owner=owner or UserFactory(), name=name)


def join(workspace: Workspace, role: str = Membership.Role.EDITOR, **user: Any) -> User:
    """A new person with this role in the workspace."""
    person = UserFactory(**user)
    actions.add_member(workspace=workspace, user=person, role=role, by=None)
    return person


@dataclass
class People:
    host: User
    teammate: User
    stranger: User
    workspace: Workspace
    strange_workspace: Workspace


def make_people() -> People:
    """The host owns `workspace`, the teammate edits there, the stranger owns `strange_workspace`."""
    host = UserFactory(name="Host")
    stranger = UserFactory(name="Stranger")
    workspace = make_workspace(host, "Host's family")
    return People(
        host=host,
        teammate=join(workspace, name="Teammate"),
        stranger=stranger,
        workspace=workspace,
        strange_workspace=make_workspace(stranger, "Stranger's family"),
    )
