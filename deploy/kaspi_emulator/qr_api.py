"""The Public QR API: who may ask (`identify`), and what is answered at each address of r1, r2 and r3."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from deploy.kaspi_emulator import errors
from deploy.kaspi_emulator.bank import Bank
from deploy.kaspi_emulator.bank.purchases import Purchase
from deploy.kaspi_emulator.config import Organization
from deploy.kaspi_emulator.dates import Dates
from deploy.kaspi_emulator.messages import Request

ADDRESS = re.compile(r"/(?P<scheme>r[123])/(?P<version>v0[12])/(?P<rest>.+)")
ALL = ("r1", "r2", "r3")


@dataclass
class Call:
    """One call by somebody we know. `touched` is the purchase it was about, for the journal and the faults."""

    bank: Bank
    dates: Dates
    scheme: str
    version: str
    organizations: list[Organization]
    query: dict[str, str]
    said: dict[str, Any]
    rest: str = ""
    found: tuple[str, ...] = ()
    touched: Purchase | None = None
    is_status: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def bins(self) -> frozenset[str]:
        return frozenset(one.bin for one in self.organizations)

    @property
    def bin(self) -> str:
        """The merchant meant: r3 names it; where it cannot, the device's."""
        if self.scheme != "r3":
            return self.organizations[0].bin
        named = str(self.said.get("OrganizationBin", ""))
        if named:
            return named
        devices = [device for device in self.bank.devices.all if device.token == self.token and device.bin in self.bins]
        if not devices:
            raise errors.RefusalError(errors.DEVICE_UNKNOWN)
        return devices[0].bin

    @property
    def token(self) -> str:
        return str(self.said.get("DeviceToken", "") or self.asked("DeviceToken"))

    def asked(self, name: str) -> str:
        """A query field, as printed in the document or in lower camel case."""
        return self.query.get(name, self.query.get(name[0].lower() + name[1:], ""))

    def number(self, name: str) -> int:
        """An id; the document prints ids as numbers and, in places, as strings."""
        said = self.said.get(name, self.said.get(name[0].lower() + name[1:], self.asked(name)))
        if isinstance(said, bool) or not str(said).isdigit():
            raise errors.RefusalError(errors.NOT_FOUND)
        return int(said)

    def amount(self) -> Decimal:
        said = self.said.get("Amount")
        if isinstance(said, bool) or not isinstance(said, int | Decimal):
            self.notes.append("AMOUNT_NOT_A_NUMBER")
            raise errors.MalformedError("Amount is not a number")
        return Decimal(said)


def identify(request: Request, scheme: str, organizations: tuple[Organization, ...], revoked: set[str], ip_deny: str) -> list[Organization]:
    """The merchants this caller may act for. r1 by key, r2 by certificate, r3 by certificate, address and the BIN it names."""
    if scheme == "r1":
        found = [one for one in organizations if one.api_key == request.headers.get("api-key")]
    else:
        found = [one for one in organizations if request.cert in one.certs and request.cert not in revoked]
    if not found:
        raise errors.RefusalError(errors.NO_CERTIFICATE)
    return _at_their_address(found, request, ip_deny) if scheme == "r3" else found[:1]


def _at_their_address(found: list[Organization], request: Request, ip_deny: str) -> list[Organization]:
    here = [one for one in found if request.source_ip in one.ips]
    if not here and ip_deny == "close":
        raise errors.SilentlyClosedError
    if not here and ip_deny == "403":
        raise errors.HttpError(403, "Forbidden")
    if not here:
        raise errors.RefusalError(errors.NO_CERTIFICATE)
    return here


def check_bin(call: Call, method: str) -> None:
    """r3 names its merchant in every body; a BIN that this certificate does not serve is refused like no certificate."""
    if call.scheme == "r3" and method == "POST" and "test/" not in call.rest and str(call.said.get("OrganizationBin", "")) not in call.bins:
        raise errors.RefusalError(errors.NO_CERTIFICATE)


Handler = Callable[[Call], Any]
_routes: list[tuple[str, re.Pattern[str], tuple[str, ...], Handler]] = []


def route(method: str, path: str, schemes: tuple[str, ...] = ALL) -> Callable[[Handler], Handler]:
    def keep(handler: Handler) -> Handler:
        _routes.append((method, re.compile(path), schemes, handler))
        return handler

    return keep


def find(method: str, scheme: str, rest: str) -> tuple[Handler, tuple[str, ...]]:
    """What answers here; HttpError 404 or 405 where nothing does."""
    at_path = [
        (known, handler, match.groups())
        for known, path, schemes, handler in _routes
        if scheme in schemes and (match := path.fullmatch(rest))
    ]
    for known, handler, groups in at_path:
        if known == method:
            return handler, groups
    raise errors.HttpError(405 if at_path else 404, "Not Found")
