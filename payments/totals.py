"""Money by day and gateway, and a picture of it; test payments are left out. Days are those of Almaty."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from . import desk_queries

WIDTH, HEIGHT, BASE = 720, 220, 190


@dataclass(frozen=True, slots=True)
class Cell:
    """A gateway's day: received and given back, in tiyn."""

    received: int = 0
    given_back: int = 0

    @property
    def left(self) -> int:
        return self.received - self.given_back


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    cells: list[Cell]

    @property
    def sum(self) -> Cell:
        return Cell(sum(cell.received for cell in self.cells), sum(cell.given_back for cell in self.cells))


@dataclass(frozen=True, slots=True)
class Bar:
    """A day's bar in the picture, in the picture's own units."""

    x: float
    y: float
    width: float
    height: float
    label: str
    day: Day
    is_named: bool


@dataclass(frozen=True, slots=True)
class Totals:
    gateways: list[str]
    days: list[Day]

    @property
    def sums(self) -> list[Cell]:
        return [Cell(sum(cell.received for cell in column), sum(cell.given_back for cell in column)) for column in self._columns]

    @property
    def sum(self) -> Cell:
        return Day(date.min, self.sums).sum

    @property
    def _columns(self) -> list[list[Cell]]:
        return [[day.cells[index] for day in self.days] for index in range(len(self.gateways))]

    @property
    def highest(self) -> int:
        """The most that was received in one day, in tiyn."""
        return max((day.sum.received for day in self.days), default=0)

    @property
    def bars(self) -> list[Bar]:
        """One bar a day as high as what was received, every so many of them with its date."""
        step, named = WIDTH / max(1, len(self.days)), max(1, len(self.days) // 6)
        top = self.highest or 1
        return [
            Bar(
                x=round(index * step + step * 0.15, 2),
                y=round(BASE - (BASE - 20) * day.sum.received / top, 2),
                width=round(step * 0.7, 2),
                height=round((BASE - 20) * day.sum.received / top, 2),
                label=f"{day.day:%d.%m}",
                day=day,
                is_named=index % named == 0,
            )
            for index, day in enumerate(self.days)
        ]


def of_days(count: int, until: date | None = None) -> Totals:
    """The last `count` days up to `until` (today); days without money are there with nothing."""
    zone = timezone.get_default_timezone()
    last = until or timezone.localdate(timezone=zone)
    days = [last - timedelta(days=number) for number in reversed(range(count))]
    received, given_back = desk_queries.received_by_day(days[0], last, zone), desk_queries.given_back_by_day(days[0], last, zone)
    gateways = sorted({gateway for _day, gateway in [*received, *given_back]})
    rows = [Day(day, [Cell(received.get((day, gateway), 0), given_back.get((day, gateway), 0)) for gateway in gateways]) for day in days]
    return Totals(gateways, rows)
