"""How much of a shift can be used at all, and how many visits of a length a shift holds. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tannha.plan.rules.instance import Team, Vehicle

MOST_COUNTED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When visits can take place at all (first start, last end), and the longest way between a base and a door."""

    first: int
    last: int
    way: float


def usable(mover: Team | Vehicle, hours: Hours | None = None) -> float:
    """Seconds of a shift without lunch; outside the hours of visits no more than the first way and the last.

    0 where lunch has no room: then the mover cannot go out at all.
    """
    start, end, lunch = mover.shift.start, mover.shift.end, mover.lunch_seconds
    opens, closes = max(mover.lunch.start, start), min(mover.lunch.end, end)
    if lunch and closes - opens < lunch:
        return 0.0
    seconds = float(end - start)
    if hours is not None:
        before, after = max(min(hours.first, end) - start, 0), max(end - max(hours.last, start), 0)
        eaten_before = min(max(min(hours.first, closes) - opens, 0), lunch)
        eaten_after = min(max(closes - max(hours.last, opens), 0), lunch)
        between = max(min(end, hours.last) - max(start, hours.first), 0)
        seconds = between + min(before, hours.way + eaten_before) + min(after, hours.way + eaten_after)
    return max(min(seconds, mover.longest_shift_seconds) - lunch, 0.0)


def counted(shifts: Sequence[float], lengths: Sequence[float]) -> list[tuple[tuple[int, ...], int]]:
    """Rows of whole numbers that hold for everybody's visits: how often a length goes into each, and at most how
    often into all shifts.

    For each length the parts of a shift that are filled are at most as many as fit into it whole (a rounding cut of
    Chvátal and Gomory, shift by shift, summed); lengths are those that go 1, 2, 3 … times into the longest shift.
    """
    rows = []
    for often in range(1, MOST_COUNTED):
        length = int(max(shifts, default=0.0)) // (often + 1) + 1
        row = tuple(int(max(one - 1e-6, 0.0)) // length for one in lengths)
        if any(row):
            rows.append((row, sum(int(shift + 1e-6) // length for shift in shifts)))
    return rows
