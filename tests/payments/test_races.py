"""Two at the same time, in transactions of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client

from accounts.row_security import staff_scope, workspace_scope
from payments import actions, balance_queries, files, queries, signals, webhooks
from payments.access import payments_for
from payments.gateways.mock import bank
from tests.factories.accounts import StaffFactory, make_people
from tests.factories.payments import decide, fresh, make_payment, pay

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Run them side by side, each on a connection of its own; what they return."""
    start = Barrier(len(works))

    def run(work):
        try:
            start.wait(timeout=30)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_message_and_polls_at_once_complete_a_payment_once():
    told = []

    def listen(payment, **kwargs):
        told.append(payment.pk)

    payment = make_payment(make_people().workspace)
    message = bank.message(decide(payment, bank.PAID))
    signals.payment_completed.connect(listen)
    try:
        at_once(
            lambda: webhooks.take("mock", *message),
            lambda: webhooks.take("mock", *message),
            lambda: actions.check_payment(payment_id=payment.pk),
            lambda: actions.check_payment(payment_id=payment.pk),
        )
    finally:
        signals.payment_completed.disconnect(listen)
    assert (fresh(payment).state, told) == ("completed", [payment.pk])


def test_two_tabs_at_once_start_one_payment():
    people = make_people()

    def press():
        with workspace_scope(people.workspace.pk):
            tariff = queries.tariff("standard")
            return actions.start_payment(workspace=people.workspace, reference="thing:1", tariff=tariff, by=people.host).pk

    first, second = at_once(press, press)
    assert first == second
    with staff_scope():
        assert payments_for(StaffFactory()).count() == 1


def test_two_paid_codes_at_once_entitle_once():
    people = make_people()
    first, second = make_payment(people.workspace), make_payment(people.workspace, tier="premium")
    with staff_scope():
        type(second).objects.filter(pk=second.pk).update(tariff_code="standard")
    messages = [bank.message(decide(payment, bank.PAID)) for payment in (first, second)]
    at_once(*(lambda message=message: webhooks.take("mock", *message) for message in messages))
    assert sorted([fresh(first).is_entitling, fresh(second).is_entitling]) == [False, True]


def test_two_of_staff_at_once_decide_once(settings):
    payment = make_payment(make_people().workspace, gateway_code="manual", channel="transfer")
    with staff_scope():
        proof = actions.send_proof(payment=payment, looked=files.look(ContentFile(b"%PDF-1.7 %%EOF")), by=payment.payer)
        staff = [StaffFactory(), StaffFactory()]

    def decide(by):
        with staff_scope():
            try:
                actions.approve_proof(proof=proof, amount_tiyn=299_000, by=by)
            except actions.AlreadyDecidedError:
                return "late"
        return "first"

    assert sorted(at_once(*(lambda by=by: decide(by) for by in staff))) == ["first", "late"]
    with staff_scope():
        assert payment.events.filter(source="person").count() == 1


def test_one_decision_to_give_money_back_sent_twice_at_once_gives_it_back_once():
    people = make_people()
    payment = pay(make_payment(people.workspace))
    word = {"payment": payment, "amount_tiyn": 100_000, "left_tiyn": 299_000, "by": StaffFactory()}

    def press():
        with staff_scope():
            try:
                return actions.refund(**word).amount_tiyn
            except ValueError as error:
                return str(error)

    assert sorted(at_once(press, press), key=str) == [100_000, "something was given back meanwhile"]
    with staff_scope():
        assert [refund.amount_tiyn for refund in payment.refunds.all()] == [100_000]


def test_correction_sent_twice_at_once_counts_once():
    people, staff = make_people(), StaffFactory()
    asked = {"tier": "standard", "units": "5", "note": "Сыйлық", "held": "0-0"}

    def send():
        client = Client()
        client.force_login(staff)
        return client.post(f"/admin/payments/balance/{people.workspace.pk}/correct/", asked).status_code

    assert sorted(at_once(send, send, send)) == [302, 422, 422]
    with staff_scope():
        assert balance_queries.units_left(people.workspace.pk, "standard") == 5
