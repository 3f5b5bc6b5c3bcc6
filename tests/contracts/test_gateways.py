"""What every gateway must do, run over all that are configured. A new one joins by a line in `STANDS`."""

import json
from contextlib import suppress
from dataclasses import replace

import pytest
from django.conf import settings
from django.utils import timezone

from deploy.kaspi_emulator.bench import Bench
from deploy.kaspi_emulator.certificates import Authority
from payments import gateways
from payments.gateways import Attempt, ByHandError, Channel, NotYetError, Outcome, PermanentError, WebhookRefusedError, wire
from payments.gateways.apipay import messages
from payments.gateways.kaspi_qr import client
from payments.gateways.mock import bank
from tests.kaspi.configuring import configure, configure_apipay


class Stand:
    """The far side of a gateway: what the payer and the bank do."""

    refunds_by = Channel.QR

    def wait(self):
        """Until what the bank is at is done."""


class MockStand(Stand):
    """What stands for the bank in the mock."""

    code = "mock"

    def __init__(self, settings, monkeypatch, pair):
        pass

    def settle(self, attempt, status):
        purchase = bank.settle(bank.find(attempt.provider_payment_id), status)
        return bank.message(purchase)

    def pay(self, attempt):
        return self.settle(attempt, bank.PAID)

    def sign(self, body):
        return {"X-Mock-Signature": bank.sign(body)}


class KaspiStand(Stand):
    """The fake bank in process, which speaks one of the three schemes."""

    code, scheme = "kaspi_qr", ""

    def __init__(self, settings, monkeypatch, pair):
        self.bank = Bench.in_process()
        configure(self.bank, settings, self.scheme, url="https://bank.example", pair=pair)
        monkeypatch.setattr(client, "transport", lambda account: self.bank.transport())

    def settle(self, attempt, status):
        self.bank.force(attempt.provider_payment_id, status)

    def pay(self, attempt):
        self.bank.pay(attempt.provider_payment_id)


class BillerStand(Stand):
    """The bank asks nothing of us here and we nothing of it, but for fast payment."""

    code = "kaspi_biller"

    def __init__(self, settings, monkeypatch, pair):
        bank = Bench.in_process()
        bank.fake.urls["online"] = "https://kaspi.example"
        settings.KASPI_BILLER_SECRETS, settings.KASPI_BILLER_SERVICE = ["secret"], "ToiInvite"
        settings.KASPI_BILLER_ONLINE_URL = "https://kaspi.example/online"
        monkeypatch.setattr(wire, "transport", lambda: bank.transport())


class ApiPayStand(Stand):
    """The fake's aggregator in process."""

    code, refunds_by = "apipay", Channel.INVOICE

    def __init__(self, settings, monkeypatch, pair):
        self.bank = Bench.in_process()
        configure_apipay(self.bank, settings, url="https://apipay.example")
        monkeypatch.setattr(wire, "transport", self.bank.transport)

    def settle(self, attempt, status):
        self.bank.turn_invoice(status, attempt.provider_payment_id)
        body = json.dumps(
            {"event": "invoice.status_changed", "invoice": {"id": int(attempt.provider_payment_id), "amount": "2990.00", "status": status}}
        ).encode()
        return body, self.sign(body)

    def pay(self, attempt):
        return self.settle(attempt, "paid")

    def wait(self):
        self.bank.advance(10)

    def sign(self, body):
        return {messages.HEADER: messages.sign(body, self.bank.fake.config.aggregator.webhook_secret)}


class ManualStand(Stand):
    """Nobody is on the far side but people."""

    code = "manual"

    def __init__(self, settings, monkeypatch, pair):
        settings.KASPI_TRANSFER_PHONE, settings.KASPI_TRANSFER_NAME = "+7 701 521 15 45", "Ерлан Қ."


STANDS = {"mock": MockStand, "kaspi_biller": BillerStand, "manual": ManualStand, "apipay": ApiPayStand} | {
    f"kaspi_qr {scheme}": type(scheme, (KaspiStand,), {"scheme": scheme}) for scheme in ("r1", "r2", "r3")
}


@pytest.fixture(scope="session")
def pair(tmp_path_factory):
    """A certificate of the merchant's, and its key."""
    return Authority(tmp_path_factory.mktemp("certificates")).client("org1")


@pytest.fixture(params=STANDS)
def stand(request, settings, monkeypatch, pair):
    return STANDS[request.param](settings, monkeypatch, pair)


@pytest.fixture
def gateway(stand):
    return gateways.get(stand.code)


@pytest.fixture
def attempt(gateway):
    channel = gateway.capabilities.channels[0]
    new = Attempt("reference2345", 299_000, "KZT", "Нұрлан & Айгерім", timezone.now(), channel=channel, account="100000000008")
    return replace(new, provider_payment_id=gateway.create(new).provider_payment_id)


@pytest.fixture
def refundable(gateway, attempt, stand):
    """A paid purchase that the gateway gives money back for by itself."""
    if stand.refunds_by is not attempt.channel:
        opened = gateway.create(replace(attempt, our_reference="another", channel=stand.refunds_by, phone="+77015211545"))
        attempt = replace(attempt, channel=stand.refunds_by, provider_payment_id=opened.provider_payment_id)
    stand.pay(attempt)
    return attempt


@pytest.fixture
def signing(gateway):
    if not gateway.capabilities.has_signed_webhook:
        pytest.skip("sends no messages")


@pytest.fixture
def polling(gateway):
    if not gateway.capabilities.polls:
        pytest.skip("is not asked")


@pytest.fixture
def refunding(gateway):
    if not gateway.capabilities.can_refund:
        pytest.skip("a person gives the money back")


def test_every_gateway_has_a_stand():
    assert {stand.code for stand in STANDS.values()} == set(settings.PAYMENT_GATEWAYS)


def test_gateway_names_itself_as_it_is_configured(gateway, stand):
    assert gateway.code == stand.code


def test_configured_gateway_is_available(gateway):
    assert gateway.availability().is_available


@pytest.mark.parametrize("channel", Channel)
def test_new_purchase_can_be_paid_for_a_while_in_each_channel(gateway, channel):
    if channel not in gateway.capabilities.channels:
        pytest.skip("not offered")
    opened = gateway.create(
        Attempt("reference6789", 299_000, "KZT", "Той", timezone.now(), channel=channel, phone="+77015211545", account="100000000008")
    )
    assert opened.provider_payment_id
    assert opened.expires_at > timezone.now()
    if channel in {Channel.LINK, Channel.PAGE}:
        assert opened.link.startswith("http")
    if channel is Channel.QR:
        assert opened.link


def test_creating_again_gives_the_same_purchase_where_promised(gateway, attempt):
    if not gateway.capabilities.has_idempotent_create:
        pytest.skip("not promised")
    assert gateway.create(attempt).provider_payment_id == attempt.provider_payment_id


@pytest.mark.usefixtures("polling")
def test_new_purchase_is_pending(gateway, attempt):
    assert gateway.fetch_status(attempt).outcome is Outcome.PENDING


@pytest.mark.usefixtures("polling")
def test_paid_purchase_is_completed_with_its_amount_in_tiyn(gateway, attempt, stand):
    stand.pay(attempt)
    evidence = gateway.fetch_status(attempt)
    assert (evidence.outcome, evidence.amount_tiyn, evidence.currency) == (Outcome.COMPLETED, 299_000, "KZT")
    assert evidence.is_authoritative


@pytest.mark.usefixtures("polling")
def test_same_state_has_the_same_key_and_another_state_another(gateway, attempt, stand):
    before = [gateway.fetch_status(attempt).dedupe_key for _ in range(2)]
    stand.pay(attempt)
    assert before[0] == before[1] != gateway.fetch_status(attempt).dedupe_key


def test_gateway_without_messages_believes_none(gateway):
    if gateway.capabilities.has_signed_webhook:
        pytest.skip("sends messages")
    with pytest.raises(WebhookRefusedError):
        gateway.parse_webhook(b"{}", {}, {})


def test_unknown_purchase_is_a_permanent_error(gateway, attempt):
    with pytest.raises(PermanentError):
        gateway.fetch_status(replace(attempt, provider_payment_id="nobody"))


def test_gateway_that_is_not_asked_has_nothing_to_say(gateway, attempt):
    if gateway.capabilities.polls:
        pytest.skip("is asked")
    with pytest.raises(PermanentError):
        gateway.fetch_status(attempt)


def test_gateway_without_refunds_refuses_them(gateway, attempt):
    if gateway.capabilities.can_refund:
        pytest.skip("gives money back")
    with pytest.raises(PermanentError):
        gateway.refund(attempt, 100_000, "key")


@pytest.mark.usefixtures("signing")
def test_signed_message_tells_the_state(gateway, attempt, stand):
    evidence = gateway.parse_webhook(*stand.pay(attempt), {})
    assert (evidence.outcome, evidence.provider_payment_id) == (Outcome.COMPLETED, attempt.provider_payment_id)


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=00", "x" * 10_000, "қолтаңба", "sha256=" + "0" * 64, None])
@pytest.mark.usefixtures("signing")
def test_message_with_any_other_signature_is_refused(gateway, attempt, stand, signature):
    body, headers = stand.pay(attempt)
    headers = dict.fromkeys(headers, signature) if signature is not None else {}
    with pytest.raises(WebhookRefusedError):
        gateway.parse_webhook(body, headers, {})


@pytest.mark.usefixtures("signing")
def test_changed_message_is_refused(gateway, attempt, stand):
    body, headers = stand.pay(attempt)
    with pytest.raises(WebhookRefusedError):
        gateway.parse_webhook(body.replace(b"2990", b"9990"), headers, {})


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"{}", b"{", b"\xff\xfe", b'{"id": 1}', b'{"id": "a", "status": 3, "event": 1, "amount": 1.5, "currency": 2}'],
)
@pytest.mark.usefixtures("signing")
def test_signed_nonsense_is_a_permanent_error(gateway, stand, body):
    with pytest.raises(PermanentError):
        gateway.parse_webhook(body, stand.sign(body), {})


@pytest.mark.usefixtures("polling")
def test_status_nobody_knows_is_unknown_and_no_error(gateway, attempt, stand):
    stand.settle(attempt, "SomethingNew")
    assert gateway.fetch_status(attempt).outcome is Outcome.UNKNOWN


@pytest.mark.usefixtures("refunding")
def test_money_goes_back_and_the_gateway_counts_what_is_left(gateway, refundable, stand):
    for amount, left in [(100_000, 199_000), (199_000, 0)]:
        with suppress(NotYetError):
            gateway.refund(refundable, amount, str(amount))
        stand.wait()
        assert gateway.available_refund(refundable) == left


@pytest.mark.usefixtures("refunding")
def test_money_goes_back_once_per_key_where_promised(gateway, attempt, stand):
    if not gateway.capabilities.has_idempotent_refund:
        pytest.skip("not promised")
    stand.pay(attempt)
    assert gateway.refund(attempt, 100_000, "key") == gateway.refund(attempt, 100_000, "key")
    assert gateway.fetch_status(attempt).outcome is Outcome.PARTIALLY_REFUNDED
    gateway.refund(attempt, 199_000, "other")
    assert gateway.fetch_status(attempt).outcome is Outcome.REFUNDED


@pytest.mark.usefixtures("refunding")
def test_more_than_was_paid_is_not_given_back(gateway, refundable):
    with pytest.raises(PermanentError) as refused:
        gateway.refund(refundable, 299_100, "key")
    assert not isinstance(refused.value, ByHandError)


@pytest.mark.usefixtures("polling")
def test_paid_purchase_cannot_be_cancelled(gateway, attempt, stand):
    stand.pay(attempt)
    with pytest.raises(PermanentError):
        gateway.cancel(attempt)
