"""Gateways' messages as they come over HTTP."""

import pytest
from django.core import checks

from payments.gateways.mock import bank
from payments.models import GatewayEvent, Payment
from tests.factories.payments import decide, fresh, make_payment

pytestmark = pytest.mark.django_db
ADDRESS = "/api/payments/webhooks/mock/"


def send(client, body, headers, address=ADDRESS):
    return client.post(address, body, content_type="application/json", headers=headers)


@pytest.fixture
def payment(people):
    return make_payment(people.workspace)


def test_signed_message_completes_the_payment(client, payment):
    message = bank.message(decide(payment, bank.PAID))
    assert send(client, *message).status_code == 200
    assert fresh(payment).state == Payment.State.COMPLETED
    assert send(client, *message).status_code == 200


@pytest.mark.parametrize("signature", [None, "", "sha256=0", "x" * 5000, "sha256=" + "f" * 64])
def test_forged_message_is_unauthorized_and_changes_nothing(client, payment, all_rows, signature):
    body, _ = bank.message(decide(payment, bank.PAID))
    headers = {} if signature is None else {"X-Mock-Signature": signature}
    assert send(client, body, headers).status_code == 401
    assert fresh(payment).state == Payment.State.PENDING
    assert GatewayEvent.objects.filter(source="webhook").count() == 0


def test_message_signed_with_the_former_secret_is_accepted(client, payment, settings):
    message = bank.message(decide(payment, bank.PAID))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "the-new-secret-0123456789"
    assert send(client, *message).status_code == 200


def test_signed_nonsense_is_a_bad_request(client):
    assert send(client, b"[]", {"X-Mock-Signature": bank.sign(b"[]")}).status_code == 400


def test_endless_message_is_too_large(client):
    assert send(client, b"x" * 70_000, {}).status_code == 413


def test_status_we_do_not_know_is_taken_and_written_down(client, payment, all_rows):
    assert send(client, *bank.message(decide(payment, "SomethingNew"))).status_code == 200
    assert payment.events.last().verdict == GatewayEvent.Verdict.UNKNOWN_STATUS
    assert fresh(payment).state == Payment.State.PENDING


@pytest.mark.parametrize("address", ["/api/payments/webhooks/other/", "/api/payments/webhooks/kaspi/"])
def test_gateway_that_is_not_here_has_no_address(client, address):
    assert send(client, b"{}", {}, address).status_code == 404


def test_mock_has_no_address_where_it_is_switched_off(client, payment, settings):
    message = bank.message(decide(payment, bank.PAID))
    settings.KASPI_MOCK = False
    assert send(client, *message).status_code == 404
    assert client.get(f"/kk/pay/mock/{payment.provider_payment_id}/").status_code == 404


def test_only_post_is_answered(client):
    assert client.get(ADDRESS).status_code == 405


def test_deployment_with_the_mock_does_not_pass_its_check(settings):
    def found():
        return {message.id for message in checks.run_checks(tags=["security"], include_deployment_checks=True)}

    assert "payments.E001" in found()
    settings.KASPI_MOCK = False
    assert "payments.E001" not in found()


@pytest.mark.parametrize(("choice", "state"), [("pay", "completed"), ("refuse", "failed"), ("expire", "expired"), ("scan", "scanned")])
def test_choice_on_the_pretended_banks_page_reaches_the_payment(client, payment, choice, state):
    address = f"/kk/pay/mock/{payment.provider_payment_id}/"
    assert "2\N{NO-BREAK SPACE}990\N{NO-BREAK SPACE}₸" in client.get(address).content.decode()
    assert client.post(address, {"choice": choice}, follow=True).status_code == 200
    assert fresh(payment).state == state


def test_paid_purchase_cannot_be_refused_afterwards(client, payment):
    address = f"/kk/pay/mock/{payment.provider_payment_id}/"
    for choice in ("pay", "refuse", "nonsense"):
        client.post(address, {"choice": choice})
    assert fresh(payment).state == Payment.State.COMPLETED


def test_unknown_purchase_has_no_page(client):
    assert client.get("/kk/pay/mock/nobody/").status_code == 404


class TestUnderTheBanksName:
    @pytest.mark.parametrize("address", ["/api/payments/kaspi/webhook", "/api/payments/kaspi/webhook/"])
    def test_message_reaches_the_gateway_that_takes_new_payments(self, client, payment, address):
        assert send(client, *bank.message(decide(payment, bank.PAID)), address).status_code == 200
        assert fresh(payment).state == "completed"

    def test_forged_message_is_unauthorized_here_too(self, client, payment):
        body, _ = bank.message(decide(payment, bank.PAID))
        assert send(client, body, {"X-Mock-Signature": "sha256=0"}, "/api/payments/kaspi/webhook").status_code == 401

    @pytest.mark.parametrize("name", ["kaspi_biller", "manual"])
    def test_there_is_none_where_the_gateway_signs_nothing(self, client, payment, settings, name):
        message = bank.message(decide(payment, bank.PAID))
        settings.KASPI_MOCK = False
        settings.KASPI_BILLER_SECRETS = ["secret"] if name == "kaspi_biller" else []
        settings.KASPI_TRANSFER_PHONE = settings.KASPI_TRANSFER_NAME = "x" if name == "manual" else ""
        assert send(client, *message, "/api/payments/kaspi/webhook").status_code == 404
        assert fresh(payment).state == "pending"

    def test_there_is_none_without_any_gateway(self, client, settings):
        settings.KASPI_MOCK = False
        assert send(client, b"{}", {}, "/api/payments/kaspi/webhook").status_code == 404
        assert client.get("/api/payments/kaspi/webhook").status_code == 405
