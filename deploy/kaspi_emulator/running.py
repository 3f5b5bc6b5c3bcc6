"""The fake bank on its ports: certificates, listeners, addresses."""

import os
import secrets
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from deploy.kaspi_emulator.aggregator import api  # noqa: F401 - answers at the aggregator's addresses
from deploy.kaspi_emulator.certificates import KEY_PASSWORD, Authority, Pair
from deploy.kaspi_emulator.control import use_token
from deploy.kaspi_emulator.emulator import FakeKaspi
from deploy.kaspi_emulator.listeners import Listener, Tls
from deploy.kaspi_emulator.pages import phone  # noqa: F401 - answers where people pay

PORTS = {"r1": 8543, "r2": 8544, "r3": 8545, "online": 8546, "aggregator": 8547, "control": 8599}
NEEDS_TLS = frozenset({"r1", "r2", "r3"})


class NotInProductionError(Exception):
    """A fake bank beside a real one would be a way to publish without paying."""


def refuse_production() -> None:
    if os.environ.get("DJANGO_ENV") == "production" or os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production"):
        raise NotInProductionError("The fake bank does not start in production.")


@dataclass
class Running:
    """A started emulator. `urls` by listener; `clients` by the name of the certificate."""

    fake: FakeKaspi
    authority: Authority | None
    listeners: dict[str, Listener]
    clients: dict[str, Pair] = field(default_factory=dict)
    token: str = ""
    key_password: str = KEY_PASSWORD
    _ended: threading.Event = field(default_factory=threading.Event)

    @property
    def urls(self) -> dict[str, str]:
        return {name: listener.url for name, listener in self.listeners.items()}

    @property
    def ca(self) -> Path:
        if self.authority is None:
            raise ValueError("Over plain HTTP there are no certificates.")
        return self.authority.ca

    def tick(self, every: float = 0.5) -> None:
        """For a bank that people use: webhooks go out by themselves. Tests let them go when they want to."""

        def work() -> None:
            while not self._ended.wait(every):
                self.fake.tick()

        threading.Thread(target=work, daemon=True).start()

    def stop(self) -> None:
        self._ended.set()
        for listener in set(self.listeners.values()):
            listener.stop()


def start(fake: FakeKaspi, folder: Path, *, ports: dict[str, int] | None = None, is_plain: bool = False) -> Running:
    """Listen on this machine; a port of 0 is any free one. Plain: everything on one port without TLS, for unit tests."""
    refuse_production()
    ports = ports or dict.fromkeys(PORTS, 0)
    token = secrets.token_urlsafe(16)
    use_token(fake, token)
    running = _plain(fake, ports) if is_plain else _secure(fake, folder, ports)
    running.token = token
    fake.urls = running.urls
    for listener in set(running.listeners.values()):
        listener.start()
    return running


def _plain(fake: FakeKaspi, ports: dict[str, int]) -> Running:
    only = Listener(fake, PORTS, ports["r1"])
    return Running(fake, None, dict.fromkeys(PORTS, only))


def _secure(fake: FakeKaspi, folder: Path, ports: dict[str, int]) -> Running:
    authority = Authority(folder)
    servers = {
        "": authority.server(),
        "tls_expired": authority.server("expired", lasts=-timedelta(days=3)),
        "tls_bad_cert": Authority(folder / "stranger").server(),
    }
    names = {cert for one in fake.config.organizations for cert in one.certs}
    clients = {name: authority.client(name) for name in sorted(names)}
    # The ports come last: whoever finds one open finds the certificates too.
    listeners = {name: Listener(fake, [name], ports[name], _tls(fake, name, servers, authority)) for name in PORTS}
    return Running(fake, authority, listeners, clients)


def _tls(fake: FakeKaspi, name: str, servers: dict[str, Pair], authority: Authority) -> Tls | None:
    if name not in NEEDS_TLS:
        return None
    is_required = name != "r1" and fake.quirks.missing_cert == "handshake"
    return Tls(servers, None if name == "r1" else authority.ca, is_cert_required=is_required)
