"""One watched program: its own process group, its own log file, ended with everything it started."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1


@dataclass
class Program:
    """A program to run. `stop_with` is the signal it understands as "finish and go"."""

    name: str
    command: Sequence[str | Path]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path | None = None
    stop_with: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    identity: Mapping[str, object] = field(default_factory=dict)
    typed: bytes = b""


class Running:
    """A started program."""

    def __init__(self, program: Program, *, dies_with_us: bool = True) -> None:
        self.program = program
        with program.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in program.command],
                stdin=subprocess.PIPE if program.typed else subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **program.env},
                cwd=program.cwd,
                start_new_session=True,
                preexec_fn=_signal_when_parent_dies(program.stop_with) if dies_with_us else None,
                **program.identity,
            )
        if program.typed and self.process.stdin:
            self.process.stdin.write(program.typed)
            self.process.stdin.close()

    @property
    def pid(self) -> int:
        return self.process.pid

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def ask_to_stop(self) -> None:
        if not self.has_ended():
            self.process.send_signal(self.program.stop_with)

    def stop(self) -> None:
        """Ask, wait as long as the program's patience says, then end its whole group."""
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.program.patience)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()

    def last_words(self, lines: int = 15) -> str:
        return tail(self.program.log, lines)


def tail(log: Path, lines: int = 15) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def wait_until(is_ready: Callable[[], bool], *, what: str, running: Running | None = None, seconds: float = 60) -> None:
    """Poll `is_ready`; end with the program's last words if it dies first or takes too long."""
    deadline = time.monotonic() + seconds
    while not is_ready():
        if running and running.has_ended():
            sys.exit(f"{what} ended while starting. Its last words:\n{running.last_words()}")
        if time.monotonic() > deadline:
            sys.exit(f"{what} was not ready after {seconds:.0f} s.\n{running.last_words() if running else ''}")
        time.sleep(0.05)


def _signal_when_parent_dies(number: signal.Signals) -> Callable[[], None] | None:
    """On Linux a child hears of our sudden death (kill -9) too; elsewhere it would live on."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, number)
