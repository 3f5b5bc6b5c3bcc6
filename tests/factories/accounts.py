"""People and workspaces. Three people are known everywhere: the host, the host's teammate, and a stranger with a workspace of their own."""

from dataclasses import dataclass
from functools import cached_property
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
    workspace: Workspace

    @cached_property
    def stranger(self) -> User:
        """Made when first asked for: a workspace and its page take long, and few tests need another one."""
        person = UserFactory(name="Stranger")
        make_workspace(person, "Stranger's family")
        return person

    @cached_property
    def strange_workspace(self) -> Workspace:
        return Workspace.objects.get(memberships__user=self.stranger)


def make_people() -> People:
    """The host owns `workspace`, the teammate edits there, the stranger owns `strange_workspace`."""
    host = UserFactory(name="Host")
    workspace = make_workspace(host, "Host's family")
    return People(host=host, teammate=join(workspace, name="Teammate"), workspace=workspace)


def fetch_people(known: People) -> People:
    """The same people, read anew: what a test changes in them stays in that test."""
    host, teammate = (User.objects.get(pk=person.pk) for person in (known.host, known.teammate))
    return People(host=host, teammate=teammate, workspace=Workspace.objects.get(pk=known.workspace.pk))
