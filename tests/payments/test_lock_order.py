"""Whoever changes a payment has locked its reference before."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payments import actions, gateways, queries
from payments.gateways.mock import MockGateway

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_rows")]


@pytest.mark.parametrize("error", [gateways.NotTakenError("busy"), gateways.MisconfiguredError("-10000")])
def test_reference_is_locked_before_a_payment_that_was_not_opened_is_changed(people, monkeypatch, error):
    begun = []

    def refuse(*args):
        begun.append(len(told))
        raise error

    monkeypatch.setattr(MockGateway, "create", refuse)
    tariff = queries.tariff("standard")
    payment = actions.start_payment(workspace=people.workspace, reference="thing:1", tariff=tariff, by=people.host)
    with CaptureQueriesContext(connection) as told:
        actions.open_at_gateway(payment_id=payment.pk)
    said = [one["sql"] for one in told.captured_queries[begun[0] :]]
    locked, changed = (next(at for at, sql in enumerate(said) if part in sql) for part in ("payment:thing:1", 'UPDATE "payments_payment"'))
    assert locked < changed
