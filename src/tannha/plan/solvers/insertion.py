"""Every single way to put one more person into a day that stays as it is otherwise.

Home: each team that may, each position, lunch at each position. Slot: each machine the person can reach,
each entry. Ride: each slot, each car and pair of positions for the way out, then for the way back. The
order of those already in a route is kept; their times may shift inside their windows. Positions are left
out by necessary tests only (earliest times and latest starts of the present route), which is exact wherever
travel keeps the triangle inequality.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from tannha.plan.rules.instance import Client, Machine, Vehicle, Way
from tannha.plan.rules.plan import Slot, StopKind
from tannha.plan.solvers.day import Day, Placement, task_for
from tannha.plan.solvers.schedule import (
    Task,
    Times,
    fits_inside,
    last_start,
    latest,
    lunch_where_they_are,
    timed,
)

STRIDE = 8
ENOUGH_RIDES = 6
LIKED_TEAM_SECONDS = 600

Route = tuple[str, tuple[Task, ...], Times]


def best_insertion(day: Day, client: Client) -> Placement | None:
    """The cheapest placement over all ways, or None when no single insertion serves this client."""
    slot = slot_placement(day, client)
    if slot is not None:
        return slot
    found = [
        place for place in (home_placement(day, client), ride_placement(day, client)) if place is not None
    ]
    return min(found, key=lambda place: place.cost, default=None)


def slot_placement(day: Day, client: Client) -> Placement | None:
    """A slot for somebody who comes on their own feet: the first free one on the machine they need least
    from others."""
    for start, machine in day.free_starts(client, Way.WALK_IN):
        slot = Slot(client=client.id, machine=machine.id, start=start, entries=client.entries)
        return Placement(client=client.id, way=Way.WALK_IN, cost=0, slot=slot)
    return None


def home_placement(day: Day, client: Client) -> Placement | None:
    """The cheapest position for a home visit over all teams that may go."""
    if not day.spans_for(client, Way.HOME):
        return None
    task = task_for(day, client, StopKind.VISIT)
    best: Placement | None = None
    for team in day.instance.teams:
        if not day.may_visit(team, client):
            continue
        before = _driven(day, team.id, day.routes[team.id])
        for tasks in _with_visit(day.routes[team.id], task, team.start):
            cost = _driven(day, team.id, tasks) - before
            cost -= LIKED_TEAM_SECONDS if client.liked_team == team.id else 0
            if best is not None and cost >= best.cost:
                continue
            times = timed(team, tasks, day.table)
            if times is not None and day.kit_is_free(team, tasks, times):
                best = Placement(client=client.id, way=Way.HOME, cost=cost, routes=((team.id, tasks, times),))
    return best


def _with_visit(route: tuple[Task, ...], task: Task, depot: str) -> Iterator[tuple[Task, ...]]:
    visits = [other for other in route if other.kind is not StopKind.LUNCH]
    lunches = [other for other in route if other.kind is StopKind.LUNCH]
    for position in range(len(visits) + 1):
        order = [*visits[:position], task, *visits[position:]]
        if not lunches:
            yield tuple(order)
        for lunch_at in range(len(order) + 1) if lunches else ():
            yield lunch_where_they_are([*order[:lunch_at], *lunches, *order[lunch_at:]], depot)


def ride_placement(day: Day, client: Client) -> Placement | None:
    """A slot with a car there and back, the least detour among some feasible ones spread over the day."""
    vehicles = [vehicle for vehicle in day.instance.vehicles if day.may_carry(vehicle, client)]
    if Way.RIDE not in client.ways or not vehicles:
        return None
    choices: dict[tuple[int, int, str], Machine] = {}
    for start, machine in day.free_starts(client, Way.RIDE):
        choices.setdefault((start, machine.slot_end(start, client.entries), machine.place), machine)
    ordered = sorted(choices.items(), key=lambda item: item[0])
    spread = [ordered[index] for offset in range(STRIDE) for index in range(offset, len(ordered), STRIDE)]
    found: list[Placement] = []
    for (start, _, _), machine in spread:
        slot = Slot(client=client.id, machine=machine.id, start=start, entries=client.entries)
        placement = _ride_to(day, client, slot, vehicles)
        if placement is not None:
            found.append(placement)
        if len(found) >= ENOUGH_RIDES:
            break
    return min(found, key=lambda place: place.cost, default=None)


def _ride_to(day: Day, client: Client, slot: Slot, vehicles: list[Vehicle]) -> Placement | None:
    best: Placement | None = None
    outs = [task_for(day, client, kind, slot) for kind in (StopKind.OUT_PICKUP, StopKind.OUT_DROP)]
    backs = [task_for(day, client, kind, slot) for kind in (StopKind.BACK_PICKUP, StopKind.BACK_DROP)]
    for out_vehicle in vehicles:
        for out_cost, out_tasks, out_times in legs(
            day, out_vehicle, day.routes[out_vehicle.id], day.times[out_vehicle.id], outs
        ):
            for back_vehicle in vehicles:
                same = back_vehicle.id == out_vehicle.id
                tasks = out_tasks if same else day.routes[back_vehicle.id]
                times = out_times if same else day.times[back_vehicle.id]
                for cost, back_tasks, back_times in legs(day, back_vehicle, tasks, times, backs):
                    if best is not None and out_cost + cost >= best.cost:
                        continue
                    routes: list[Route] = [(back_vehicle.id, back_tasks, back_times)]
                    if not same:
                        routes.append((out_vehicle.id, out_tasks, out_times))
                    best = Placement(
                        client=client.id, way=Way.RIDE, cost=out_cost + cost, routes=tuple(routes), slot=slot
                    )
    return best


def legs(
    day: Day, vehicle: Vehicle, route: tuple[Task, ...], times: Times, leg: list[Task]
) -> Iterator[tuple[int, tuple[Task, ...], Times]]:
    """Every feasible pair of positions of a pickup and its drop: (detour, tasks, times)."""
    pickup, drop = leg
    if not pickup.spans or not drop.spans:
        return
    closes = latest(vehicle, route, day.table)
    direct = day.table.least(vehicle.profile, pickup.place, drop.place)
    last_pickup = last_start(pickup.spans, drop.spans[-1][1] - direct - pickup.duration)
    if last_pickup is None or direct > drop.ride_limit:
        return
    first_pickup = max(pickup.spans[0][0], drop.spans[0][0] - drop.ride_limit - pickup.duration)
    before = _driven(day, vehicle.id, route)
    for first in range(len(route) + 1):
        left = times[first - 1][2] if first else vehicle.shift.start
        place = route[first - 1].place if first else vehicle.start
        if left + day.table.least(vehicle.profile, place, pickup.place) > last_pickup:
            break
        if first < len(route) and first_pickup + pickup.duration > closes[first]:
            continue
        for last in range(first, len(route) + 1):
            if last > first and times[last - 1][1] > drop.spans[-1][1]:
                break
            if last < len(route) and drop.spans[0][0] + drop.duration > closes[last]:
                continue
            order = (*route[:first], pickup, *route[first:last], drop, *route[last:])
            tasks = lunch_where_they_are(order, vehicle.start)
            if not fits_inside(tasks, vehicle):
                continue
            new_times = timed(vehicle, tasks, day.table)
            if new_times is not None:
                yield _driven(day, vehicle.id, tasks) - before, tasks, new_times


def _driven(day: Day, owner: str, tasks: tuple[Task, ...]) -> int:
    mover = day.movers[owner]
    places = [mover.start, *(task.place for task in tasks), mover.end]
    return sum(day.table.least(mover.profile, start, end) for start, end in itertools.pairwise(places))
