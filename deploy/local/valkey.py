"""Valkey from a wheel: cache and queue, on the loopback address behind a password made at each start."""

import contextlib
import secrets
import socket
from pathlib import Path

from deploy.local import places
from deploy.local.ports import free_port
from deploy.local.processes import Program, Running, wait_until

DATABASES = 64  # one per parallel test worker, and to spare


class Valkey:
    """A server with its folder `.local/<name>`; what it holds survives a restart unless forgetful."""

    def __init__(self, name: str, *, is_forgetful: bool = False) -> None:
        self.folder = places.local_folder(name)
        self.log = places.local_folder("log") / f"{name}.log"
        self.is_forgetful = is_forgetful
        self.port = free_port()
        self.password = secrets.token_urlsafe(18)

    @property
    def url(self) -> str:
        """Without a database number: the caller adds `/0`, `/1`, …"""
        return f"redis://:{self.password}@127.0.0.1:{self.port}"

    def start(self, started: list[Running], *, dies_with_us: bool = True) -> Running:
        running = Running(self._program(), dies_with_us=dies_with_us)
        started.append(running)
        wait_until(self.is_answering, what="Valkey", running=running)
        return running

    def is_answering(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as peer:
            peer.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
            return b"+PONG" in _read_until(peer, b"+PONG")
        return False

    def _program(self) -> Program:
        # The settings are typed, not passed as arguments: the password stays out of the process list.
        return Program("valkey", [places.valkey_server(), "-"], self.log, cwd=self.folder, typed=self._settings())

    def _settings(self) -> bytes:
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self.password}",
            f"dir {_quoted(self.folder)}",
            f"databases {DATABASES}",
            'save ""' if self.is_forgetful else "save 60 1",
            "maxmemory 256mb",
        ]
        return "\n".join([*lines, ""]).encode()


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _read_until(peer: socket.socket, mark: bytes) -> bytes:
    heard = b""
    while mark not in heard:
        part = peer.recv(256)
        if not part or b"-LOADING" in part:
            break
        heard += part
    return heard
