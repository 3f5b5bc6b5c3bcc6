"""Thousands of other families in a second: one family's rows copied by PostgreSQL, not lived through action by action."""

from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.db import connection, models
from wagtail.models import Page

from accounts.models import HostsIndexPage, User, Workspace, WorkspaceDocument, WorkspaceImage, WorkspacePage
from accounts.row_security import staff_scope
from guests.models import PartyInvite
from invitations.models import Invitation, InvitationPage
from messaging.models import Message
from payments.models import Finding, Payment, TransferProof
from tests.factories.accounts import PASSWORD


def make_crowd(workspace: Workspace, count: int) -> None:
    """`count` more families, each with a person and everything that `workspace` has one of."""
    with staff_scope():
        people = _people(count)
        folders = _pages(workspace.folder, HostsIndexPage.objects.get(), count)
        spaces = _copies(workspace, [{"folder_id": folder.pk, "name": f"Family {number}"} for number, folder in enumerate(folders)])
        owner = workspace.memberships.get(role="owner")
        _copies(owner, [{"workspace_id": space.pk, "user_id": person.pk} for space, person in zip(spaces, people, strict=True)])
        page = InvitationPage.objects.filter(invitation__workspace=workspace, live=True).first().specific
        celebrations = _copies(page.invitation, [{"workspace_id": space.pk, "slug": f"crowd-{space.pk}"} for space in spaces])
        _invitation_pages(page, folders, celebrations)
        _belongings(workspace, page.invitation, spaces, celebrations)


def make_more(workspace: Workspace, count: int) -> None:
    """So many more celebrations, pictures, files and payments of one family."""
    page = InvitationPage.objects.filter(invitation__workspace=workspace, live=True).first().specific
    celebrations = _copies(page.invitation, [{"slug": f"more-{uuid4().hex[:12]}"} for _number in range(count)])
    places = [_place(workspace.folder, step) for step in _next_steps(workspace.folder, count)]
    _with_own_tables(page, places, [{"invitation_id": celebration.pk} for celebration in celebrations])
    Page.objects.filter(pk=workspace.folder_id).update(numchild=models.F("numchild") + count)
    for model in (WorkspaceImage, WorkspaceDocument):
        _copies(model.objects.filter(workspace=workspace).first(), [{} for _number in range(count)])
    with staff_scope():
        payment = Payment.objects.filter(workspace=workspace).first()
        names = ("our_reference", "reference", "provider_payment_id")
        _money_matters(workspace, _copies(payment, [{name: uuid4().hex for name in names} for _number in range(count)]))


def _people(count: int) -> list[User]:
    password = make_password(PASSWORD)
    return User.objects.bulk_create(
        User(email=f"crowd{number}@example.kz", name=f"Person {number}", password=password) for number in range(count)
    )


def _copies(original: Any, changes: Sequence[dict[str, Any]]) -> list[SimpleNamespace]:
    """As many rows like the original's as there are changes; each names the same fields. One statement, whatever their number."""
    fields = [field for field in original._meta.concrete_fields if not field.primary_key]
    numbers = _insert(original, fields, changes, returning=original._meta.pk.column)
    known = {field.attname: getattr(original, field.attname) for field in fields}
    return [SimpleNamespace(pk=pk, **{**known, **change}) for (pk,), change in zip(numbers, changes, strict=True)]


def _insert(original: models.Model, fields: Iterable[models.Field], changes: Sequence[dict[str, Any]], *, returning: str) -> list[Any]:
    """Write the fields of the original's table once for each change, those from it that it names."""
    given = [field for field in fields if field.attname in changes[0]]
    arrays = "".join(f", %s::{field.db_type(connection)}[]" for field in given)
    names = "".join(f', "{field.column}"' for field in given)
    model = next(iter(fields)).model
    table, key = model._meta.db_table, model._meta.pk.column
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(f'{"new" if field in given else "original"}."{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM "{table}" AS original, unnest(%s::int[]{arrays}) AS new (number{names}) '
            f'WHERE original."{key}" = %s ORDER BY number RETURNING "{returning}"',
            [list(range(len(changes))), *([change[field.attname] for change in changes] for field in given), original.pk],
        )
        return cursor.fetchall()


def _pages(original: WorkspacePage, parent: Page, count: int) -> list[SimpleNamespace]:
    changes = [_place(parent, step) for step in _next_steps(parent, count)]
    Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + count)
    return _with_own_tables(original, changes, [{} for _ in range(count)])


def _next_steps(parent: Page, count: int) -> list[str]:
    last = Page._str2int(parent.get_last_child().path[-Page.steplen :])
    return [Page._int2str(last + number + 1).rjust(Page.steplen, "0") for number in range(count)]


def _invitation_pages(original: InvitationPage, folders: list[SimpleNamespace], celebrations: list[SimpleNamespace]) -> None:
    places = [_place(folder, "0001") for folder in folders]
    _with_own_tables(original, places, [{"invitation_id": celebration.pk} for celebration in celebrations])
    Page.objects.filter(pk__in=[folder.pk for folder in folders]).update(numchild=1)


def _place(parent: Page | SimpleNamespace, step: str) -> dict[str, Any]:
    slug = f"crowd-{uuid4().hex[:12]}"
    path = parent.path + step
    return {"path": path, "slug": slug, "url_path": f"{parent.url_path}{slug}/", "translation_key": uuid4(), "numchild": 0}


def _with_own_tables(original: Page, places: list[dict[str, Any]], own: list[dict[str, Any]]) -> list[SimpleNamespace]:
    """A page of a type has its base's table too: the tables are written one by one."""
    made = _copies(Page.objects.get(pk=original.pk), places)
    chain = [model for model in reversed(type(original).__mro__) if isinstance(model, models.base.ModelBase) and issubclass(model, Page)]
    for model in (model for model in chain if model is not Page and not model._meta.abstract):
        key = model._meta.pk
        rows = [{**change, key.attname: page.pk} for page, change in zip(made, own, strict=True)]
        _insert(original, model._meta.local_concrete_fields, rows, returning=key.column)
    return made


def _belongings(workspace: Workspace, celebration: Invitation, spaces: list[SimpleNamespace], celebrations: list[SimpleNamespace]) -> None:
    ids = [{"workspace_id": space.pk} for space in spaces]
    for model in (WorkspaceImage, WorkspaceDocument, Message):
        _copies(model.objects.filter(workspace=workspace).first(), ids)
    payment = Payment.objects.filter(workspace=workspace).first()
    references = [
        {"our_reference": f"CROWD{own['workspace_id']}", "reference": f"crowd:{own['workspace_id']}", "provider_payment_id": uuid4().hex}
        for own in ids
    ]
    _money_matters(workspace, _copies(payment, _merged(ids, references)))
    invite = PartyInvite.objects.filter(invitation=celebration).select_related("party__guest_list").first()
    lists = _copies(invite.party.guest_list, ids)
    parties = _copies(invite.party, _merged(ids, [{"guest_list_id": one.pk} for one in lists]))
    invited = [{"invitation_id": one.pk, "party_id": party.pk} for one, party in zip(celebrations, parties, strict=True)]
    _copies(invite, _merged(ids, invited))


def _money_matters(workspace: Workspace, payments: list[SimpleNamespace]) -> None:
    """What waits for staff, where `workspace` has such: a finding and a receipt of a transfer for each payment."""
    theirs = [{"workspace_id": payment.workspace_id, "payment_id": payment.pk} for payment in payments]
    if finding := Finding.objects.filter(workspace=workspace).first():
        _copies(finding, _merged(theirs, [{"subject": payment.our_reference} for payment in payments]))
    if proof := TransferProof.objects.filter(workspace=workspace).first():
        _copies(proof, theirs)


def _merged(*parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for part in row for key, value in part.items()} for row in zip(*parts, strict=True)]
