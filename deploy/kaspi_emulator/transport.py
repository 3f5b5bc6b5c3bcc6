"""The fake bank without sockets: an httpx transport. Faults of the network become the errors that httpx raises for them."""

import httpx

from deploy.kaspi_emulator.emulator import FakeKaspi, listener_of
from deploy.kaspi_emulator.messages import Answer, Request


class FakeTransport(httpx.BaseTransport):
    """Whatever host the client names, the fake answers. `cert` is the name of the certificate it would have shown."""

    def __init__(self, fake: FakeKaspi, *, cert: str = "org1", source_ip: str = "127.0.0.1") -> None:
        self.fake, self.cert, self.source_ip = fake, cert, source_ip

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Request(request.method, request.url.raw_path.decode(), headers, request.read(), self.cert, self.source_ip)
        if self.fake.spoiled_handshake(listener_of(asked.path)):
            raise httpx.ConnectError("certificate verify failed", request=request)
        answer = self.fake.handle(asked)
        _fail(answer, request)
        told = {"content-type": answer.content_type, **answer.headers}
        return httpx.Response(answer.status, headers=told, content=answer.content(), request=request)


def _fail(answer: Answer, request: httpx.Request) -> None:
    patience = request.extensions.get("timeout", {}).get("read")
    if answer.manner == "reset":
        raise httpx.ReadError("The connection was reset", request=request)
    if answer.manner in {"hang", "drip"} or (patience is not None and answer.latency > patience):
        raise httpx.ReadTimeout("No answer in time", request=request)
