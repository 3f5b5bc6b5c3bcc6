"""The programme a family begins with: the sample's lines, moved to the hour its guests come."""

from datetime import datetime, time, timedelta
from typing import Any

CLOCK = "%H:%M"


def beginning_at(sections: list[dict[str, Any]], hour: time | None) -> list[dict[str, Any]]:
    """The raw sections, every programme's first line at `hour` and the others as long after it as before.

    Without an hour, and where a programme's first line names none, they stay as they are.
    """
    return [_moved(section, hour) if hour and section["type"] == "programme" else section for section in sections]


def _moved(section: dict[str, Any], hour: time) -> dict[str, Any]:
    lines = section["value"].get("lines") or []
    first = _value_of(lines[0]).get("time") if lines else None
    if not first:
        return section
    shift = datetime.combine(_read(first), hour.replace(second=0, microsecond=0)) - _read(first)
    moved = [{**line, "value": _later(line["value"], shift)} if "value" in line else _later(line, shift) for line in lines]
    return {**section, "value": {**section["value"], "lines": moved}}


def _value_of(line: dict[str, Any]) -> dict[str, Any]:
    """A stored line has an identity around its value; one just written from a preset has not."""
    return line.get("value", line)


def _later(line: dict[str, Any], shift: timedelta) -> dict[str, Any]:
    return {**line, "time": f"{_read(line['time']) + shift:{CLOCK}}"} if line.get("time") else line


def _read(written: str) -> datetime:
    """The hour of a line, on any day; 18.00 is written as well as 18:00."""
    return datetime.strptime(written.replace(".", ":"), CLOCK)
