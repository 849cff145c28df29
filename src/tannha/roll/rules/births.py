"""Dates of birth as lists hold them: full, month and year, year only, serial numbers, impossible. Pure.

A missing day is never invented. What is only a proposal is returned as one, beside the finding that names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from tannha.ground.dates import PartialDate
from tannha.roll.rules.cells import Cell
from tannha.roll.rules.findings import FindingCode

_OLDEST_YEAR = 1880
_SERIAL_ORIGIN = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 2200, 80000

_WORDS = re.compile(
    r"^(?:sinh\s+)?(?:ngày|ngay)?\s*(\d{1,2})\s*(?:tháng|thang)\s*(\d{1,2})\s*(?:năm|nam)\s*(\d{4})$"
)
_YEAR_WORD = re.compile(
    r"^(?:(?:sinh|năm|nam|khoảng|khoang|kh\.?|~|ước|ns:?|"
    r"(?:giáp|ất|bính|đinh|mậu|kỷ|kỉ|canh|tân|nhâm|quý)\s+(?:tý|sửu|dần|mão|thìn|tỵ|tị|ngọ|mùi|thân|dậu|tuất|hợi))"
    r"[\s,(-]*)*(\d{4})[)?]*$"
)
_MONTH_WORD = re.compile(r"^(?:tháng|thang|th\.?|thg\.?)\s*(\d{1,2})\s*(?:năm|nam|[-/., ])\s*(\d{4})$")
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_NAMED_MONTH = re.compile(
    r"^(\d{1,2})(?:st|nd|rd|th)?[-/., ]+(?:(?:thg|th|tháng)\.?\s*(\d{1,2})|([a-z]{3})[a-z]*\.?)[-/., ]+(\d{4})$"
)
_MONTH_FIRST = re.compile(r"^([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$")
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?$")
_DAY_FIRST = re.compile(
    r"^([\d?xX.*_-]{0,2})\s*[-/., ]\s*([\d?xX.*_-]{0,2})\s*[-/., ]\s*(\d{4}|\d{2})(?:\s+0?0:00(?::00)?)?$"
)
_MONTH_YEAR = re.compile(r"^(\d{1,2})\s*[-/.]\s*(\d{4})$")
_COMPACT = re.compile(r"^(\d{2})(\d{2})(\d{4})$")
_COMPACT_ISO = re.compile(r"^(1[89]\d{2}|20\d{2})(0\d|1[0-2])([0-3]\d)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthReading:
    """What a cell says: a date, or a finding with the date it proposes (None where it has none to propose)."""

    birth: PartialDate | None = None
    finding: FindingCode | None = None
    proposal: PartialDate | None = None


NOTHING = BirthReading()


def read_birth(cell: Cell, *, on: date) -> BirthReading:
    """Read a cell of a birth column; `on` is the day of the import, after which nobody is born."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return _checked(PartialDate.full(cell), on)
    if cell is None or isinstance(cell, bool) or cell == "":
        return NOTHING
    if isinstance(cell, (int, float)):
        return _read_number(float(cell), on)
    return _read_text(" ".join(cell.split()).strip(" .'\"").lower(), on)


def from_parts(day: Cell, month: Cell, year: Cell, *, on: date) -> BirthReading:
    """Read a date that stands in three columns; empty or zero days and months are not known."""
    texts = [
        str(int(part)) if isinstance(part, float) else str(part or "").strip() for part in (day, month, year)
    ]
    if not any(texts):
        return NOTHING
    return _read_text("/".join((texts[0] or "0", texts[1] or "0", texts[2])), on)


def _read_number(value: float, on: date) -> BirthReading:
    if value.is_integer() and _OLDEST_YEAR <= value <= on.year:
        return BirthReading(birth=PartialDate(year=int(value)), finding=FindingCode.YEAR_ONLY)
    if _FIRST_SERIAL < value < _LAST_SERIAL:
        day = _SERIAL_ORIGIN + timedelta(days=int(value))
        if day <= on:
            return BirthReading(finding=FindingCode.SERIAL_DATE, proposal=PartialDate.full(day))
    if value.is_integer() and _COMPACT.match(f"{int(value):08}"):
        return _read_text(f"{int(value):08}", on)
    return BirthReading(finding=FindingCode.UNREADABLE_DATE)


@lru_cache(maxsize=65536)
def _read_text(text: str, on: date) -> BirthReading:
    if not text:
        return NOTHING
    if len(text) == 10 and text[2] == text[5] == "/" and (text[:2] + text[3:5] + text[6:]).isdecimal():
        return _of_numbers(int(text[:2]), int(text[3:5]), int(text[6:]), on)
    if (text.isdigit() and len(text) == 4) or (found := _YEAR_WORD.match(text)):
        year = int(text) if text.isdigit() else int(found.group(1)) if found else 0
        return _of_numbers(0, 0, year, on)
    if text.isdigit() and len(text) == 5:
        return _read_number(float(text), on)
    for pattern, order in (
        (_ISO, (2, 1, 0)),
        (_WORDS, (0, 1, 2)),
        (_COMPACT_ISO, (2, 1, 0)),
        (_COMPACT, (0, 1, 2)),
    ):
        if found := pattern.match(text):
            parts = [int(part) for part in found.groups()]
            return _of_numbers(parts[order[0]], parts[order[1]], parts[order[2]], on)
    if (found := _NAMED_MONTH.match(text)) and (found.group(2) or found.group(3) in _MONTHS):
        by_name = int(found.group(2) or 0) or _MONTHS[found.group(3)]
        return _of_numbers(int(found.group(1)), by_name, int(found.group(4)), on)
    if (found := _MONTH_FIRST.match(text)) and found.group(1) in _MONTHS:
        return _of_numbers(int(found.group(2)), _MONTHS[found.group(1)], int(found.group(3)), on)
    if found := _MONTH_YEAR.match(text) or _MONTH_WORD.match(text):
        return _of_numbers(0, int(found.group(1)), int(found.group(2)), on)
    if found := _DAY_FIRST.match(text):
        day, month, year_text = found.groups()
        year = int(year_text) if len(year_text) == 4 else _full_year(int(year_text), on)
        read = _of_numbers(_known(day), _known(month), year, on)
        if len(year_text) == 4 or read.finding is FindingCode.IMPOSSIBLE_DATE:
            return read
        return BirthReading(finding=FindingCode.SHORT_YEAR, proposal=read.birth)
    return BirthReading(finding=FindingCode.UNREADABLE_DATE)


def _known(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _full_year(short: int, on: date) -> int:
    return on.year // 100 * 100 + short if short <= on.year % 100 else on.year // 100 * 100 - 100 + short


def _of_numbers(day: int, month: int, year: int, on: date) -> BirthReading:
    if not _OLDEST_YEAR <= year <= on.year:
        return BirthReading(finding=FindingCode.IMPOSSIBLE_DATE)
    try:
        known = PartialDate(year=year, month=month or None, day=(day or None) if month else None)
    except ValueError:
        return BirthReading(finding=FindingCode.IMPOSSIBLE_DATE, proposal=PartialDate(year=year))
    if day and not month:
        return BirthReading(finding=FindingCode.IMPOSSIBLE_DATE, proposal=PartialDate(year=year))
    return _checked(known, on)


def _checked(birth: PartialDate, on: date) -> BirthReading:
    if birth.year < _OLDEST_YEAR or birth.earliest > on:
        return BirthReading(finding=FindingCode.IMPOSSIBLE_DATE)
    if birth.month is None:
        return BirthReading(birth=birth, finding=FindingCode.YEAR_ONLY)
    return BirthReading(birth=birth)
