"""How values are written for people: dates, times, money, numbers, in the language of the page.

Takes plain values and a language code ("vi" or "en"); gives text. Knows no HTML.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from tannha.ground.clock import LOCAL, local_day

_WEEKDAYS_VI = (
    "thứ\u00a0Hai",
    "thứ\u00a0Ba",
    "thứ\u00a0Tư",
    "thứ\u00a0Năm",
    "thứ\u00a0Sáu",
    "thứ\u00a0Bảy",
    "Chủ\u00a0nhật",
)
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_JOINER = "\u2060"


def is_vi(language: str) -> bool:
    """Whether a language code means Vietnamese."""
    return language.startswith("vi")


def day_of(value: date | datetime) -> date:
    """The local calendar day of an aware moment, or the day itself."""
    return local_day(value) if isinstance(value, datetime) else value


def format_date(value: date | datetime, language: str) -> str:
    """vi 24/10/2025, en 24 Oct 2025."""
    day = day_of(value)
    if is_vi(language):
        return f"{day.day:02}/{day.month:02}/{day.year:04}"
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year:04}"


def format_day(value: date | datetime, language: str) -> str:
    """With the weekday and without the year: vi "thứ Sáu 24/10", en "Fri 24 Oct"."""
    day = day_of(value)
    if is_vi(language):
        return f"{_WEEKDAYS_VI[day.weekday()]} {day.day:02}/{day.month:02}"
    return f"{_WEEKDAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]}"


def format_long_day(value: date | datetime, language: str) -> str:
    """With weekday and year: vi "thứ Sáu 24/10/2025", en "Fri 24 Oct 2025"."""
    return f"{format_day(value, language)}{'/' if is_vi(language) else ' '}{day_of(value).year:04}"


def minutes_of(value: int | time | datetime) -> int:
    """Minutes since local midnight of a number of minutes, a time of day or an aware moment."""
    if isinstance(value, datetime):
        local = value.astimezone(LOCAL)
        return local.hour * 60 + local.minute
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    return value


def format_time(value: int | time | datetime) -> str:
    """24-hour local time: 8:05, 14:30."""
    minutes = minutes_of(value)
    return f"{minutes // 60}:{minutes % 60:02}"


def format_window(start: int | time | datetime, end: int | time | datetime) -> str:
    """8:30–9:45, held together by word joiners so that no line breaks inside."""
    return f"{format_time(start)}{_JOINER}–{_JOINER}{format_time(end)}"


def format_number(value: int | float | Decimal, language: str, places: int = 0) -> str:
    """vi 1.204 and 1,2; en 1,204 and 1.2."""
    text = f"{value:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,")) if is_vi(language) else text


def format_dong(value: int, language: str) -> str:
    """Money: vi 50.000 đ, en 50,000 đ; the sign stays with its number."""
    return f"{format_number(value, language)}\u00a0đ"


def format_percent(share: float, language: str) -> str:
    """A share of 1 as vi "89 %", en "89%"; never rounded up to 100 nor down to 0."""
    points = round(share * 100)
    if points == 100 and share < 1:
        points = 99
    if points == 0 and share > 0:
        points = 1
    return f"{points}\u00a0%" if is_vi(language) else f"{points}%"


def format_phone(text: str) -> str:
    """0912 345 678, held together; anything that is not ten or eleven digits stays as written."""
    digits = "".join(letter for letter in text if letter.isdigit())
    if len(digits) not in (10, 11) or not digits.startswith("0"):
        return text
    head = len(digits) - 6
    return "\u00a0".join((digits[:head], digits[head : head + 3], digits[head + 3 :]))
