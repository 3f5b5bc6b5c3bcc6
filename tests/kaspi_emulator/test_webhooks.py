"""The aggregator's webhooks: signed over the bytes that are sent, and every way to spoil one."""

import hashlib
import hmac
import json
from decimal import Decimal

import httpx
import pytest

from deploy.kaspi_emulator.aggregator.bodies import signature
from deploy.kaspi_emulator.bench import Bench
from deploy.kaspi_emulator.config import Aggregator, Config
from deploy.kaspi_emulator.emulator import FakeKaspi

SECRET, OLD = b"whsec_test_1", b"whsec_test_0"


class Inbox:
    """The merchant's end: keeps what arrives, answers as told."""

    def __init__(self):
        self.received: list[httpx.Request] = []
        self.statuses: list[int] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.received.append(request)
        return httpx.Response(self.statuses.pop(0) if self.statuses else 200)

    @property
    def said(self) -> list[dict]:
        return [json.loads(request.content) for request in self.received]

    def is_signed(self, index: int = -1, secret: bytes = SECRET, name: str = "x-webhook-signature") -> bool:
        request = self.received[index]
        expected = "sha256=" + hmac.new(secret, request.content, hashlib.sha256).hexdigest()
        return hmac.compare_digest(request.headers.get(name, ""), expected)


@pytest.fixture
def inbox():
    return Inbox()


def _bench(inbox, **settings):
    config = Config(aggregator=Aggregator(webhook_url="http://shop.example/webhook/", **settings))
    bench = Bench(FakeKaspi(config, merchant=httpx.MockTransport(inbox)))
    bench.freeze()
    return bench


@pytest.fixture
def bank(inbox):
    return _bench(inbox)


@pytest.fixture
def paid(bank):
    """Makes an invoice that is paid at once, with its webhook sent."""

    def make(*faults, status="paid", path="/api/v1/invoices/qr"):
        with httpx.Client(transport=bank.transport(), base_url="http://x.example") as client:
            headers = {"X-API-Key": "ak_test_1", "Authorization": "Bearer ak_test_1"}
            said = {"amount": 5000, "external_order_id": "pay_1", "merchant_order_id": "pay_1", "description": "Үйлену тойы"}
            client.post(path, json=said, headers=headers)
        for fault in faults:
            bank.webhook_fault(fault)
        bank.turn_invoice(status)
        return bank.invoice()

    return make


def test_signature_is_the_documents_test_vector():
    body = (
        b'{"event":"invoice.status_changed","invoice":{"id":42,"external_order_id":"pay_01HZX","amount":"5000.00","status":"paid",'
        b'"is_sandbox":false,"paid_at":"2026-11-21T14:35:00Z"},"source":"api","timestamp":"2026-11-21T14:35:01Z"}'
    )
    assert len(body) == 223
    assert signature("whsec_test_1", body) == "d9d31e5fd918caf1de29359dfb30244d14da51fb39cbf82e4dbcbc7b496b3b5c"


def test_paid_invoice_is_told_and_signed(inbox, paid):
    invoice = paid()
    assert inbox.is_signed()
    (said,) = inbox.said
    told = said["invoice"]
    assert (said["event"], told["id"], told["amount"], told["status"]) == ("invoice.status_changed", invoice.id, "5000.00", "paid")
    assert (told["external_order_id"], told["paid_at"], told["description"]) == ("pay_1", "2026-11-21T10:00:00Z", "Үйлену тойы")


def test_bodies_look_different_each_time_and_are_signed_all_the_same(inbox, paid):
    for _ in range(4):
        paid()
    bodies = [request.content for request in inbox.received]
    assert [b"\n" in body for body in bodies] == [False, True, False, True]
    assert [b"\\u04ae" in body for body in bodies] == [False, True, True, False]
    assert all(inbox.is_signed(index) for index in range(4))


@pytest.mark.parametrize("fault", ["bad_signature", "unsigned", "wrong_prefix", "body_tampered_after_sign"])
def test_forgeries_do_not_verify(inbox, paid, fault):
    paid(fault)
    assert not inbox.is_signed()


def test_old_secret_signs_with_the_old_one(inbox, paid):
    paid("old_secret")
    assert (inbox.is_signed(), inbox.is_signed(secret=OLD)) == (False, True)


def test_duplicates_and_drops(inbox, paid):
    paid("duplicate 3")
    assert len(inbox.received) == 3
    paid("dropped")
    assert len(inbox.received) == 3


def test_delayed_comes_when_it_is_due(bank, inbox, paid):
    paid("delayed 60")
    bank.advance(59)
    assert (bank.deliver(), inbox.received) == ([], [])
    bank.advance(1)
    bank.deliver()
    assert len(inbox.received) == 1


def test_reordered_comes_after_the_next(bank, inbox, paid):
    paid("reordered", path="/api/v1/invoices/qr")
    assert inbox.received == []
    bank.turn_invoice("partially_refunded")
    assert [one["invoice"]["status"] for one in inbox.said] == ["partially_refunded", "paid"]


def test_replay_is_the_same_bytes(bank, inbox, paid):
    paid()
    bank.replay()
    assert inbox.received[0].content == inbox.received[1].content
    assert inbox.received[0].headers["x-webhook-signature"] == inbox.received[1].headers["x-webhook-signature"]


@pytest.mark.parametrize(
    ("fault", "name", "value"),
    [
        ("amount_changed 5000.005", "amount", "5000.005"),
        ("unknown_status", "status", "teleported"),
        ("other_merchant_order", "external_order_id", "somebody-elses-42"),
        ("is_sandbox", "is_sandbox", True),
    ],
)
def test_wrong_contents_are_well_signed(inbox, paid, fault, name, value):
    paid(fault)
    assert (inbox.said[0]["invoice"][name], inbox.is_signed()) == (value, True)


def test_gigantic_body(inbox, paid):
    paid("gigantic_body")
    assert len(inbox.received[0].content) > 5 * 1024 * 1024


def test_production_is_no_sandbox(inbox):
    bank = _bench(inbox, is_sandbox=False)
    bank.fake.aggregator.create("qr", Decimal(100))
    bank.turn_invoice("paid")
    assert inbox.said[0]["invoice"]["is_sandbox"] is False


@pytest.mark.parametrize(("retries", "calls"), [(0, 1), (3, 4)])
def test_refused_webhook_comes_again_only_if_the_policy_says_so(inbox, retries, calls):
    bank = _bench(inbox, retries=retries)
    inbox.statuses = [500] * 9
    bank.fake.aggregator.create("qr", Decimal(100))
    bank.turn_invoice("paid")
    for _ in range(30):
        bank.advance(60)
        bank.deliver()
    assert len(inbox.received) == calls


def test_refund_is_told_when_it_is_done(bank, inbox, paid):
    bank.quirks(aggregator_qr_refund="direct")
    invoice = paid()
    bank.fake.aggregator.refund(invoice, None, "")
    bank.advance(6)
    bank.deliver()
    assert [one["event"] for one in inbox.said] == ["invoice.status_changed", "invoice.refunded"]
    assert inbox.said[1]["invoice"]["total_refunded"] == "5000.00"


def test_xpayment_signs_bare_and_prefixed(inbox, paid):
    for _ in range(2):
        paid(path="/v1/payments")
    bare, prefixed = (request.headers["x-xpayment-signature"] for request in inbox.received)
    assert (len(bare), prefixed.startswith("sha256=")) == (64, True)
    assert inbox.is_signed(1, name="x-xpayment-signature")
    assert inbox.said[0]["event"] == "payment.completed"
    assert inbox.said[0]["delivery_id"] != inbox.said[1]["delivery_id"]


def test_fault_that_does_not_exist(bank):
    with pytest.raises(ValueError, match="explode"):
        bank.webhook_fault("explode")


def test_phone_pays_the_aggregators_code_too(bank, inbox, paid):
    paid(status="pending")
    inbox.received.clear()
    with httpx.Client(transport=bank.transport(), base_url="http://127.0.0.1", follow_redirects=True) as phone:
        page = phone.post(f"/pay/{bank.invoice().token}/pay?lang=en").text
    assert "Paid" in page
    assert inbox.said[0]["invoice"]["status"] == "paid"


def test_webhooks_by_control(kaspi, live_shop, shop):
    kaspi.order("webhooks", url=live_shop, faults=["duplicate 2"])
    with httpx.Client(base_url=kaspi.url("aggregator"), headers={"X-API-Key": "ak_test_1"}) as client:
        number = client.post("/api/v1/invoices/qr", json={"amount": 100}).json()["id"]
    headers = {"Authorization": f"Bearer {kaspi.running.token}"}
    order = {"id": number, "status": "paid"}
    sent = httpx.post(f"{kaspi.url('control')}/__control/invoice", json=order, headers=headers).json()["sent"]
    assert [one["invoice"] for one in sent] == [number, number]
