"""The aggregator's invoices: what is refused, what comes later than asked."""

from decimal import Decimal

import httpx
import pytest

from deploy.kaspi_emulator.bench import Bench
from deploy.kaspi_emulator.config import Aggregator, Config
from deploy.kaspi_emulator.emulator import FakeKaspi

PHONE = {"amount": 5000, "phone_number": "87770000001", "description": "Той", "external_order_id": "pay_1"}


def _bench(**settings):
    bench = Bench(FakeKaspi(Config(aggregator=Aggregator(**settings))))
    bench.freeze()
    return bench


@pytest.fixture
def bank():
    return _bench()


@pytest.fixture
def api(bank):
    with _client(bank) as client:
        yield client


def _client(bank, key="ak_test_1"):
    return httpx.Client(transport=bank.transport(), base_url="http://aggregator.example/api/v1", headers={"X-API-Key": key})


def test_invoice_by_phone_is_processing_then_pending_then_paid(bank, api):
    made = api.post("/invoices", json=PHONE)
    told = made.json()
    assert (made.status_code, told["status"], told["amount"], told["paid_at"]) == (201, "processing", "5000.00", None)
    bank.advance(3)
    assert api.get(f"/invoices/{told['id']}").json()["status"] == "pending"
    bank.turn_invoice("paid")
    paid = api.get(f"/invoices/{told['id']}").json()
    assert (paid["status"], paid["paid_at"]) == ("paid", "2026-11-21T10:00:03Z")


def test_key_is_needed(bank):
    assert _client(bank, "wrong").get("/invoices").status_code == 401


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"amount": 5000.5}, "amount_must_be_whole_tenge"),
        ({"amount": "5000"}, None),
        ({"amount": 0}, None),
        ({"phone_number": "+77770000001"}, None),
        ({"description": "ұ" * 61}, None),
        ({"external_order_id_idempotency": "k" * 192}, None),
    ],
)
def test_invalid_invoice_is_refused(bank, api, wrong, code):
    answer = api.post("/invoices", json=PHONE | wrong)
    assert (answer.status_code, answer.json().get("error_code")) == (422, code)
    assert bank.fake.aggregator.invoices == {}


def test_same_key_is_told_the_earlier_invoice(api):
    said = PHONE | {"external_order_id_idempotency": "once"}
    number = api.post("/invoices", json=said).json()["id"]
    again = api.post("/invoices", json=said)
    assert (again.status_code, again.json()["error"], again.json()["invoice_id"]) == (409, "duplicate_idempotency_key", number)


def test_qr_takes_tiyn_and_ends_only_some_time_after_its_last_scan(bank, api):
    told = api.post("/invoices/qr", json={"amount": 1500.5}).json()
    assert (told["status"], told["amount"], told["is_qr_token"]) == ("pending", "1500.50", True)
    assert told["qr_token_url"].startswith("https://qr.kaspi.kz/")
    assert told["qr_expires_at"] == "2026-11-21T10:05:00Z"
    bank.advance(301)
    assert api.get(f"/invoices/{told['id']}").json()["status"] == "pending"
    bank.advance(120)
    assert api.get(f"/invoices/{told['id']}").json()["status"] == "expired"


@pytest.mark.parametrize("status", ["paid", "cancelled", "expired"])
def test_sandbox_simulates(api, status):
    assert api.post("/invoices/qr", json={"amount": 100, "simulate": status}).json()["status"] == status
    number = api.post("/invoices", json=PHONE).json()["id"]
    assert api.post(f"/invoices/{number}/simulate-status", json={"status": status}).json()["status"] == status


def test_production_simulates_nothing():
    bank = _bench(is_sandbox=False)
    api = _client(bank)
    assert api.post("/invoices/qr", json={"amount": 100, "simulate": "paid"}).json()["status"] == "pending"
    number = api.post("/invoices", json=PHONE).json()["id"]
    assert api.post(f"/invoices/{number}/simulate-status", json={"status": "paid"}).status_code == 403


@pytest.mark.parametrize(("is_sandbox", "status", "first"), [(True, 200, "cancelled"), (False, 202, "cancelling")])
def test_cancelling_is_at_once_in_the_sandbox_only(is_sandbox, status, first):
    bank = _bench(is_sandbox=is_sandbox)
    api = _client(bank)
    number = api.post("/invoices", json=PHONE).json()["id"]
    assert api.post(f"/invoices/{number}/cancel").status_code == status
    assert api.get(f"/invoices/{number}").json()["status"] == first
    bank.advance(3)
    assert api.get(f"/invoices/{number}").json()["status"] == "cancelled"


def test_qr_cannot_be_cancelled(api):
    number = api.post("/invoices/qr", json={"amount": 100}).json()["id"]
    answer = api.post(f"/invoices/{number}/cancel")
    assert (answer.status_code, answer.json()["error_code"], answer.json()["expires_at"]) == (
        409,
        "qr_cancel_unsupported",
        "2026-11-21T10:05:00Z",
    )


def _paid(bank, api, path="/invoices"):
    number = api.post(path, json=PHONE).json()["id"]
    bank.turn_invoice("paid", number)
    return number


def test_refund_is_queued_and_done_later(bank, api):
    number = _paid(bank, api)
    queued = api.post(f"/invoices/{number}/refund", json={"amount": 2000}).json()
    assert (queued["refund"]["status"], queued["invoice"]["status"], queued["invoice"]["available_for_refund"]) == (
        "pending",
        "paid",
        "3000.00",
    )
    bank.advance(6)
    told = api.get(f"/invoices/{number}").json()
    assert (told["status"], told["total_refunded"], told["is_fully_refunded"]) == ("partially_refunded", "2000.00", False)
    assert api.post(f"/invoices/{number}/refund", json={"amount": 3001}).status_code == 422


@pytest.mark.parametrize("status", ["paid", "refunded"])
def test_full_refund_may_leave_paid(bank, api, status):
    bank.quirks(aggregator_full_refund=status)
    number = _paid(bank, api)
    api.post(f"/invoices/{number}/refund", json={})
    bank.advance(6)
    told = api.get(f"/invoices/{number}").json()
    assert (told["status"], told["is_fully_refunded"]) == (status, True)


def test_paid_qr_is_refunded_by_another_way(bank, api):
    number = _paid(bank, api, "/invoices/qr")
    assert api.post(f"/invoices/{number}/refund", json={}).json()["error_code"] == "qr_refund_required"
    bank.quirks(aggregator_qr_refund="direct")
    assert api.post(f"/invoices/{number}/refund", json={}).status_code == 200


def test_unpaid_invoice_is_not_refunded(api):
    number = api.post("/invoices", json=PHONE).json()["id"]
    assert api.post(f"/invoices/{number}/refund", json={}).status_code == 409


def test_many_are_checked_and_listed(api):
    numbers = [api.post("/invoices", json=PHONE | {"external_order_id": f"pay_{index}"}).json()["id"] for index in range(3)]
    checked = api.post("/invoices/status/check", json={"invoice_ids": [*numbers, 1]}).json()["invoices"]
    assert [one["id"] for one in checked] == numbers
    assert api.post("/invoices/status/check", json={"invoice_ids": list(range(101))}).status_code == 422
    listed = api.get("/invoices", params={"per_page": 2}).json()
    assert ([one["id"] for one in listed["data"]], listed["meta"]["total"]) == (numbers[:0:-1], 3)
    assert [one["id"] for one in api.get("/invoices", params={"search": "pay_1"}).json()["data"]] == [numbers[1]]


def test_cashiers_session_may_have_ended(bank, api):
    bank.fake.aggregator.is_session_alive = False
    answer = api.post("/invoices/qr", json={"amount": 100})
    assert (answer.status_code, answer.json()["error_code"]) == (503, "kaspi_session_invalid")


def test_xpayment_repeats_by_its_key(bank):
    headers = {"Authorization": "Bearer ak_test_1", "X-Idempotency-Key": "once"}
    with httpx.Client(transport=bank.transport(), base_url="http://aggregator.example", headers=headers) as client:
        one, two = (client.post("/v1/payments/link", json={"amount": 5000, "merchant_order_id": "pay_1"}).json() for _ in range(2))
        assert one == two
        assert (one["status"], one["payment_link"].startswith("https://pay.kaspi.kz/pay/")) == ("PENDING", True)
        bank.turn_invoice("paid")
        assert client.get(f"/v1/payments/{one['ext_tran_id']}").json()["status"] == "COMPLETED"
        assert client.get(f"/v1/payments/{one['ext_tran_id']}", headers={"Authorization": "Bearer x"}).status_code == 401


def test_amount_is_exact(bank, api):
    api.post("/invoices/qr", json={"amount": 0.1})
    assert bank.invoice().amount == Decimal("0.1")
