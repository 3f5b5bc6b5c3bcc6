"""Faults: ordered rules, the first that matches a request applies. Chance is seeded, so a run can be repeated.

A rule is `{"do": "http 502", "match": {"listener": "r3", "path_regex": "qr/create$"}, "times": 2}`. `match` also knows
`method`, `external_id` and `nth` (only the nth matching request); instead of `times` there may be a `probability`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from deploy.kaspi_emulator.errors import MESSAGES
from deploy.kaspi_emulator.messages import Answer, Request, page

MATCHES = {"listener", "method", "path_regex", "external_id", "nth"}
HTML = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr><center>nginx</center></body></html>"
NOISE = Decimal("0.00000000000003")


@dataclass
class Rule:
    do: str
    match: dict[str, Any] = field(default_factory=dict)
    times: int | None = None
    probability: float | None = None
    seen: int = 0
    applied: int = 0

    def __post_init__(self) -> None:
        unknown = set(self.match) - MATCHES
        if unknown or self.name not in {*BEFORE, *AFTER, *HANDSHAKES}:
            raise ValueError(f"No fault {self.do} or no way to match by {', '.join(unknown)}")
        if self.times is None and self.probability is None:
            self.times = int(self.argument) if self.name == "stale" else 1

    @property
    def name(self) -> str:
        return self.do.split(maxsplit=1)[0]

    @property
    def argument(self) -> str:
        return self.do.partition(" ")[2]

    def fits(self, listener: str, request: Request | None = None) -> bool:
        wanted = self.match
        if wanted.get("listener", listener) != listener or (self.times is not None and self.applied >= self.times):
            return False
        if request is None:
            return not {"method", "path_regex", "external_id"} & set(wanted)
        named = wanted.get("external_id")
        is_named = named is None or f'"{named}"' in request.body.decode(errors="replace")
        return (
            is_named
            and wanted.get("method", request.method) == request.method
            and bool(re.search(wanted.get("path_regex", ""), request.path))
        )


class Faults:
    def __init__(self, rules: tuple[dict[str, Any], ...], seed: int) -> None:
        self._chance = Random(seed)  # noqa: S311
        self.rules = [Rule(**rule) for rule in rules]

    def add(self, **rule: Any) -> Rule:
        """The last in order. ValueError for a fault or a match that does not exist."""
        made = Rule(**rule)
        self.rules.append(made)
        return made

    def of(self, request: Request) -> Rule | None:
        return self._first([rule for rule in self.rules if rule.name not in HANDSHAKES and rule.fits(request.listener, request)])

    def of_handshake(self, listener: str) -> Rule | None:
        """A certificate that the client must not trust."""
        return self._first([rule for rule in self.rules if rule.name in HANDSHAKES and rule.fits(listener)])

    def _first(self, fitting: list[Rule]) -> Rule | None:
        for rule in fitting:
            rule.seen += 1
            is_nth = rule.match.get("nth", rule.seen) == rule.seen
            if is_nth and (rule.probability is None or self._chance.random() < rule.probability):
                rule.applied += 1
                return rule
        return None


def instead(rule: Rule) -> Answer | None:
    """The answer of a fault that strikes before anything has changed."""
    return BEFORE[rule.name](rule.argument) if rule.name in BEFORE else None


def spoil(rule: Rule, answer: Answer) -> None:
    """Everything has changed already; what the client hears of it does not say so."""
    AFTER[rule.name](answer, rule.argument)


def _refusal(argument: str) -> Answer:
    code = int(argument)
    return Answer(payload={"StatusCode": code, "Message": MESSAGES.get(code, "Ошибка")})


def _http(argument: str) -> Answer:
    return page(HTML.format(argument or "500"), int(argument or 500))


def _late(answer: Answer, argument: str) -> None:
    answer.latency = float(argument) / 1000


def _manner(manner: str) -> Callable[[Answer, str], None]:
    def spoil_by(answer: Answer, argument: str) -> None:
        answer.manner = manner

    return spoil_by


def _bad_json(answer: Answer, argument: str) -> None:
    answer.body, answer.payload = answer.content()[:-2], None


def _empty(answer: Answer, argument: str) -> None:
    answer.body, answer.payload = b"", None


def _no_message(answer: Answer, argument: str) -> None:
    if isinstance(answer.payload, dict):
        answer.payload.pop("Message", None)


def _status(answer: Answer, argument: str) -> None:
    if "Status" in _data(answer):
        _data(answer)["Status"] = argument


def _stale(answer: Answer, argument: str) -> None:
    """What was true before the last change."""
    if answer.told_of and "Status" in _data(answer):
        now = _data(answer)["Status"]
        _data(answer)["Status"] = next((told for told in reversed(answer.told_of.told) if told != now), answer.told_of.first_status)


def _wrong_id(answer: Answer, argument: str) -> None:
    for name in {"QrPaymentId", "PaymentId", "QrReturnId"} & set(_data(answer)):
        _data(answer)[name] += 1


def _amounts(change: Callable[[Decimal, str], Decimal]) -> Callable[[Answer, str], None]:
    def spoil_by(answer: Answer, argument: str) -> None:
        for name in {"Amount", "TotalAmount"} & set(_data(answer)):
            _data(answer)[name] = change(Decimal(_data(answer)[name]), argument)

    return spoil_by


def _data(answer: Answer) -> dict[str, Any]:
    data = answer.payload.get("Data") if isinstance(answer.payload, dict) else None
    return data if isinstance(data, dict) else {}


BEFORE: dict[str, Callable[[str], Answer]] = {
    "hang": lambda argument: Answer(0, manner="hang"),
    "reset_before": lambda argument: Answer(0, manner="reset"),
    "http": _http,
    "throttle": lambda argument: _http(argument or "429"),
    "status_code": _refusal,
}
AFTER: dict[str, Callable[[Answer, str], None]] = {
    "latency": _late,
    "commit_then_reset": _manner("reset"),
    "commit_then_hang": _manner("hang"),
    "slow_drip": _manner("drip"),
    "bad_json": _bad_json,
    "empty_body": _empty,
    "no_message_key": _no_message,
    "unknown_status": _status,
    "stale": _stale,
    "wrong_id": _wrong_id,
    "wrong_amount": _amounts(lambda amount, delta: amount + Decimal(delta)),
    "float_noise": _amounts(lambda amount, argument: amount - NOISE),
}
HANDSHAKES = {"tls_bad_cert", "tls_expired"}
