"""Officers' weeks: hours on duty, and days on which work went on outside the shift. No ranking. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of duty: its day, first and last minute of the local day."""

    on: date
    start_minute: int
    end_minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something an officer did: its local day and minute."""

    on: date
    minute: int


def days_outside_duty(duties: Iterable[Span], done: Iterable[Moment]) -> int:
    """On how many days something was done outside every stretch of duty of that day."""
    spans = list(duties)
    outside = {
        moment.on
        for moment in done
        if not any(
            span.on == moment.on and span.start_minute <= moment.minute <= span.end_minute for span in spans
        )
    }
    return len(outside)


def percent(part: int, whole: int) -> int:
    """Whole per cent, rounded down, 0 of nothing: a goal is never shown as reached before it is."""
    return part * 100 // whole if whole else 0
