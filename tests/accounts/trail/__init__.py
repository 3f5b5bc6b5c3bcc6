"""How to call each action once, so that a test can look at what it writes into the audit trail.

A new action needs a row in the module of its app:

    @changes("payments.refund")
    def _(people):
        payment = pay(make_payment(people.workspace))                      # what has to be there before
        return partial(actions.refund, payment=payment, amount_tiyn=100, by=people.host)   # the call itself
"""

import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from tests.architecture.sources import APPS, ROOT
from tests.factories.accounts import People

Prepare = Callable[[People], Callable[[], object]]
ROWS: dict[str, Prepare] = {}
# Modules that change state under a name of their own.
ALSO = ("invitations.entitlements", "invitations.withdrawing")
SILENT = {
    "accounts.record": "writes the entry itself",
    "accounts.keep_admin_language": "repeats for Wagtail what `user.language` says already",
    "guests.record_opening": "a measure and no decision of anybody's",
    "invitations.reference_of_unit": "makes a value, changes nothing",
    "invitations.forget_edits": "thins Wagtail's own log by a rule of time",
    "messaging.claim": "a lease on a message; how its attempts ended is written",
    "messaging.forget_texts": "empties what is old by a rule of time",
    "payments.cancel_at_gateway": "tells the gateway of a cancelling that is written already",
    "payments.check_because_asked": "arranges a question; what is answered is written",
    "payments.claim_check": "a lease on a question; what is answered is written",
    "payments.price_with_promo": "tells a price, changes nothing",
}


def changes(name: str) -> Callable[[Prepare], Prepare]:
    """The decorated function prepares the action `name` ("app.action") and returns its call."""

    def keep(prepare: Prepare) -> Prepare:
        assert name not in ROWS, f"two rows for {name}"
        ROWS[name] = prepare
        return prepare

    return keep


def actions_of_the_product() -> dict[str, Callable[..., object]]:
    """Every public action of every app by its name."""
    modules = [*(f"{app}.actions" for app in APPS if _has_actions(ROOT / app)), *ALSO]
    return {f"{module.split('.')[0]}.{name}": action for module in modules for name, action in _public(module)}


def _has_actions(app: Path) -> bool:
    return (app / "actions.py").exists() or (app / "actions").is_dir()


def _public(path: str) -> list[tuple[str, Callable[..., object]]]:
    """What a module offers: what it names in `__all__`, otherwise its own functions without an underscore."""
    module = import_module(path)
    functions = inspect.getmembers(module, inspect.isfunction)
    if hasattr(module, "__all__"):
        return [(name, function) for name, function in functions if name in module.__all__]
    return [(name, function) for name, function in functions if not name.startswith("_") and function.__module__ == path]
