"""The second wall: what the database itself refuses."""

import pytest
from django.db import Error, connection, transaction

from accounts.row_security import workspace_scope
from guests import models
from tests.factories.guests import make_answer, make_invite

MODELS = [models.GuestList, models.GuestListUse, models.Party, models.Guest, models.PartyInvite, models.Answer, models.Attendance]


@pytest.fixture
def filled(invitation):
    make_answer(make_invite(invitation))
    return invitation


@pytest.mark.parametrize("model", MODELS)
def test_rows_show_to_their_workspace_only(filled, people, model):
    assert model.objects.count() == 0
    with workspace_scope(people.strange_workspace.pk):
        assert model.objects.count() == 0
    with workspace_scope(filled.workspace_id):
        assert model.objects.count() > 0


def test_row_cannot_be_written_into_another_workspace(filled, people):
    with pytest.raises(Error, match="row-level security"), transaction.atomic(), workspace_scope(people.strange_workspace.pk):
        models.GuestList.objects.create(workspace=filled.workspace, name="x")


def test_every_table_of_guests_is_behind_the_wall(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relname LIKE 'guests_%%'")
        walled = {name for (name,) in cursor.fetchall()}
    assert walled == {model._meta.db_table for model in MODELS}
