"""What was asked and answered, and where the client broke a rule of the bank's (`violations`)."""

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import mean, pstdev
from typing import Any

from deploy.kaspi_emulator.bank.purchases import Purchase
from deploy.kaspi_emulator.config import Timings

NO_REQUEST_ID, REUSED_REQUEST_ID = "REQUEST_ID_MISSING", "REQUEST_ID_REUSED"
TOO_FAST, AFTER_FINAL, AUTO_POLL = "POLL_TOO_FAST", "POLL_AFTER_FINAL", "AUTO_POLL_FORBIDDEN"
LOOKUPS, SECRET_IN_URL = "TOO_MANY_LOOKUPS", "SECRET_IN_URL"
REGULAR = 0.10  # the share of the mean by which a person's gaps differ at least


@dataclass
class Entry:
    t: datetime
    listener: str
    method: str
    path: str
    request_id: str = ""
    body: str = ""
    status: int = 0
    response: str = ""
    fault: str = ""
    violations: list[str] = field(default_factory=list)


class Journal:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        # Connections that were begun with a bad certificate: no request was heard on them.
        self.handshakes: list[Entry] = []

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)

    def violations(self, *, but: frozenset[str] | set[str] = frozenset()) -> list[str]:
        """Every broken rule, in order; `but` leaves out kinds that a test causes on purpose."""
        return [kind for entry in self.entries for kind in entry.violations if kind not in but]

    def calls(self, ending: str, listener: str = "") -> list[Entry]:
        """Calls whose path ends so, or begins with it (`/r3/v01/payment/status/`)."""
        return [
            one for one in self.entries if (one.path.endswith(ending) or one.path.startswith(ending)) and listener in {"", one.listener}
        ]

    def said(self) -> list[dict[str, Any]]:
        return [asdict(entry) | {"t": entry.t.isoformat()} for entry in self.entries]


class Watch:
    """Knows what a well-behaved client does not do. `secrets` must never be in an address."""

    def __init__(self, timings: Timings, secrets: list[str]) -> None:
        self._timings, self._secrets = timings, secrets
        self._request_ids: set[str] = set()
        self._polls: dict[int, list[datetime]] = defaultdict(list)
        self._final_told: set[int] = set()

    def request(self, request_id: str, target: str) -> list[str]:
        found = []
        if not request_id:
            found.append(NO_REQUEST_ID)
        elif request_id in self._request_ids:
            found.append(REUSED_REQUEST_ID)
        self._request_ids.add(request_id)
        return found + self.target(target)

    def target(self, target: str) -> list[str]:
        return [SECRET_IN_URL] if any(secret in target for secret in self._secrets) else []

    def poll(self, purchase: Purchase, now: datetime) -> list[str]:
        """A status call. Two at once are too fast; four at even intervals for an invoice by phone are a machine's."""
        polls = self._polls[purchase.id]
        polls.append(now)
        if purchase.kind == "remote":
            return [AUTO_POLL] if _is_regular(polls[-4:]) else []
        found = []
        shortest = timedelta(seconds=self._timings.poll * 0.9)
        if len(polls) > 1 and now - polls[-2] < shortest:
            found.append(TOO_FAST)
        if purchase.id in self._final_told:
            found.append(AFTER_FINAL)
        return found

    def told(self, purchase: Purchase, status: str) -> None:
        """What the client was really answered, faults included."""
        purchase.told.append(status)
        if status in {"Processed", "Error"}:
            self._final_told.add(purchase.id)


def _is_regular(polls: list[datetime]) -> bool:
    if len(polls) < 4:
        return False
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(polls)]
    return pstdev(gaps) <= REGULAR * mean(gaps)
