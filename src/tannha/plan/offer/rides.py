"""Rides for one caller to an entry of a machine, in a day as it stands. Pure.

Pairs of positions are sifted with the earliest times and latest starts of the routes, then timed exactly, least detour
first. Between fetching and leaving at the station at most ``MOST_APART`` other halts are tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tannha.plan.offer.places import Asked, Place
from tannha.plan.offer.standing import Standing
from tannha.plan.rules.instance import Vehicle, Way
from tannha.plan.rules.plan import Slot, StopKind
from tannha.plan.solvers.day import Placement, task_for
from tannha.plan.solvers.schedule import (
    Spans,
    Task,
    Times,
    fits_inside,
    last_start,
    lunch_where_they_are,
    timed,
)

MOST_APART = 3
Route = tuple[str, tuple[Task, ...], Times]


def ride_place(standing: Standing, asked: Asked, entry: Place) -> Place | None:
    """The least detour of cars there and back for one entry, or None where no car can."""
    day, client, slot = standing.day, asked.client, entry.placement.slot
    assert slot is not None
    cars = [car for car in day.instance.vehicles if day.may_carry(car, client)]
    outs = _leg(standing, asked, slot, (StopKind.OUT_PICKUP, StopKind.OUT_DROP))
    backs = _leg(standing, asked, slot, (StopKind.BACK_PICKUP, StopKind.BACK_DROP))
    best: tuple[int, tuple[Route, ...]] | None = None
    for out_car in cars:
        out = _cheapest_leg(standing, out_car, day.routes[out_car.id], day.times[out_car.id], outs)
        if out is None:
            continue
        for back_car in cars:
            same = back_car.id == out_car.id
            route, times = (out[1], out[2]) if same else (day.routes[back_car.id], day.times[back_car.id])
            back = _cheapest_leg(standing, back_car, route, times, backs, changed=same)
            if back is None or (best is not None and out[0] + back[0] >= best[0]):
                continue
            routes: tuple[Route, ...] = ((back_car.id, back[1], back[2]),)
            if not same:
                routes = (*routes, (out_car.id, out[1], out[2]))
            best = (out[0] + back[0], routes)
    if best is None:
        return None
    placement = Placement(client=client.id, way=Way.RIDE, cost=best[0], routes=best[1], slot=slot)
    return Place(
        placement=placement, start=entry.start, cost=entry.cost + max(best[0], 0), pushed=entry.pushed
    )


def _leg(standing: Standing, asked: Asked, slot: Slot, kinds: tuple[StopKind, StopKind]) -> list[Task]:
    tasks = [task_for(standing.day, asked.client, kind, slot) for kind in kinds]
    return [replace(task, spans=_from(task.spans, asked.earliest)) for task in tasks]


def _from(spans: Spans, moment: int) -> Spans:
    return tuple((max(first, moment), last) for first, last in spans if last >= moment)


def _cheapest_leg(
    standing: Standing, car: Vehicle, route: tuple[Task, ...], times: Times, leg: list[Task],
    *, changed: bool = False,
) -> tuple[int, tuple[Task, ...], Times] | None:  # fmt: skip
    """The pair of positions of least detour that can be driven: (detour, tasks, times)."""
    for detour, first, last in sorted(_leg_positions(standing, car, route, times, leg, changed)):
        order = (*route[:first], leg[0], *route[first:last], leg[1], *route[last:])
        tasks = lunch_where_they_are(order, car.start)
        if not fits_inside(tasks, car):
            continue
        exact = timed(car, tasks, standing.day.table)
        if exact is not None:
            return detour, tasks, exact
    return None


def _leg_positions(
    standing: Standing, car: Vehicle, route: tuple[Task, ...], times: Times, leg: list[Task], changed: bool
) -> Iterator[tuple[int, int, int]]:
    pickup, drop = leg
    if not pickup.spans or not drop.spans:
        return
    table, profile = standing.day.table, car.profile
    direct = table.least(profile, pickup.place, drop.place)
    last_pickup = last_start(pickup.spans, drop.spans[-1][1] - direct - pickup.duration)
    if last_pickup is None or direct > drop.ride_limit:
        return
    closes = None if changed else standing.closes(car.id)
    first_pickup = max(pickup.spans[0][0], drop.spans[0][0] - drop.ride_limit - pickup.duration)
    for first in range(len(route) + 1):
        leaving = times[first - 1][2] if first else car.shift.start
        before = route[first - 1].place if first else car.start
        there = table.least(profile, before, pickup.place)
        if leaving + there > last_pickup:
            break
        closing = _closing(route, closes, first, car.shift.end)
        ready = max(leaving + there, first_pickup) + pickup.duration
        if first < len(route) and ready > closing:
            continue
        for last in range(first, min(first + MOST_APART, len(route)) + 1):
            if last > first and times[last - 1][1] > drop.spans[-1][1]:
                break
            if last < len(route) and drop.spans[0][0] + drop.duration > _closing(route, closes, last, 0):
                continue
            yield _detour(standing, car, route, leg, first, last), first, last


def _closing(route: tuple[Task, ...], closes: list[int] | None, position: int, end: int) -> int:
    if position >= len(route):
        return end
    if closes is not None:
        return closes[position]
    return route[position].spans[-1][1] if route[position].spans else -1


def _detour(
    standing: Standing, car: Vehicle, route: tuple[Task, ...], leg: list[Task], first: int, last: int
) -> int:
    least, profile = standing.day.table.least, car.profile
    before = route[first - 1].place if first else car.start
    if first == last:
        after = route[first].place if first < len(route) else car.end
        whole = least(profile, before, leg[0].place) + least(profile, leg[0].place, leg[1].place)
        return whole + least(profile, leg[1].place, after) - least(profile, before, after)
    second, third = route[first].place, route[last - 1].place
    after = route[last].place if last < len(route) else car.end
    around = least(profile, before, leg[0].place) + least(profile, leg[0].place, second)
    back = least(profile, third, leg[1].place) + least(profile, leg[1].place, after)
    return around - least(profile, before, second) + back - least(profile, third, after)
