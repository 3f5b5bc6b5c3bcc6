"""The pretend phone: buttons that pay, words for what cannot be paid, three languages."""

import httpx
import pytest

from tests.kaspi_emulator.client import Merchant


@pytest.fixture
def phone(bank):
    with httpx.Client(transport=bank.transport(), base_url="http://127.0.0.1:8546", follow_redirects=True, params={"lang": "en"}) as client:
        yield client


@pytest.mark.parametrize(("path", "move"), [("qr/create", "scan"), ("qr/create-link", "open")])
def test_bill_is_scanned_and_paid_by_buttons(bank, merchant, phone, path, move):
    assert "Nothing to pay yet" in phone.get("/").text
    merchant.create(path=path)
    purchase = bank.purchase()
    assert f"/pay/{purchase.token}" in phone.get("/").text
    page = phone.get(f"/pay/{purchase.token}").text
    assert "5\xa0000\xa0₸" in page
    assert (f"/{move}?" in page, "/pay?" in page) == (True, False)
    assert "Confirm by 15:01:05" in phone.post(f"/pay/{purchase.token}/{move}").text
    assert "Go back to the site" in phone.post(f"/pay/{purchase.token}/pay").text
    assert merchant.status(purchase.id)["Status"] == "Processed"
    assert "Nothing to pay yet" in phone.get("/").text


@pytest.mark.parametrize("moves", [["decline"], ["scan", "decline"]])
def test_declined_bill_is_over(bank, merchant, phone, moves):
    number = merchant.new()
    for move in moves:
        page = phone.post(f"/pay/{bank.purchase().token}/{move}").text
    assert "This code no longer works" in page
    assert merchant.status(number)["Status"] == "Error"


@pytest.mark.parametrize("mode", ["error", "stuck"])
def test_bill_that_came_too_late_has_no_buttons(bank, merchant, phone, mode):
    bank.quirks(expiry_mode=mode)
    merchant.new()
    bank.advance(181)
    page = phone.post(f"/pay/{bank.purchase().token}/scan").text
    assert ("<form" in page, "no longer works" in page) == (False, True)


def test_invoice_by_phone_is_paid(bank, merchant, phone):
    merchant.post("remote/create", {"DeviceToken": merchant.token, "Amount": 99.5, "PhoneNumber": "87770000001"})
    assert "99.50\xa0₸" in phone.get("/").text
    assert "Paid" in phone.post(f"/pay/{bank.purchase().token}/pay").text


def test_number_is_not_asked_for_where_no_seller_can_be_asked(phone):
    assert "<input" not in phone.get("/").text


def test_unknown_code_is_told_in_words(phone):
    answer = phone.get("/pay/123")
    assert (answer.status_code, "no longer works" in answer.text) == (404, True)
    assert phone.get("/pay/%3Cscript%3E").text.count("<script>") == 0
    assert phone.get("/pay/1/2/3").status_code == 404


@pytest.mark.parametrize(("accepted", "words"), [("ru-RU,ru;q=0.9", "Игрушечный банк"), ("de", "Ойыншық банк"), ("en-GB", "Toy bank")])
def test_language_is_the_browsers_or_kazakh(bank, accepted, words):
    with httpx.Client(transport=bank.transport()) as client:
        assert words in client.get("http://127.0.0.1:8546/", headers={"Accept-Language": accepted}).text


def test_code_may_be_the_phones_address(kaspi):
    kaspi.quirks(qr_token="link", pay_base=f"{kaspi.url('online')}/pay/")
    with Merchant(kaspi) as merchant:
        merchant.register()
        code = merchant.create()["Data"]["QrToken"]
    assert "5\xa0000" in httpx.get(code).text
    assert httpx.get(f"{kaspi.url('online')}/style.css").headers["content-type"] == "text/css; charset=utf-8"
