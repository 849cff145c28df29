"""Dates as people have them: sometimes only a year. A missing day is never invented. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TYPED = re.compile(r"(?:(?:(\d{1,2})[/.\- ])?(\d{1,2})[/.\- ])?(\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class PartialDate:
    """A year, a year and month, or a full date. Building an impossible one raises ValueError."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no calendar holds."""
        if not 1 <= self.year <= 9999:
            raise ValueError("year outside 1-9999")
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def full(cls, day: date) -> PartialDate:
        """The partial date that knows everything."""
        return cls(year=day.year, month=day.month, day=day.day)

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read "1947", "1947-05" or "1947-05-21". Raises ValueError otherwise."""
        found = _ISO.fullmatch(text)
        if not found:
            raise ValueError("not an ISO date")
        year, month, day = (int(part) if part else None for part in found.groups())
        return cls(year=year or 0, month=month, day=day)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read what people type, day first: "21/5/1947", "5/1947", "1947", or ISO. Raises ValueError."""
        stripped = text.strip()
        if _ISO.fullmatch(stripped):
            return cls.from_iso(stripped)
        found = _TYPED.fullmatch(stripped)
        if not found:
            raise ValueError("not a date")
        day, month, year = (int(part) if part else None for part in found.groups())
        return cls(year=year or 0, month=month, day=day)

    @property
    def iso(self) -> str:
        """The stored form, which also sorts."""
        parts = [f"{self.year:04}"]
        if self.month is not None:
            parts.append(f"{self.month:02}")
        if self.day is not None:
            parts.append(f"{self.day:02}")
        return "-".join(parts)

    @property
    def is_full(self) -> bool:
        """Whether the day is known."""
        return self.day is not None

    @property
    def earliest(self) -> date:
        """The first day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can be."""
        if self.day is not None:
            return self.earliest
        month = self.month or 12
        following = date(self.year + 1, 1, 1) if month == 12 else date(self.year, month + 1, 1)
        return date.fromordinal(following.toordinal() - 1) if self.year < 9999 else date(9999, month, 28)

    def completed_years_on(self, day: date) -> tuple[int, int]:
        """Least and most age in whole years on a day; equal where the birth date is full."""
        return _years(self.latest, day), _years(self.earliest, day)


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March in a common year (Civil Code reckoning)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def format_partial(value: PartialDate | None, language: str = "vi") -> str:
    """As people read it: vi "21/05/1947", "05/1947", "1947"; en "21 May 1947", "May 1947", "1947"; "" for None."""
    if value is None:
        return ""
    if language.startswith("vi"):
        parts = [f"{part:02}" for part in (value.day, value.month) if part is not None]
        return "/".join([*parts, f"{value.year:04}"])
    words = [str(value.day)] if value.day is not None else []
    if value.month is not None:
        words.append(_MONTHS[value.month - 1])
    return " ".join([*words, f"{value.year:04}"])
