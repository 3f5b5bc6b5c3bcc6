"""Guest lists as people keep them in a chat: one guest a line, with or without a number, a phone and a heading for each side."""

import re
from collections.abc import Iterable

from . import columns

COLUMNS = ("name", "phone", "side", "seats")
SENT_BY = re.compile(r"^\[[^\]]{5,30}\]\s*[^:]{1,60}:\s*")
BULLET = re.compile(r"^\s*(?:\d{1,4}\s*[.)]\s*|\d{1,4}\s+(?=[^\W\d_])|[-–—•*·▪✅☑🔹]\ufe0f?\s*)")
PHONE = re.compile(r"(?<!\d)\+?\d[\d\s()\u00a0-]{7,18}\d(?!\d)")
SEATS = re.compile(r"\(?\b(\d{1,2})\s*(?:адам|кісі|орын|чел(?:овека?)?|мест[оа]?|persons?|people|seats?)\b\.?\)?", re.IGNORECASE)
EDGES = " \t\u00a0-–—,;:|.\u200e\u2060"


def is_phone(text: str) -> bool:
    """Whether the text is a phone and nothing else."""
    return bool(PHONE.fullmatch(text.strip()))


def read(lines: Iterable[str]) -> Iterable[tuple[int, list[str]]]:
    """(line number, [name, phone, side, seats]) of each guest; a heading that names a side holds until the next one."""
    numbered = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
    has_bullets = sum(bool(BULLET.match(line)) for _number, line in numbered) > len(numbered) / 2
    side = ""
    for number, line in numbered:
        if heading := _heading(line, has_bullets):
            side = columns.side_in(heading) or ""
        else:
            yield number, _guest(line, side)


def _heading(line: str, has_bullets: bool) -> str:
    if PHONE.search(line) or BULLET.match(line):
        return ""
    return line if has_bullets or line.endswith(":") or columns.side_in(line) else ""


def _guest(line: str, side: str) -> list[str]:
    text = BULLET.sub("", SENT_BY.sub("", line), count=1)
    seats = SEATS.search(text)
    text = text.replace(seats.group(), " ", 1) if seats else text
    phone = PHONE.search(text)
    text = text.replace(phone.group(), " ", 1) if phone else text
    name = re.sub(r"\s+", " ", text).strip(EDGES)
    return [name, phone.group().strip() if phone else "", str(side), seats.group(1) if seats else ""]
