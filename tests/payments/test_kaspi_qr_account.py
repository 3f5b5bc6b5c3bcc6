"""Whether Kaspi's QR gateway is configured, what staff are told of it, and what is never shown."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.row_security import staff_scope
from deploy.kaspi_emulator.certificates import Authority
from payments import actions, gateways
from payments.gateways.kaspi_qr import KaspiQrGateway, account
from payments.models import Alert
from tests.kaspi.configuring import configure


def test_without_an_address_it_is_not_available_and_says_what_is_missing(settings):
    settings.KASPI_QR_URL = ""
    told = KaspiQrGateway().availability()
    assert not told.is_available
    assert {"KASPI_QR_URL", "KASPI_QR_CERT", "KASPI_QR_BIN"} <= set(told.reason.replace(",", " ").split())


def test_unavailable_gateway_takes_no_payments(settings):
    settings.KASPI_MOCK, settings.KASPI_QR_URL = False, ""
    assert "mock" not in [gateway.code for gateway in gateways.configured()]
    with pytest.raises(gateways.NoGatewayError):
        gateways.active()


@pytest.mark.parametrize(("days", "is_available", "is_told"), [(400, True, False), (30, True, True), (-1, False, True)])
def test_end_of_the_certificate_is_announced(settings, tmp_path, fake_kaspi, days, is_available, is_told):
    pair = Authority(tmp_path).client("org1", lasts=timedelta(days=days))
    configure(fake_kaspi, settings, url="https://bank.example", pair=pair)
    told = KaspiQrGateway().availability()
    assert (told.is_available, bool(told.reason)) == (is_available, is_told)


def test_certificate_that_is_none_is_told(settings, tmp_path, fake_kaspi):
    settings.KASPI_QR_CERT = settings.KASPI_QR_KEY = str(tmp_path / "none.pem")
    configure(fake_kaspi, settings, url="https://bank.example")
    settings.KASPI_QR_CERT = settings.KASPI_QR_KEY = str(tmp_path / "none.pem")
    assert not KaspiQrGateway().availability().is_available
    (tmp_path / "none.pem").write_text("no certificate")
    assert not KaspiQrGateway().availability().is_available


def test_secrets_do_not_show_in_what_is_printed(settings):
    settings.KASPI_QR_API_KEY, settings.KASPI_QR_KEY_PASSWORD = "prod_secret", "password_secret"
    assert "secret" not in repr(account.Account.from_settings())


@pytest.mark.django_db
def test_end_of_the_certificate_is_told_at_each_distance_once(settings, tmp_path, fake_kaspi):
    pair = Authority(tmp_path).client("org1", lasts=timedelta(days=100))
    configure(fake_kaspi, settings, url="https://bank.example", pair=pair)
    told = []
    for days in (0, 41, 42, 60, 68, 71, 72, 87, 94, 97, 99):
        with time_machine.travel(timezone.now() + timedelta(days=days)), staff_scope():
            actions.tell_of_endings()
            told.append(Alert.objects.count())
    assert told == [0, 1, 1, 1, 1, 2, 2, 3, 4, 5, 6]
