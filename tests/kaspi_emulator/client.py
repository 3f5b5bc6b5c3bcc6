"""A well-behaved client for the tests of the emulator itself; the product has its own."""

import ssl
import uuid
from decimal import Decimal
from typing import Any

import httpx

from deploy.kaspi_emulator.bench import Bench


def tls(kaspi: Bench, cert: str = "org1") -> ssl.SSLContext:
    """As a merchant makes it: the bank's CA, the own certificate, the key's password."""
    context = ssl.create_default_context(cafile=str(kaspi.ca))
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if cert:
        pair = kaspi.client(cert)
        context.load_cert_chain(pair.cert, pair.key, kaspi.key_password)
    return context


class Merchant:
    """Speaks one scheme, over sockets or in process. Each method gives the envelope."""

    def __init__(self, kaspi: Bench, scheme: str = "r3", *, cert: str = "org1", in_process: bool = False, **transport: Any) -> None:
        self.kaspi, self.scheme = kaspi, scheme
        self.token = ""
        if in_process:
            self.http = httpx.Client(base_url="https://bank.example", transport=kaspi.transport(cert=cert, **transport), timeout=2)
        else:
            self.http = httpx.Client(base_url=kaspi.url(scheme), verify=tls(kaspi, "" if scheme == "r1" else cert), timeout=2)

    def __enter__(self) -> "Merchant":
        return self

    def __exit__(self, *error: object) -> None:
        self.http.close()

    def ask(self, method: str, path: str, *, version: str = "v01", headers: dict[str, str] | None = None, **said: Any) -> httpx.Response:
        known = {"X-Request-ID": str(uuid.uuid4()), "Api-Key": self.kaspi.organization.api_key} | (headers or {})
        return self.http.request(method, f"/{self.scheme}/{version}/{path}", headers={k: v for k, v in known.items() if v}, **said)

    def get(self, path: str, **said: Any) -> Any:
        return self.ask("GET", path, **said).json(parse_float=Decimal)

    def post(self, path: str, body: dict[str, Any] | None = None, **said: Any) -> Any:
        named = {"OrganizationBin": self.kaspi.organization.bin} if self.scheme == "r3" else {}
        return self.ask("POST", path, json=named | (body or {}), **said).json(parse_float=Decimal)

    def register(self, trade_point: int = 1, device: str = "toi-1") -> str:
        self.token = self.post("device/register", {"DeviceId": device, "TradePointId": trade_point})["Data"]["DeviceToken"]
        return self.token

    def create(self, amount: float = 5000, path: str = "qr/create", **more: Any) -> Any:
        return self.post(path, {"DeviceToken": self.token, "Amount": amount, **more})

    def new(self, amount: float = 5000) -> int:
        return self.create(amount)["Data"]["QrPaymentId"]

    def status(self, number: int, version: str = "v01") -> Any:
        return self.get(f"payment/status/{number}", version=version)["Data"]

    def refund(self, number: int, amount: float, **more: Any) -> Any:
        return self.post("payment/return", {"DeviceToken": self.token, "QrPaymentId": number, "Amount": amount, **more})
