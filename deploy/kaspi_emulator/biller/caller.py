"""Runs a script of checks and pays against the merchant's address, with the bank's repeats."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from threading import Barrier, Lock
from typing import Any

import httpx

from deploy.kaspi_emulator.biller.validators import TIMEOUT, Asked, UnreadableError, problems, read, result_of
from deploy.kaspi_emulator.clock import Clock
from deploy.kaspi_emulator.dates import ALMATY

KASPI = "194.187.247.152"
FOREIGN = "203.0.113.9"
WAITS = (0, 10, 60)


@dataclass
class Told:
    """One request and what came of it. `result` is None when nothing could be read."""

    command: str
    txn_id: str
    status: int = 0
    result: int | None = None
    seconds: float = 0.0
    body: str = ""
    error: str = ""
    problems: list[str] = field(default_factory=list)


@dataclass
class Report:
    told: list[Told] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        return [f"{one.command} {one.txn_id}: {problem}" for one in self.told for problem in one.problems]

    @property
    def results(self) -> list[int | None]:
        return [one.result for one in self.told]


@dataclass(frozen=True)
class Script:
    """`digest` gives the same value while the merchant's data are the same; a check may not change it."""

    base_url: str
    source_ip: str = KASPI
    form: str = "json"
    timeout: float = TIMEOUT
    headers: tuple[tuple[str, str], ...] = ()
    is_spoofing: bool = False
    proxy_header: str = "X-Forwarded-For"
    has_real_waits: bool = False
    digest: Callable[[], Any] | None = None

    def all_headers(self) -> dict[str, str]:
        """The trusted proxy writes the caller's address last; a liar can only write before it."""
        addresses = f"{self.source_ip}, {FOREIGN}" if self.is_spoofing else self.source_ip
        return {self.proxy_header: addresses, **dict(self.headers)}


class Biller:
    """Remembers first answers, so that a repeated txn_id can be held to them. `transport` may reach the merchant without sockets."""

    def __init__(self, clock: Clock, transport: httpx.BaseTransport | None = None) -> None:
        self.clock, self.transport = clock, transport
        self.calls: list[Told] = []
        self._first: dict[str, str] = {}
        self._numbers = count(900_000_001)
        self._lock = Lock()

    def run(self, script: Script, steps: list[dict[str, Any]]) -> Report:
        """Every step in order: `{"cmd": "pay", "account": …, "sum": "5000.00"}`. A pay without a txn_id takes its check's."""
        report = Report()
        txn_id = ""
        for step in steps:
            txn_id = str(step.get("txn_id") or (txn_id if step["cmd"] == "pay" and txn_id else next(self._numbers)))
            asked = Asked(step["cmd"], txn_id, str(step.get("account", "")), str(step.get("sum", "0.00")), script.form)
            report.told += self._step(script, asked, step)
        return report

    def _step(self, script: Script, asked: Asked, step: dict[str, Any]) -> list[Told]:
        parallel = int(step.get("duplicate_parallel", 1))
        if parallel > 1:
            together = Barrier(parallel)
            with ThreadPoolExecutor(parallel) as pool:
                return list(pool.map(lambda _: self._ask(script, asked, step, together), range(parallel)))
        return self._ask_until_answered(script, asked, step)

    def _ask_until_answered(self, script: Script, asked: Asked, step: dict[str, Any]) -> list[Told]:
        """Time-out, 5xx, nonsense: the same again, up to three times."""
        told = [self._ask(script, asked, step)]
        for wait in WAITS:
            if not told[-1].error:
                break
            self.clock.advance(wait)
            if script.has_real_waits:
                time.sleep(wait)
            told.append(self._ask(script, asked, step))
        return told

    def _ask(self, script: Script, asked: Asked, step: dict[str, Any], together: Barrier | None = None) -> Told:
        told = Told(asked.command, asked.txn_id)
        before = script.digest() if script.digest and asked.command == "check" else None
        if together:
            together.wait()
        started = time.monotonic()
        try:
            with httpx.Client(transport=self.transport, timeout=script.timeout, headers=script.all_headers()) as client:
                answer = client.get(script.base_url, params=self._params(asked, step))
            told.seconds = time.monotonic() - started
            self._judge(told, asked, answer)
        except httpx.HTTPError as failed:
            told.seconds, told.error = time.monotonic() - started, type(failed).__name__
        if before is not None and script.digest and script.digest() != before:
            told.problems.append("a check changed the merchant's data")
        with self._lock:
            self.calls.append(told)
        return told

    def _params(self, asked: Asked, step: dict[str, Any]) -> dict[str, str]:
        params = {"command": asked.command, "txn_id": asked.txn_id, "account": asked.account, "sum": asked.sum}
        if asked.command == "pay":
            local = self.clock.now().astimezone(ALMATY)
            params["txn_date"] = str(step.get("txn_date") or f"{local:%Y%m%d%H%M%S}")
        return params | step.get("extra", {})

    def _judge(self, told: Told, asked: Asked, answer: httpx.Response) -> None:
        told.status, told.body = answer.status_code, answer.text
        try:
            if answer.status_code >= 500:
                raise UnreadableError(f"HTTP {answer.status_code}")
            said = read(answer.content, asked.form)
        except UnreadableError as broken:
            told.error = str(broken)
            told.problems.append(f"HTTP {told.status} and no answer that can be read")
            return
        told.result = result_of(said, asked.form)
        content_type = answer.headers.get("content-type", "")
        told.problems += problems(asked, status=answer.status_code, content_type=content_type, said=said, seconds=told.seconds)
        if asked.command == "pay":
            with self._lock:
                first = self._first.setdefault(asked.txn_id, answer.text)
            if first != answer.text:
                told.problems.append("a repeated txn_id was answered differently")
