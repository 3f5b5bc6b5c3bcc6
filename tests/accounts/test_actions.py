import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from accounts import access, actions
from accounts.models import AuditEntry, Membership, Workspace
from tests.factories.accounts import (
    StaffFactory,
    UserFactory,
    join,
    make_people,
    make_workspace,
)

pytestmark = pytest.mark.django_db

Role = Membership.Role


def membership_of(user, workspace) -> Membership:
    return Membership.objects.get(user=user, workspace=workspace)


def last_entry() -> AuditEntry:
    return AuditEntry.objects.first()


def test_create_workspace_gives_owner_folder_and_admin_entry():
    owner = UserFactory()

    workspace = actions.create_workspace(owner=owner, name="Серікбаевтар")

    assert workspace.folder.title == "Серікбаевтар"
    assert access.role_in(owner, workspace) == Role.OWNER
    assert owner.has_perm("wagtailadmin.access_admin")
    assert (last_entry().action, last_entry().actor_id, last_entry().after) == (
        "workspace.create",
        owner.pk,
        {"name": "Серікбаевтар"},
    )


def test_create_workspace_with_the_same_name_twice_works():
    assert make_workspace(name="Той").folder.slug != make_workspace(name="Той").folder.slug


def test_rename_workspace_renames_the_folder_and_says_what_it_was():
    people = make_people()

    actions.rename_workspace(workspace=people.workspace, name=" New ", by=people.host)

    people.workspace.refresh_from_db()
    assert people.workspace.name == people.workspace.folder.title == "New"
    assert (last_entry().before, last_entry().after) == (
        {"name": "Host's family"},
        {"name": "New"},
    )


def test_rename_workspace_to_nothing_is_refused():
    people = make_people()
    with pytest.raises(ValidationError):
        actions.rename_workspace(workspace=people.workspace, name="  ", by=people.host)


def test_add_member_opens_the_workspace_and_the_admin():
    people = make_people()
    newcomer = UserFactory()
    assert access.workspace_ids_for(newcomer) == ()

    actions.add_member(workspace=people.workspace, user=newcomer, role=Role.VIEWER, by=people.host)

    assert access.role_in(newcomer, people.workspace) == Role.VIEWER
    assert newcomer.has_perm("wagtailadmin.access_admin")
    assert last_entry().action == "membership.add"


def test_add_member_twice_is_refused():
    people = make_people()
    with pytest.raises(ValidationError):
        actions.add_member(
            workspace=people.workspace,
            user=people.teammate,
            role=Role.VIEWER,
            by=people.host,
        )


def test_add_member_with_an_unknown_role_is_refused():
    people = make_people()
    with pytest.raises(ValidationError):
        actions.add_member(workspace=people.workspace, user=UserFactory(), role="king", by=people.host)


def test_change_role_says_what_it_was():
    people = make_people()

    actions.change_role(
        membership=membership_of(people.teammate, people.workspace),
        role=Role.VIEWER,
        by=people.host,
    )

    assert membership_of(people.teammate, people.workspace).role == Role.VIEWER
    assert (last_entry().before["role"], last_entry().after["role"]) == (
        "editor",
        "viewer",
    )


def test_the_last_owner_cannot_step_down_or_leave():
    people = make_people()
    own = membership_of(people.host, people.workspace)

    with pytest.raises(ValidationError):
        actions.change_role(membership=own, role=Role.EDITOR, by=people.host)
    with pytest.raises(ValidationError):
        actions.remove_member(membership=own, by=people.host)

    actions.change_role(
        membership=membership_of(people.teammate, people.workspace),
        role=Role.OWNER,
        by=people.host,
    )
    actions.remove_member(membership=own, by=people.host)
    assert list(Membership.objects.filter(workspace=people.workspace).values_list("user", flat=True)) == [people.teammate.pk]


def test_remove_member_shuts_the_workspace_at_once():
    people = make_people()

    actions.remove_member(membership=membership_of(people.teammate, people.workspace), by=people.host)

    assert access.workspace_ids_for(people.teammate) == ()
    assert last_entry().before["user"] == people.teammate.pk


def test_anybody_may_leave():
    people = make_people()
    actions.remove_member(membership=membership_of(people.teammate, people.workspace), by=people.teammate)
    assert not Membership.objects.filter(user=people.teammate).exists()


MANAGING = {
    "rename": lambda people, by: actions.rename_workspace(workspace=people.workspace, name="Other", by=by),
    "add": lambda people, by: actions.add_member(workspace=people.workspace, user=UserFactory(), role=Role.VIEWER, by=by),
    "change": lambda people, by: actions.change_role(
        membership=membership_of(people.teammate, people.workspace),
        role=Role.OWNER,
        by=by,
    ),
    "remove": lambda people, by: actions.remove_member(membership=membership_of(people.teammate, people.workspace), by=by),
}


@pytest.mark.parametrize("action", MANAGING)
@pytest.mark.parametrize("role", ["owner", "editor", "viewer", "stranger", "staff"])
def test_each_role_against_each_managing_action(action, role):
    people = make_people()
    by = {
        "owner": lambda: people.host,
        "editor": lambda: join(people.workspace, Role.EDITOR),
        "viewer": lambda: join(people.workspace, Role.VIEWER),
        "stranger": lambda: people.stranger,
        "staff": StaffFactory,
    }[role]()
    entries = AuditEntry.objects.count()

    if role in {"owner", "staff"}:
        MANAGING[action](people, by)
        assert AuditEntry.objects.count() > entries
    else:
        with pytest.raises(PermissionDenied):
            MANAGING[action](people, by)
        assert not AuditEntry.objects.filter(actor_id=by.pk, workspace_id=people.workspace.pk).exists()


@pytest.mark.parametrize(
    ("role", "verbs"),
    [
        ("owner", {"view", "edit", "publish", "manage"}),
        ("editor", {"view", "edit", "publish"}),
        ("viewer", {"view"}),
    ],
)
def test_can_follows_the_role(role, verbs):
    workspace = make_workspace()
    member = join(workspace, role)
    assert {verb for verb in access.VERBS if access.can(member, workspace, verb)} == verbs
    assert not any(access.can(member, make_workspace(), verb) for verb in access.VERBS)


def test_switch_workspace_is_remembered_for_the_session(rf):
    people = make_people()
    other = make_workspace(people.host, "Agency")
    request = rf.get("/")
    request.user, request.session = people.host, {}
    assert access.current_workspace(request) == people.workspace

    actions.switch_workspace(workspace=other, request=request)

    assert access.current_workspace(request) == other
    assert last_entry().address == "127.0.0.1"


def test_switch_workspace_to_a_strange_one_is_refused(rf):
    people = make_people()
    request = rf.get("/")
    request.user, request.session = (
        people.host,
        {"workspace": people.strange_workspace.pk},
    )
    assert access.current_workspace(request) == people.workspace
    with pytest.raises(PermissionDenied):
        actions.switch_workspace(workspace=people.strange_workspace, request=request)


def test_a_disabled_account_has_no_workspaces():
    people = make_people()
    people.host.is_active = False
    assert access.workspace_ids_for(people.host) == ()
    assert not access.can(people.host, people.workspace, "view")


def test_the_audit_trail_cannot_be_changed():
    make_people()
    for change in (
        lambda: AuditEntry.objects.update(action="nothing"),
        lambda: AuditEntry.objects.all().delete(),
        lambda: AuditEntry.objects.first().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert Workspace.objects.count() == 1
