"""Officers' hours against limits. Officers are people too: before a shift is kept it is held against day,
week and rest.

Pure; minutes throughout. The limits are settings of the ward, given as an argument.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class HourLimits:
    """The ward's limits in minutes: work in one day and in one week from Monday, rest between days."""

    day_minutes: int = 600
    week_minutes: int = 2_880
    rest_minutes: int = 660
    warn_percent: int = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One officer's stretch of work on a day; `lunch_minutes` inside it are not work."""

    on: date
    start_minute: int
    end_minute: int
    lunch_minutes: int = 0

    @property
    def minutes(self) -> int:
        """Minutes of work, lunch not counted."""
        return self.end_minute - self.start_minute - self.lunch_minutes


class TooMuch(StrEnum):
    """Which limit a new duty would break."""

    DAY = "day"
    WEEK = "week"
    REST = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverHours:
    """A broken limit with its amount; `over_minutes` is how much shorter the duty would have to be."""

    limit: TooMuch
    limit_minutes: int
    over_minutes: int


def why_too_much(new: Duty, others: Iterable[Duty], limits: HourLimits) -> OverHours | None:
    """The first limit that `new` breaks beside the officer's other duties, or None. Day first, then rest,
    then week."""
    kept = tuple(others)
    day = new.minutes + sum(duty.minutes for duty in kept if duty.on == new.on)
    if day > limits.day_minutes:
        return OverHours(
            limit=TooMuch.DAY, limit_minutes=limits.day_minutes, over_minutes=day - limits.day_minutes
        )
    short = max((_rest_missing(new, duty, limits) for duty in kept), default=0)
    if short > 0:
        return OverHours(limit=TooMuch.REST, limit_minutes=limits.rest_minutes, over_minutes=short)
    monday = new.on - timedelta(days=new.on.weekday())
    week = new.minutes + sum(duty.minutes for duty in kept if monday <= duty.on < monday + timedelta(days=7))
    if week > limits.week_minutes:
        return OverHours(
            limit=TooMuch.WEEK, limit_minutes=limits.week_minutes, over_minutes=week - limits.week_minutes
        )
    return None


def _rest_missing(new: Duty, other: Duty, limits: HourLimits) -> int:
    apart = (new.on - other.on).days
    if apart == 1:
        return limits.rest_minutes - (1_440 - other.end_minute + new.start_minute)
    if apart == -1:
        return limits.rest_minutes - (1_440 - new.end_minute + other.start_minute)
    return 0


def working_days(after: date, last: date) -> list[date]:
    """The days from Monday to Friday after one day, up to another, that one too."""
    days = (after + timedelta(days=n) for n in range(1, (last - after).days + 1))
    return [day for day in days if day.weekday() < 5]


def week_minutes(duties: Iterable[Duty], monday: date) -> int:
    """Minutes of work in the week that begins on `monday`."""
    return sum(duty.minutes for duty in duties if monday <= duty.on < monday + timedelta(days=7))


def near_limit(minutes: int, limits: HourLimits) -> bool:
    """Whether a week is so full that the page says so."""
    return minutes * 100 >= limits.week_minutes * limits.warn_percent
