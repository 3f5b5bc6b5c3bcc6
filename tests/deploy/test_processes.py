"""What `make demo` promises about the programs it starts."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.local.processes import Program, Running, wait_until

CHILD_OF_CHILD = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""
PARENT = """
import sys, time
from pathlib import Path
from deploy.local.processes import Program, Running
log = Path(sys.argv[1])
print(Running(Program("child", [sys.executable, "-c", "import time; time.sleep(600)"], log)).pid, flush=True)
time.sleep(600)
"""


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def _comes_true(is_true, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not is_true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_true()


def test_stopping_ends_the_stubborn_and_its_children(tmp_path):
    log = tmp_path / "log"
    running = Running(Program("stubborn", [sys.executable, "-c", CHILD_OF_CHILD], log, patience=0.2))
    assert _comes_true(lambda: log.read_text().endswith("\n"))
    grandchild = int(log.read_text())
    running.stop()
    assert running.has_ended()
    assert _comes_true(lambda: not _is_alive(grandchild))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a child of its parent's death")
def test_killing_the_parent_ends_the_child(tmp_path):
    command = [sys.executable, "-c", PARENT, str(tmp_path / "log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        assert _is_alive(child)
        parent.kill()
    assert _comes_true(lambda: not _is_alive(child))


def test_waiting_for_a_program_that_ended_says_its_last_words(tmp_path):
    running = Running(Program("broken", [sys.executable, "-c", "print('no such table')"], tmp_path / "log"))
    with pytest.raises(SystemExit, match="no such table"):
        wait_until(lambda: False, what="Broken", running=running)


def test_program_is_deaf_to_the_terminal(tmp_path):
    running = Running(Program("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"], tmp_path / "log"))
    assert os.getpgid(running.pid) != os.getpgid(0)
    running.stop()
    assert running.process.returncode == -signal.SIGTERM
