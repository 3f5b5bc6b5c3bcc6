"""One request and one answer, whatever carried them: a TLS socket, a plain one, or an httpx transport."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from deploy.kaspi_emulator import errors

JSON = "application/json; charset=utf-8"
_NUMBER = re.compile(r'"@number ([^"]+)"')


@dataclass
class Request:
    """Header names are lower case. `cert` is the common name of the client's certificate, if it showed one."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""
    cert: str = ""
    source_ip: str = "127.0.0.1"
    listener: str = ""

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    def json(self) -> Any:
        """Numbers with a fraction are Decimals. MalformedError for anything but an object."""
        try:
            said = json.loads(self.body, parse_float=Decimal)
        except ValueError as broken:
            raise errors.MalformedError("The body is not JSON") from broken
        if not isinstance(said, dict):
            raise errors.MalformedError("The body is not an object")
        return said

    def fields(self) -> dict[str, Any]:
        """A form's or a JSON body's fields."""
        if "json" in self.headers.get("content-type", ""):
            return dict(self.json())
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass
class Answer:
    """`payload` is encoded when it is sent, so that faults can still change it. `manner`: send | reset | hang | drip."""

    status: int = 200
    payload: Any = None
    body: bytes = b""
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    manner: str = "send"
    latency: float = 0.0
    told_of: Any = None  # the purchase whose status this tells
    later: "Callable[[], Answer] | None" = None  # the real answer, to be had without the lock: it waits for the merchant

    def content(self) -> bytes:
        return self.body if self.payload is None else encode(self.payload)


def encode(payload: Any) -> bytes:
    """JSON in which a Decimal is written with all its digits, as the bank's `200.00`."""
    text = json.dumps(payload, ensure_ascii=False, default=_plain)
    return _NUMBER.sub(r"\1", text).encode()


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"@number {value}"
    return str(value)


def page(text: str, status: int = 200) -> Answer:
    return Answer(status, body=text.encode(), content_type="text/html; charset=utf-8")
