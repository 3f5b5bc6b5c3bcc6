"""Measure, and write `.local/bench/figures.json` and a table: `python -m deploy.bench [--rounds 5] [--nginx …] [--wrk …] [--stay]`.

Needs nginx and wrk (Debian: `apt-get install nginx-light wrk`). `--stay` leaves the product up afterwards until Ctrl-C,
for a browser or Lighthouse to look at.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

from deploy.bench.asking import Person, scenes, steady
from deploy.bench.stage import Stage, standing

AT_ONCE = {"nginx, the same bytes": 30, "guest page": 30, "personal link": 30}
FEW = 6
# So many times a second the bank may ask, and wants its answer in less than a second.
CHECKS = 50
STATIC = "nginx, the same bytes"


def main() -> None:
    asked = _arguments()
    for program in (asked.nginx, asked.wrk):
        if not shutil.which(program):
            sys.exit(f"{program} is not here: apt-get install nginx-light wrk, or name another one.")
    with standing(asked.nginx) as stage:
        body = Person(stage).ask("GET", stage.known["face"])[2]
        (stage.folder / "copy.html").write_bytes(body)
        figures = measure(stage, asked.rounds, asked.wrk) | {"html_bytes": len(body)}
        (stage.folder / "figures.json").write_text(json.dumps(figures, indent=2, ensure_ascii=False))
        print(table(figures), flush=True)
        if asked.stay:
            print(f"http://127.0.0.1:{stage.port}{stage.known['face']}\nCtrl-C ends it.", flush=True)
            time.sleep(24 * 3600)


def measure(stage: Stage, rounds: int, wrk: str) -> dict[str, object]:
    """Every scene in every round, so that a busy moment of the machine falls on all alike."""
    acts = scenes(stage)
    took: dict[str, list[float]] = {name: [] for name in acts}
    asked: dict[str, list[int]] = {name: [] for name in acts}
    rates: dict[str, list[float]] = {name: [] for name in AT_ONCE}
    for act in acts.values():
        act()  # warm
    pages = dict(zip(AT_ONCE, ("/copy.html", stage.known["face"], "/" + stage.known["links"][0]), strict=True))
    for _round in range(rounds):
        for name, act in acts.items():
            for _time in range(AT_ONCE.get(name, FEW)):
                seconds, queries = act()
                took[name].append(seconds)
                asked[name].append(queries)
        for name, path in pages.items():
            rates[name].append(_per_second(wrk, stage.port, path))
    checks = sorted(steady(stage, stage.known["check"], per_second=CHECKS, seconds=10))
    return {
        "checks": {"per_second": CHECKS, "median_ms": round(statistics.median(checks) * 1000, 1), "worst_ms": round(checks[-1] * 1000, 1)},
        "load_average": os.getloadavg()[0],
        "cores": os.cpu_count(),
        "scenes": {
            name: {
                "median_ms": round(statistics.median(took[name]) * 1000, 2),
                "queries": statistics.median_high(asked[name]),
                "per_second": round(statistics.median(rates[name])) if name in rates else None,
            }
            for name in acts
        },
    }


def table(figures: dict) -> str:
    known = figures["scenes"]
    lines = ["| | median | queries | × nginx | per second | nginx ÷ it |", "|---|--:|--:|--:|--:|--:|"]
    for name, one in known.items():
        slower = one["median_ms"] / known[STATIC]["median_ms"]
        rate = one["per_second"]
        shares = f"{rate} | {known[STATIC]['per_second'] / rate:.1f}" if rate else "– | –"
        lines.append(f"| {name} | {one['median_ms']:.1f} ms | {one['queries']} | {slower:.0f} | {shares} |")
    checks = figures["checks"]
    lines.append(f"the bank's check, {checks['per_second']} a second: median {checks['median_ms']} ms, worst {checks['worst_ms']} ms")
    return "\n".join([*lines, f"HTML {figures['html_bytes']} bytes, load average {figures['load_average']:.1f}"])


def _per_second(wrk: str, port: int, path: str) -> float:
    done = subprocess.run([wrk, "-t1", "-c8", "-d3s", f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in done:
        raise SystemExit(f"{path}:\n{done}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done)[1])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m deploy.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--nginx", default="/usr/sbin/nginx")
    parser.add_argument("--wrk", default="wrk")
    parser.add_argument("--stay", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
