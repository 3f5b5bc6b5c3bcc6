"""What every gateway must do, run over all that are configured. A new one joins by a line in `STANDS`."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.utils import timezone

from payments import gateways
from payments.gateways import Attempt, Outcome, PermanentError, WebhookRefusedError
from payments.gateways.mock import bank


class MockStand:
    """The far side of the mock gateway: what the payer and the bank do."""

    def settle(self, attempt, status):
        purchase = bank.settle(bank.find(attempt.provider_payment_id), status)
        return bank.message(purchase)

    def pay(self, attempt):
        return self.settle(attempt, bank.PAID)

    def sign(self, body):
        return {"X-Mock-Signature": bank.sign(body)}


STANDS = {"mock": MockStand()}


@pytest.fixture(params=sorted(settings.PAYMENT_GATEWAYS))
def code(request):
    return request.param


@pytest.fixture
def gateway(code):
    return gateways.get(code)


@pytest.fixture
def stand(code):
    return STANDS[code]


@pytest.fixture
def attempt(gateway):
    new = Attempt("reference2345", 299_000, "KZT", "Нұрлан & Айгерім", timezone.now())
    return replace(new, provider_payment_id=gateway.create(new).provider_payment_id)


def test_gateway_names_itself_as_it_is_configured(gateway, code):
    assert gateway.code == code


def test_new_purchase_can_be_paid_for_a_while(gateway):
    opened = gateway.create(Attempt("reference6789", 299_000, "KZT", "", timezone.now()))
    assert opened.provider_payment_id
    assert opened.link.startswith("http")
    assert opened.expires_at > timezone.now()


def test_creating_again_gives_the_same_purchase_where_promised(gateway, attempt):
    if not gateway.capabilities.has_idempotent_create:
        pytest.skip("not promised")
    assert gateway.create(attempt).provider_payment_id == attempt.provider_payment_id


def test_new_purchase_is_pending(gateway, attempt):
    assert gateway.fetch_status(attempt).outcome is Outcome.PENDING


def test_paid_purchase_is_completed_with_its_amount_in_tiyn(gateway, attempt, stand):
    stand.pay(attempt)
    evidence = gateway.fetch_status(attempt)
    assert (evidence.outcome, evidence.amount_tiyn, evidence.currency) == (Outcome.COMPLETED, 299_000, "KZT")
    assert evidence.is_authoritative


def test_same_state_has_the_same_key_and_another_state_another(gateway, attempt, stand):
    before = [gateway.fetch_status(attempt).dedupe_key for _ in range(2)]
    stand.pay(attempt)
    assert before[0] == before[1] != gateway.fetch_status(attempt).dedupe_key


def test_unknown_purchase_is_a_permanent_error(gateway, attempt):
    with pytest.raises(PermanentError):
        gateway.fetch_status(replace(attempt, provider_payment_id="nobody"))


def test_signed_message_tells_the_state(gateway, attempt, stand):
    evidence = gateway.parse_webhook(*stand.pay(attempt))
    assert (evidence.outcome, evidence.provider_payment_id) == (Outcome.COMPLETED, attempt.provider_payment_id)


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=00", "x" * 10_000, "қолтаңба", "sha256=" + "0" * 64, None])
def test_message_with_any_other_signature_is_refused(gateway, attempt, stand, signature):
    body, headers = stand.pay(attempt)
    headers = dict.fromkeys(headers, signature) if signature is not None else {}
    with pytest.raises(WebhookRefusedError):
        gateway.parse_webhook(body, headers)


def test_changed_message_is_refused(gateway, attempt, stand):
    body, headers = stand.pay(attempt)
    with pytest.raises(WebhookRefusedError):
        gateway.parse_webhook(body.replace(b"2990", b"9990"), headers)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"{}", b"{", b"\xff\xfe", b'{"id": 1}', b'{"id": "a", "status": 3, "event": 1, "amount": 1.5, "currency": 2}'],
)
def test_signed_nonsense_is_a_permanent_error(gateway, stand, body):
    with pytest.raises(PermanentError):
        gateway.parse_webhook(body, stand.sign(body))


def test_status_nobody_knows_is_unknown_and_no_error(gateway, attempt, stand):
    stand.settle(attempt, "SomethingNew")
    assert gateway.fetch_status(attempt).outcome is Outcome.UNKNOWN


def test_money_goes_back_once_per_key(gateway, attempt, stand):
    stand.pay(attempt)
    assert gateway.refund(attempt, 100_000, "key") == gateway.refund(attempt, 100_000, "key")
    assert gateway.fetch_status(attempt).outcome is Outcome.PARTIALLY_REFUNDED
    gateway.refund(attempt, 199_000, "other")
    assert gateway.fetch_status(attempt).outcome is Outcome.REFUNDED


def test_more_than_was_paid_is_not_given_back(gateway, attempt, stand):
    stand.pay(attempt)
    with pytest.raises(PermanentError):
        gateway.refund(attempt, 299_100, "key")
