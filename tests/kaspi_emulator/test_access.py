"""Who is let in, over real sockets with real TLS."""

import json
import ssl
from dataclasses import replace

import httpx
import pytest

from deploy.kaspi_emulator import running
from deploy.kaspi_emulator.certificates import Authority
from deploy.kaspi_emulator.config import Config
from deploy.kaspi_emulator.emulator import FakeKaspi
from tests.kaspi_emulator.client import Merchant, tls


@pytest.mark.parametrize("scheme", ["r1", "r2", "r3"])
def test_known_merchant_pays_over_real_tls(kaspi, scheme):
    with Merchant(kaspi, scheme) as merchant:
        merchant.register()
        number = merchant.new()
        assert merchant.post("test/payment/scan", {"qrPaymentId": str(number)})["StatusCode"] == 0
        assert merchant.post("test/payment/confirm", {"qrPaymentId": str(number)})["StatusCode"] == 0
        assert merchant.status(number) == {"Status": "Processed"}
    assert kaspi.violations() == []


@pytest.mark.parametrize("scheme", ["r2", "r3"])
def test_no_certificate_is_refused_in_words(kaspi, scheme):
    with Merchant(kaspi, scheme, cert="") as merchant:
        assert merchant.get("health/ping")["StatusCode"] == -10000


def test_foreign_certificate_fails_in_the_handshake(kaspi, tmp_path):
    stranger = Authority(tmp_path).client("org1")
    context = tls(kaspi, "")
    context.load_cert_chain(stranger.cert, stranger.key, kaspi.key_password)
    with httpx.Client(verify=context) as client, pytest.raises((httpx.ConnectError, httpx.ReadError)):
        client.get(f"{kaspi.url('r3')}/r3/v01/health/ping")


def test_missing_certificate_may_fail_in_the_handshake(tmp_path):
    fake = FakeKaspi()
    fake.use_quirks(missing_cert="handshake")
    bank = running.start(fake, tmp_path)
    context = ssl.create_default_context(cafile=str(bank.ca))
    try:
        with httpx.Client(verify=context) as client, pytest.raises((httpx.ConnectError, httpx.ReadError)):
            client.get(f"{bank.urls['r3']}/r3/v01/health/ping")
    finally:
        bank.stop()


def test_key_needs_its_password(kaspi):
    with pytest.raises(ssl.SSLError):
        ssl.create_default_context().load_cert_chain(kaspi.client().cert, kaspi.client().key, "wrong")


@pytest.mark.parametrize("key", ["", "test_unknown"])
def test_r1_needs_a_known_key(kaspi, key):
    with Merchant(kaspi, "r1") as merchant:
        assert merchant.get("health/ping", headers={"Api-Key": key})["StatusCode"] == -10000


def test_revoked_certificate_is_refused_until_it_is_restored(kaspi):
    with Merchant(kaspi) as merchant:
        kaspi.order("certificate", name="org1", is_revoked=True)
        assert merchant.get("health/ping")["StatusCode"] == -10000
        kaspi.order("certificate", name="org1", is_revoked=False)
        assert merchant.get("health/ping")["StatusCode"] == 0


def test_r3_refuses_a_bin_that_the_certificate_does_not_serve(kaspi):
    with Merchant(kaspi) as merchant:
        for said in ({"OrganizationBin": "990140000385"}, {"OrganizationBin": ""}):
            assert merchant.post("device/register", {"DeviceId": "a", "TradePointId": 3, **said})["StatusCode"] == -10000


def test_r3_closes_the_connection_to_a_foreign_address(kaspi):
    kaspi.fake.reset(replace(Config(), organizations=(replace(kaspi.organization, ips=("10.0.0.7",)),)))
    with Merchant(kaspi) as merchant, pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        merchant.get("health/ping")


@pytest.mark.parametrize(("quirk", "status", "code"), [("403", 403, None), ("-10000", 200, -10000)])
def test_r3_may_answer_a_foreign_address(fake_kaspi, quirk, status, code):
    fake_kaspi.quirks(ip_deny=quirk)
    with Merchant(fake_kaspi, in_process=True, source_ip="10.0.0.7") as merchant:
        answer = merchant.ask("GET", "health/ping")
        assert (answer.status_code, json.loads(answer.text).get("StatusCode") if code else None) == (status, code)


def test_r2_knows_no_invoices_and_r1_no_refunds(kaspi):
    with Merchant(kaspi, "r2") as r2, Merchant(kaspi, "r1") as r1:
        assert r2.ask("POST", "remote/create", json={}).status_code == 404
        assert r1.ask("POST", "payment/return", json={}).status_code == 404


def test_each_port_serves_its_own_scheme_only(kaspi):
    with httpx.Client(verify=tls(kaspi)) as client:
        assert client.get(f"{kaspi.url('r2')}/r3/v01/health/ping").status_code == 404


@pytest.mark.parametrize("env", [{"DJANGO_ENV": "production"}, {"DJANGO_SETTINGS_MODULE": "cms.settings.production"}])
def test_production_is_refused(monkeypatch, tmp_path, env):
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(running.NotInProductionError):
        running.start(FakeKaspi(), tmp_path)
