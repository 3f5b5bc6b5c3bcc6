"""What a fiscal register (a cash register on the net) is to us: it books a sale or a return and gives a receipt. It saves nothing.

To add one: a class of this shape in a module here and its path in `settings.FISCAL_REGISTER`; docs/howto/add-a-fiscal-register.md.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class PermanentError(Exception):
    """The register said no: asking again will not help, a person has to look."""


class RetryableError(Exception):
    """Time-out, 5xx, broken answer: nothing is known, ask again later with the same key."""


@dataclass(frozen=True, slots=True)
class Sale:
    """What was sold, or given back when `is_return`. The amount is tiyn; the same `key` is booked once."""

    key: str
    title: str
    amount_tiyn: int
    currency: str
    paid_at: datetime
    is_return: bool = False
    # The number of the sale's own receipt, for a return; empty where there is none.
    returned_number: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """The receipt: its fiscal number, where the buyer sees it, and when it was booked (aware)."""

    number: str
    link: str
    issued_at: datetime


class FiscalRegister(Protocol):
    # Without it nothing is booked and no rows are written.
    is_enabled: bool

    def issue(self, sale: Sale) -> Issued:
        """Book a sale or a return, once for each key. PermanentError, RetryableError."""
