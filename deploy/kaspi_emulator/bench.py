"""The emulator in a test's hand: addresses, certificates, the customer's moves, the clock, the journal."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from deploy.kaspi_emulator import control
from deploy.kaspi_emulator.aggregator.invoices import Invoice
from deploy.kaspi_emulator.aggregator.webhooks import Delivery
from deploy.kaspi_emulator.bank.purchases import Purchase
from deploy.kaspi_emulator.biller.caller import Report, Script
from deploy.kaspi_emulator.certificates import KEY_PASSWORD, Pair
from deploy.kaspi_emulator.clock import START, Clock
from deploy.kaspi_emulator.config import Config, Organization
from deploy.kaspi_emulator.emulator import FakeKaspi
from deploy.kaspi_emulator.journal import Journal
from deploy.kaspi_emulator.running import Running, start
from deploy.kaspi_emulator.transport import FakeTransport


class Bench:
    """`clock` is real, so it follows time-machine; `freeze()` gives the bank a time of its own."""

    key_password = KEY_PASSWORD

    def __init__(self, fake: FakeKaspi, running: Running | None = None) -> None:
        self.fake, self.running = fake, running

    @classmethod
    def on_sockets(cls, folder: Path, config: Config | None = None) -> "Bench":
        fake = FakeKaspi(config, Clock("real"))
        return cls(fake, start(fake, folder))

    @classmethod
    def in_process(cls, config: Config | None = None) -> "Bench":
        return cls(FakeKaspi(config, Clock("real")))

    def transport(self, *, cert: str = "org1", source_ip: str = "127.0.0.1") -> FakeTransport:
        """For `httpx.Client(transport=…)`: no socket at all."""
        return FakeTransport(self.fake, cert=cert, source_ip=source_ip)

    # What a client's settings need

    @property
    def organization(self) -> Organization:
        return self.fake.config.organizations[0]

    def url(self, listener: str) -> str:
        """Scheme, host and port of r1, r2, r3, online, aggregator or control."""
        return self._started.urls[listener]

    @property
    def ca(self) -> Path:
        return self._started.ca

    def client(self, name: str = "org1") -> Pair:
        """The certificate and the key with `key_password`."""
        return self._started.clients[name]

    @property
    def _started(self) -> Running:
        if self.running is None:
            raise ValueError("This one has no sockets: ask for the fixture `kaspi`.")
        return self.running

    # The customer, the clock, the bank's mood

    def purchase(self, number: int | str | None = None) -> Purchase:
        """By id, by token, or the latest."""
        with self.fake.lock:
            if number is None:
                number = max(self.fake.bank.purchases)
            found = self.fake.bank.of_token(str(number)) if len(str(number)) > 30 else self.fake.bank.purchase(int(number))
            if found is None:
                raise KeyError(number)
            return found

    def scan(self, number: int | str | None = None) -> None:
        self._move("scan", number)

    def confirm(self, number: int | str | None = None) -> None:
        self._move("confirm", number)

    def scan_error(self, number: int | str | None = None) -> None:
        self._move("scanerror", number)

    def confirm_error(self, number: int | str | None = None) -> None:
        self._move("confirmerror", number)

    def pay(self, number: int | str | None = None) -> None:
        """Scan and confirm; an invoice by phone is paid at once."""
        if self.purchase(number).kind == "remote":
            self._move("pay_remote", number)
        else:
            self._move("scan", number)
            self._move("confirm", number)

    def reject(self, number: int | str | None = None) -> None:
        self._move("reject_remote", number)

    def force(self, number: int | str | None, status: str) -> None:
        """Late success, a flip, a status nobody knows: against every rule."""
        with self.fake.lock:
            self.fake.bank.force(self.purchase(number).id, status)

    def _move(self, name: str, number: int | str | None) -> None:
        with self.fake.lock:
            getattr(self.fake.bank, name)(self.purchase(number).id)

    def advance(self, seconds: float) -> None:
        """Move the bank's clock alone; with time-machine move that instead, the bank follows."""
        self.fake.clock.advance(seconds)

    def freeze(self, at: datetime = START) -> None:
        """The bank's time stands still until `advance`."""
        self.fake.clock.turn("frozen")
        self.fake.clock.set(at)

    def outage(self, seconds: float) -> None:
        """From now on everything answers -999."""
        now = self.fake.clock.now()
        self.fake.outage = (now, now + timedelta(seconds=seconds))

    def fault(self, do: str, path: str = "", *, times: int | None = None, **match: Any) -> None:
        """`fault("commit_then_reset", "qr/create$")`; once, unless `times` says more. See faults.py for what there is."""
        with self.fake.lock:
            self.fake.faults.add(do=do, times=times, match={"path_regex": path, **match} if path else match)

    def heal(self) -> None:
        """No faults from here on."""
        self.fake.faults.rules.clear()

    def quirks(self, **values: Any) -> None:
        self.fake.use_quirks(**values)

    def order(self, name: str, /, **said: Any) -> Any:
        """What `POST /__control/<name>` would do."""
        with self.fake.lock:
            return control.orders[name](self.fake, said)

    def biller(self, base_url: str, *steps: dict[str, Any], **script: Any) -> Report:
        """Kaspi calls the merchant: `biller(url, {"cmd": "pay", "account": …, "sum": "5000.00"})`. See biller.caller.Script."""
        return self.fake.biller.run(Script(base_url, **script), list(steps))

    def invoice(self, number: int | str | None = None) -> Invoice:
        """The aggregator's, by id, or the latest."""
        with self.fake.lock:
            invoices = self.fake.aggregator.invoices
            return invoices[int(number or max(invoices))]

    def turn_invoice(self, status: str = "paid", number: int | str | None = None) -> list[Delivery]:
        """The invoice gets this status; its webhook is sent."""
        with self.fake.lock:
            self.fake.aggregator.turn(self.invoice(number), status)
        return self.deliver()

    def reach(self, merchant: httpx.BaseTransport) -> None:
        """Call the merchant without sockets, by `httpx.WSGITransport(app=…)`; until the test ends."""
        self.fake.reach(merchant)

    def webhooks_to(self, url: str) -> None:
        self.fake.webhooks.url = url

    def webhook_fault(self, do: str) -> None:
        """For the next webhook that is made: `dropped`, `old_secret`, `duplicate 3`; see aggregator.webhooks."""
        self.fake.webhooks.fault(do)

    def replay(self, index: int = 0) -> list[Delivery]:
        """An old genuine webhook comes again."""
        self.fake.webhooks.replay(index)
        return self.deliver()

    def deliver(self) -> list[Delivery]:
        """Let the aggregator's time pass and send what is due."""
        return self.fake.tick()

    @property
    def journal(self) -> Journal:
        return self.fake.journal

    def violations(self, *but: str) -> list[str]:
        return self.fake.journal.violations(but=set(but))

    def renew(self) -> None:
        """As new: nothing bought, nothing asked, the clock the machine's."""
        self.fake.clock.turn("real")
        self.fake.merchant = None
        self.fake.reset()

    def stop(self) -> None:
        if self.running:
            self.running.stop()
