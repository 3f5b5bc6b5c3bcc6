"""`kaspi`: the fake bank over real sockets with real TLS. `fake_kaspi`: the same without sockets, as an httpx transport."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # the cryptography is loaded by the tests that need it
    from deploy.kaspi_emulator.bench import Bench


@pytest.fixture(scope="session")
def _running_kaspi(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Bench]":
    """Started once per worker, because keys take a second to make; each test gets it as new."""
    from deploy.kaspi_emulator.bench import Bench

    bench = Bench.on_sockets(tmp_path_factory.mktemp("kaspi"))
    yield bench
    bench.stop()


@pytest.fixture
def kaspi(_running_kaspi: "Bench") -> "Bench":
    _running_kaspi.renew()
    return _running_kaspi


@pytest.fixture
def fake_kaspi() -> "Bench":
    from deploy.kaspi_emulator.bench import Bench

    return Bench.in_process()
