"""The product's settings for a fake bank, as an operator would write them."""

from typing import Any

from deploy.kaspi_emulator.bench import Bench
from deploy.kaspi_emulator.certificates import Pair


def configure(bank: Bench, settings: Any, scheme: str = "r3", url: str = "", pair: Pair | None = None) -> None:
    """Over sockets with the bank's own certificates; with a `url` of nowhere and any `pair`, in process and beside the mock."""
    settings.KASPI_MOCK = bool(url)
    settings.KASPI_QR_SCHEME = scheme
    settings.KASPI_QR_URL = url or bank.url(scheme)
    settings.KASPI_QR_API_KEY = bank.organization.api_key if scheme == "r1" else ""
    settings.KASPI_QR_BIN = bank.organization.bin
    settings.KASPI_QR_TRADE_POINT = "1"
    settings.KASPI_QR_DEVICE_ID = "toi-test"
    settings.KASPI_QR_KEY_PASSWORD = bank.key_password
    if bank.running:
        pair, settings.KASPI_QR_CA = bank.client(), str(bank.ca)
    settings.KASPI_QR_CERT, settings.KASPI_QR_KEY = (str(pair.cert), str(pair.key)) if pair and scheme != "r1" else ("", "")


def configure_apipay(bank: Bench, settings: Any, url: str = "") -> None:
    """The fake's aggregator, whose money is pretended: over sockets, or in process with a `url` of nowhere."""
    account = bank.fake.config.aggregator
    settings.APIPAY_URL = (url or bank.url("aggregator")) + "/api/v1"
    settings.APIPAY_KEY = account.api_key
    settings.APIPAY_WEBHOOK_SECRETS = [account.webhook_secret]
    settings.APIPAY_SANDBOX = True
