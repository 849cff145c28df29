"""Somebody without a time whose good hours are now, for a team that is early. Pure.

Who found no place in the plan, or was called off, may be visited after all when a team on its way has time: the
planner's own exact schedule (``solvers.schedule.timed``) must find that everybody still in front of the team keeps
the half hour that was promised, that lunch holds, and that the team is back with no more overtime than it would take
for a visit of its own. Nobody is moved for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tannha.plan.rules.instance import Client, PlanInstance, Team, TimeWindow, Way
from tannha.plan.rules.lookup import TravelTable
from tannha.plan.rules.plan import StopKind
from tannha.plan.solvers.day import visit_seconds
from tannha.plan.solvers.schedule import Spans, Task, overlap, timed

PROMISE_SECONDS = 1_800
LONGEST_OVERTIME = 2_400
LONGEST_AT_THE_DOOR = 1_800


def visit_task(client: Client, instance: PlanInstance, within: Spans) -> Task:
    """A visit at home as the planner's schedule wants it: starts in good hours and inside ``within``."""
    length = visit_seconds(client, instance)
    windows = client.calm_windows if client.gentle else client.time_windows
    spare = length if client.gentle else 0
    spans = overlap(tuple((window.start, window.end - spare) for window in windows), within)
    return Task(kind=StopKind.VISIT, client=client.id, place=client.place, spans=spans, duration=length)


def lunch_task(team: Team) -> Task:
    """The team's lunch, still to come."""
    span = (team.lunch.start, team.lunch.end - team.lunch_seconds)
    return Task(kind=StopKind.LUNCH, client="", place=team.start, spans=(span,), duration=team.lunch_seconds)


def promised(client: Client, instance: PlanInstance, planned: int) -> Task:
    """A visit that was told for half an hour around ``planned``."""
    return visit_task(client, instance, ((planned - PROMISE_SECONDS, planned + PROMISE_SECONDS),))


def may_go(team: Team, client: Client) -> bool:
    """Whether this team may visit this person at home at all."""
    if Way.HOME not in client.ways or client.do_not_visit or team.officers < 2:
        return False
    return not client.gentle or "gentle" in team.skills


def best_standby(
    team: Team, place: str, now: int, ahead: Sequence[Task], waiting: Iterable[Client], instance: PlanInstance,
    table: TravelTable,
) -> Client | None:  # fmt: skip
    """Whom the team should visit before what is ``ahead`` of it: the heaviest who fits, then the nearest."""
    until = max(now, team.shift.end + LONGEST_OVERTIME)
    from_here = replace(team, start=place, shift=TimeWindow(start=now, end=until))
    ranked = sorted(
        (client for client in waiting if may_go(team, client)),
        key=lambda one: (-one.weight, table.least(team.profile, place, one.place), one.id),
    )
    for client in ranked:
        visit = visit_task(client, instance, ((now, until),))
        times = timed(from_here, (visit, *ahead), table)
        if times is not None and times[0][1] - times[0][0] <= LONGEST_AT_THE_DOOR:
            return client
    return None
