"""Envelope, fields, refusals: what the document prints."""

import re
from decimal import Decimal

import pytest

from tests.kaspi_emulator.client import Merchant


def test_qr_carries_token_limits_and_an_id_above_32_bits(merchant):
    answer = merchant.create(200.5)
    data = answer["Data"]
    assert (answer["StatusCode"], answer["Message"]) == (0, "OK")
    assert re.fullmatch(r"\d{41}", data["QrToken"])
    assert data["QrPaymentId"] > 2**31
    assert data["PaymentMethods"] == ["Gold", "Red", "Loan"]
    assert data["QrPaymentBehaviorOptions"] == {"StatusPollingInterval": 5, "QrCodeScanWaitTimeout": 180, "PaymentConfirmationTimeout": 65}


def test_link_names_its_fields_differently(merchant):
    data = merchant.create(path="qr/create-link")["Data"]
    assert re.fullmatch(r"https://pay\.kaspi\.kz/pay/\d{41}", data["PaymentLink"])
    assert set(data) == {"PaymentLink", "ExpireDate", "PaymentId", "PaymentMethods", "PaymentBehaviorOptions"}
    assert data["PaymentBehaviorOptions"]["LinkActivationWaitTimeout"] == 180


def test_every_code_is_new_and_the_same_external_id_changes_nothing(bank, merchant):
    one, two = (merchant.create(ExternalId="same")["Data"] for _ in range(2))
    assert one["QrToken"] != two["QrToken"]
    assert one["QrPaymentId"] != two["QrPaymentId"]
    bank.quirks(is_external_id_deduped=True)
    assert merchant.create(ExternalId="same")["Data"]["QrPaymentId"] == one["QrPaymentId"]


def test_status_v02_tells_amount_with_two_decimals(bank, merchant):
    number = merchant.new(5000)
    bank.pay(number)
    answer = merchant.ask("GET", f"payment/status/{number}", version="v02")
    assert '"Amount": 5000.00' in answer.text
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.json()["Data"]["StoreName"] == "Магазин 1"


def test_details_are_told_of_paid_purchases_only(bank, merchant):
    number = merchant.new()
    asked = {"QrPaymentId": number, "DeviceToken": merchant.token}
    assert merchant.get("payment/details", params=asked)["StatusCode"] == -1601
    bank.pay(number)
    data = merchant.get("payment/details", params=asked)["Data"]
    assert (data["TotalAmount"], data["AvailableReturnAmount"]) == (Decimal("5000.00"), Decimal("5000.00"))


@pytest.mark.parametrize("amount", [0, -1, 0.001, 1_000_000.01])
def test_wrong_amount_is_refused(merchant, amount):
    assert merchant.create(amount)["StatusCode"] == 990000028


@pytest.mark.parametrize("amount", ["5000", None, True])
def test_amount_that_is_no_number_is_malformed_and_noted(bank, merchant, amount):
    answer = merchant.ask("POST", "qr/create", json={"OrganizationBin": "180340021791", "DeviceToken": merchant.token, "Amount": amount})
    assert answer.status_code == 400
    assert bank.violations() == ["AMOUNT_NOT_A_NUMBER"]


def test_broken_json_is_malformed(merchant):
    assert merchant.ask("POST", "qr/create", content=b"{").status_code == 400


def test_same_device_gets_the_same_token_and_only_at_its_trade_point(merchant):
    assert merchant.register() == merchant.token
    assert merchant.post("device/register", {"DeviceId": "toi-1", "TradePointId": 2})["StatusCode"] == -1503
    assert merchant.post("device/register", {"DeviceId": "toi-2", "TradePointId": 99})["StatusCode"] == -99000002


def test_deleted_device_is_inactive_until_it_is_registered_again(merchant):
    assert (
        merchant.ask("POST", "device/delete", json={"OrganizationBin": "180340021791", "DeviceToken": merchant.token}).text
        == '{"StatusCode": 0}'
    )
    assert merchant.create()["StatusCode"] == -1502
    merchant.register()
    assert merchant.create()["StatusCode"] == 0


def test_unknown_device_is_refused(merchant):
    merchant.token = "other"
    assert merchant.create()["StatusCode"] == -1501


@pytest.mark.parametrize(
    ("change", "code"),
    [({"is_enabled": False}, 990000018), ({"is_accepting_qr": False}, 990000026), ({"methods": []}, 990000033)],
)
def test_trade_point_that_cannot_sell_is_refused(bank, merchant, change, code):
    bank.order("trade_point", id=1, **change)
    assert merchant.create()["StatusCode"] == code


def test_device_that_the_bank_disabled_is_refused(bank, merchant):
    bank.order("device", is_active=False)
    assert merchant.create()["StatusCode"] == -1502


def test_outage_answers_unavailable_while_it_lasts(bank, merchant):
    bank.outage(60)
    assert merchant.create()["StatusCode"] == -999
    bank.advance(61)
    assert merchant.create()["StatusCode"] == 0


def test_trade_points_are_listed_by_bin(merchant):
    answer = merchant.get("partner/tradepoints/180340021791")
    assert answer["Data"] == [{"TradePointId": 1, "TradePointName": "Магазин 1"}, {"TradePointId": 2, "TradePointName": "Магазин 2"}]
    assert merchant.get("partner/tradepoints/990140000385")["StatusCode"] == -10000


def test_ping(merchant):
    assert merchant.get("health/ping") == {"StatusCode": 0, "Message": "OK"}


def test_other_merchants_purchase_does_not_exist(bank, merchant):
    number = merchant.new()
    with Merchant(bank, cert="org2", in_process=True) as stranger:
        assert stranger.get(f"payment/status/{number}")["StatusCode"] == -1601
        assert stranger.get("payment/status/1")["StatusCode"] == -1601


def test_unknown_address_and_method(merchant):
    assert merchant.ask("GET", "qr/list").status_code == 404
    assert merchant.ask("GET", "qr/create").status_code == 405


def test_dates_come_in_every_shape(bank, merchant):
    bank.order("clock", set="2026-11-03T15:03:00.717+05:00")
    shapes = {re.sub(r"\d", "0", merchant.create()["Data"]["ExpireDate"]) for _ in range(3)}
    assert shapes == {"0000-00-00T00:00:00+00", "0000-00-00T00:00:00.000+00:00", "0000-00-00T00:00:00+00:00"}
    number = merchant.new()
    bank.pay(number)
    asked = {"qrPaymentId": number, "deviceToken": merchant.token}
    told = [merchant.get("payment/details", params=asked)["Data"]["TransactionDate"] for _ in range(5)]
    assert told == [
        "2026-11-03T15:03:00+05",
        "2026-11-03T15:03:00.717+05:00",
        "2026-11-03T15:03:00+05:00",
        "2026-11-03T15:03:00.7170007",
        "2026-11-3T15:03:00.717+05:00",
    ]
