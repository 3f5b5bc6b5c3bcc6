"""Whole lives of payments by every gateway, good and bad answers included, and what of them stands in the logs: nothing secret.

Searched are the records themselves (whatever a formatter would leave out or mask) and what the product's own formatters write of
them, for the certificate's password, keys, tokens, webhook secrets, the biller's path and the payer's phone. That the search finds
what is logged is proven twice: by a line with each secret, and by a gateway that tells the log what it sends.
"""

import io
import logging
from dataclasses import replace

import pytest
from django.conf import settings as configured
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.row_security import staff_scope
from cms.logs import JsonFormatter, PlainFormatter
from payments import actions, breaker, files, gateways
from payments.gateways import Attempt, Channel, PermanentError, RetryableError, WebhookRefusedError, wire
from tests.architecture.sources import APPS
from tests.factories.payments import fresh, make_payment, pay
from tests.kaspi.configuring import configure, configure_apipay

pytestmark = pytest.mark.django_db
PATH = "s3cret-path-of-the-biller"
PHONE = "+77015211545"
FAULTS = ("http 502", "bad_json", "empty_body", "reset_before", "status_code -10000", "status_code -999")


class Heard(logging.Handler):
    """Every record as it is, arguments, extras, traceback and all, and as the product's formatters write it."""

    def __init__(self) -> None:
        super().__init__()
        self.raw, self.written = io.StringIO(), io.StringIO()
        self.formatters = (JsonFormatter(), PlainFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.raw.write(f"{record.getMessage()} {vars(record)}\n")
        if record.exc_info:
            self.raw.write(logging.Formatter().formatException(record.exc_info))
        for formatter in self.formatters:
            self.written.write(formatter.format(record) + "\n")


@pytest.fixture
def heard():
    """Levels as in production, down to DEBUG of our own."""
    known = {"": logging.INFO, "httpx": logging.WARNING, **dict.fromkeys(APPS, logging.DEBUG)}
    assert configured.LOGGING["loggers"]["httpx"]["level"] == "WARNING"
    before = {name: logging.getLogger(name).level for name in known}
    handler = Heard()
    logging.getLogger().addHandler(handler)
    for name, level in known.items():
        logging.getLogger(name).setLevel(level)
    yield handler
    logging.getLogger().removeHandler(handler)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


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
        lambda: gateway.parse_webhook(b'{"secret": 1}', {"X-Webhook-Signature": "sha256=00", "X-Mock-Signature": "x"}, {}),
    ]
    for step in steps:
        try:
            with breaker.guarded(gateway.code):
                told = step()
            number = told if isinstance(told, str) else number
        except (PermanentError, RetryableError, WebhookRefusedError) as error:
            logging.getLogger("payments.test").warning("told", extra={"error": f"{type(error).__name__}: {error}"})


def live(people, bank, client, gateway, channel):
    """From the button to the refund, by the product's own actions; what the bank refuses is refused."""
    fields = {"gateway_code": gateway.code, "channel": channel, "phone": PHONE if channel is Channel.INVOICE else ""}
    payment = make_payment(people.workspace, reference=f"life:{gateway.code}:{channel}", **fields)
    PAYERS[gateway.code](people, bank, client, payment)
    actions.check_payment(payment_id=payment.pk, is_asked_by_person=True)
    with staff_scope():
        assert fresh(payment).state == "completed", (gateway.code, channel)
        asked = actions.refund(payment=payment, amount_tiyn=100_000, by=people.host)
    actions.send_refund(refund_id=asked.pk)


def by_biller(people, bank, client, payment):
    query = {"account": payment.account, "sum": "2990.00", "txn_id": str(payment.pk)}
    for command in ("check", "pay"):
        client.get(f"/api/payments/kaspi/biller/{PATH}/", query | {"command": command})


def by_transfer(people, bank, client, payment):
    with staff_scope():
        proof = actions.send_proof(payment=payment, looked=files.look(ContentFile(b"%PDF-1.7 %%EOF")), by=people.host)
        actions.approve_proof(proof=proof, amount_tiyn=payment.amount_tiyn, by=people.host)


PAYERS = {
    "mock": lambda people, bank, client, payment: pay(payment),
    "kaspi_qr": lambda people, bank, client, payment: bank.pay(payment.provider_payment_id),
    "kaspi_biller": by_biller,
    "apipay": lambda people, bank, client, payment: bank.turn_invoice("paid", payment.provider_payment_id.removeprefix("qr:")),
    "manual": by_transfer,
}


def live_all(people, bank, client):
    for gateway in gateways.configured():
        for channel in gateway.capabilities.channels:
            live(people, bank, client, gateway, channel)


def secrets_of(bank):
    return {
        "the certificate's password": bank.key_password,
        "the key of r1": bank.organization.api_key,
        "the aggregator's key": configured.APIPAY_KEY,
        "the webhook's secret": configured.APIPAY_WEBHOOK_SECRETS[0],
        "our own key": configured.SECRET_KEY,
        "the biller's path": PATH,
        "a phone number": PHONE[2:],
        **{f"token {number} of a device": device.token for number, device in enumerate(bank.fake.bank.devices.all)},
    }


def found(bank, *texts):
    return [name for name, secret in secrets_of(bank).items() if any(secret in text for text in texts)]


@pytest.mark.parametrize("scheme", ["r1", "r2", "r3"])
def test_nothing_secret_is_written_of_whole_lives(client, people, bank, heard, settings, scheme):
    configure(bank, settings, scheme)
    settings.KASPI_MOCK = True
    settings.KASPI_BILLER_IPS = ["127.0.0.1"]
    live_all(people, bank, client)
    assert {"token 0 of a device", "a phone number"} <= set(secrets_of(bank))
    assert found(bank, heard.raw.getvalue(), heard.written.getvalue()) == []


def test_nothing_secret_is_written_of_what_goes_wrong(client, people, bank, heard, settings):
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
    text = heard.written.getvalue()
    assert len(text) > 5000
    for said in ("kaspi_qr: no success", "apipay: no success", "/biller/***/"):
        assert said in text
    assert found(bank, heard.raw.getvalue(), text) == []


def test_line_with_each_secret_is_found(people, bank, heard):
    """As an argument, among the extras and in a traceback."""
    bank_device = gateways.get("kaspi_qr").create(Attempt("reference2345", 299_000, "KZT", "Той", timezone.now()))
    assert bank_device.provider_payment_id
    for name, secret in secrets_of(bank).items():
        heard.raw.truncate(0)
        try:
            raise ValueError(secret)
        except ValueError:
            logging.getLogger("payments.test").exception("told")
        in_trace = found(bank, heard.raw.getvalue())
        heard.raw.truncate(0)
        logging.getLogger("payments.test").debug("told %s", secret)
        in_arguments = found(bank, heard.raw.getvalue())
        heard.raw.truncate(0)
        logging.getLogger("payments.test").info("told", extra={"said": {"key": secret}})
        assert in_trace == in_arguments == found(bank, heard.raw.getvalue()) == [name]


def test_gateway_that_tells_what_it_sends_is_found(client, people, bank, heard, monkeypatch, settings):
    settings.KASPI_BILLER_IPS = ["127.0.0.1"]
    real = wire.send

    def talkative(http, method, url, **said):
        logging.getLogger("payments.gateways.wire").debug("sending %s %s", url, said)
        return real(http, method, url, **said)

    monkeypatch.setattr(wire, "send", talkative)
    live_all(people, bank, client)
    told = found(bank, heard.raw.getvalue())
    assert {"the aggregator's key", "a phone number", "token 0 of a device"} <= set(told)
