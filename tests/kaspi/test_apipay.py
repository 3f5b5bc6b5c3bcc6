"""Scenarios 30 to 34: an aggregator's signed messages over sockets, and what they may not do."""

import pytest

from accounts.row_security import staff_scope
from invitations.payables import reference_of
from messaging.models import Message
from payments import actions
from payments.models import Alert, Payment
from tests.factories.accounts import make_people
from tests.factories.invitations import make_invitation, make_template
from tests.factories.payments import fresh, make_payment
from tests.kaspi.configuring import configure_apipay

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bank(kaspi, settings, live_server):
    configure_apipay(kaspi, settings)
    kaspi.webhooks_to(f"{live_server.url}/api/payments/webhooks/apipay/")
    yield kaspi
    kaspi.webhooks_to("")


@pytest.fixture
def payment(bank):
    with staff_scope():
        page = make_invitation(make_people().workspace, template=make_template(tier="standard"))
    return make_payment(page.invitation.workspace, reference=reference_of(page.invitation), gateway_code="apipay", channel="qr")


def mails(kind):
    """How many mails of this kind organizers were sent."""
    return Message.objects.filter(once__startswith=f"{kind}:").count()


def statuses(deliveries):
    return [status for delivery in deliveries for status in delivery.statuses]


def test_30_good_message_is_taken_and_forged_ones_are_not(bank, payment, settings):
    for fault in ("bad_signature", "unsigned", "old_secret", "wrong_prefix", "body_tampered_after_sign"):
        bank.webhook_fault(fault)
        assert statuses(bank.turn_invoice("pending")) == [401]
    # While the secret is changed the former one is good as well.
    settings.APIPAY_WEBHOOK_SECRETS = ["the-new-one", *settings.APIPAY_WEBHOOK_SECRETS]
    assert statuses(bank.turn_invoice("paid")) == [200]
    assert (fresh(payment).state, fresh(payment).paid_tiyn) == ("completed", 299_000)


def test_31_duplicates_replays_and_wrong_order_have_no_second_effect(bank, payment):
    bank.webhook_fault("duplicate 3")
    assert statuses(bank.turn_invoice("paid")) == [200] * 3
    assert (fresh(payment).state, mails("paid")) == ("completed", 1)
    assert statuses(bank.turn_invoice("refunded")) == [200]
    assert fresh(payment).state == "refunded"
    assert 200 in statuses(bank.replay(0))
    assert (fresh(payment).state, fresh(payment).paid_tiyn) == ("refunded", 299_000)
    with staff_scope():
        assert (Payment.objects.count(), mails("paid")) == (1, 1)


def test_32_lost_message_is_made_up_for_by_asking(bank, payment):
    bank.webhook_fault("dropped")
    bank.turn_invoice("paid")
    assert fresh(payment).state == "pending"
    actions.check_payment(payment_id=payment.pk)
    assert fresh(payment).state == "completed"


def test_33_pretended_money_is_no_money_in_production(bank, payment, settings):
    settings.APIPAY_SANDBOX = False
    assert statuses(bank.turn_invoice("paid")) == [200]
    assert (fresh(payment).state, mails("paid")) == ("pending", 0)
    with staff_scope():
        assert [alert.kind for alert in Alert.objects.all()] == ["unknown_status"]


def test_34_message_says_paid_and_the_answer_says_not_yet(bank, payment):
    with bank.fake.lock:
        invoice = bank.invoice()
        bank.fake.aggregator.turn(invoice, "paid")
        invoice.status = "pending"
    assert statuses(bank.deliver()) == [200]
    assert (fresh(payment).state, mails("paid")) == ("pending", 0)
    invoice.status = "paid"
    actions.check_payment(payment_id=payment.pk)
    assert fresh(payment).state == "completed"


@pytest.mark.parametrize(("fault", "state"), [("amount_changed 4999.00", "completed"), ("unknown_status", "completed")])
def test_what_a_message_says_beyond_its_number_does_not_matter(bank, payment, fault, state):
    bank.webhook_fault(fault)
    assert statuses(bank.turn_invoice("paid")) == [200]
    assert (fresh(payment).state, fresh(payment).paid_tiyn) == (state, 299_000)


def test_gigantic_message_is_not_read(bank, payment):
    bank.webhook_fault("gigantic_body")
    # Django itself reads no more than two and a half megabytes.
    assert statuses(bank.turn_invoice("paid")) == [400]
    assert fresh(payment).state == "pending"
