"""The odd shapes of dates that Kaspi's document and its production servers show. All are the bank's local time."""

from datetime import datetime
from itertools import cycle
from zoneinfo import ZoneInfo

ALMATY = ZoneInfo("Asia/Almaty")


def _hours_only(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}{_offset(moment)[:3]}"


def _milliseconds(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}{_offset(moment)}"


def _whole(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}{_offset(moment)}"


def _naive(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06}7"


def _unpadded(moment: datetime) -> str:
    return f"{moment:%Y-%m}-{moment.day}T{moment:%H:%M:%S}.{moment.microsecond // 1000:03}{_offset(moment)}"


def _offset(moment: datetime) -> str:
    digits = f"{moment:%z}"
    return f"{digits[:3]}:{digits[3:]}"


SHAPES = {"hours": _hours_only, "milliseconds": _milliseconds, "whole": _whole, "naive": _naive, "unpadded": _unpadded}
OF_EXPIRY = ("hours", "milliseconds", "whole")
OF_TRANSACTIONS = ("hours", "milliseconds", "whole", "naive", "unpadded")


class Dates:
    """Writes dates in one shape, or (`rotate`) in a different one each time."""

    def __init__(self, style: str = "rotate") -> None:
        if style != "rotate" and style not in SHAPES:
            raise ValueError(f"No shape of dates is called {style}")
        self._expiry = cycle(OF_EXPIRY if style == "rotate" else (style,))
        self._transactions = cycle(OF_TRANSACTIONS if style == "rotate" else (style,))

    def expiry(self, moment: datetime) -> str:
        return SHAPES[next(self._expiry)](moment.astimezone(ALMATY))

    def transaction(self, moment: datetime) -> str:
        return SHAPES[next(self._transactions)](moment.astimezone(ALMATY))
