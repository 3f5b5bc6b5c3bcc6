"""The celebration as a file for the guest's own calendar (RFC 5545)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from .facts import Facts

WIDTH = 75


def calendar_file(facts: Facts, *, url: str, changed_at: datetime | None = None) -> str:
    """One event with its place and the invitation's address; a whole day when no time is known; no alarm. Needs `facts.moment`."""
    if facts.moment is None:
        raise ValueError("a celebration without a date is in no calendar")
    stamp = _utc(changed_at or timezone.now())
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//toi-invite//invitation//KK",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{url}",
        f"DTSTAMP:{stamp}",
        *_times(facts),
        f"SUMMARY:{_text(f'{facts.title} — {facts.event}')}",
        *([f"LOCATION:{_text(facts.place)}"] if facts.place else []),
        f"URL:{url}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _times(facts: Facts) -> list[str]:
    moment: Any = facts.moment
    if facts.is_timed:
        return [f"DTSTART:{_utc(moment)}", f"DTEND:{_utc(moment + timedelta(hours=5))}"]
    return [f"DTSTART;VALUE=DATE:{moment:%Y%m%d}", f"DTEND;VALUE=DATE:{moment + timedelta(days=1):%Y%m%d}"]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 bytes, a letter of several bytes never split."""
    rows, row = [], ""
    for letter in line:
        if len((row + letter).encode()) > WIDTH:
            rows.append(row)
            row = " "
        row += letter
    return "\r\n".join([*rows, row])
