"""The demo's fake bank: the site is told of it by the settings an operator would use."""

import re

import pytest

from deploy.kaspi_emulator import config
from deploy.local import kaspi, places
from payments.gateways.kaspi_qr import KaspiQrGateway
from tests.architecture.sources import ROOT


@pytest.fixture
def bank(monkeypatch, tmp_path):
    monkeypatch.setattr(places, "LOCAL", tmp_path)
    return kaspi.FakeBank("http://127.0.0.1:8000")


@pytest.mark.parametrize(("said", "is_wanted"), [("", False), ("mock", False), ("emulator", True)])
def test_emulator_is_started_on_request_only(monkeypatch, said, is_wanted):
    monkeypatch.setenv("KASPI", said)
    assert kaspi.is_wanted() is is_wanted


def test_unknown_bank_ends_the_demo(monkeypatch):
    monkeypatch.setenv("KASPI", "emulater")
    with pytest.raises(SystemExit, match="emulater"):
        kaspi.is_wanted()


def test_ports_are_six_different_ones(bank):
    assert len(set(bank.ports.values())) == 6


def test_site_is_told_by_settings_that_exist(bank):
    read = set(re.findall(r'env\.\w+\("(\w+)"', (ROOT / "cms/settings/base.py").read_text()))
    assert set(bank.env) <= read


def test_codes_of_the_demo_lead_to_the_phone_and_numbers_are_new(bank, time_machine):
    time_machine.move_to("2026-11-21T10:00:00+00:00")
    one = config.load(bank._write_config())
    time_machine.move_to("2026-11-21T10:00:02+00:00")
    two = config.load(bank._write_config())
    assert (one.clock, one.quirks.pay_base) == ("real", f"{bank.phone}/pay/")
    assert one.fast_payment.biller_url == f"http://127.0.0.1:8000/api/payments/kaspi/biller/{bank.env['KASPI_BILLER_SECRETS']}/"
    assert two.first_payment_id - one.first_payment_id == 2000
    assert two.seed != one.seed


def test_gateway_reaches_the_bank_with_the_demos_settings(bank, settings):
    running = []
    try:
        bank.start(running)
        for name, value in bank.env.items():
            setattr(settings, name, value)
        gateway = KaspiQrGateway()
        assert gateway.availability().is_available
        assert gateway.ping() is None
    finally:
        for one in running:
            one.stop()
