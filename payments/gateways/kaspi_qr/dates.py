"""The bank's dates. It promises one shape and writes at least five."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ALMATY = ZoneInfo("Asia/Almaty")
SHAPE = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})[T ](?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})"
    r"(?:\.(?P<fraction>\d{1,9}))?(?P<offset>Z|[+-]\d{1,2}(?::?\d{2})?)?"
)


def parse(text: str) -> datetime:
    """Aware UTC. A date without an offset is Almaty's; digits after the microsecond are dropped. ValueError for anything else."""
    found = SHAPE.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no date")
    parts = [int(found[name]) for name in ("year", "month", "day", "hour", "minute", "second")]
    fraction = (found["fraction"] or "0")[:6].ljust(6, "0")
    naive = datetime(*parts, int(fraction))  # type: ignore[arg-type,misc]
    if found["offset"] is None:
        return naive.replace(tzinfo=ALMATY).astimezone(UTC)
    return (naive - _offset(found["offset"])).replace(tzinfo=UTC)


def _offset(text: str) -> timedelta:
    if text == "Z":
        return timedelta()
    digits = text[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return -offset if text[0] == "-" else offset
