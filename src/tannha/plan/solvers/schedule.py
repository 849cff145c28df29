"""Exact times for a fixed sequence of tasks of one team or car.

All temporal rules of a sequence are difference constraints; the earliest schedule is their least fixed
point: pass forward, and where a ride limit or the longest shift is broken raise that lower bound and pass
forward again (planning.md section 5). Infeasible as soon as a time passes its last window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tannha.plan.rules.instance import Team, Vehicle
from tannha.plan.rules.lookup import TravelTable
from tannha.plan.rules.plan import StopKind

MOST_PASSES = 300
Spans = tuple[tuple[int, int], ...]
Times = tuple[tuple[int, int, int], ...]

PICKUPS = (StopKind.OUT_PICKUP, StopKind.BACK_PICKUP)
DROPS = (StopKind.OUT_DROP, StopKind.BACK_DROP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A halt still without times: when it may start, how long it lasts, what it loads; drops carry their
    ride limit."""

    kind: StopKind
    client: str
    place: str
    spans: Spans
    duration: int
    ride_limit: int = 0
    seats: int = 0
    wheelchairs: int = 0


def first_start(spans: Spans, moment: int) -> int | None:
    """The earliest allowed start at or after ``moment``; None when all spans are over. Spans are sorted."""
    for first, last in spans:
        if moment <= last:
            return moment if moment > first else first
    return None


def last_start(spans: Spans, moment: int) -> int | None:
    """The latest allowed start at or before ``moment``; None when none has opened."""
    for first, last in reversed(spans):
        if moment >= first:
            return moment if moment < last else last
    return None


def overlap(one: Spans, other: Spans) -> Spans:
    """Moments allowed by both, sorted."""
    both = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return tuple(sorted(pair for pair in both if pair[0] <= pair[1]))


def timed(
    mover: Team | Vehicle, tasks: Sequence[Task], table: TravelTable, low: Sequence[int] = ()
) -> Times | None:
    """Earliest (arrive, start, depart) of each task, or None when the sequence cannot be done.

    ``low`` gives lower bounds of the starts (for probing). Lunch takes place wherever the stop before it is.
    """
    bounds = list(low) or [0] * len(tasks)
    leave = mover.shift.start
    for _ in range(MOST_PASSES):
        times, raised = _pass(mover, tasks, table, bounds, leave)
        if times is None:
            return None
        if raised:
            continue
        end, place = (times[-1][2], tasks[-1].place) if tasks else (leave, mover.start)
        back = end + table.seconds(mover.profile, place, mover.end, end)
        if back > mover.shift.end:
            return None
        if back - leave <= mover.longest_shift_seconds:
            return tuple(times)
        leave = back - mover.longest_shift_seconds
    return None


def _pass(
    mover: Team | Vehicle, tasks: Sequence[Task], table: TravelTable, bounds: list[int], leave: int
) -> tuple[list[tuple[int, int, int]] | None, bool]:
    """One pass forward: times so far, and whether a bound was raised (then pass again)."""
    now, place = leave, mover.start
    times: list[tuple[int, int, int]] = []
    pickups: dict[str, int] = {}
    for index, task in enumerate(tasks):
        arrive = now + table.seconds(mover.profile, place, task.place, now)
        start = first_start(task.spans, max(arrive, bounds[index]))
        if start is None:
            return None, False
        now, place = start + task.duration, task.place
        times.append((arrive, start, now))
        if task.kind in PICKUPS:
            pickups[task.client] = index
        elif task.kind in DROPS:
            pickup = pickups[task.client]
            if start - times[pickup][2] > task.ride_limit:
                bounds[pickup] = start - task.ride_limit - tasks[pickup].duration
                return times, True
    return times, False


def latest(mover: Team | Vehicle, tasks: Sequence[Task], table: TravelTable) -> list[int]:
    """For each task the latest start that leaves the rest possible, ignoring ride limits; -1 where none is."""
    found = [-1] * len(tasks)
    moment, place = mover.shift.end, mover.end
    for index in range(len(tasks) - 1, -1, -1):
        task = tasks[index]
        ready = moment - table.least(mover.profile, task.place, place) - task.duration
        start = last_start(task.spans, ready)
        if start is None:
            return found
        found[index], moment, place = start, start, task.place
    return found


def fits_inside(tasks: Sequence[Task], vehicle: Vehicle) -> bool:
    """Whether seats and wheelchair places suffice at every stop (a person in a wheelchair takes a seat's
    count too)."""
    seats = wheelchairs = 0
    for task in tasks:
        if task.kind in PICKUPS:
            seats, wheelchairs = seats + task.seats, wheelchairs + task.wheelchairs
            if seats > vehicle.seats or wheelchairs > vehicle.wheelchairs:
                return False
        elif task.kind in DROPS:
            seats, wheelchairs = seats - task.seats, wheelchairs - task.wheelchairs
    return True


def lunch_where_they_are(tasks: Sequence[Task], depot: str) -> tuple[Task, ...]:
    """The same tasks, lunch placed at the stop before it (or at the depot)."""
    placed: list[Task] = []
    for task in tasks:
        if task.kind is StopKind.LUNCH:
            where = placed[-1].place if placed else depot
            task = Task(kind=task.kind, client="", place=where, spans=task.spans, duration=task.duration)
        placed.append(task)
    return tuple(placed)
