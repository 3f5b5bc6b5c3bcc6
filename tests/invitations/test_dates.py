from datetime import UTC, datetime

import pytest

from invitations import dates

ALMATY = "Asia/Almaty"
MOMENT = datetime(2026, 9, 12, 13, 0, tzinfo=UTC)
LATE = datetime(2026, 9, 12, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("kk", "2026 ж. 12 қыркүйек"),
        ("ru", "12 сентября 2026 г."),
        ("en", "12 September 2026"),
        ("en-gb", "12 September 2026"),
        ("de", "2026 ж. 12 қыркүйек"),
    ],
)
def test_long_date_is_written_as_a_family_writes_it(language, text):
    assert dates.long_date(MOMENT, ALMATY, language) == text


def test_late_evening_in_utc_is_the_next_day_in_almaty():
    assert dates.long_date(LATE, ALMATY, "kk") == "2026 ж. 13 қыркүйек"
    assert dates.clock(LATE, ALMATY) == "01:30"
    assert dates.weekday(LATE, ALMATY, "kk") == "жексенбі"
    assert dates.day_and_month(LATE, ALMATY, "ru") == "13 сентября"


def test_month_grid_starts_on_monday_and_marks_the_day():
    month = dates.month_grid(MOMENT, ALMATY, "ru")
    assert (month.title, month.year, month.marked) == ("сентябрь", 2026, 12)
    assert month.weekdays == ("ПН", "ВТ", "СР", "ЧТ", "ПТ", "СБ", "ВС")
    assert month.weeks[0] == (0, 1, 2, 3, 4, 5, 6)
    assert [day for week in month.weeks for day in week if day] == list(range(1, 31))
