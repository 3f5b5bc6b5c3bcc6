"""Random sequences of payments, refunds, faults and kills, and what is true after each of their steps.

The sequences take the gateways in turn. The banks are fakes without sockets; their books and ours are kept apart, so that money can be
counted from both sides. `CHANCES=300` in the environment tries as many sequences instead of thirty; they are the same ones each time.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.row_security import staff_scope
from deploy.kaspi_emulator.bench import Bench
from invitations.publishing import may_be_live, required_tier
from payments.gateways import Availability, wire
from payments.gateways.apipay import ApiPayGateway
from payments.gateways.kaspi_biller import KaspiBillerGateway
from payments.gateways.kaspi_qr import KaspiQrGateway, client
from payments.gateways.manual import ManualGateway
from payments.gateways.mock import bank as mock_bank
from tests.factories.accounts import StaffFactory, make_people
from tests.factories.invitations import ThemeFactory, make_invitation, make_template
from tests.kaspi.configuring import configure, configure_apipay
from tests.payments.chances.books import Books
from tests.payments.chances.stories import STORIES
from tests.payments.chances.town import Town

OTHERS = ("kaspi_biller", "manual", "apipay", "mock")
PATHS = ["qr/create", "payment/status", "payment/details", "payment/return", "device/register", ""]
FAULTS = ["commit_then_reset", "commit_then_hang", "reset_before", "hang", "status_code -999", "http 502", "bad_json", "empty_body"]
LIES = ["stale", "unknown_status Foo", "status_code 424242", "throttle", "status_code -1502"]
PROFILE = hypothesis_settings(
    max_examples=int(os.environ.get("CHANCES", "30")),
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
which = st.integers(0, 3)
# Each gateway, Kaspi's in each of its schemes; r3, by which most is sold, more often.
TILLS = [("kaspi_qr", "r3"), ("kaspi_qr", "r2"), ("kaspi_qr", "r1"), ("kaspi_qr", "r3"), *((code, "") for code in OTHERS)]


class Money(RuleBasedStateMachine):
    """`world` is what every example begins with; each is one transaction that is rolled back."""

    world: ClassVar[SimpleNamespace]
    seen: ClassVar[Counter[str]]
    tills: ClassVar[Iterator[tuple[str, str]]]
    openings: ClassVar[Iterator[Callable[["Money"], None]]]
    town: Town

    @initialize(commit=st.integers(0, 5), dies_before=st.booleans())
    def begin(self, commit: int, dies_before: bool) -> None:
        """Somebody presses the button, and a worker asks the bank for a code; the worker may die. Some sequences begin with a longer story."""
        self.example = transaction.atomic()
        self.example.__enter__()
        cache.clear()
        self.patch, self.has_failed, self.must_press = pytest.MonkeyPatch(), False, False
        self.travel = time_machine.travel("2026-11-21T10:00:00Z", tick=False)
        world, bank = self.world, Bench.in_process()
        # In turn, so that few sequences try all of them as well.
        code, scheme = next(self.tills)
        self.gateway = {code: world.gateways[code]}
        self.patch.setattr(settings, "PAYMENT_GATEWAYS", self.gateway)
        configure(bank, settings, scheme or "r3", url="https://bank.example")
        settings.KASPI_MOCK = code == "mock"
        self.town = Town(world.page_id, world.premium, world.host, world.staff, bank, code, self.travel.start())
        self.patch.setattr(client, "transport", lambda account: bank.transport())
        self.patch.setattr(wire, "transport", bank.transport)
        self.town.processes.install(self.patch)
        self.press_publish("qr", is_to_last=False)
        next(self.openings)(self)
        self.kill(commit, dies_before)
        self.work(1)

    def run(self, work: Any) -> None:
        self.town.processes.run(work)

    # The family

    @rule(channel=st.sampled_from(["qr", "qr", "link"]), is_to_last=st.booleans())
    def press_publish(self, channel: str, is_to_last: bool) -> None:
        self.run(lambda: self.town.press_publish(channel, is_to_last=is_to_last))

    @rule(is_premium=st.booleans())
    def dress(self, is_premium: bool) -> None:
        self.town.dress(is_premium=is_premium)
        self.must_press = True

    @rule(is_archived=st.booleans())
    def archive(self, is_archived: bool) -> None:
        self.town.archive(is_archived=is_archived)
        self.must_press = True

    @rule()
    def take_down(self) -> None:
        self.town.take_down()
        self.must_press = True

    @rule(is_sure=st.integers(0, 3))
    def delete(self, is_sure: int) -> None:
        if is_sure == 0:
            self.town.delete()

    # The payer and the bank

    @rule(move=st.sampled_from(["scan", "confirm", "pay", "scan_error", "confirm_error"]), one=which)
    def move(self, move: str, one: int) -> None:
        self.town.till.move(move, one)

    @rule(one=which, commit=st.sampled_from([None, 2, 3, 4]), dies_before=st.booleans())
    def pay_and_be_asked(self, one: int, commit: int | None, dies_before: bool) -> None:
        """Whoever asks may die of the answer."""
        self.town.till.move("pay", one)
        self.town.processes.kill_at(commit, dies_before=dies_before)
        self.beat()

    @rule(channel=st.sampled_from(["qr", "link"]), is_to_last=st.booleans())
    def press_and_pay(self, channel: str, is_to_last: bool) -> None:
        """Whoever has paid may be asked for the rest, for another look or by another way at the same time."""
        self.press_publish(channel, is_to_last=is_to_last)
        self.work(50)
        self.town.till.move("pay", -1)

    @rule(channel=st.sampled_from(["qr", "link"]))
    def buy_package(self, channel: str) -> None:
        self.run(lambda: self.town.buy_package(channel))
        self.work(50)

    @rule(is_to_last=st.booleans())
    def publish_from_balance(self, is_to_last: bool) -> None:
        self.run(lambda: self.town.publish_from_balance(is_to_last=is_to_last))

    @rule(story=st.sampled_from(STORIES))
    def live_through(self, story: Callable[["Money"], None]) -> None:
        story(self)

    @rule(one=which)
    def pay_late(self, one: int) -> None:
        self.town.till.pay_late(one)

    @rule(one=which, tenge=st.sampled_from([-1, -1000, 1, 500]))
    def pay_another_sum(self, one: int, tenge: int) -> None:
        self.town.till.pay_another_sum(one, tenge)

    @rule(one=which)
    def take_word_back(self, one: int) -> None:
        self.town.till.take_word_back(one)

    @rule(do=st.sampled_from(FAULTS + LIES), path=st.sampled_from(PATHS), times=st.integers(1, 3))
    def fault(self, do: str, path: str, times: int) -> None:
        self.town.till.fault(do, path, times)

    @rule(times=st.sampled_from([1, 9]))
    def refuse_refunds(self, times: int) -> None:
        self.town.till.fault("status_code -99000006", "payment/return", times)

    @rule(seconds=st.sampled_from([20, 300]))
    def outage(self, seconds: int) -> None:
        self.town.bank.outage(seconds)

    # Staff

    @rule(one=which, is_whole=st.booleans(), is_lost=st.booleans())
    def refund(self, one: int, is_whole: bool, is_lost: bool) -> None:
        """The bank may give the money back without our hearing of it."""
        if is_lost:
            self.town.till.lose_refund()
        self.run(lambda: self.town.refund(one, is_whole=is_whole))
        self.work(50)

    @rule()
    def refund_by_hand(self) -> None:
        self.run(self.town.refund_by_hand)

    @rule(is_theirs=st.booleans())
    def return_with_customer(self, is_theirs: bool) -> None:
        """At r2 the customer comes to scan a code, and staff confirm when it is theirs."""
        self.town.till.return_with_customer(is_theirs)
        self.beat()
        self.town.till.settle()
        self.work(50)

    @rule(tier=st.sampled_from(["standard", "premium"]), tenge=st.sampled_from([1990, 2990, 5990, 8990]))
    def set_price(self, tier: str, tenge: int) -> None:
        self.town.set_price(tier, tenge)

    @rule(is_gone=st.sampled_from([True, False, False]))
    def take_gateway_out(self, is_gone: bool) -> None:
        """Of the settings: what is on its way through it rests for hours, or waits for a person, also when it is back."""
        settings.PAYMENT_GATEWAYS = {} if is_gone else self.gateway

    @rule()
    def compare_books(self) -> None:
        self.town.compare_books()

    # Time and machines

    @rule(seconds=st.sampled_from([1, 6, 31, 61, 125, 200, 300, 3700, 90_000]))
    def wait(self, seconds: int) -> None:
        self.town.wait(seconds)

    @rule(tasks=st.sampled_from([1, 2, 50]))
    def work(self, tasks: int) -> None:
        self.town.processes.work(tasks)

    @rule()
    def beat(self) -> None:
        self.town.wait(61)
        self.town.beat()
        self.town.processes.work(50)

    @rule()
    def tell_twice(self) -> None:
        self.town.processes.queue *= 2

    @rule()
    def lose_memory(self) -> None:
        self.town.lose_memory()

    @rule(commit=st.integers(1, 5), dies_before=st.booleans())
    def kill(self, commit: int, dies_before: bool) -> None:
        self.town.processes.kill_at(commit, dies_before=dies_before)

    # What is always true

    @invariant()
    def holds(self) -> None:
        try:
            with staff_scope():
                self.page_and_rights_agree()
                Books(self.town.invitation, self.town.till.purchases).check()
        except BaseException:
            self.has_failed = True
            raise

    def page_and_rights_agree(self) -> None:
        """Live is entitled; entitled is live, unless the family has to press the button first."""
        page = self.town.shown
        if page is None:
            return
        if page.live:
            self.must_press = False
            # A right whose time is over stands until the next beat; until then the page shows itself to nobody.
            rights = page.invitation.entitlements.filter(revoked_at=None)
            assert any(right.tier in _covering(required_tier(page)) for right in rights)
        elif not self.must_press:
            assert not may_be_live(page)

    # What is true once everything has been asked

    def teardown(self) -> None:
        if not hasattr(self, "example"):
            return
        try:
            if not self.has_failed:
                self.settle()
        finally:
            self.patch.undo()
            self.travel.stop()
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    def settle(self) -> None:
        settings.PAYMENT_GATEWAYS = self.gateway
        for _ in range(2):
            self.town.settle()
            self.holds()
            self.town.compare_books()
        with staff_scope():
            books = Books(self.town.invitation, self.town.till.purchases)
            books.check_settled()
        self.seen.update(one.state for one in books.everything)
        self.seen.update(line.kind for line in books.lines)
        self.seen["short"] += any(line.short > 0 for line in books.lines)
        self.seen.update(f"refund {one.state}" for one in books.refunds)
        self.seen.update(one.attention for one in books.payments)
        self.seen["covered"] += any(one.covered_at for one in books.payments)
        self.seen["mended"] += any(one.is_mended for one in books.payments)
        self.seen["deaths"] += self.town.processes.deaths
        self.seen[self.town.till.code] += any(one.completed_at for one in books.everything)


def _covering(tier: Any) -> set[str]:
    return {one.value for one in type(tier) if one.rank >= tier.rank}


@pytest.fixture
def world(settings, monkeypatch, db):
    people = make_people()
    page = make_invitation(people.workspace, template=make_template(tier="standard"))
    for gateway in (KaspiQrGateway, KaspiBillerGateway, ManualGateway, ApiPayGateway):
        monkeypatch.setattr(gateway, "availability", lambda gateway: Availability(True))
    # The pretended bank's books are not forgotten however much time passes.
    monkeypatch.setattr(mock_bank, "KEPT", timedelta(days=3650))
    configure(Bench.in_process(), settings, url="https://bank.example")
    configure_apipay(Bench.in_process(), settings, url="https://apipay.example")
    known = {"page_id": page.pk, "premium": ThemeFactory(tier="premium"), "host": people.host, "staff": StaffFactory()}
    return SimpleNamespace(gateways=dict(settings.PAYMENT_GATEWAYS), **known)


def test_every_gateway_takes_its_turn(settings):
    assert {code for code, _scheme in TILLS} == set(settings.PAYMENT_GATEWAYS)


def test_money_and_rights_agree_whatever_happens(world):
    Money.world, Money.seen, Money.tills, Money.openings = world, Counter(), cycle(TILLS), cycle(STORIES)
    run_state_machine_as_test(Money, settings=PROFILE)
    # Nothing is proven by sequences in which nothing happens.
    wanted = [
        "completed",
        "expired",
        "refund done",
        "deaths",
        "covered",
        "mended",
        "bought",
        "spent",
        "unspent",
        "taken_back",
        *({code for code, _scheme in TILLS}),
    ]
    assert [name for name in wanted if not Money.seen[name]] == [], Money.seen
