"""Dates as a family writes them: "2026 ж. 12 қыркүйек", "12 сентября 2026 г.", "12 September 2026".

Own words instead of the locale's: Django's Kazakh capitalises months and declines none of this as an invitation does.
Every function takes an aware moment, and where a day matters the zone of the event; nothing here knows the zone of a server or a guest.
"""

from __future__ import annotations

import calendar
import math
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language

MONTHS = {
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "en": "January February March April May June July August September October November December".split(),
}
MONTH_TITLES = {
    **MONTHS,
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split(),
}
WEEKDAYS = {
    "kk": "дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі".split(),
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
SHORT_WEEKDAYS = {
    "kk": "ДС СС СР БС ЖМ СБ ЖК".split(),
    "ru": "ПН ВТ СР ЧТ ПТ СБ ВС".split(),
    "en": "MO TU WE TH FR SA SU".split(),
}
PATTERNS = {"kk": "{year} ж. {day} {month}", "ru": "{day} {month} {year} г.", "en": "{day} {month} {year}"}


def language_of(language: str | None = None) -> str:
    """The language to write in: the one named, else the active one, else Kazakh."""
    code = (language or get_language() or "kk").split("-")[0]
    return code if code in MONTHS else "kk"


def local(moment: datetime, zone: str) -> datetime:
    """The moment on the clock of the event's own zone."""
    return moment.astimezone(ZoneInfo(zone))


def days_left(moment: datetime) -> int:
    """Whole days still to go, the last begun one included; 0 once it has begun."""
    return max(0, math.ceil((moment - timezone.now()).total_seconds() / 86400))


def long_date(moment: datetime, zone: str, language: str | None = None) -> str:
    """The date in full: "2026 ж. 12 қыркүйек"."""
    code, day = language_of(language), local(moment, zone)
    return PATTERNS[code].format(year=day.year, month=MONTHS[code][day.month - 1], day=day.day)


def day_and_month(moment: datetime, zone: str, language: str | None = None) -> str:
    """The date without its year: "12 қыркүйек"."""
    return plain_date(local(moment, zone), language)


def plain_date(day: date, language: str | None = None) -> str:
    """A day that belongs to no zone, without its year: "28 тамыз", "28 августа"."""
    return f"{day.day} {MONTHS[language_of(language)][day.month - 1]}"


def month_title(moment: datetime, zone: str, language: str | None = None) -> str:
    """The name of the month alone, as a calendar is headed: "қыркүйек", "сентябрь"."""
    return MONTH_TITLES[language_of(language)][local(moment, zone).month - 1]


def weekday(moment: datetime, zone: str, language: str | None = None) -> str:
    """The day of the week: "сенбі"."""
    return WEEKDAYS[language_of(language)][local(moment, zone).weekday()]


def clock(moment: datetime, zone: str) -> str:
    """The time of day: "18:00"."""
    return f"{local(moment, zone):%H:%M}"


@dataclass(frozen=True)
class Month:
    """A month as a grid of weeks; 0 stands for a day of another month."""

    title: str
    year: int
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[int, ...], ...]
    marked: int


def month_grid(moment: datetime, zone: str, language: str | None = None) -> Month:
    """The month of the event, weeks from Monday, with its day to be marked."""
    day, code = local(moment, zone), language_of(language)
    weeks = calendar.Calendar(firstweekday=0).monthdayscalendar(day.year, day.month)
    return Month(
        title=month_title(moment, zone, language),
        year=day.year,
        weekdays=tuple(SHORT_WEEKDAYS[code]),
        weeks=tuple(tuple(week) for week in weeks),
        marked=day.day,
    )
