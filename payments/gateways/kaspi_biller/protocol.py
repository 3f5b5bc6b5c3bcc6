"""Check and pay on the wire: what the bank asks and what it is answered, as JSON or XML. Pure.

Our own number has another name in each form, and the bank's examples differ: JSON carries both names.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring
from zoneinfo import ZoneInfo

from payments.money import from_tenge

from .. import InboundPay, PayAnswer

ALMATY = ZoneInfo("Asia/Almaty")
TXN_ID = re.compile(r"[0-9]{1,20}")
SUM = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
LONGEST_ACCOUNT = 200
TYPES = {"json": "application/json; charset=utf-8", "xml": "application/xml; charset=utf-8"}
# The protocol's results: our own answers have the same numbers.
RESULTS = frozenset(range(6))
SHOWN = "Тапсырыс / Заказ"


class NonsenseError(ValueError):
    """Not a question of this protocol."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `sum` is as it was written, because it goes back so; in a check it may be made up and `amount_tiyn` is 0."""

    command: str
    txn_id: str
    account: str
    sum: str
    amount_tiyn: int = 0
    booked_at: datetime | None = None

    @property
    def as_pay(self) -> InboundPay:
        said = f"txn_id={self.txn_id} account={self.account} sum={self.sum} booked_at={self.booked_at or ''}"
        return InboundPay(self.txn_id, self.account, self.amount_tiyn, "KZT", self.booked_at, said)


@dataclass(frozen=True, slots=True)
class Answer:
    """`number` is ours, empty where there is no payment; `title` is shown to the payer."""

    txn_id: str
    result: PayAnswer
    sum: str = ""
    number: str = ""
    title: str = ""


def read(query: Mapping[str, str]) -> Asked:
    """The question in an address; NonsenseError when it is none."""
    command, txn_id, account = query.get("command", ""), query.get("txn_id", ""), query.get("account", "")
    if command not in {"check", "pay"} or not TXN_ID.fullmatch(txn_id) or not 0 < len(account) <= LONGEST_ACCOUNT or "\0" in account:
        raise NonsenseError(command[:20])
    if command == "check":
        return Asked(command, txn_id, account, "")
    sum_ = query.get("sum", "")
    if not SUM.fullmatch(sum_):
        raise NonsenseError("sum")
    return Asked(command, txn_id, account, sum_, from_tenge(sum_), _moment(query.get("txn_date", "")))


def form_for(accept: str, default: str) -> str:
    """`json` or `xml`: what was agreed with the bank, unless the question names just the other one."""
    named = [form for form in TYPES if f"/{form}" in accept]
    return named[0] if len(named) == 1 else default


def render(answer: Answer, form: str) -> bytes:
    """The answer's bytes."""
    return _xml(answer) if form == "xml" else _json(answer)


def result_of(answer: PayAnswer) -> PayAnswer:
    """The answer as the protocol numbers it; what it has no number for is an error to the bank, which then asks a person."""
    return answer if answer in RESULTS else PayAnswer.ERROR


def as_sum(tiyn: int) -> str:
    """299000 → "2990.00"."""
    return f"{tiyn // 100}.{tiyn % 100:02}"


def _moment(written: str) -> datetime | None:
    """The bank writes its own clock without a zone. What cannot be read matters only to the books."""
    try:
        return datetime.strptime(written, "%Y%m%d%H%M%S").replace(tzinfo=ALMATY)
    except ValueError:
        return None


def _json(answer: Answer) -> bytes:
    said: dict[str, object] = {"txn_id": answer.txn_id, "result": int(result_of(answer.result))}
    if answer.number:
        said |= {"prv_txn_id": answer.number, "prv_txn": answer.number}
    if answer.sum:
        said["sum"] = answer.sum
    if answer.title:
        said["fields"] = {"field1": {"@name": SHOWN, "#text": answer.title}}
    return json.dumps(said | {"comment": result_of(answer.result).name}, ensure_ascii=False).encode()


def _xml(answer: Answer) -> bytes:
    root = Element("response")
    for name, value in (
        ("txn_id", answer.txn_id),
        ("prv_txn", answer.number),
        ("sum", answer.sum),
        ("result", str(int(result_of(answer.result)))),
    ):
        if value:
            SubElement(root, name).text = value
    if answer.title:
        SubElement(SubElement(root, "fields"), "field1", name=SHOWN).text = CONTROLS.sub(" ", answer.title)
    SubElement(root, "comment").text = result_of(answer.result).name
    return tostring(root, encoding="utf-8", xml_declaration=True)


# What XML cannot carry.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
