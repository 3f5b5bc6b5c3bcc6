"""What the bank knows us by, from the settings `KASPI_QR_*`; and whether that is enough to take money."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import Availability

SCHEMES = ("r1", "r2", "r3")
# A new certificate takes letters to the bank.
TOLD_BEFORE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Account:
    """`scheme` is r1 (key), r2 (certificate) or r3 (certificate, static address, BIN)."""

    scheme: str
    url: str
    api_key: str = field(repr=False)
    cert: str
    key: str
    key_password: str = field(repr=False)
    ca: str
    bin: str
    trade_point: str
    device_id: str
    # What a phone number begins with, in place of +7.
    phone_prefix: str = "8"

    @classmethod
    def from_settings(cls) -> "Account":
        """As configured, complete or not."""
        names = {name: getattr(settings, f"KASPI_QR_{name.upper()}") for name in cls.__slots__}
        return cls(**names)

    @property
    def missing(self) -> list[str]:
        """Names of the settings without which nothing can be asked."""
        needed = ["url", "trade_point", "device_id"]
        needed += {"r1": ["api_key"], "r2": ["cert", "key"], "r3": ["cert", "key", "bin"]}.get(self.scheme, [])
        return [f"KASPI_QR_{name.upper()}" for name in needed if not getattr(self, name)]

    def phone(self, e164: str) -> str:
        """+77771234567 as the bank writes it; ValueError for a number outside Kazakhstan."""
        if not (e164.startswith("+7") and len(e164) == 12 and e164[1:].isdigit()):
            raise ValueError("not a number of Kazakhstan")
        return self.phone_prefix + e164[2:]


def availability(account: Account) -> Availability:
    """Complete, with a certificate that can be read and has not ended; its end is announced two months before."""
    if account.scheme not in SCHEMES:
        return Availability(False, _("KASPI_QR_SCHEME must be r1, r2 or r3."))
    if account.missing:
        return Availability(False, _("Not set: %(names)s") % {"names": ", ".join(account.missing)})
    if not account.cert:
        return Availability(True)
    try:
        left = _end(account.cert) - timezone.now()
    except (OSError, ValueError):
        return Availability(False, _("The certificate cannot be read."))
    if left < timedelta():
        return Availability(False, _("The certificate has ended."))
    reason = _("The certificate ends in %(days)s days.") % {"days": left.days} if left < TOLD_BEFORE else ""
    return Availability(True, reason, left.days)


def _end(path: str) -> datetime:
    return x509.load_pem_x509_certificate(Path(path).read_bytes()).not_valid_after_utc.astimezone(UTC)
