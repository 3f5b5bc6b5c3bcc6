"""The pretended bank behind the mock gateway. It lives in the cache, outside our tables, as a real one lives outside our house.

It counts in whole tenge and has its own words for states, so that the gateway has something to translate.
"""

import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

LIFE = timedelta(minutes=10)
KEPT = timedelta(days=2)
NEW, SCANNED, PAID, REFUSED, EXPIRED, RETURNED, PARTLY_RETURNED = (
    "QrTokenCreated",
    "Wait",
    "Processed",
    "Error",
    "Expired",
    "Returned",
    "PartlyReturned",
)
OPEN = {NEW, SCANNED}


@dataclass(frozen=True, slots=True)
class Purchase:
    id: str
    external_id: str
    amount: int
    title: str
    status: str
    expires_at: str
    returned: int = 0
    return_keys: tuple[str, ...] = ()

    @property
    def is_overdue(self) -> bool:
        return self.status in OPEN and timezone.now() >= datetime.fromisoformat(self.expires_at)


def create(*, external_id: str, amount: int, title: str) -> Purchase:
    """A new purchase; asked twice with one `external_id` the same one."""
    known = cache.get(f"mock-bank:external:{external_id}")
    if known and (purchase := find(known)):
        return purchase
    expires_at = (timezone.now() + LIFE).isoformat()
    purchase = Purchase(secrets.token_hex(12), external_id, amount, title, NEW, expires_at)
    cache.set(f"mock-bank:external:{external_id}", purchase.id, KEPT.total_seconds())
    return _keep(purchase)


def find(purchase_id: str) -> Purchase | None:
    """The purchase as it stands now; None when the bank does not know it."""
    purchase = cache.get(f"mock-bank:{purchase_id}")
    if purchase is not None and purchase.is_overdue:
        return _keep(replace(purchase, status=EXPIRED))
    return purchase


def settle(purchase: Purchase, status: str) -> Purchase:
    """The payer's decision; what is paid, refused or expired stays so."""
    return _keep(replace(purchase, status=status)) if purchase.status in OPEN else purchase


def give_back(purchase: Purchase, *, amount: int, key: str) -> Purchase:
    """Return money once per key; ValueError when more than is left is asked for or nothing was paid."""
    if key in purchase.return_keys:
        return purchase
    returned = purchase.returned + amount
    if purchase.status not in {PAID, PARTLY_RETURNED} or returned > purchase.amount:
        raise ValueError("nothing to return")
    status = RETURNED if returned == purchase.amount else PARTLY_RETURNED
    return _keep(replace(purchase, status=status, returned=returned, return_keys=(*purchase.return_keys, key)))


def message(purchase: Purchase) -> tuple[bytes, dict[str, str]]:
    """The signed message the bank would send about the purchase's state: body and headers."""
    told = {key: value for key, value in asdict(purchase).items() if key in {"id", "external_id", "amount", "status"}}
    body = json.dumps({"event": f"{purchase.id}:{purchase.status}:{purchase.returned}", "currency": "KZT", **told}).encode()
    return body, {"X-Mock-Signature": sign(body)}


def sign(body: bytes, secret: str | bytes | None = None) -> str:
    """The signature under which the mock bank sends `body`; `secret` stands for a stranger's key in tests."""
    return "sha256=" + salted_hmac("payments.gateways.mock", body, secret=secret or settings.SECRET_KEY, algorithm="sha256").hexdigest()


def _keep(purchase: Purchase) -> Purchase:
    cache.set(f"mock-bank:{purchase.id}", purchase, KEPT.total_seconds())
    return purchase
