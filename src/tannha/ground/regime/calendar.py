"""Working days: weekends, public holidays and make-up days from a dated table. Pure.

Labour Code 45/2019/QH14 Art. 112 names the holidays; Tết, compensatory and swapped days are announced each year.
"""

from __future__ import annotations

from datetime import date, timedelta

_ONE = timedelta(days=1)


def _span(first: date, last: date) -> frozenset[date]:
    return frozenset(first + _ONE * step for step in range((last - first).days + 1))


# Days off by year as announced; days that also fall on a weekend do no harm here.
HOLIDAYS: dict[int, frozenset[date]] = {
    2021: _span(date(2021, 2, 10), date(2021, 2, 16))
    | {
        date(2021, 1, 1),
        date(2021, 4, 21),
        date(2021, 4, 30),
        date(2021, 5, 3),
        date(2021, 9, 2),
        date(2021, 9, 3),
    },
    2022: _span(date(2022, 1, 31), date(2022, 2, 4))
    | {
        date(2022, 1, 3),
        date(2022, 4, 11),
        date(2022, 5, 2),
        date(2022, 5, 3),
        date(2022, 9, 1),
        date(2022, 9, 2),
    },
    2023: _span(date(2023, 1, 20), date(2023, 1, 26))
    | {
        date(2023, 1, 2),
        date(2023, 5, 1),
        date(2023, 5, 2),
        date(2023, 5, 3),
        date(2023, 9, 1),
        date(2023, 9, 4),
    },
    2024: _span(date(2024, 2, 8), date(2024, 2, 14))
    | {
        date(2024, 1, 1),
        date(2024, 4, 18),
        date(2024, 4, 29),
        date(2024, 4, 30),
        date(2024, 5, 1),
        date(2024, 9, 2),
    }
    | {date(2024, 9, 3)},
    2025: _span(date(2025, 1, 27), date(2025, 1, 31))
    | {
        date(2025, 1, 1),
        date(2025, 4, 7),
        date(2025, 4, 30),
        date(2025, 5, 1),
        date(2025, 5, 2),
        date(2025, 9, 1),
    }
    | {date(2025, 9, 2)},
    2026: _span(date(2026, 2, 16), date(2026, 2, 20))
    | {
        date(2026, 1, 1),
        date(2026, 1, 2),
        date(2026, 4, 27),
        date(2026, 4, 30),
        date(2026, 5, 1),
        date(2026, 9, 1),
    }
    | {date(2026, 8, 31), date(2026, 9, 2)},
    2027: _span(date(2027, 2, 5), date(2027, 2, 11))
    | {
        date(2027, 1, 1),
        date(2027, 4, 16),
        date(2027, 4, 30),
        date(2027, 5, 3),
        date(2027, 9, 2),
        date(2027, 9, 3),
    },
}

# Saturdays worked in exchange for a day off in between.
MAKE_UP_DAYS: frozenset[date] = frozenset(
    {date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}
)

# Every year, where no table is known: New Year, Liberation Day, Labour Day, National Day.
_FIXED = ((1, 1), (4, 30), (5, 1), (9, 2))


def is_working_day(day: date) -> bool:
    """Whether offices work that day; of a year without a table only the fixed holidays are known."""
    if day in MAKE_UP_DAYS:
        return True
    if day.weekday() >= 5:
        return False
    table = HOLIDAYS.get(day.year)
    return day not in table if table is not None else (day.month, day.day) not in _FIXED


def add_working_days(start: date, days: int) -> date:
    """The day that lies `days` working days after `start`; the starting day does not count (Civil Code Art. 147)."""
    if days < 0:
        raise ValueError("days must not be negative")
    day = start
    while days:
        day += _ONE
        days -= is_working_day(day)
    return day
