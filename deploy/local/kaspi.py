"""The fake bank beside the demo, on request: `make demo KASPI=emulator`."""

import json
import os
import secrets
import sys
import time
from pathlib import Path

from deploy.kaspi_emulator.certificates import KEY_PASSWORD
from deploy.kaspi_emulator.config import BIN
from deploy.local import places
from deploy.local.ports import first_free_port, is_free
from deploy.local.processes import Program, Running, wait_until

LISTENERS = ("r1", "r2", "r3", "online", "aggregator", "control")
FIRST_PORT = 8543
HERE = "127.0.0.1"


def is_wanted() -> bool:
    """What `KASPI` says; anything unknown ends the demo before it starts."""
    asked = os.environ.get("KASPI", "")
    if asked not in {"", "mock", "emulator"}:
        sys.exit(f"KASPI={asked} is not known: say KASPI=emulator, or nothing for the simple mock.")
    return asked == "emulator"


class FakeBank:
    """A child of the demo. `env` is how the site is told of it, by the settings an operator would use."""

    def __init__(self, site: str) -> None:
        self.site, self.secret = site, secrets.token_urlsafe(24)
        self.folder = places.local_folder("kaspi")
        self.ports = _ports()
        self.phone = f"http://{HERE}:{self.ports['online']}"

    @property
    def env(self) -> dict[str, str]:
        return {
            "KASPI_MOCK": "no",
            "KASPI_QR_SCHEME": "r3",
            "KASPI_QR_URL": f"https://{HERE}:{self.ports['r3']}",
            "KASPI_QR_CERT": str(self.folder / "org1.pem"),
            "KASPI_QR_KEY": str(self.folder / "org1.key"),
            "KASPI_QR_KEY_PASSWORD": KEY_PASSWORD,
            "KASPI_QR_CA": str(self.folder / "ca.pem"),
            "KASPI_QR_BIN": BIN,
            "KASPI_QR_TRADE_POINT": "1",
            "KASPI_BILLER_SECRETS": self.secret,
            "KASPI_BILLER_IPS": HERE,
        }

    def start(self, running: list[Running]) -> None:
        """Start it and wait until it listens: its certificates are there then."""
        config = self._write_config()
        command = [sys.executable, "-m", "deploy.kaspi_emulator", "--config", config, "--folder", self.folder]
        ports = ["--ports", json.dumps(self.ports)]
        env = {"PYTHONUNBUFFERED": "1"}
        bank = Running(Program("kaspi", [*command, *ports], places.local_folder("log") / "kaspi.log", env, places.ROOT))
        running.append(bank)
        wait_until(lambda: not is_free(self.ports["control"]), what="The fake bank", running=bank, seconds=30)

    def _write_config(self) -> Path:
        """Numbers and codes that no earlier start has used; the codes lead to the phone's page."""
        config = self.folder / "bank.json"
        quirks = {"qr_token": "link", "pay_base": f"{self.phone}/pay/"}
        shop = {"id": 1, "bin": BIN, "name": "toi-invite"}
        now = int(time.time())
        said = {"clock": "real", "seed": now, "first_payment_id": now * 1000, "quirks": quirks, "trade_points": [shop]}
        said["fast_payment"] = {"biller_url": f"{self.site}/api/payments/kaspi/biller/{self.secret}/", "source_ip": HERE}
        config.write_text(json.dumps(said))
        return config


def _ports() -> dict[str, int]:
    ports: dict[str, int] = {}
    for name in LISTENERS:
        ports[name] = first_free_port(max(ports.values(), default=FIRST_PORT - 1) + 1)
    return ports
