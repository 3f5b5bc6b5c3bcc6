"""Stories of several steps, to which chance alone comes once in hundreds of sequences: sequences begin with one, or meet it on their way."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.payments.test_invariants import Money


def buy_in_store(money: "Money") -> None:
    """A package is bought, and one of its units spent in place of a payment that is open."""
    money.wait(1)
    money.buy_package("qr")
    money.town.till.move("pay", -1)
    money.beat()
    money.town.till.settle()
    money.dress(is_premium=False)
    money.publish_from_balance(is_to_last=False)


def spend_while_the_dearer_tier_is_open(money: "Money") -> None:
    """Premium is begun at its whole price, a unit of standard spent, and premium paid all the same."""
    money.dress(is_premium=True)
    money.press_publish("qr", is_to_last=False)
    money.work(50)
    buy_in_store(money)
    money.dress(is_premium=True)
    money.town.till.pay_late(-1)
    money.wait(3700)
    money.beat()
    money.town.till.settle()


def pay_what_is_missing(money: "Money") -> None:
    """Standard and the difference to premium are paid, standard goes back and is paid once more."""
    for is_premium in (False, True):
        money.dress(is_premium=is_premium)
        pay_what_is_asked(money, is_to_last=False)
    money.refund(0, is_whole=True, is_lost=False)
    money.refund_by_hand()
    money.wait(61)
    pay_what_is_asked(money, is_to_last=True)


def pay_what_is_asked(money: "Money", *, is_to_last: bool) -> None:
    money.wait(1)
    money.press_and_pay("qr", is_to_last=is_to_last)
    money.beat()
    money.town.till.settle()


def pay_the_lower_tier_late(money: "Money") -> None:
    """The time of a code is up, a dearer look is chosen and its whole price asked; then both are paid."""
    money.wait(300)
    money.beat()
    first = len(money.town.till.purchases)
    money.dress(is_premium=True)
    money.press_publish("qr", is_to_last=False)
    money.work(50)
    money.wait(1)
    if len(money.town.till.purchases) > first:
        money.town.till.pay_late(0)
        money.wait(3700)
        money.beat()
        money.town.till.settle()
        money.town.till.pay_late(-1)
        money.beat()


def begin_at_once(money: "Money") -> None:
    """Most of what happens needs no story."""


# As many as have no divisor in common with the gateways: all of them meet.
STORIES: list[Callable[["Money"], None]] = [
    begin_at_once,
    pay_the_lower_tier_late,
    pay_what_is_missing,
    buy_in_store,
    spend_while_the_dearer_tier_is_open,
]
