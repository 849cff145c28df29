"""Whether any single insertion serves one more person: what ``best_insertion`` would find, asked only for yes or no.

Nothing is compared, so the first way ends the search; and where there is none, most positions of a lunch fall out
together: a route that is impossible without its lunch is impossible with it (where travel is the same at every hour).
"""

from __future__ import annotations

from collections.abc import Sequence

from tannha.plan.rules.instance import Client, Team, Way
from tannha.plan.rules.plan import Slot, StopKind
from tannha.plan.solvers.day import Day, task_for
from tannha.plan.solvers.insertion import legs, slot_placement
from tannha.plan.solvers.schedule import Task, Times, lunch_where_they_are, timed


def is_possible(day: Day, client: Client) -> bool:
    """Whether one insertion serves this client in the day as it stands."""
    return (
        slot_placement(day, client) is not None
        or _can_be_visited(day, client)
        or _can_be_fetched(day, client)
    )


def _can_be_visited(day: Day, client: Client) -> bool:
    if not day.spans_for(client, Way.HOME):
        return False
    task = task_for(day, client, StopKind.VISIT)
    return any(_goes_in(day, team, task) for team in day.instance.teams if day.may_visit(team, client))


def _goes_in(day: Day, team: Team, task: Task) -> bool:
    route = day.routes[team.id]
    visits = [other for other in route if other.kind is not StopKind.LUNCH]
    lunches = [other for other in route if other.kind is StopKind.LUNCH]
    same_all_day = len(day.instance.travel.period_starts) == 1
    for position in range(len(visits) + 1):
        order = [*visits[:position], task, *visits[position:]]
        times = timed(team, order, day.table)
        if times is None and (same_all_day or not lunches):
            continue
        if not lunches:
            if times is not None and day.kit_is_free(team, tuple(order), times):
                return True
            continue
        where = _where_lunch_may_be(day, team, order, lunches[0], times if same_all_day else None)
        if any(_with_lunch(day, team, order, lunches, place) for place in where):
            return True
    return False


def _where_lunch_may_be(
    day: Day, team: Team, order: Sequence[Task], lunch: Task, times: Times | None
) -> list[int]:
    """Before which stops lunch may stand; ``times`` of the route without it leave out what is too early or late."""
    if times is None:
        return list(range(len(order) + 1))
    if not lunch.spans:
        return []
    found = []
    for place in range(len(order) + 1):
        if place and times[place - 1][2] > lunch.spans[-1][1]:
            break
        if place < len(order):
            start = order[place - 1].place if place else team.start
            done = lunch.spans[0][0] + lunch.duration
            arrive = done + day.table.seconds(team.profile, start, order[place].place, done)
            if not order[place].spans or arrive > order[place].spans[-1][1]:
                continue
        found.append(place)
    return found


def _with_lunch(day: Day, team: Team, order: list[Task], lunches: list[Task], place: int) -> bool:
    tasks = lunch_where_they_are([*order[:place], *lunches, *order[place:]], team.start)
    times = timed(team, tasks, day.table)
    return times is not None and day.kit_is_free(team, tasks, times)


def _can_be_fetched(day: Day, client: Client) -> bool:
    vehicles = [vehicle for vehicle in day.instance.vehicles if day.may_carry(vehicle, client)]
    if Way.RIDE not in client.ways or not vehicles:
        return False
    looked: set[tuple[int, int, str]] = set()
    for start, machine in day.free_starts(client, Way.RIDE):
        key = (start, machine.slot_end(start, client.entries), machine.place)
        if key in looked:
            continue
        looked.add(key)
        slot = Slot(client=client.id, machine=machine.id, start=start, entries=client.entries)
        outs = [task_for(day, client, kind, slot) for kind in (StopKind.OUT_PICKUP, StopKind.OUT_DROP)]
        backs = [task_for(day, client, kind, slot) for kind in (StopKind.BACK_PICKUP, StopKind.BACK_DROP)]
        for out in vehicles:
            for _, tasks, times in legs(day, out, day.routes[out.id], day.times[out.id], outs):
                for back in vehicles:
                    same = back.id == out.id
                    route, moments = (tasks, times) if same else (day.routes[back.id], day.times[back.id])
                    if any(True for _ in legs(day, back, route, moments, backs)):
                        return True
    return False
