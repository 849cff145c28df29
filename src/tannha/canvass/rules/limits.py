"""Limits that protect people (reliability.md §14): how often, when, and after what a door may be knocked
at. Pure.

Nothing here reads a clock: the local day and minute are arguments. Every no is a `Refusal`, nearest
condition first: the person's own wish, then the household's quiet days, then the hour, then the counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tannha.canvass.refusals import Code
from tannha.canvass.rules.case import CaseState, VisitWay, Wish
from tannha.ground.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The figures, as settings with the design's defaults. Minutes are minutes of the local day."""

    visits_a_round: int = 3
    visits_a_week: int = 2
    visits_a_day: int = 1
    calls_a_round: int = 3
    round_days: int = 90
    week_days: int = 7
    first_minute: int = 8 * 60
    last_minute: int = 20 * 60
    quiet: tuple[tuple[int, int], ...] = ((11 * 60 + 30, 13 * 60 + 30), (18 * 60, 19 * 60))
    capture_tries_a_visit: int = 2
    cool_down_days: int = 14
    undo_seconds: int = 10
    recorded_late_days: int = 7
    visitors: int = 2

    def __post_init__(self) -> None:
        """A limit can be made stricter, never absurd."""
        if not 0 <= self.first_minute < self.last_minute <= 24 * 60:
            raise ValueError("visiting hours must lie within one day")
        if min(self.visits_a_day, self.visits_a_week, self.visits_a_round, self.cool_down_days) < 1:
            raise ValueError("a limit is at least one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A span the family likes: weekday 0 Monday to 6 Sunday or None for every day, minutes of the local
    day.
    """

    weekday: int | None
    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        """Refuse a span that is empty or leaves the day."""
        if not 0 <= self.start_minute < self.end_minute <= 24 * 60:
            raise ValueError("hours must start before they end, within one day")

    def holds(self, day: date, minute: int) -> bool:
        """Whether a moment lies inside."""
        return self.weekday in (None, day.weekday()) and self.start_minute <= minute < self.end_minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What the household adds: an active wish not to be visited, and quiet days with their last day."""

    do_not_visit: bool = False
    quiet_until: date | None = None
    feast: bool = False


def why_no_visit_today(
    state: CaseState, home: Home, on: date, *, limits: Limits, further_allowed: int = 0
) -> Refusal | None:
    """Why nobody may go to this door on a day; None means somebody may. `further_allowed`: visits granted
    beyond
    the round's limit by a supervisor with a new reason, which do not widen the day and the week."""
    return (
        why_no_contact(state, home, on)
        or _quiet_day(home, on)
        or _counts(state, on, limits=limits, further_allowed=further_allowed)
    )


def why_no_contact(state: CaseState, home: Home, on: date) -> Refusal | None:
    """The person's own wish and the end of the case: what no hour and no count can outweigh."""
    if home.do_not_visit or state.wish is Wish.DO_NOT_VISIT:
        return Refusal(Code.DO_NOT_VISIT)
    if state.closed:
        return Refusal(Code.CLOSED)
    if state.wish is Wish.STOPPED:
        return Refusal(Code.COOL_DOWN, day=day_text(state.not_before or on))
    if state.wish is Wish.REFUSED and (state.family_calls or state.not_before is None):
        return Refusal(Code.FAMILY_CALLS)
    if state.not_before is not None and on < state.not_before:
        return Refusal(Code.NOT_BEFORE, day=day_text(state.not_before))
    return None


def _quiet_day(home: Home, on: date) -> Refusal | None:
    if home.quiet_until is not None and on <= home.quiet_until:
        return Refusal(Code.QUIET_HOUSEHOLD, day=day_text(home.quiet_until))
    return Refusal(Code.FEAST_DAY) if home.feast else None


def _counts(state: CaseState, on: date, *, limits: Limits, further_allowed: int) -> Refusal | None:
    if sum(day == on for day in state.visits) >= limits.visits_a_day:
        return Refusal(Code.VISIT_TODAY, day=day_text(on + timedelta(days=1)))
    week = sorted(day for day in state.visits if 0 <= (on - day).days < limits.week_days)
    if len(week) >= limits.visits_a_week:
        free = week[-limits.visits_a_week] + timedelta(days=limits.week_days)
        return Refusal(Code.VISIT_WEEK, day=day_text(free))
    count = visits_in_round(state.visits, on, limits=limits)
    if count >= limits.visits_a_round + further_allowed:
        return Refusal(Code.VISIT_LIMIT, count=count)
    return None


def visits_in_round(days: Sequence[date], on: date, *, limits: Limits) -> int:
    """How many of these days lie in the round that ends today (its length is `round_days`)."""
    return sum(0 <= (on - day).days < limits.round_days for day in days)


def why_no_call(state: CaseState, home: Home, on: date, *, limits: Limits) -> Refusal | None:
    """Why nobody may telephone on a day: the person's wish first, then the calls of the round."""
    count = visits_in_round(state.calls, on, limits=limits)
    over = Refusal(Code.CALL_LIMIT, count=count) if count >= limits.calls_a_round else None
    return why_no_contact(state, home, on) or over


def why_not_this_hour(
    on: date, minute: int, *, good_hours: Sequence[Hours], limits: Limits
) -> Refusal | None:
    """Why no door is knocked at in this minute. Good hours open meal and rest times, never the night."""
    if not limits.first_minute <= minute < limits.last_minute:
        return Refusal(
            Code.OUTSIDE_HOURS, first=minute_text(limits.first_minute), last=minute_text(limits.last_minute)
        )
    if any(hours.holds(on, minute) for hours in good_hours):
        return None
    for start, end in limits.quiet:
        if start <= minute < end:
            return Refusal(Code.MEAL_OR_REST, first=minute_text(start), last=minute_text(end))
    return None


def outside_good_hours(on: date, minute: int, good_hours: Sequence[Hours]) -> bool:
    """Good hours first: whether the family named hours and this is none of them.

    Advice on the page, not a no.
    """
    return bool(good_hours) and not any(hours.holds(on, minute) for hours in good_hours)


def why_not(
    state: CaseState,
    home: Home,
    *,
    way: VisitWay,
    on: date,
    minute: int,
    good_hours: Sequence[Hours],
    limits: Limits,
    further_allowed: int = 0,
) -> Refusal | None:
    """Why a visit or call may not be made at a moment; None means it may.

    The person first, then day, hour, count.
    """
    if way is VisitWay.PHONE:
        day = why_no_call(state, home, on, limits=limits)
    else:
        day = why_no_visit_today(state, home, on, limits=limits, further_allowed=further_allowed)
    return day or why_not_this_hour(on, minute, good_hours=good_hours, limits=limits)


def may_try_capture_again(tries_today: int, *, limits: Limits) -> bool:
    """At most two tries to capture one modality in a visit; then the visit ends kindly."""
    return tries_today < limits.capture_tries_a_visit


def cool_down_until(stopped_on: date, *, limits: Limits) -> date:
    """The first day on which an invited visit may follow a stop word."""
    return stopped_on + timedelta(days=limits.cool_down_days)


def minute_text(minute: int) -> str:
    """ "8:00", as hours stand on pages and slips."""
    return f"{minute // 60}:{minute % 60:02}"


def day_text(day: date) -> str:
    """ "24/10/2025": the same in both languages of a refusal."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"
