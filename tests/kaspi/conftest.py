"""An invitation to be paid, the fake bank over real sockets, and the queue with a clock in our hand."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from accounts.row_security import staff_scope
from deploy.kaspi_emulator.bench import Bench
from invitations.models import InvitationPage
from tests.beginnings import Beginning
from tests.factories.accounts import People
from tests.kaspi.checkout import Checkout, make_unpaid
from tests.kaspi.configuring import configure

NOW = "2026-11-21T10:00:00Z"
HERE = Path(__file__).parent
NUMBERED = re.compile(r"test_(\d\d)_")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`pytest -m script` runs the bank's scripts, whose numbers the tests carry in their names."""
    for item in items:
        if HERE in item.path.parents and (number := NUMBERED.match(item.name)):
            item.add_marker(pytest.mark.script(int(number[1])))


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def bank(kaspi: Bench, settings, clock) -> Bench:
    configure(kaspi, settings)
    kaspi.quirks(expiry_mode="error")
    return kaspi


@pytest.fixture(scope="module")
def unpaid(beginning: Beginning, known_people: People) -> InvitationPage:
    """Made once for all of a module's tests."""

    def make() -> InvitationPage:
        with time_machine.travel(NOW, tick=False), staff_scope():
            return make_unpaid(known_people)

    return beginning.write(make)


@pytest.fixture
def checkout(bank, people, clock, unpaid: InvitationPage) -> Iterator[Checkout]:
    """As seen by the queue: every workspace's rows."""
    with staff_scope():
        yield Checkout(bank, people, clock, InvitationPage.objects.get(pk=unpaid.pk).specific)
