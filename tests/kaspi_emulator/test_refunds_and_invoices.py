"""Money back, with and without the customer; invoices by phone."""

from decimal import Decimal

import pytest

from tests.kaspi_emulator.client import Merchant

PHONE = "87770000001"


@pytest.fixture
def paid(bank, merchant):
    number = merchant.new(100)
    bank.pay(number)
    return number


def _available(merchant, number):
    asked = {"QrPaymentId": number, "DeviceToken": merchant.token}
    return merchant.get("payment/details", params=asked)["Data"]["AvailableReturnAmount"]


def test_refund_in_two_halves_leaves_nothing(merchant, paid):
    operations = [merchant.refund(paid, 50)["Data"]["ReturnOperationId"] for _ in range(2)]
    assert len(set(operations)) == 2
    assert _available(merchant, paid) == 0
    assert merchant.refund(paid, 1)["StatusCode"] == -99000005


def test_the_same_refund_twice_refunds_twice(merchant, paid):
    for _ in range(2):
        merchant.refund(paid, 30)
    assert _available(merchant, paid) == Decimal("40.00")


def test_refund_refusals(bank, merchant, paid):
    assert merchant.refund(1, 50)["StatusCode"] == -99000001
    assert merchant.refund(merchant.new(), 50)["StatusCode"] == -99000011
    bank.order("purchase", id=paid, do="whole_refund_only")
    assert merchant.refund(paid, 50)["StatusCode"] == -99000020
    bank.order("fail_next_refund", times=1)
    assert merchant.refund(paid, 100)["StatusCode"] == -99000006
    assert merchant.refund(paid, 100)["StatusCode"] == 0


def test_refund_by_a_device_of_another_trade_point_is_refused(merchant, paid):
    merchant.register(trade_point=2, device="toi-2")
    assert merchant.refund(paid, 50)["StatusCode"] == -99000003


def test_r2_refunds_after_the_customer_scanned(bank):
    with Merchant(bank, "r2", in_process=True) as merchant:
        merchant.register()
        number = merchant.new(100)
        bank.pay(number)
        request = merchant.post("return/create", {"DeviceToken": merchant.token})["Data"]["QrReturnId"]
        assert merchant.get(f"return/status/{request}")["Data"] == {"Status": "QrTokenCreated"}
        assert merchant.refund(number, 100, QrReturnId=request)["StatusCode"] == -1601
        bank.order("return/scan", id=request)
        assert merchant.get(f"return/status/{request}")["Data"] == {"Status": "CustomerIdentityObtained"}
        found = merchant.post("return/operations", {"DeviceToken": merchant.token, "QrReturnId": request})["Data"]
        assert [(one["QrPaymentId"], one["Amount"]) for one in found] == [(number, Decimal("100.00"))]
        assert merchant.refund(number, 100, QrReturnId=request)["StatusCode"] == 0


def test_r2_refund_code_dies(bank):
    with Merchant(bank, "r2", in_process=True) as merchant:
        merchant.register()
        request = merchant.post("return/create", {"DeviceToken": merchant.token})["Data"]["QrReturnId"]
        bank.advance(181)
        assert merchant.get(f"return/status/{request}")["Data"] == {"Status": "Error"}


def _invoice(merchant, phone=PHONE):
    return merchant.post("remote/create", {"DeviceToken": merchant.token, "Amount": 5000, "PhoneNumber": phone})


def test_invoice_by_phone_is_paid_or_cancelled(bank, merchant):
    paid, cancelled = (_invoice(merchant)["Data"]["QrPaymentId"] for _ in range(2))
    assert merchant.status(paid)["Status"] == "RemotePaymentCreated"
    bank.pay(paid)
    assert merchant.status(paid)["Status"] == "Processed"
    cancel = {"DeviceToken": merchant.token, "QrPaymentId": cancelled}
    assert merchant.post("remote/cancel", cancel)["Data"] == {"Status": "RemotePaymentCanceled"}
    assert merchant.post("remote/cancel", cancel | {"QrPaymentId": paid})["StatusCode"] == -99000001


def test_invoice_lives_for_a_day(bank, merchant):
    number = _invoice(merchant)["Data"]["QrPaymentId"]
    bank.advance(24 * 3600)
    assert merchant.status(number)["Status"] == "RemotePaymentCreated"
    bank.advance(1)
    assert merchant.status(number)["Status"] == "Error"


@pytest.mark.parametrize(("phone", "code"), [("87771112233", -1404), ("+77770000001", -1401)])
def test_invoice_to_nobody_is_refused(merchant, phone, code):
    assert _invoice(merchant, phone)["StatusCode"] == code


def test_clients_name_is_told_fifty_times_a_minute(bank, merchant):
    asked = {"phoneNumber": PHONE, "deviceToken": merchant.token}
    codes = [merchant.get("remote/client-info", params=asked)["StatusCode"] for _ in range(51)]
    assert codes == [0] * 50 + [990000029]
    assert bank.violations() == ["TOO_MANY_LOOKUPS"]
    bank.advance(61)
    assert merchant.get("remote/client-info", params=asked)["Data"] == {"ClientName": "Айгүл С."}


def test_machine_that_polls_an_invoice_is_found_out(bank, merchant):
    number = _invoice(merchant)["Data"]["QrPaymentId"]
    codes = []
    for _ in range(4):
        bank.advance(5)
        codes.append(merchant.get(f"payment/status/{number}")["StatusCode"])
    assert codes == [0, 0, 0, -999]
    assert bank.violations() == ["AUTO_POLL_FORBIDDEN"]


def test_person_who_presses_refresh_is_not_a_machine(bank, merchant):
    number = _invoice(merchant)["Data"]["QrPaymentId"]
    for gap in (0, 31, 45, 120, 33, 60):
        bank.advance(gap)
        assert merchant.get(f"payment/status/{number}")["StatusCode"] == 0
    assert bank.violations() == []
