"""A merchant with a registered device, by r3 and in process; a shop that the bank may call."""

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from deploy.kaspi_emulator.bench import Bench
from tests.kaspi_emulator.client import Merchant
from tests.kaspi_emulator.shop import Shop


@pytest.fixture
def bank(fake_kaspi: Bench) -> Bench:
    fake_kaspi.freeze()
    fake_kaspi.quirks(expiry_mode="error")
    return fake_kaspi


@pytest.fixture
def merchant(bank: Bench) -> Iterator[Merchant]:
    with Merchant(bank, in_process=True) as merchant:
        merchant.register()
        yield merchant


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Not into the test's output."""


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def live_shop(shop: Shop) -> Iterator[str]:
    """The shop at an address of its own."""
    with make_server("127.0.0.1", 0, shop, server_class=_Threading, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/biller/"
        server.shutdown()
        thread.join()


class _Threading(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """A bank that hangs up is what some tests are about."""
