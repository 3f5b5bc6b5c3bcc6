"""What the protocol asks of a merchant's answer. Each rule that is broken is one line of text."""

import json
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

TIMEOUT = 15.0
KINDS = {"json": ("application/json",), "xml": ("application/xml", "text/xml")}


@dataclass(frozen=True)
class Asked:
    command: str
    txn_id: str
    account: str
    sum: str
    form: str


class UnreadableError(Exception):
    """Not an answer in the agreed form: the bank repeats the request."""


def read(content: bytes, form: str) -> dict[str, Any]:
    """The fields of the answer; `fields` of JSON stay as they are."""
    try:
        if form == "json":
            said = json.loads(content)
            if not isinstance(said, dict):
                raise UnreadableError("not an object")
            return said
        return {child.tag: child.text or "" for child in ElementTree.fromstring(content)}  # noqa: S314 - our own merchant's
    except (ValueError, ElementTree.ParseError) as broken:
        raise UnreadableError(str(broken)) from broken


def problems(asked: Asked, *, status: int, content_type: str, said: dict[str, Any], seconds: float) -> list[str]:
    """Broken rules of one answer that could be read."""
    found = []
    if status != 200:
        found.append(f"HTTP {status}: errors are told by a result with HTTP 200")
    if content_type.partition(";")[0].strip() not in KINDS[asked.form]:
        found.append(f"content type {content_type} for {asked.form}")
    if seconds >= TIMEOUT:
        found.append(f"{seconds:.1f} s: the bank hung up after {TIMEOUT:.0f}")
    if str(said.get("txn_id", "")) != asked.txn_id:
        found.append("txn_id is not the one that was asked")
    return found + _of_result(asked, said)


def _of_result(asked: Asked, said: dict[str, Any]) -> list[str]:
    result = result_of(said, asked.form)
    if result is None:
        return ["result is not a whole number from 0 to 5"]
    return _of_paid(asked, said) if asked.command == "pay" and result == 0 else []


def result_of(said: dict[str, Any], form: str) -> int | None:
    """0 to 5; in JSON it has to be a number."""
    result = said.get("result")
    if form == "xml" and str(result).isdigit():
        result = int(str(result))
    return result if isinstance(result, int) and not isinstance(result, bool) and 0 <= result <= 5 else None


def _of_paid(asked: Asked, said: dict[str, Any]) -> list[str]:
    found = []
    if str(said.get("sum", "")) != asked.sum:
        found.append("sum is not the one that was paid")
    ids = ("prv_txn_id", "prv_txn") if asked.form == "json" else ("prv_txn",)
    return found + [f"{name} is missing" for name in ids if not said.get(name)]
