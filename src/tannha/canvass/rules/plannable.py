"""A case as the planner sees it: a place, ways, windows and needs, and no name. Pure."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tannha.canvass.rules.case import CaseState, Step
from tannha.canvass.rules.limits import Home, Hours, Limits, why_no_contact
from tannha.canvass.rules.needs import FRAIL, GENTLE, STEP_FREE, NeedKind, ServiceWay


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTimes:
    """Minutes planned for one person by way (settings): a frail person at home gets an hour at least."""

    home_frail: int = 60
    home: int = 30
    machine: int = 7
    machine_frail: int = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannableCase:
    """One person to be served on a day.

    Minutes of the local day; `place_key` is opaque; no name, no number.
    """

    case_id: UUID
    resident_id: UUID
    place_key: str
    tower: str
    floor: int | None
    has_lift: bool | None
    group_number: int
    ways: frozenset[ServiceWay]
    weight: int
    needs: frozenset[NeedKind]
    wheelchair: bool
    step_free: bool
    gentle: bool
    windows: tuple[tuple[int, int], ...]
    service_minutes: int
    not_before: date | None
    days_waited: int


def plannable_on(state: CaseState, home: Home, on: date) -> bool:
    """Whether a case may stand in the plan of a day: agreed, not promised, nobody's wish against it, no
    quiet day.
    """
    return (
        state.step is Step.PLAN
        and not state.promised
        and why_no_contact(state, home, on) is None
        and not home.feast
        and (home.quiet_until is None or on > home.quiet_until)
    )


def weight_of(needs: Set[NeedKind], days_waited: int) -> int:
    """How much it weighs to leave this person out: frail 3 / 5 / 8, others 1 / 2 / 4, rising with the wait
    in days.
    """
    level = (days_waited >= 7) + (days_waited >= 14)
    return (3, 5, 8)[level] if needs & FRAIL else (1, 2, 4)[level]


def windows_on(on: date, good_hours: Sequence[Hours], *, limits: Limits) -> tuple[tuple[int, int], ...]:
    """When this household may be called at on a day: its good hours inside the visiting hours, or else the
    visiting
    hours without meals and rest. Sorted, apart, never empty unless every good hour falls on other days."""
    liked = [hours for hours in good_hours if hours.weekday in (None, on.weekday())]
    if good_hours:
        spans = [
            (max(hours.start_minute, limits.first_minute), min(hours.end_minute, limits.last_minute))
            for hours in liked
        ]
        return _joined([span for span in spans if span[0] < span[1]])
    spans, start = [], limits.first_minute
    for quiet_start, quiet_end in sorted(limits.quiet):
        if start < quiet_start:
            spans.append((start, min(quiet_start, limits.last_minute)))
        start = max(start, quiet_end)
    if start < limits.last_minute:
        spans.append((start, limits.last_minute))
    return _joined(spans)


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def service_minutes_for(needs: Set[NeedKind], ways: Set[ServiceWay], times: ServiceTimes) -> int:
    """Minutes to plan: the longest of the allowed ways, so that nobody is hurried."""
    frail = bool(needs & FRAIL)
    if ServiceWay.HOME in ways:
        return times.home_frail if frail else times.home
    return times.machine_frail if frail else times.machine


def is_gentle(needs: Set[NeedKind]) -> bool:
    """No flash, few people, steady light."""
    return bool(needs & GENTLE)


def is_step_free(needs: Set[NeedKind]) -> bool:
    """Whether the way to the machine must have no steps."""
    return bool(needs & STEP_FREE)
