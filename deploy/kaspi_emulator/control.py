"""The control plane: what only a test, or a curious developer, may tell the bank. Every address needs the token printed at start."""

import hmac
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from deploy.kaspi_emulator import config as configs
from deploy.kaspi_emulator import errors, faults, online
from deploy.kaspi_emulator.biller.caller import Report, Script
from deploy.kaspi_emulator.emulator import FakeKaspi, part
from deploy.kaspi_emulator.journal import Entry
from deploy.kaspi_emulator.messages import Answer, Request

Order = Callable[[FakeKaspi, dict[str, Any]], Any]
CUSTOMER_MOVES = ("scan", "confirm", "scanerror", "confirmerror", "pay_remote", "reject_remote")
orders: dict[str, Order] = {}


def use_token(fake: FakeKaspi, token: str) -> None:
    fake.control_token = token


@part("control")
def answer(fake: FakeKaspi, request: Request, entry: Entry) -> Answer:
    """`GET /__control/journal`, `POST /__control/clock {"advance_s": 181}` and so on; a wrong order says what was wrong."""
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not fake.control_token or not hmac.compare_digest(bearer, fake.control_token):
        raise errors.HttpError(401, "The token is printed when the emulator starts: Authorization: Bearer …")
    name = request.path.removeprefix("/__control/").strip("/")
    if name not in orders:
        raise errors.HttpError(404, f"Known: {', '.join(sorted(orders))}")
    try:
        said = orders[name](fake, request.json() if request.body else {})
    except (KeyError, TypeError, ValueError) as wrong:
        return Answer(400, payload={"error": f"{type(wrong).__name__}: {wrong}"})
    return said if isinstance(said, Answer) else Answer(payload={"ok": True} if said is None else said)


def order(name: str) -> Callable[[Order], Order]:
    def keep(obeying: Order) -> Order:
        orders[name] = obeying
        return obeying

    return keep


@order("clock")
def _clock(fake: FakeKaspi, said: dict[str, Any]) -> dict[str, str]:
    if "mode" in said:
        fake.clock.turn(said["mode"])
    if "advance_s" in said:
        fake.clock.advance(float(said["advance_s"]))
    if "set" in said:
        fake.clock.set(datetime.fromisoformat(said["set"]))
    return {"now": fake.clock.now().isoformat(), "mode": fake.clock.mode}


@order("reset")
def _reset(fake: FakeKaspi, said: dict[str, Any]) -> None:
    fake.reset(configs.from_dict(said) if said else None)


@order("journal")
def _journal(fake: FakeKaspi, said: dict[str, Any]) -> dict[str, Any]:
    return {"entries": fake.journal.said(), "violations": fake.journal.violations()}


@order("state")
def _state(fake: FakeKaspi, said: dict[str, Any]) -> dict[str, Any]:
    purchases = [asdict(fake.bank.purchase(number)) for number in fake.bank.purchases]
    devices = [asdict(device) for device in fake.bank.devices.all]
    points = [asdict(point) for point in fake.bank.devices.trade_points.values()]
    returns = [asdict(request) for request in fake.bank.returns.values()]
    calls = [asdict(call) for call in fake.biller.calls]
    invoices = [asdict(invoice) for invoice in fake.aggregator.invoices.values()]
    bank = {"purchases": purchases, "devices": devices, "trade_points": points, "returns": returns}
    return bank | {"orders": online.shown(fake), "biller": calls, "invoices": invoices, "config": configs.said(fake.config)}


@order("purchase")
def _purchase(fake: FakeKaspi, said: dict[str, Any]) -> dict[str, str]:
    """`{"id": …, "do": "scan"}`; `force` needs a `status`, `whole_refund_only` sets that flag."""
    number, move = int(said["id"]), said["do"]
    if move in CUSTOMER_MOVES:
        getattr(fake.bank, move)(number)
    elif move == "force":
        fake.bank.force(number, said["status"])
    elif move == "whole_refund_only":
        fake.bank.purchase(number).is_whole_refund_only = True
    else:
        raise ValueError(f"Nobody does {move}")
    return {"status": fake.bank.purchase(number).status}


@order("return/scan")
def _return_scan(fake: FakeKaspi, said: dict[str, Any]) -> None:
    fake.bank.identify(int(said["id"]), said.get("customer", "customer-1"))


@order("trade_point")
def _trade_point(fake: FakeKaspi, said: dict[str, Any]) -> None:
    """`{"id": 1, "is_enabled": false}`, also `is_accepting_qr` and `methods`."""
    points = fake.bank.devices.trade_points
    changes = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items() if name != "id"}
    points[int(said["id"])] = replace(points[int(said["id"])], **changes)


@order("device")
def _device(fake: FakeKaspi, said: dict[str, Any]) -> None:
    """`{"token": …, "is_active": false}`; without a token every device."""
    for device in fake.bank.devices.all:
        if said.get("token", device.token) == device.token:
            device.is_active = bool(said["is_active"])


@order("certificate")
def _certificate(fake: FakeKaspi, said: dict[str, Any]) -> None:
    """`{"name": "org1", "is_revoked": true}`."""
    (fake.revoked.add if said["is_revoked"] else fake.revoked.discard)(said["name"])


@order("outage")
def _outage(fake: FakeKaspi, said: dict[str, Any]) -> None:
    """`{"from": …, "until": …}`: everything answers -999 in between; empty ends it."""
    fake.outage = (datetime.fromisoformat(said["from"]), datetime.fromisoformat(said["until"])) if said else None


@order("quirks")
def _quirks(fake: FakeKaspi, said: dict[str, Any]) -> None:
    fake.use_quirks(**said)


@order("faults")
def _faults(fake: FakeKaspi, said: dict[str, Any]) -> dict[str, Any]:
    """`{"rules": […]}` replaces them all; an empty list ends every fault; nothing tells which there are."""
    if "rules" in said:
        fake.faults.rules = [faults.Rule(**rule) for rule in said["rules"]]
    return {"rules": [asdict(rule) for rule in fake.faults.rules]}


@order("fast_payment")
def _fast_payment(fake: FakeKaspi, said: dict[str, Any]) -> dict[str, Any]:
    """`{"biller_url": …}`: where the merchant answers check and pay; tells the orders."""
    fake.fast_payment |= {name: said[name] for name in fake.fast_payment if name in said}
    return {"orders": online.shown(fake)}


@order("invoice")
def _invoice(fake: FakeKaspi, said: dict[str, Any]) -> Answer:
    """`{"id": …, "status": "paid"}`, any status: the aggregator's webhook is sent before the answer."""
    with fake.lock:
        fake.aggregator.turn(fake.aggregator.invoices[int(said["id"])], said["status"])
    return Answer(later=lambda: _delivered(fake))


@order("webhooks")
def _webhooks(fake: FakeKaspi, said: dict[str, Any]) -> Answer:
    """`{"url": …}`, `{"faults": ["duplicate 3"]}`, `{"replay": 0}`; then everything that is due is sent."""
    fake.webhooks.url = said.get("url", fake.webhooks.url)
    for fault in said.get("faults", []):
        fake.webhooks.fault(fault)
    if "replay" in said:
        fake.webhooks.replay(int(said["replay"]))
    return Answer(later=lambda: _delivered(fake))


def _delivered(fake: FakeKaspi) -> Answer:
    sent = fake.tick()
    return Answer(payload={"sent": [{"invoice": one.invoice, "statuses": one.statuses} for one in sent]})


@order("biller/run")
def _biller_run(fake: FakeKaspi, said: dict[str, Any]) -> Answer:
    """`{"base_url": …, "steps": […], "source_ip": …, "spoof_xff": true, "format": "xml", "timeout_s": 15}`."""
    names = {"base_url": "base_url", "source_ip": "source_ip", "format": "form", "timeout_s": "timeout", "spoof_xff": "is_spoofing"}
    values = {ours: said[theirs] for theirs, ours in names.items() if theirs in said}
    script = Script(**values, headers=tuple(said.get("headers", {}).items()))
    return Answer(later=lambda: Answer(payload=_reported(fake.biller.run(script, said["steps"]))))


def _reported(report: Report) -> dict[str, Any]:
    return {"told": [asdict(one) for one in report.told], "problems": report.problems}


@order("fail_next_refund")
def _fail_next_refund(fake: FakeKaspi, said: dict[str, Any]) -> None:
    fake.bank.failing_refunds = int(said.get("times", 1))
