"""From a plan to what people are told: whole minutes, windows inside their own hours. Pure.

A slot is told with ten minutes' leeway, a home visit as half an hour around its start (planning.md section
10), a ride with the minute the car is at the door and the minute of being home again.
"""

from __future__ import annotations

from dataclasses import dataclass

from tannha.plan.rules.instance import Client, PlanInstance, Way
from tannha.plan.rules.plan import Plan, Stop, StopKind

HOME_LEEWAY = 900
SLOT_LEEWAY = 600
FIVE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one person is told. Minutes of the local day; team and machine are ids or ""."""

    client: str
    way: Way
    start_minute: int
    end_minute: int
    fetch_minute: int | None
    home_minute: int | None
    machine: str
    team: str


def told_of(instance: PlanInstance, plan: Plan) -> tuple[Told, ...]:
    """What everybody served by the plan would be told, by client id."""
    clients = {client.id: client for client in instance.clients}
    stops: dict[str, dict[StopKind, tuple[str, Stop]]] = {}
    for mission in plan.missions:
        for stop in mission.stops:
            if stop.client:
                stops.setdefault(stop.client, {})[stop.kind] = (mission.team, stop)
    found = []
    for client_id, kinds in stops.items():
        if StopKind.VISIT in kinds:
            team, stop = kinds[StopKind.VISIT]
            first, last = _window(clients[client_id], stop.start, HOME_LEEWAY, HOME_LEEWAY)
            found.append(_told(client_id, Way.HOME, first, last, team=team))
    for slot in plan.slots:
        kinds = stops.get(slot.client, {})
        first, last = _window(clients[slot.client], slot.start, 0, SLOT_LEEWAY)
        way = Way.RIDE if kinds else Way.WALK_IN
        fetch = kinds[StopKind.OUT_PICKUP][1].start // 60 if kinds else None
        home = -(-kinds[StopKind.BACK_DROP][1].depart // 60) if kinds else None
        found.append(_told(slot.client, way, first, last, machine=slot.machine, fetch=fetch, home=home))
    return tuple(sorted(found, key=lambda told: told.client))


def _told(
    client: str,
    way: Way,
    first: int,
    last: int,
    *,
    team: str = "",
    machine: str = "",
    fetch: int | None = None,
    home: int | None = None,
) -> Told:
    return Told(
        client=client,
        way=way,
        start_minute=first,
        end_minute=last,
        fetch_minute=fetch // FIVE * FIVE if fetch is not None else None,
        home_minute=-(-home // FIVE) * FIVE if home is not None else None,
        machine=machine,
        team=team,
    )


def _window(client: Client, start: int, before: int, after: int) -> tuple[int, int]:
    """The leeway around a start in minutes: cut to the person's own window, told in fives where that still holds it."""
    exact = start // 60
    first, last = exact, exact
    for window in client.time_windows:
        if window.holds(start):
            first, last = max(start - before, window.start) // 60, min(start + after, window.end) // 60
            if before:
                first = min(-(-first // FIVE) * FIVE, exact)
            elif first // FIVE * FIVE * 60 >= window.start:
                first = first // FIVE * FIVE
            last = max(last // FIVE * FIVE, exact)
            break
    return first, last
