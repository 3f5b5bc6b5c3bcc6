"""The bank's script 17 with real machines: worker, queue and database end in the middle of a payment, and it is completed all the same."""

import pytest
from kombu import pools

from accounts.row_security import staff_scope
from cms.celery import app
from deploy.kaspi_emulator.config import Config, Timings
from invitations.models import InvitationPage
from invitations.payables import reference_of
from payments import actions, queries
from payments.models import Payment
from tests.factories.accounts import make_people
from tests.factories.invitations import make_invitation, make_template
from tests.kaspi.configuring import configure
from tests.kaspi.machines import Machines, eventually

# Waits for processes to start and for a database that is gone for ten seconds.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TOLD = ("SCHEME", "URL", "CERT", "KEY", "KEY_PASSWORD", "CA", "BIN", "TRADE_POINT", "DEVICE_ID")


@pytest.fixture
def bank(kaspi, settings):
    kaspi.fake.reset(Config(timings=Timings(poll=1)))
    configure(kaspi, settings)
    settings.PAYMENT_GATEWAYS = {"kaspi_qr": settings.PAYMENT_GATEWAYS["kaspi_qr"]}
    return kaspi


@pytest.fixture
def pages(bank):
    """Three invitations of one family."""
    people = make_people()
    return [make_invitation(people.workspace, template=make_template(tier="standard")) for _ in range(3)]


@pytest.fixture
def machines(pages, settings):
    told = {f"KASPI_QR_{name}": getattr(settings, f"KASPI_QR_{name}") for name in TOLD}
    before = {name: app.conf[name] for name in ("task_always_eager", "broker_url")}
    machines = Machines({**told, "KASPI_MOCK": "no"})
    try:
        machines.start()
        machines.connect()
        app.conf.update(task_always_eager=False, broker_url=f"{machines.valkey.url}/0")
        yield machines
    finally:
        app.conf.update(before)
        # The next test of this process opens connections of its own.
        app.pool.force_close_all()
        pools.reset()
        app._pool = app.amqp._producer_pool = None
        machines.stop()


def press(page):
    """The organizer presses the button; the code comes by the worker."""
    with staff_scope():
        workspace = page.invitation.workspace
        payment = actions.start_payment(
            workspace=workspace,
            reference=reference_of(page.invitation),
            tariff=queries.tariff("standard"),
            by=workspace.memberships.get(role="owner").user,
        )
    assert eventually(lambda: state(payment) == "pending")
    return now(payment)


def now(payment):
    with staff_scope():
        return Payment.objects.get(pk=payment.pk)


def state(payment):
    return now(payment).state


def is_published_once(page, payment):
    with staff_scope():
        rights = page.invitation.entitlements.values_list("payment_reference", flat=True)
        return InvitationPage.objects.get(pk=page.pk).live and list(rights) == [payment.our_reference]


def test_17_payment_survives_worker_queue_and_database(machines, pages, bank):
    killed = press(pages[0])
    bank.fault("latency 4000", "payment/status", times=1)
    asked = f"/payment/status/{killed.provider_payment_id}"
    heard = len(bank.journal.calls(asked))
    assert eventually(lambda: len(bank.journal.calls(asked)) > heard)
    machines.kill_worker()
    bank.pay(killed.provider_payment_id)
    machines.worker = machines.start_worker()
    assert eventually(lambda: state(killed) == "completed")

    flushed = press(pages[1])
    bank.pay(flushed.provider_payment_id)
    machines.flush_queue()
    assert eventually(lambda: state(flushed) == "completed")

    unheard = press(pages[2])
    bank.pay(unheard.provider_payment_id)
    machines.without_database(10)
    assert eventually(lambda: state(unheard) == "completed")

    assert [is_published_once(page, one) for page, one in zip(pages, [killed, flushed, unheard], strict=True)] == [True] * 3
    assert len(bank.fake.bank.purchases) == 3
    said = machines.logs()
    devices = [device.token for device in bank.fake.bank.devices.all]
    assert "payments.tasks.check_payment" in said
    assert [secret for secret in (bank.key_password, machines.valkey.password, *devices) if secret in said] == []
