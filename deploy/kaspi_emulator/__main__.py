"""`python -m deploy.kaspi_emulator [--plain] [--config FILE]`: the fake bank until Ctrl-C."""

import argparse
import json
import signal
import sys
import tempfile
import threading
from pathlib import Path

from deploy.kaspi_emulator import running
from deploy.kaspi_emulator.config import Config, load
from deploy.kaspi_emulator.emulator import FakeKaspi


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.kaspi_emulator", description="A bank that takes no money.")
    parser.add_argument("--plain", action="store_true", help="everything on one port (8543) without TLS")
    parser.add_argument("--config", type=Path, help="a JSON file; what it leaves out keeps its default")
    parser.add_argument("--folder", type=Path, help="where certificates are put; by default one that goes when the bank goes")
    parser.add_argument("--ports", type=json.loads, default={}, help='other ports, as JSON: {"r3": 9545}')
    said = parser.parse_args()
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: ended.set())
    with tempfile.TemporaryDirectory() as temporary:
        fake = FakeKaspi(load(said.config) if said.config else Config())
        try:
            bank = running.start(fake, said.folder or Path(temporary), ports=running.PORTS | said.ports, is_plain=said.plain)
        except (running.NotInProductionError, OSError) as refused:
            sys.exit(str(refused))
        bank.tick()
        _introduce(bank)
        ended.wait()
        bank.stop()


def _introduce(bank: running.Running) -> None:
    for name, url in bank.urls.items():
        print(f"{name + ':':12} {url}")
    if bank.authority:
        print(f"{'CA:':12} {bank.ca}")
        for name, pair in bank.clients.items():
            print(f"{name + ':':12} {pair.cert} {pair.key} (password: {bank.key_password})")
    print(f"{'token:':12} {bank.token}", flush=True)


if __name__ == "__main__":
    main()
