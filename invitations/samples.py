"""An invitation that exists nowhere: what a block's preview and a test take their facts from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass
class SamplePage:
    """Has the fields of an invitation for a couple, filled in as a family would."""

    event_type: str = "wedding"
    first_name_kk: str = "Алихан"
    first_name_ru: str = "Алихан"
    second_name_kk: str = "Айгерім"
    second_name_ru: str = "Айгерим"
    hosts_kk: str = "Усен — Гүлнар"
    hosts_ru: str = "Усен — Гульнар"
    date: dt.date | None = dt.date(2027, 9, 11)
    time: dt.time | None = dt.time(18, 0)
    time_zone: str = "Asia/Almaty"
    venue_kk: str = "«Ақ сарай» мейрамханасы"
    venue_ru: str = "Ресторан «Ақ сарай»"
    address_kk: str = "Алматы қ., Достық даңғылы, 132"
    address_ru: str = "г. Алматы, проспект Достык, 132"
    map_link: str = ""
    latitude: Decimal | None = Decimal("43.238949")
    longitude: Decimal | None = Decimal("76.958627")
    dress_code_kk: str = "Салтанатты киім: ашық, жылы реңктер"
    dress_code_ru: str = "Торжественный наряд в светлых тёплых тонах"
    answer_by: dt.date | None = dt.date(2027, 8, 28)
    contact_name: str = "Гүлнар"
    contact_phone: str = "+77012345678"
