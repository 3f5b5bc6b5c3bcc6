"""Whether what is to be paid for may still be paid for. Apps above say so with `guards`: payments know no word of invitations."""

from collections.abc import Callable

Guard = Callable[[str], str]
_guards: list[Guard] = []


def guards(guard: Guard) -> Guard:
    """Have `guard` asked before anybody is asked for money: of a reference it says in a payer's words why none is taken, or nothing."""
    _guards.append(guard)
    return guard


def refusal(reference: str) -> str:
    """Why nobody may pay for this any more, in words for whoever wants to; empty when they may."""
    return next((words for guard in _guards if (words := guard(reference))), "")
