"""The bank's side of check and pay: what it sends, when it repeats, what it finds wrong."""

import httpx
import pytest

from deploy.kaspi_emulator.bench import Bench
from deploy.kaspi_emulator.config import Config, FastPayment
from deploy.kaspi_emulator.emulator import FakeKaspi
from tests.kaspi_emulator.shop import Shop

URL = "http://shop.example/biller/secret/"
CHECK = {"cmd": "check", "account": "INV1"}
PAY = {"cmd": "pay", "account": "INV1", "sum": "5000.00"}


@pytest.fixture
def bank(shop):
    config = Config(fast_payment=FastPayment(services=("ToiInvite",), biller_url=URL))
    bank = Bench(FakeKaspi(config, merchant=shop.transport))
    bank.fake.urls["online"] = "http://127.0.0.1:8546"
    return bank


def test_check_then_pay_is_accepted(bank, shop):
    report = bank.biller(URL, CHECK, PAY)
    assert (report.results, report.problems) == ([0, 0], [])
    check, pay = shop.asked
    assert (check["command"], check["sum"], "txn_date" in check) == ("check", "0.00", False)
    assert (pay["txn_id"], pay["sum"], pay["txn_date"]) == (check["txn_id"], "5000.00", "20261121150000")
    assert pay["xff"] == "194.187.247.152"


def test_xml_is_read_too():
    xml = Shop("xml")
    report = Bench(FakeKaspi(merchant=xml.transport)).biller(URL, CHECK, PAY, form="xml")
    assert (report.results, report.problems) == ([0, 0], [])


def test_liar_writes_the_banks_address_before_his_own(bank, shop):
    bank.biller(URL, CHECK, is_spoofing=True)
    assert shop.asked[0]["xff"] == "194.187.247.152, 203.0.113.9"


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"txn_id": "1"}, "txn_id is not"),
        ({"result": 6}, "result is not"),
        ({"result": "0"}, "result is not"),
        ({"result": True}, "result is not"),
        ({"sum": "4999.00"}, "sum is not"),
        ({"prv_txn_id": ""}, "prv_txn_id is missing"),
        ({"prv_txn": ""}, "prv_txn is missing"),
    ],
)
def test_wrong_answers_are_found(bank, shop, wrong, problem):
    shop.spoil = lambda command, said: said | wrong
    problems = bank.biller(URL, PAY).problems
    assert len(problems) == 1
    assert problem in problems[0]


def test_wrong_content_type_and_status_are_found(bank, shop):
    shop.content_type = "text/html"
    shop.statuses = [404]
    report = bank.biller(URL, CHECK)
    assert "content type text/html" in report.problems[-1]
    assert "HTTP 404" in report.problems[0]


def test_five_hundreds_and_nonsense_are_repeated_three_times(bank, shop):
    shop.statuses = [500, 404]
    before = bank.fake.clock.now()
    report = bank.biller(URL, PAY)
    assert [one.result for one in report.told] == [None, None, 0]
    assert (bank.fake.clock.now() - before).total_seconds() == 10
    assert {one["txn_id"] for one in shop.asked} == {"900000001"}
    shop.statuses = [502] * 9
    assert len(bank.biller(URL, PAY).told) == 4


def test_slow_answer_is_cut_and_asked_again(shop, kaspi, live_shop):
    shop.delay = 0.5
    report = kaspi.biller(live_shop, PAY, timeout=0.2)
    assert [one.error for one in report.told] == ["ReadTimeout"] * 4


def test_repeat_must_be_answered_with_the_same_bytes(bank, shop):
    again = PAY | {"txn_id": "900000777"}
    assert bank.biller(URL, again, again, again).problems == []
    shop.spoil = lambda command, said: said | {"comment": "again"}
    assert bank.biller(URL, again).problems == ["pay 900000777: a repeated txn_id was answered differently"]


def test_parallel_pays_go_at_once(bank, shop):
    report = bank.biller(URL, PAY | {"duplicate_parallel": 10})
    assert (report.results, len(shop.paid)) == ([0] * 10, 1)


def test_check_that_changes_something_is_found(bank, shop):
    report = bank.biller(URL, CHECK, PAY, digest=lambda: len(shop.asked))
    assert report.problems == ["check 900000001: a check changed the merchant's data"]


def _start(bank, **said):
    order = {"TranId": "t1", "OrderId": "INV1", "Amount": 500000, "Service": "ToiInvite", "returnUrl": "http://site.example/back"}
    with httpx.Client(transport=bank.transport(), base_url="http://127.0.0.1:8546") as client:
        return client.post("/online", json=order | said)


def test_fast_payment_gives_an_address_and_a_picture(bank):
    answer = _start(bank, GenerateQrCode=True).json()
    assert (answer["code"], answer["message"]) == (0, "")
    assert answer["redirectUrl"].startswith("http://127.0.0.1:8546/pay/")
    assert answer["qrCodeImage"].startswith("iVBOR")
    assert "qrCodeImage" not in _start(bank).json()


@pytest.mark.parametrize("wrong", [{"Service": "Other"}, {"Amount": "5000.00"}, {"Amount": 0}, {"Amount": 12.5}])
def test_fast_payment_refuses_unknown_service_and_amounts_that_are_not_tiyn(bank, wrong):
    assert _start(bank, **wrong).json()["code"] == 1


def test_form_is_led_to_the_page(bank):
    with httpx.Client(transport=bank.transport(), base_url="http://127.0.0.1:8546") as client:
        answer = client.post("/online", data={"OrderId": "INV1", "Amount": "500000", "Service": "ToiInvite", "Signature": ""})
    assert answer.status_code == 302


def test_pressing_pay_checks_pays_and_returns_without_proof(bank, shop):
    address = _start(bank).json()["redirectUrl"]
    with httpx.Client(transport=bank.transport()) as client:
        answer = client.post(f"{address}/pay")
    assert answer.headers["location"] == "http://site.example/back"
    assert [one["command"] for one in shop.asked] == ["check", "pay"]
    assert shop.paid == {"900000001": "5000.00"}


def test_refused_order_is_not_paid_and_says_so(bank, shop):
    address = _start(bank, OrderId="INV2").json()["redirectUrl"]
    with httpx.Client(transport=bank.transport(), follow_redirects=True) as client:
        text = client.post(f"{address}/pay?lang=en").text
    assert shop.paid == {}
    assert "The seller did not take the payment" in text


def test_number_typed_into_the_phone_is_looked_up_and_paid(bank, shop):
    shop.spoil = lambda command, said: said | {"sum": "5000.00"}
    with httpx.Client(transport=bank.transport(), base_url="http://127.0.0.1:8546", follow_redirects=True, params={"lang": "en"}) as phone:
        assert "Number of the payment" in phone.get("/").text
        assert "5\xa0000\xa0₸" in phone.post("/number", data={"account": "INV1"}).text
        token = next(iter(bank.fake.orders))
        assert "Paid" in phone.post(f"/pay/{token}/pay").text
        refused = phone.post("/number", data={"account": "INV2"}).text
    assert ("did not take the payment" in refused, "₸" in refused) == (True, False)
    assert [(one["command"], one["sum"]) for one in shop.asked] == [
        ("check", "0.00"),
        ("check", "5000.00"),
        ("pay", "5000.00"),
        ("check", "0.00"),
    ]


def test_script_runs_by_control(kaspi, live_shop):
    said = {"base_url": live_shop, "steps": [CHECK, PAY], "source_ip": "10.0.0.1", "format": "json"}
    headers = {"Authorization": f"Bearer {kaspi.running.token}"}
    answer = httpx.post(f"{kaspi.url('control')}/__control/biller/run", json=said, headers=headers).json()
    assert ([one["result"] for one in answer["told"]], answer["problems"]) == ([0, 0], [])
