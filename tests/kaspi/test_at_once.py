"""The bank's scripts 7 and 18: several hands at the same moment, in transactions of their own, over real sockets."""

import pytest

from accounts.models import AuditEntry
from accounts.row_security import staff_scope, workspace_scope
from invitations.payables import reference_of
from messaging.models import Message
from payments import actions, queries, tasks
from payments.models import Payment
from tests.factories.accounts import make_people
from tests.factories.invitations import make_invitation, make_template
from tests.kaspi.configuring import configure
from tests.payments.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bank(kaspi, settings):
    configure(kaspi, settings)
    return kaspi


@pytest.fixture
def page():
    with staff_scope():
        return make_invitation(make_people().workspace, template=make_template(tier="standard"))


def press(page):
    workspace = page.invitation.workspace
    with workspace_scope(workspace.pk):
        by = workspace.memberships.get(role="owner").user
        tariff = queries.tariff("standard")
        return actions.start_payment(workspace=workspace, reference=reference_of(page.invitation), tariff=tariff, by=by).pk


def test_07_twenty_presses_at_once_make_one_purchase(bank, page):
    numbers = at_once(*[lambda: press(page)] * 20)
    assert len(set(numbers)) == 1
    assert len(bank.fake.bank.purchases) == 1


def test_18_two_workers_and_the_sweeper_complete_a_payment_once(bank, page):
    payment_id = press(page)
    bank.pay()
    works = [lambda: actions.check_payment(payment_id=payment_id)] * 3
    at_once(*works, tasks.check_due_payments)
    with staff_scope():
        payment = Payment.objects.get(pk=payment_id)
        assert payment.state == "completed"
        assert AuditEntry.objects.filter(action="payment.completed").count() == 1
        assert page.invitation.entitlements.count() == 1
        assert Message.objects.get(reference=payment.reference).once.startswith(f"paid:{payment.our_reference}:")


def test_18_two_workers_refund_once(bank, page):
    payment_id = press(page)
    bank.pay()
    actions.check_payment(payment_id=payment_id)
    with staff_scope():
        payment = Payment.objects.get(pk=payment_id)
        asked = queries.refundable(payment)
        refund = payment.refunds.create(workspace=payment.workspace, amount_tiyn=asked, reason="asked")
    at_once(*[lambda: actions.send_refund(refund_id=refund.pk)] * 4)
    assert bank.purchase(payment.provider_payment_id).available == 0
    assert len(bank.journal.calls("/payment/return")) == 1
