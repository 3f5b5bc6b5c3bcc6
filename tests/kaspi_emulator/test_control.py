"""The control plane over its own port, and the clock."""

from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from deploy.kaspi_emulator import config, running
from deploy.kaspi_emulator.bench import Bench
from deploy.kaspi_emulator.emulator import FakeKaspi
from tests.kaspi_emulator.client import Merchant


def _order(kaspi: Bench, name: str, method: str = "POST", token: str | None = None, **said):
    headers = {"Authorization": f"Bearer {kaspi.running.token if token is None else token}"}
    return httpx.request(method, f"{kaspi.url('control')}/__control/{name}", json=said or None, headers=headers)


def test_control_needs_the_token(kaspi):
    assert _order(kaspi, "state", "GET", token="guess").status_code == 401


def test_control_moves_clock_and_customer(kaspi):
    with Merchant(kaspi) as merchant:
        merchant.register()
        number = merchant.new()
        assert _order(kaspi, "purchase", id=number, do="scan").json() == {"status": "Wait"}
        _order(kaspi, "clock", advance_s=66)
        assert _order(kaspi, "purchase", id=number, do="confirm").json() == {"StatusCode": -1601, "Message": "Покупка не найдена"}
        assert _order(kaspi, "state", "GET").json()["purchases"][0]["status"] == "Error"
        assert _order(kaspi, "journal", "GET").json()["violations"] == []


def test_control_says_what_is_wrong(kaspi):
    assert "advance_s" in _order(kaspi, "quirks", advance_s=1).text
    assert _order(kaspi, "purchase", do="scan").status_code == 400
    assert "journal" in _order(kaspi, "nonsense").text


def test_control_reset_forgets_everything(kaspi):
    with Merchant(kaspi) as merchant:
        merchant.register()
        merchant.new()
        _order(kaspi, "reset")
        assert _order(kaspi, "state", "GET").json()["purchases"] == []
        assert merchant.create()["StatusCode"] == -1501


def test_state_shows_orders_calls_and_invoices(kaspi, shop):
    kaspi.reach(shop.transport)
    kaspi.biller("http://shop.example/", {"cmd": "check", "account": "INV1"})
    httpx.post(f"{kaspi.url('online')}/online", json={"OrderId": "INV1", "Amount": 100, "Service": "ToiInvite"})
    httpx.post(f"{kaspi.url('aggregator')}/api/v1/invoices/qr", json={"amount": 5}, headers={"X-API-Key": "ak_test_1"})
    state = _order(kaspi, "state", "GET").json()
    assert ([one["result"] for one in state["biller"]], [one["amount"] for one in state["orders"]]) == ([0], [100])
    assert [one["kind"] for one in state["invoices"]] == ["qr"]


def test_state_shows_no_secret(kaspi):
    text = _order(kaspi, "state", "GET").text
    assert kaspi.organization.api_key not in text
    assert kaspi.fake.config.aggregator.webhook_secret not in text


def test_frozen_clock_stands_and_real_one_walks_from_where_it_was_set():
    fake = FakeKaspi()
    assert fake.clock.now() == fake.clock.now()
    fake.clock.advance(181)
    assert fake.clock.now() == datetime(2026, 11, 21, 10, 3, 1, tzinfo=UTC)
    fake.clock.turn("real")
    assert 0 <= (fake.clock.now() - datetime(2026, 11, 21, 10, 3, 1, tzinfo=UTC)).total_seconds() < 5
    with pytest.raises(ValueError):
        fake.clock.set(datetime(2026, 1, 1))


def test_real_clock_follows_time_machine(fake_kaspi, time_machine):
    time_machine.move_to("2027-01-01T00:00:00+00:00", tick=False)
    assert fake_kaspi.fake.clock.now() == datetime(2027, 1, 1, tzinfo=UTC)


def test_plain_mode_serves_everything_on_one_port(tmp_path):
    bank = running.start(FakeKaspi(), tmp_path, is_plain=True)
    try:
        ids = {"X-Request-ID": "1"}
        url = bank.urls["r3"]
        assert set(bank.urls.values()) == {url}
        assert httpx.get(f"{url}/r3/v01/health/ping", headers=ids).json()["StatusCode"] == -10000
        named = ids | {"X-Fake-Client-Cert": "org1"}
        assert httpx.get(f"{url}/r3/v01/health/ping", headers=named).json()["StatusCode"] == 0
    finally:
        bank.stop()


def test_configuration_is_read_from_json(tmp_path):
    file = tmp_path / "bank.json"
    file.write_text('{"timings": {"scan": 30}, "trade_points": [{"id": 7, "bin": "180340021791", "name": "Дүкен", "methods": ["Gold"]}]}')
    read = config.load(file)
    assert (read.timings.scan, read.timings.confirm, read.trade_points[0].methods) == (30, 65, ("Gold",))
    file.write_text('{"timings": {"scann": 30}}')
    with pytest.raises(ValueError, match="scann"):
        config.load(file)


def test_register_of_fidelity_names_every_quirk():
    register = (Path(config.__file__).parent / "FIDELITY.md").read_text()
    assert [one.name for one in fields(config.Quirks) if f"`{one.name}`" not in register] == []
