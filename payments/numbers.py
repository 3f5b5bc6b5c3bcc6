"""Numbers that people type: twelve digits, the last of which shows a slip of the finger."""

import secrets

LENGTH = 12


def new_account() -> str:
    """A random number that no other payment is likely to have; a unique index has the last word."""
    digits = str(secrets.choice(range(1, 10))) + "".join(secrets.choice("0123456789") for _ in range(LENGTH - 2))
    return digits + _check_digit(digits)


def in_groups(account: str) -> str:
    """1234 5678 9012: as people read it out."""
    return " ".join(account[start : start + 4] for start in range(0, len(account), 4))


def _check_digit(digits: str) -> str:
    """By Luhn, as on bank cards."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    return str(-sum(number // 10 + number % 10 for number in doubled) % 10)
