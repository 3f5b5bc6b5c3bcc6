"""Money is an integer number of tiyn (1 ₸ = 100 tiyn) and a currency; never a float."""

from decimal import Decimal, InvalidOperation

SIGNS = {"KZT": "₸"}
# More is a slip or an attack: a few letters ("1e999999") can stand for a number that takes minutes to reckon with.
MOST_TENGE = 10**12
SPACE = "\N{NO-BREAK SPACE}"


def format_money(tiyn: int, currency: str = "KZT") -> str:
    """299000 → "2 990 ₸"; tiyn only when there are any; never broken over two lines."""
    tenge, rest = divmod(abs(tiyn), 100)
    digits = f"{tenge:,}".replace(",", SPACE) + (f",{rest:02}" if rest else "")
    return f"{'−' if tiyn < 0 else ''}{digits}{SPACE}{SIGNS.get(currency, currency)}"


def to_tenge(tiyn: int) -> int:
    """Whole tenge for gateways that count in them; ValueError for a fraction, which no price of ours has."""
    tenge, rest = divmod(tiyn, 100)
    if rest:
        raise ValueError(f"{tiyn} tiyn are not whole tenge")
    return tenge


def from_tenge(amount: str | int | Decimal) -> int:
    """Tiyn from a gateway's "2990", 2990 or "2990.00"; ValueError for anything else, floats included."""
    if isinstance(amount, float):
        raise ValueError("floats are no money")
    try:
        tenge = Decimal(amount)
        if abs(tenge) > MOST_TENGE:
            raise ValueError("nobody has so much")
        tiyn = tenge * 100
        whole = int(tiyn)
    except (InvalidOperation, TypeError, ValueError) as error:
        raise ValueError(f"{amount!r} is no amount") from error
    if tiyn != whole:
        raise ValueError(f"{amount!r} has a fraction of a tiyn")
    return whole
