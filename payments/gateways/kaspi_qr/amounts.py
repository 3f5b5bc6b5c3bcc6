"""The bank's sums: tenge, as JSON numbers. Never a float of ours."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from payments.money import MOST_TENGE

from .. import RetryableError

NOISE = Decimal("0.0001")


def written(tiyn: int) -> str:
    """299000 → "2990.00"."""
    return f"{Decimal(tiyn) / 100:.2f}"


def read(said: Any) -> int:
    """Tiyn of the tenge the bank writes, noise of its floats taken off; RetryableError for what is no sum."""
    if not isinstance(said, int | Decimal) or isinstance(said, bool):
        raise RetryableError("an answer without a sum")
    exact = Decimal(said)
    if not 0 <= exact < MOST_TENGE:
        raise RetryableError("an answer with a sum that is none")
    rounded = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if abs(exact - rounded) > NOISE:
        raise RetryableError(f"{exact} is no sum")
    return int(rounded * 100)
