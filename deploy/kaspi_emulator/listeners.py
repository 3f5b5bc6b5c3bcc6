"""The ports: real sockets on this machine only, real TLS, client certificates where the scheme asks for them."""

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from deploy.kaspi_emulator.certificates import Pair
from deploy.kaspi_emulator.emulator import FakeKaspi, listener_of
from deploy.kaspi_emulator.messages import Answer, Request

HERE = "127.0.0.1"
LONGEST_HANG = 60.0
PATIENCE = 30.0


class Listener(ThreadingHTTPServer):
    """One port. `listeners` are the parts it serves; anything else does not exist here."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, fake: FakeKaspi, listeners: Iterable[str], port: int = 0, tls: "Tls | None" = None) -> None:
        self.fake, self.listeners, self.tls = fake, frozenset(listeners), tls
        self.ended = threading.Event()
        self._open: set[socket.socket] = set()
        super().__init__((HERE, port), _Handler)

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://{HERE}:{self.server_port}"

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self.ended.set()
        self.shutdown()
        self.server_close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """The handshake happens in the connection's own thread: a slow client holds nobody up."""
        request.settimeout(PATIENCE)
        with contextlib.ExitStack() as closing:
            if self.tls:
                try:
                    request = closing.enter_context(self._tls_context(self.tls).wrap_socket(request, server_side=True))
                except OSError:
                    return  # the client did not like us, or we did not like it: both have said so in TLS
            self._open.add(request)
            closing.callback(self._open.discard, request)
            with contextlib.suppress(OSError):
                self.RequestHandlerClass(request, client_address, self)

    def _tls_context(self, tls: "Tls") -> ssl.SSLContext:
        return tls.context(next((fault for name in self.listeners if (fault := self.fake.spoiled_handshake(name))), ""))

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not self.ended.is_set():
            super().handle_error(request, client_address)


class Tls:
    """The server's side. Without `is_cert_required` a client without a certificate gets as far as a refusal in words."""

    def __init__(self, pairs: dict[str, Pair], ca: Any = None, *, is_cert_required: bool = False) -> None:
        self._pairs, self._ca, self._is_cert_required = pairs, ca, is_cert_required
        self._contexts: dict[str, ssl.SSLContext] = {}

    def context(self, fault: str = "") -> ssl.SSLContext:
        """`fault` names the certificate to show instead of the good one, whose name is empty."""
        if fault not in self._contexts:
            self._contexts[fault] = self._make_context(fault)
        return self._contexts[fault]

    def _make_context(self, fault: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self._pairs[fault].cert, self._pairs[fault].key)
        if self._ca:
            context.load_verify_locations(self._ca)
            context.verify_mode = ssl.CERT_REQUIRED if self._is_cert_required else ssl.CERT_OPTIONAL
        return context


class _Handler(BaseHTTPRequestHandler):
    server: Listener
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "FakeKaspi", ""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, body, self._cert(headers), self.client_address[0])
        if listener_of(request.path) not in self.server.listeners:
            return self._send(Answer(404, body=b"Not Found", content_type="text/plain"))
        answer = self.server.fake.handle(request)
        self._deliver(answer)
        return None

    do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 - names of the standard library

    def _cert(self, headers: dict[str, str]) -> str:
        """The name on the client's certificate; over plain HTTP, in unit tests, a header says it."""
        if not isinstance(self.connection, ssl.SSLSocket):
            return headers.get("x-fake-client-cert", "")
        subject: Any = (self.connection.getpeercert() or {}).get("subject", ())
        return next((value for rows in subject for name, value in rows if name == "commonName"), "")

    def _deliver(self, answer: Answer) -> None:
        self.server.ended.wait(answer.latency)
        if answer.manner == "hang":
            self.server.ended.wait(LONGEST_HANG)
        if answer.manner in {"hang", "reset"}:
            self._reset()
        else:
            self._send(answer)

    def _send(self, answer: Answer) -> None:
        content = answer.content()
        self.send_response(answer.status)
        for name, value in {"Content-Type": answer.content_type, "Content-Length": str(len(content)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        for piece in _pieces(content) if answer.manner == "drip" else [content]:
            self.wfile.write(piece)
            if answer.manner == "drip":
                time.sleep(0.2)

    def _reset(self) -> None:
        """Not a farewell but a reset: the client sees the connection break."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raw = socket.socket(fileno=self.connection.detach())
        raw.close()

    def log_message(self, *args: Any) -> None:
        """The journal has it all, without secrets."""


def _pieces(content: bytes) -> list[bytes]:
    return [content[start : start + 8] for start in range(0, len(content), 8)]
