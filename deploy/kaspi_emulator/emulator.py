"""The whole fake: takes a request, asks the part of it that answers there, writes the journal. Sockets and transports call `handle`."""

import threading
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import httpx

from deploy.kaspi_emulator import endpoints, errors, faults, online, qr_api
from deploy.kaspi_emulator.aggregator import Aggregator
from deploy.kaspi_emulator.aggregator.webhooks import Delivery, Webhooks
from deploy.kaspi_emulator.bank import Bank
from deploy.kaspi_emulator.biller import Biller
from deploy.kaspi_emulator.clock import Clock
from deploy.kaspi_emulator.config import Config
from deploy.kaspi_emulator.dates import Dates
from deploy.kaspi_emulator.journal import AUTO_POLL, Entry, Journal, Watch
from deploy.kaspi_emulator.messages import Answer, Request

Part = Callable[["FakeKaspi", Request, Entry], Answer]
_parts: dict[str, Part] = {}


def part(*listeners: str) -> Callable[[Part], Part]:
    """Registers what answers at these listeners."""

    def keep(answering: Part) -> Part:
        _parts.update(dict.fromkeys(listeners, answering))
        return answering

    return keep


def listener_of(path: str) -> str:
    """Which listener an address belongs to; one port may serve several."""
    first = path.split("/")[1] if path.startswith("/") else ""
    if first in {"r1", "r2", "r3"}:
        return first
    return {"__control": "control", "api": "aggregator", "v1": "aggregator"}.get(first, "online")


class FakeKaspi:
    """One bank with its journal. Thread-safe: one request at a time changes it. `merchant` reaches the shop without sockets."""

    def __init__(self, config: Config | None = None, clock: Clock | None = None, merchant: httpx.BaseTransport | None = None) -> None:
        self.lock = threading.RLock()
        self.first_config = config or Config()
        self.clock = clock or Clock(self.first_config.clock)
        self.control_token = ""
        self.merchant = merchant
        self.urls: dict[str, str] = {}
        self.reset()

    def reset(self, config: Config | None = None) -> None:
        """Forget everything; the clock returns to its start."""
        with self.lock:
            config = config or self.first_config
            self.config = replace(config, quirks=replace(config.quirks))
            self.quirks = self.config.quirks
            self.clock.reset()
            self.bank = Bank(self.config, self.clock.now)
            self.dates = Dates(self.quirks.date_style)
            self.journal = Journal()
            self.faults = faults.Faults(self.config.faults, self.config.seed)
            self.revoked: set[str] = set()
            self.orders: dict[str, online.Order] = {}
            self.biller = Biller(self.clock, self.merchant)
            self.webhooks = Webhooks(self.config.aggregator, self.clock.now, self.merchant)
            self.aggregator = Aggregator(self.config, self.clock.now, self.webhooks)
            self.fast_payment = asdict(config.fast_payment)
            self.outage: tuple[datetime, datetime] | None = None
            keys = [one.api_key for one in self.config.organizations]
            self.watch = Watch(self.config.timings, [*keys, self.config.aggregator.api_key])

    def use_quirks(self, **values: Any) -> None:
        """Change quirks of the running bank; TypeError for one that does not exist."""
        with self.lock:
            for name, value in asdict(replace(self.quirks, **values)).items():
                setattr(self.quirks, name, value)
            self.dates = Dates(self.quirks.date_style)

    def spoiled_handshake(self, listener: str) -> str:
        """The fault that this connection begins with, if any; the journal keeps it."""
        with self.lock:
            rule = self.faults.of_handshake(listener)
            if rule:
                self.journal.handshakes.append(Entry(self.clock.now(), listener, "TLS", "", fault=rule.do))
        return rule.do if rule else ""

    def reach(self, merchant: httpx.BaseTransport | None) -> None:
        """From now on the merchant is called through this, `httpx.WSGITransport` for one; None is the network."""
        self.merchant = self.biller.transport = self.webhooks.transport = merchant

    def tick(self) -> list[Delivery]:
        """Let time do what it does, and send the webhooks that are due: never under the lock."""
        with self.lock:
            self.aggregator.settle()
        return self.webhooks.deliver()

    def handle(self, request: Request) -> Answer:
        request.listener = listener_of(request.path)
        entry = Entry(self.clock.now(), request.listener, request.method, request.target)
        entry.request_id = request.headers.get("x-request-id", "")
        entry.body = request.body.decode(errors="replace")
        with self.lock:
            answer = self._with_faults(request, entry)
            entry.status, entry.response = answer.status, answer.content().decode(errors="replace")
            if answer.told_of and answer.manner == "send" and isinstance(answer.payload, dict) and "Data" in answer.payload:
                self.watch.told(answer.told_of, answer.payload["Data"]["Status"])
            if request.listener != "control":
                self.journal.add(entry)
        if answer.later:
            answer = answer.later()
            entry.status, entry.response = answer.status, answer.content().decode(errors="replace")
        return answer

    def _with_faults(self, request: Request, entry: Entry) -> Answer:
        rule = self.faults.of(request) if request.listener != "control" else None
        entry.fault = rule.do if rule else ""
        struck = faults.instead(rule) if rule else None
        answer = struck or _answer(self, request, entry)
        if rule and not struck:
            faults.spoil(rule, answer)
        return answer


def _answer(fake: FakeKaspi, request: Request, entry: Entry) -> Answer:
    """Refusals become what the bank sends for them."""
    answering = _parts.get(request.listener)
    try:
        if answering is None:
            raise errors.HttpError(404, "Not Found")
        return answering(fake, request, entry)
    except errors.RefusalError as refused:
        return Answer(payload={"StatusCode": refused.code, "Message": refused.message})
    except errors.MalformedError as malformed:
        return Answer(400, payload={"StatusCode": 400, "Message": str(malformed)})
    except errors.HttpError as failed:
        return Answer(failed.status, body=failed.text.encode(), content_type="text/plain; charset=utf-8")
    except errors.SilentlyClosedError:
        return Answer(0, manner="reset")


@part("r1", "r2", "r3")
def _qr_api(fake: FakeKaspi, request: Request, entry: Entry) -> Answer:
    entry.violations += fake.watch.request(entry.request_id, request.target)
    address = qr_api.ADDRESS.fullmatch(request.path)
    if address is None:
        raise errors.HttpError(404, "Not Found")
    scheme = address["scheme"]
    organizations = qr_api.identify(request, scheme, fake.config.organizations, fake.revoked, fake.quirks.ip_deny)
    _check_outage(fake)
    handler, groups = qr_api.find(request.method, scheme, address["rest"])
    body = request.json() if request.method == "POST" else {}
    call = qr_api.Call(fake.bank, fake.dates, scheme, address["version"], organizations, request.query, body, address["rest"], groups)
    qr_api.check_bin(call, request.method)
    return _answer_call(fake, call, handler, entry)


def _answer_call(fake: FakeKaspi, call: qr_api.Call, handler: qr_api.Handler, entry: Entry) -> Answer:
    try:
        data = handler(call)
    except errors.RefusalError as refused:
        if refused.code == errors.TOO_MANY_LOOKUPS:
            entry.violations.append("TOO_MANY_LOOKUPS")
        raise
    finally:
        entry.violations += call.notes
    if call.is_status and call.touched:
        entry.violations += fake.watch.poll(call.touched, fake.clock.now())
        if AUTO_POLL in entry.violations:
            return _refuse_machine(fake)
    return Answer(payload=_envelope(data), told_of=call.touched if call.is_status else None)


def _refuse_machine(fake: FakeKaspi) -> Answer:
    """The document: the protection from load will refuse automatic questions about invoices by phone."""
    if fake.quirks.auto_poll_answer == "429":
        raise errors.HttpError(429, "Too Many Requests")
    raise errors.RefusalError(int(fake.quirks.auto_poll_answer))


def _check_outage(fake: FakeKaspi) -> None:
    if fake.outage and fake.outage[0] <= fake.clock.now() <= fake.outage[1]:
        raise errors.RefusalError(errors.UNAVAILABLE)


def _envelope(data: Any) -> dict[str, Any]:
    if data is endpoints.NOTHING:
        return {"StatusCode": 0}
    if data is endpoints.TEST_OK:
        return {"StatusCode": 0, "message": "OK"}
    return {"StatusCode": 0, "Message": "OK"} | ({} if data is None else {"Data": data})
