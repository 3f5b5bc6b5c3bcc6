"""What of ApiPay's adapter needs no socket: signatures, what it says and understands, refunds that take their time."""

import json
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
import time_machine
from django.utils import timezone

from payments import actions, gateways
from payments.gateways import (
    Attempt,
    ByHandError,
    Channel,
    MisconfiguredError,
    NotTakenError,
    NotYetError,
    Outcome,
    PermanentError,
    RetryableError,
    WebhookRefusedError,
    wire,
)
from payments.gateways.apipay import ApiPayGateway, messages
from payments.models import Alert, GatewayEvent, Payment, Refund
from tests.factories.payments import fresh, make_payment
from tests.kaspi.configuring import configure_apipay

# The test vector of the protocol document.
SECRET = "whsec_test_1"
BODY = (
    b'{"event":"invoice.status_changed","invoice":{"id":42,"external_order_id":"pay_01HZX","amount":"5000.00","status":"paid",'
    b'"is_sandbox":false,"paid_at":"2026-11-21T14:35:00Z"},"source":"api","timestamp":"2026-11-21T14:35:01Z"}'
)
SIGNATURE = "sha256=d9d31e5fd918caf1de29359dfb30244d14da51fb39cbf82e4dbcbc7b496b3b5c"
ADDRESS = "/api/payments/webhooks/apipay/"


@pytest.fixture
def bank(fake_kaspi, settings, monkeypatch):
    configure_apipay(fake_kaspi, settings, url="https://apipay.example")
    monkeypatch.setattr(wire, "transport", fake_kaspi.transport)
    return fake_kaspi


def answering(monkeypatch, settings, *answers):
    """ApiPay says these things one after the other."""
    said, asked = list(answers), []

    def answer(request):
        asked.append(request)
        return said.pop(0)

    settings.APIPAY_URL, settings.APIPAY_KEY = "https://apipay.example/api/v1", "ak_secret"
    monkeypatch.setattr(wire, "transport", lambda: httpx.MockTransport(answer))
    return asked


def new(**fields):
    return replace(Attempt("reference2345", 299_000, "KZT", "Той", timezone.now()), **fields)


def invoice(**fields):
    told = {"id": 7, "amount": "2990.00", "status": "pending", "is_sandbox": False, "qr_token_url": "https://qr.kaspi.kz/1"}
    return told | {"total_refunded": "0.00", "available_for_refund": "2990.00"} | fields


def test_test_vector_is_proven_and_claims_without_authority(settings):
    settings.APIPAY_WEBHOOK_SECRETS = ["another", SECRET]
    assert (len(BODY), messages.sign(BODY, SECRET)) == (223, SIGNATURE)
    evidence = ApiPayGateway().parse_webhook(BODY, {"X-Webhook-Signature": SIGNATURE}, {})
    assert (evidence.outcome, evidence.provider_payment_id, evidence.our_reference) == (Outcome.COMPLETED, "42", "pay_01HZX")
    assert not evidence.is_authoritative
    assert evidence.amount_tiyn is None


@pytest.mark.parametrize("given", [SIGNATURE[7:], SIGNATURE.upper(), "sha1=" + SIGNATURE[7:], SIGNATURE + "0", "", "қ"])
def test_any_other_signature_is_refused(settings, given):
    settings.APIPAY_WEBHOOK_SECRETS = [SECRET]
    with pytest.raises(WebhookRefusedError):
        ApiPayGateway().parse_webhook(BODY, {"X-Webhook-Signature": given}, {})


def test_without_a_secret_nothing_is_proven(settings):
    settings.APIPAY_WEBHOOK_SECRETS = []
    with pytest.raises(WebhookRefusedError):
        ApiPayGateway().parse_webhook(BODY, {"X-Webhook-Signature": messages.sign(BODY, "")}, {})
    assert not gateways.get("apipay").availability().is_available


def test_staff_read_that_it_is_not_official(bank):
    told = gateways.get("apipay").availability()
    assert told.is_available
    assert told.reason
    assert not gateways.get("apipay").capabilities.is_official


def test_code_is_asked_for_in_whole_tenge_with_our_reference(monkeypatch, settings):
    asked = answering(monkeypatch, settings, httpx.Response(201, json=invoice(qr_expires_at="2030-01-01T10:00:00Z")))
    opened = ApiPayGateway().create(new())
    assert (opened.provider_payment_id, opened.link) == ("7", "https://qr.kaspi.kz/1")
    assert opened.expires_at.isoformat() == "2030-01-01T10:00:00+00:00"
    assert (asked[0].url.path, asked[0].headers["X-API-Key"]) == ("/api/v1/invoices/qr", "ak_secret")
    said = json.loads(asked[0].content)
    assert said["amount"] == 2990
    assert isinstance(said["amount"], int)
    assert said["external_order_id_idempotency"] == "reference2345"


def test_invoice_goes_to_the_phone_as_kaspi_writes_it(monkeypatch, settings):
    asked = answering(monkeypatch, settings, httpx.Response(201, json=invoice(status="processing", qr_token_url=None)))
    opened = ApiPayGateway().create(new(channel=Channel.INVOICE, phone="+77015211545"))
    assert (json.loads(asked[0].content)["phone_number"], opened.link) == ("87015211545", "")
    with pytest.raises(PermanentError):
        ApiPayGateway().create(new(channel=Channel.INVOICE, phone="+998901234567"))


def test_sum_with_tiyn_is_refused_before_anybody_is_asked(settings):
    with pytest.raises(PermanentError):
        ApiPayGateway().create(new(amount_tiyn=299_001))


def test_used_reference_adopts_its_invoice(monkeypatch, settings):
    known = httpx.Response(409, json={"error_code": "duplicate_idempotency_key", "invoice_id": 7})
    answering(monkeypatch, settings, known, httpx.Response(200, json=invoice()))
    assert ApiPayGateway().create(new()).provider_payment_id == "7"


def test_invoice_of_another_sum_is_not_adopted(monkeypatch, settings):
    known = httpx.Response(409, json={"error_code": "duplicate_idempotency_key", "invoice_id": 7})
    answering(monkeypatch, settings, known, httpx.Response(200, json=invoice(amount="1.00")))
    with pytest.raises(PermanentError):
        ApiPayGateway().create(new())


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(401, json={}), MisconfiguredError),
        (httpx.Response(503, json={"error_code": "kaspi_session_invalid"}), MisconfiguredError),
        (httpx.Response(429), NotTakenError),
        (httpx.Response(502, text="<html>"), RetryableError),
        (httpx.Response(200, text="<html>"), RetryableError),
        (httpx.Response(201, json=invoice(id=None)), RetryableError),
        (httpx.Response(201, json=invoice(amount=None)), RetryableError),
        (httpx.Response(201, json=invoice(qr_token_url="javascript:1")), RetryableError),
        (httpx.Response(201, json=invoice(is_sandbox=True)), MisconfiguredError),
        (httpx.Response(422, json={"error": "amount_must_be_whole_tenge"}), PermanentError),
    ],
)
def test_answers_have_their_error(monkeypatch, settings, answer, error):
    answering(monkeypatch, settings, answer)
    with pytest.raises(error) as raised:
        ApiPayGateway().create(new())
    assert type(raised.value) is error


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({"status": "paid"}, Outcome.COMPLETED),
        ({"status": "paid", "is_fully_refunded": True}, Outcome.REFUNDED),
        ({"status": "refunded"}, Outcome.REFUNDED),
        ({"status": "partially_refunded"}, Outcome.PARTIALLY_REFUNDED),
        ({"status": "cancelling"}, Outcome.PENDING),
        ({"status": "error"}, Outcome.FAILED),
        ({"status": "teleported"}, Outcome.UNKNOWN),
        ({"status": "paid", "is_sandbox": True}, Outcome.UNKNOWN),
    ],
)
def test_statuses_are_understood_and_strangers_are_unknown(monkeypatch, settings, told, outcome):
    answering(monkeypatch, settings, httpx.Response(200, json=invoice(**told)))
    evidence = ApiPayGateway().fetch_status(new(provider_payment_id="7"))
    assert (evidence.outcome, evidence.amount_tiyn, evidence.is_authoritative) == (outcome, 299_000, True)


def test_refund_is_on_its_way_until_it_is_not(monkeypatch, settings):
    half = {"total_refunded": "0.00", "available_for_refund": "1990.00"}
    done = {"total_refunded": "1000.00", "available_for_refund": "1990.00"}
    answers = [httpx.Response(200, json={"message": "queued"}), *(httpx.Response(200, json=invoice(**told)) for told in (half, done))]
    answering(monkeypatch, settings, *answers)
    attempt = new(provider_payment_id="7")
    with pytest.raises(NotYetError):
        ApiPayGateway().refund(attempt, 100_000, "key")
    with pytest.raises(NotYetError):
        ApiPayGateway().available_refund(attempt)
    assert ApiPayGateway().available_refund(attempt) == 199_000


def test_money_for_a_code_goes_back_by_hand(monkeypatch, settings):
    answering(monkeypatch, settings, httpx.Response(409, json={"error_code": "qr_refund_required"}))
    with pytest.raises(ByHandError):
        ApiPayGateway().refund(new(provider_payment_id="7"), 100_000, "key")


@pytest.mark.django_db
class TestPayments:
    @pytest.fixture
    def payment(self, people, bank):
        return make_payment(people.workspace, gateway_code="apipay", channel="invoice", phone="+77015211545")

    def take(self, client, **told):
        body = json.dumps({"event": "invoice.status_changed", "invoice": told, "timestamp": "x"}).encode()
        return client.post(ADDRESS, body, content_type="application/json", headers={"X-Webhook-Signature": messages.sign(body, SECRET)})

    def test_claim_makes_us_ask_and_the_answer_decides(self, client, bank, payment, all_rows, django_capture_on_commit_callbacks):
        number = int(payment.provider_payment_id)
        with django_capture_on_commit_callbacks(execute=True):
            assert self.take(client, id=number, status="paid").status_code == 200
        assert fresh(payment).state == "pending"
        bank.turn_invoice("paid")
        with django_capture_on_commit_callbacks(execute=True):
            assert self.take(client, id=number, status="paid", total_refunded="0").status_code == 200
        assert fresh(payment).state == "completed"
        assert [event.verdict for event in payment.events.filter(source="webhook")] == ["unproven", "unproven"]

    def test_same_claim_counts_once(self, client, bank, payment, all_rows):
        for _ in range(3):
            assert self.take(client, id=int(payment.provider_payment_id), status="paid").status_code == 200
        assert payment.events.filter(source="webhook").count() == 1

    def test_message_that_is_faster_than_our_commit_is_known_by_our_reference(self, client, bank, payment, all_rows):
        Payment.objects.filter(pk=payment.pk).update(provider_payment_id="")
        self.take(client, id=63_001, status="pending", external_order_id=payment.our_reference)
        assert payment.events.filter(source="webhook").count() == 1
        assert not Alert.objects.exists()

    def test_unknown_invoice_is_kept_for_staff_and_other_events_are_only_kept(self, client, bank, all_rows):
        self.take(client, id=999, status="paid")
        assert Alert.objects.get().kind == "unknown_payment"
        body = b'{"event":"webhook.test","timestamp":"x"}'
        headers = {"X-Webhook-Signature": messages.sign(body, SECRET)}
        assert client.post(ADDRESS, body, content_type="application/json", headers=headers).status_code == 200
        assert (GatewayEvent.objects.count(), Alert.objects.count()) == (2, 1)

    def test_refund_is_done_when_the_aggregator_says_so_and_once(self, bank, payment, all_rows):
        bank.turn_invoice("paid")
        actions.check_payment(payment_id=payment.pk)
        refund = actions.refund(payment=fresh(payment), amount_tiyn=99_000, by=payment.payer)
        actions.send_refund(refund_id=refund.pk)
        assert Refund.objects.get().state == "sent"
        with time_machine.travel(timezone.now() + timedelta(seconds=40), tick=False):
            actions.send_refund(refund_id=refund.pk)
        assert Refund.objects.get().state == "done"
        assert [str(one.amount) for one in bank.invoice().refunds] == ["990"]
        assert fresh(payment).state == "partially_refunded"

    def test_refund_that_needs_the_customer_waits_for_a_person(self, people, bank, all_rows):
        bank.quirks(aggregator_qr_refund="refused")
        payment = make_payment(people.workspace, gateway_code="apipay", channel="qr")
        bank.turn_invoice("paid")
        actions.check_payment(payment_id=payment.pk)
        refund = actions.refund(payment=fresh(payment), amount_tiyn=99_000, by=payment.payer)
        actions.send_refund(refund_id=refund.pk)
        assert Refund.objects.get().state == "manual"
