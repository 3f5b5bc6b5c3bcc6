"""A whole run of every gateway, good and bad answers included, and what of it stands in the logs: nothing secret."""

import io
import logging
from dataclasses import replace

import pytest
from django.conf import settings as configured
from django.utils import timezone

from cms.logs import JsonFormatter, PlainFormatter
from payments import breaker, gateways
from payments.gateways import Attempt, PermanentError, RetryableError, WebhookRefusedError
from tests.factories.payments import make_payment
from tests.kaspi.configuring import configure, configure_apipay

pytestmark = pytest.mark.django_db
PATH = "s3cret-path-of-the-biller"
PHONE = "+77015211545"
FAULTS = ("http 502", "bad_json", "empty_body", "reset_before", "status_code -10000", "status_code -999")


@pytest.fixture
def written():
    """Everything that the product's own formatters write, of every logger, down to DEBUG of our own."""
    out = io.StringIO()
    handlers = [logging.StreamHandler(out) for _ in range(2)]
    for handler, formatter in zip(handlers, (JsonFormatter(), PlainFormatter()), strict=True):
        handler.setFormatter(formatter)
        logging.getLogger().addHandler(handler)
    logging.getLogger("payments").setLevel(logging.DEBUG)
    yield out
    logging.getLogger("payments").setLevel(logging.NOTSET)
    for handler in handlers:
        logging.getLogger().removeHandler(handler)


@pytest.fixture
def bank(kaspi, settings):
    """Every gateway at once, over sockets."""
    configure(kaspi, settings)
    configure_apipay(kaspi, settings)
    settings.KASPI_MOCK = True
    settings.KASPI_BILLER_SECRETS, settings.KASPI_BILLER_SERVICE = [PATH], "ToiInvite"
    settings.KASPI_BILLER_ONLINE_URL = kaspi.url("online") + "/online"
    settings.KASPI_TRANSFER_PHONE, settings.KASPI_TRANSFER_NAME = PHONE, "Ерлан Қ."
    return kaspi


def walk(gateway, channel):
    """Everything that can be asked of a gateway; what it raises is told as the queue tells it."""
    attempt = Attempt("reference2345", 299_000, "KZT", "Той", timezone.now(), channel=channel, phone=PHONE, account="100000000008")
    number = "1"
    steps = [
        lambda: gateway.create(attempt).provider_payment_id,
        lambda: gateway.fetch_status(replace(attempt, provider_payment_id=number)),
        lambda: gateway.available_refund(replace(attempt, provider_payment_id=number)),
        lambda: gateway.refund(replace(attempt, provider_payment_id=number), 100_000, "key"),
        lambda: gateway.cancel(replace(attempt, provider_payment_id=number)),
        lambda: gateway.parse_webhook(b'{"secret": 1}', {"X-Webhook-Signature": "sha256=00", "X-Mock-Signature": "x"}),
    ]
    for step in steps:
        try:
            with breaker.guarded(gateway.code):
                told = step()
            number = told if isinstance(told, str) else number
        except (PermanentError, RetryableError, WebhookRefusedError) as error:
            logging.getLogger("payments.test").warning("told", extra={"error": f"{type(error).__name__}: {error}"})


def test_nothing_secret_is_written(client, people, bank, written, settings):
    for fault in ("", *FAULTS):
        for gateway in gateways.configured():
            for channel in gateway.capabilities.channels:
                if fault:
                    bank.fault(fault, times=1)
                walk(gateway, channel)
                bank.heal()
    payment = make_payment(people.workspace, gateway_code="kaspi_biller", channel="number")
    query = {"command": "pay", "txn_id": "1", "account": payment.account, "sum": "2990.00"}
    for address in (PATH, "wrong"):
        client.get(f"/api/payments/kaspi/biller/{address}/", query)
    settings.KASPI_BILLER_IPS = ["127.0.0.1"]
    client.get(f"/api/payments/kaspi/biller/{PATH}/", query | {"txn_id": "2", "sum": "1.00"})
    client.post("/api/payments/webhooks/apipay/", b"{}", content_type="application/json", headers={"X-Webhook-Signature": "sha256=1"})
    text = written.getvalue()
    secrets = {
        "the certificate's password": bank.key_password,
        "the key of r1": bank.organization.api_key,
        "the aggregator's key": configured.APIPAY_KEY,
        "the webhook's secret": configured.APIPAY_WEBHOOK_SECRETS[0],
        "our own key": configured.SECRET_KEY,
        "the biller's path": PATH,
        "a phone number": PHONE[2:],
        "a device's token": bank.fake.bank.devices.all[0].token,
    }
    assert len(text) > 5000
    assert "kaspi_qr: no success" in text
    assert "apipay: no success" in text
    assert "/biller/***/" in text
    assert [name for name, secret in secrets.items() if secret in text] == []


def test_the_test_would_notice(bank, written):
    """What is not masked is found."""
    logging.getLogger("payments.test").warning("key %s", configured.APIPAY_KEY)
    assert configured.APIPAY_KEY in written.getvalue()
