"""The purchase's state machine, with its limits to the millisecond."""

import pytest


def test_purchase_is_created_scanned_and_paid(bank, merchant):
    number = merchant.new()
    assert merchant.status(number) == {"Status": "QrTokenCreated"}
    bank.scan(number)
    bank.advance(5)
    assert merchant.status(number) == {"Status": "Wait"}
    bank.confirm(number)
    bank.advance(5)
    assert merchant.status(number) == {"Status": "Processed"}
    assert bank.violations() == []


def test_scan_works_until_exactly_180_seconds(bank, merchant):
    number = merchant.new()
    bank.advance(180)
    bank.scan(number)
    assert merchant.status(number)["Status"] == "Wait"


@pytest.mark.parametrize(("mode", "left"), [("error", "Error"), ("stuck", "QrTokenCreated")])
def test_scan_is_too_late_after_180_seconds(bank, merchant, mode, left):
    bank.quirks(expiry_mode=mode)
    number = merchant.new()
    bank.advance(180.001)
    refused = merchant.post("test/payment/scan", {"qrPaymentId": str(number)})
    assert (refused["StatusCode"], merchant.status(number)["Status"]) == (-1601, left)


def test_confirm_works_until_exactly_65_seconds_after_the_scan(bank, merchant):
    number = merchant.new()
    bank.advance(180)
    bank.scan(number)
    bank.advance(65)
    bank.confirm(number)
    assert merchant.status(number)["Status"] == "Processed"


@pytest.mark.parametrize(("mode", "left"), [("error", "Error"), ("stuck", "Wait")])
def test_confirm_is_too_late_after_65_seconds(bank, merchant, mode, left):
    bank.quirks(expiry_mode=mode)
    number = merchant.new()
    bank.scan(number)
    bank.advance(65.001)
    refused = merchant.post("test/payment/confirm", {"qrPaymentId": str(number)})
    assert (refused["StatusCode"], merchant.status(number)["Status"]) == (-1601, left)


def test_expiry_alternates_between_error_and_stuck(bank, merchant):
    bank.quirks(expiry_mode="rotate")
    numbers = [merchant.new() for _ in range(4)]
    bank.advance(181)
    assert [merchant.status(number)["Status"] for number in numbers] == ["Error", "QrTokenCreated"] * 2


@pytest.mark.parametrize("moves", [["scanerror"], ["scan", "confirmerror"]])
def test_errors_by_the_test_addresses_are_final(merchant, moves):
    number = merchant.new()
    for move in moves:
        assert merchant.post(f"test/payment/{move}", {"qrPaymentId": str(number)}) == {"StatusCode": 0, "message": "OK"}
    assert merchant.status(number)["Status"] == "Error"
    assert merchant.post("test/payment/scan", {"qrPaymentId": number})["StatusCode"] == -1601


@pytest.mark.parametrize("move", ["confirm", "confirmerror"])
def test_confirmation_needs_a_scan(merchant, move):
    assert merchant.post(f"test/payment/{move}", {"qrPaymentId": str(merchant.new())})["StatusCode"] == -1601


def test_opened_link_may_say_remote_payment_created(bank, merchant):
    bank.quirks(opened_link_status="RemotePaymentCreated")
    number = merchant.create(path="qr/create-link")["Data"]["PaymentId"]
    bank.scan(number)
    bank.advance(5)
    assert merchant.status(number)["Status"] == "RemotePaymentCreated"
    bank.confirm(number)
    bank.advance(5)
    assert merchant.status(number)["Status"] == "Processed"


def test_paid_purchase_flips_to_error_once(bank, merchant):
    bank.quirks(post_final_flip=2)
    number = merchant.new()
    bank.pay(number)
    assert [merchant.status(number)["Status"] for _ in range(4)] == ["Processed", "Processed", "Error", "Error"]


def test_bank_can_pay_late_against_its_own_rules(bank, merchant):
    bank.quirks(expiry_mode="stuck")
    number = merchant.new()
    bank.advance(900)
    bank.force(number, "Processed")
    assert merchant.status(number)["Status"] == "Processed"
    bank.force(number, "SomethingNew")
    assert merchant.status(number)["Status"] == "SomethingNew"
