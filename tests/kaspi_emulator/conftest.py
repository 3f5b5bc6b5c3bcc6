"""A merchant with a registered device, by r3 and in process."""

from collections.abc import Iterator

import pytest

from deploy.kaspi_emulator.bench import Bench
from tests.kaspi_emulator.client import Merchant


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
