"""An invitation to be paid, the fake bank over real sockets, and the queue with a clock in our hand."""

from collections.abc import Iterator

import pytest
import time_machine

from accounts.row_security import staff_scope
from deploy.kaspi_emulator.bench import Bench
from tests.factories.accounts import make_people
from tests.kaspi.checkout import Checkout
from tests.kaspi.configuring import configure


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-21T10:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def bank(kaspi: Bench, settings, clock) -> Bench:
    configure(kaspi, settings)
    kaspi.quirks(expiry_mode="error")
    return kaspi


@pytest.fixture
def people(db):
    return make_people()


@pytest.fixture
def checkout(bank, people, clock) -> Iterator[Checkout]:
    """As seen by the queue: every workspace's rows."""
    with staff_scope():
        yield Checkout(bank, people, clock)
