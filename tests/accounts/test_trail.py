"""Every change of state writes an audit entry: each action is called once and looked at. A new one needs a row in `trail`."""

import pytest

from accounts.models import AuditEntry
from accounts.row_security import staff_scope
from tests.accounts.trail import (
    ROWS,
    SILENT,
    accounts,
    actions_of_the_product,
    cms,
    guests,
    invitations,
    messaging,
    payments,
)
from tests.factories.accounts import make_people

FILLED_BY = (accounts, cms, guests, invitations, messaging, payments)


def test_every_action_has_a_row_or_a_reason():
    known = {*ROWS, *SILENT}
    actual = set(actions_of_the_product())
    assert (actual - known, known - actual, set(ROWS) & set(SILENT)) == (set(), set(), set())
    assert len(actual) > 40


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ROWS))
def test_action_writes_who_did_what(name):
    people = make_people()
    with staff_scope():
        call = ROWS[name](people)
        last = AuditEntry.objects.order_by("pk").last()
        call()
        written = AuditEntry.objects.filter(pk__gt=last.pk)
        assert written, "nothing in the trail"
        if by := getattr(call, "keywords", {}).get("by"):
            assert by.pk in {entry.actor_id for entry in written}, "the trail does not say who"
        assert all(entry.action and entry.target for entry in written)
