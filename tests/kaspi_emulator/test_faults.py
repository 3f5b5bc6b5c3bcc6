"""Each fault does what it says, and only as often as it was told to."""

from decimal import Decimal

import httpx
import pytest

from deploy.kaspi_emulator.config import Config
from deploy.kaspi_emulator.faults import Faults
from deploy.kaspi_emulator.messages import Request
from tests.kaspi_emulator.client import Merchant


@pytest.mark.parametrize("status", [500, 502, 503])
def test_http_error_has_a_page_and_changes_nothing(bank, merchant, status):
    bank.fault(f"http {status}", "qr/create$")
    answer = merchant.ask("POST", "qr/create", json={})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert bank.fake.bank.purchases == {}
    assert merchant.create()["StatusCode"] == 0


def test_status_code_as_often_as_told(bank, merchant):
    bank.fault("status_code -999", "qr/create$", times=5)
    assert [merchant.create()["StatusCode"] for _ in range(6)] == [-999] * 5 + [0]
    assert [entry.fault for entry in bank.journal.calls("qr/create")] == ["status_code -999"] * 5 + [""]


@pytest.mark.parametrize(
    ("fault", "error", "purchases"),
    [
        ("reset_before", httpx.ReadError, 0),
        ("commit_then_reset", httpx.ReadError, 1),
        ("hang", httpx.ReadTimeout, 0),
        ("commit_then_hang", httpx.ReadTimeout, 1),
        ("latency 5000", httpx.ReadTimeout, 1),
    ],
)
def test_lost_answer_in_process(bank, merchant, fault, error, purchases):
    bank.fault(fault, "qr/create$")
    with pytest.raises(error):
        merchant.create()
    assert len(bank.fake.bank.purchases) == purchases


@pytest.mark.parametrize(("fault", "purchases"), [("reset_before", 0), ("commit_then_reset", 1), ("hang", 0), ("commit_then_hang", 1)])
def test_lost_answer_over_sockets(kaspi, fault, purchases):
    with Merchant(kaspi) as merchant:
        merchant.register()
        merchant.http.timeout = 0.5
        kaspi.fault(fault, "qr/create$")
        with pytest.raises(httpx.TransportError):
            merchant.create()
        assert len(kaspi.fake.bank.purchases) == purchases
        assert merchant.create()["StatusCode"] == 0


def test_slow_drip_arrives_whole_or_not_in_time(kaspi):
    with Merchant(kaspi) as merchant:
        kaspi.fault("slow_drip", "health/ping$")
        assert merchant.get("health/ping")["StatusCode"] == 0


@pytest.mark.parametrize("fault", ["tls_bad_cert", "tls_expired"])
def test_bad_certificate_of_the_bank_is_not_trusted(kaspi, fake_kaspi, fault):
    for bank, is_in_process in ((kaspi, False), (fake_kaspi, True)):
        bank.fault(fault, listener="r3")
        with Merchant(bank, in_process=is_in_process) as merchant:
            with pytest.raises(httpx.ConnectError, match="certificate"):
                merchant.get("health/ping")
            assert merchant.get("health/ping")["StatusCode"] == 0
        assert ([entry.fault for entry in bank.journal.handshakes], len(bank.journal.entries)) == ([fault], 1)


@pytest.mark.parametrize(("fault", "content"), [("bad_json", b'{"StatusCode": 0, "Message": "OK'), ("empty_body", b"")])
def test_broken_bodies(bank, merchant, fault, content):
    bank.fault(fault)
    assert merchant.ask("GET", "health/ping").content == content


def test_message_may_be_missing(bank, merchant):
    bank.fault("no_message_key")
    assert merchant.get("health/ping") == {"StatusCode": 0}


def test_unknown_status_and_wrong_id(bank, merchant):
    number = merchant.new()
    bank.fault("unknown_status Foo", "payment/status")
    assert merchant.status(number)["Status"] == "Foo"
    bank.fault("wrong_id", "qr/create$")
    assert merchant.new() == number + 2


def test_stale_answers_tell_what_was_before(bank, merchant):
    number = merchant.new()
    bank.pay(number)
    bank.fault("stale 2", "payment/status")
    assert [merchant.status(number)["Status"] for _ in range(3)] == ["QrTokenCreated", "QrTokenCreated", "Processed"]


def test_wrong_amounts(bank, merchant):
    number = merchant.new(200)
    bank.fault("wrong_amount -1", "v02/payment/status")
    bank.fault("float_noise", "v02/payment/status")
    told = [merchant.status(number, "v02")["Amount"] for _ in range(3)]
    assert told == [Decimal("199.00"), Decimal("199.99999999999997"), Decimal("200.00")]


def test_rules_match_by_external_id_and_by_turn(bank, merchant):
    bank.fault("status_code -999", external_id="pay-1")
    bank.fault("throttle 429", "health/ping$", nth=2)
    assert merchant.create(ExternalId="pay-2")["StatusCode"] == 0
    assert merchant.create(ExternalId="pay-1")["StatusCode"] == -999
    assert [merchant.ask("GET", "health/ping").status_code for _ in range(3)] == [200, 429, 200]


def test_first_rule_wins_and_healing_ends_all(bank, merchant):
    bank.fault("http 500", times=9)
    bank.fault("http 502", times=9)
    assert merchant.ask("GET", "health/ping").status_code == 500
    bank.heal()
    assert merchant.ask("GET", "health/ping").status_code == 200


def test_chance_is_the_same_for_the_same_seed():
    def struck(seed):
        faults = Faults(({"do": "http 500", "probability": 0.3},), seed)
        return [bool(faults.of(Request("GET", "/r3/v01/health/ping", {}, listener="r3"))) for _ in range(50)]

    assert struck(1) == struck(1) != struck(2)
    assert 5 < sum(struck(1)) < 25


def test_faults_come_from_configuration_and_control(bank):
    bank.fake.reset(Config(faults=({"do": "http 500"},)))
    assert [rule["do"] for rule in bank.order("faults")["rules"]] == ["http 500"]
    bank.order("faults", rules=[{"do": "hang", "match": {"listener": "r1"}}])
    assert [rule["do"] for rule in bank.order("faults")["rules"]] == ["hang"]
    for wrong in ({"do": "explode"}, {"do": "hang", "match": {"host": "x"}}):
        with pytest.raises(ValueError):
            bank.order("faults", rules=[wrong])


def test_answer_that_was_lost_was_not_told(bank, merchant):
    number = merchant.new()
    bank.pay(number)
    bank.fault("empty_body", "payment/status")
    merchant.ask("GET", f"payment/status/{number}")
    bank.advance(5)
    merchant.status(number)
    assert bank.violations() == []
