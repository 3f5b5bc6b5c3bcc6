"""What the fake bank knows when it starts: merchants, trade points, timings, quirks. Everything can be said in a JSON file."""

import json
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

BIN = "180340021791"
OTHER_BIN = "990140000385"


@dataclass(frozen=True)
class Organization:
    """A merchant. `certs` are names of client certificates, `ips` the addresses it registered for r3."""

    bin: str
    api_key: str
    certs: tuple[str, ...] = ()
    ips: tuple[str, ...] = ("127.0.0.1",)


@dataclass
class TradePoint:
    id: int
    bin: str
    name: str
    is_enabled: bool = True
    is_accepting_qr: bool = True
    methods: tuple[str, ...] = ("Gold", "Red", "Loan")


@dataclass(frozen=True)
class Timings:
    """Seconds, as the bank tells them in its answers."""

    poll: int = 5
    scan: int = 180
    confirm: int = 65
    remote_ttl_hours: int = 24


@dataclass
class Quirks:
    """Where the documents are silent or disagree, one of the possible behaviours. The defaults are in FIDELITY.md."""

    date_style: str = "rotate"  # or the name of one shape in dates.py
    expiry_mode: str = "rotate"  # error | stuck | rotate
    ip_deny: str = "close"  # close | 403 | -10000
    missing_cert: str = "-10000"  # or handshake
    is_external_id_deduped: bool = False
    is_device_token_int: bool = False
    opened_link_status: str = "Wait"  # or RemotePaymentCreated
    post_final_flip: int = 0  # Processed turns into Error after so many polls, once
    auto_poll_answer: str = "-999"  # or 429
    aggregator_full_refund: str = "paid"  # or refunded, which the document denies and merchants saw
    aggregator_qr_refund: str = "refused"  # or direct: without the customer's scan
    remote_expired_status: str = "Error"  # or Expired
    remote_rejected_status: str = "Error"  # or RemotePaymentRejected
    qr_token: str = "digits"  # noqa: S105 - or link: the address of the fake phone page, for demos
    pay_base: str = "https://pay.kaspi.kz/pay/"


@dataclass(frozen=True)
class Aggregator:
    """The merchant's account with an aggregator: its key, the webhook's address and secrets."""

    api_key: str = "ak_test_1"
    webhook_url: str = ""
    webhook_secret: str = "whsec_test_1"  # noqa: S105 - a dummy, also in the protocol's test vectors
    old_webhook_secret: str = "whsec_test_0"  # noqa: S105
    retries: int = 0  # the documents say 3 and none
    is_sandbox: bool = True


@dataclass(frozen=True)
class FastPayment:
    """What `/online` knows: services, and the merchant's check/pay address that is called when the payer presses Pay."""

    services: tuple[str, ...] = ("ToiInvite",)
    biller_url: str = ""
    source_ip: str = "194.187.247.152"
    form: str = "json"


@dataclass(frozen=True)
class Config:
    organizations: tuple[Organization, ...] = (
        Organization(BIN, "test_00000000-0000-4000-8000-000000000001", ("org1",)),
        Organization(OTHER_BIN, "test_00000000-0000-4000-8000-000000000002", ("org2",)),
    )
    trade_points: tuple[TradePoint, ...] = (
        TradePoint(1, BIN, "Магазин 1"),
        TradePoint(2, BIN, "Магазин 2"),
        TradePoint(3, OTHER_BIN, "Чужой магазин"),
    )
    timings: Timings = field(default_factory=Timings)
    quirks: Quirks = field(default_factory=Quirks)
    aggregator: Aggregator = field(default_factory=Aggregator)
    fast_payment: FastPayment = field(default_factory=FastPayment)
    # Above 2^31 on purpose: production's are.
    first_payment_id: int = 12_800_000_001
    clients: tuple[tuple[str, str], ...] = (("87770000001", "Айгүл С."), ("87015211545", "Ерлан Қ."))
    faults: tuple[dict[str, Any], ...] = ()
    seed: int = 1
    clock: str = "frozen"  # or real

    def fresh_trade_points(self) -> dict[int, TradePoint]:
        return {point.id: replace(point) for point in self.trade_points}


def load(path: Path) -> Config:
    """The configuration in a JSON file; what it leaves out keeps its default. ValueError for a name that does not exist."""
    return from_dict(json.loads(path.read_text()))


def from_dict(said: dict[str, Any]) -> Config:
    """Lists become tuples of the right thing; unknown names are refused, so that a typing error does not pass for a setting."""
    kinds: dict[str, Any] = {"timings": Timings, "quirks": Quirks, "aggregator": Aggregator, "fast_payment": FastPayment}
    rows: dict[str, Any] = {"organizations": Organization, "trade_points": TradePoint}
    values: dict[str, Any] = {}
    for name, value in said.items():
        if name in kinds:
            values[name] = _made(kinds[name], value)
        elif name in rows:
            values[name] = tuple(_made(rows[name], row) for row in value)
        else:
            values[name] = tuple(tuple(item) if isinstance(item, list) else item for item in value) if isinstance(value, list) else value
    return _made(Config, values)


def _made(kind: Any, values: dict[str, Any]) -> Any:
    unknown = set(values) - {one.name for one in fields(kind)}
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})


def said(config: Config) -> dict[str, Any]:
    """The whole configuration as JSON can carry it, without keys and secrets."""
    shown = asdict(config)
    shown["organizations"] = [{"bin": one.bin, "certs": one.certs, "ips": one.ips} for one in config.organizations]
    shown["aggregator"] = {"webhook_url": config.aggregator.webhook_url}
    return shown
