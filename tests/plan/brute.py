"""The slow way to ask whether one more person fits: every order, every slot, times by plain relaxation, judged by the
checker. Written apart from the solver's insertion so that the two can disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tannha.plan.check import Judge, check_plan
from tannha.plan.rules.instance import Client, PlanInstance, Way
from tannha.plan.rules.plan import Mission, Plan, Slot, Stop, StopKind, Unserved
from tannha.plan.rules.score import score_of

LAST = 86_400


def fits(instance: PlanInstance, plan: Plan, client: Client) -> bool:
    """Whether some single insertion of the client gives a plan the checker accepts."""
    return any(not check_plan(instance, whole(instance, tried)) for tried in tries(instance, plan, client))


def tries(instance: PlanInstance, plan: Plan, client: Client) -> Iterator[Plan]:
    """Every plan that arises when one client is put in, lawful or not."""
    left = tuple(entry for entry in plan.unserved if entry.client != client.id)
    base = replace(plan, unserved=left)
    if Way.WALK_IN in client.ways:
        for slot in _slots(instance, client):
            yield replace(base, slots=(*plan.slots, slot))
    if Way.HOME in client.ways:
        for team in instance.teams:
            yield from _visits(instance, base, client, team.id)
    if Way.RIDE in client.ways and client.party <= max((v.seats for v in instance.vehicles), default=0):
        for slot in _slots(instance, client):
            if any(s.machine == slot.machine and s.start == slot.start for s in plan.slots):
                continue
            yield from _rides(instance, replace(base, slots=(*plan.slots, slot)), client, slot)


def _slots(instance: PlanInstance, client: Client) -> Iterator[Slot]:
    for machine in instance.machines:
        for window in machine.open:
            for start in range(window.start, window.end, machine.entry_seconds):
                if any(w.start <= start <= w.end for w in client.time_windows):
                    yield Slot(client=client.id, machine=machine.id, start=start, entries=client.entries)


def _visits(instance: PlanInstance, plan: Plan, client: Client, team: str) -> Iterator[Plan]:
    stop = _blank(StopKind.VISIT, client.id, client.place)
    stops = _stops(instance, plan, team)
    for position in range(len(stops) + 1):
        timed = _retimed(instance, plan, team, [*stops[:position], stop, *stops[position:]])
        if timed is not None:
            yield timed


def _rides(instance: PlanInstance, plan: Plan, client: Client, slot: Slot) -> Iterator[Plan]:
    station = next(machine.place for machine in instance.machines if machine.id == slot.machine)
    legs = (
        (_blank(StopKind.OUT_PICKUP, client.id, client.place), _blank(StopKind.OUT_DROP, client.id, station)),
        (
            _blank(StopKind.BACK_PICKUP, client.id, station),
            _blank(StopKind.BACK_DROP, client.id, client.place),
        ),
    )
    for out in instance.vehicles:
        for with_out in _pairs(instance, plan, out.id, legs[0]):
            for back in instance.vehicles:
                yield from _pairs(instance, with_out, back.id, legs[1])


def _pairs(instance: PlanInstance, plan: Plan, vehicle: str, leg: tuple[Stop, Stop]) -> Iterator[Plan]:
    stops = _stops(instance, plan, vehicle)
    for first in range(len(stops) + 1):
        for last in range(first, len(stops) + 1):
            order = [*stops[:first], leg[0], *stops[first:last], leg[1], *stops[last:]]
            timed = _retimed(instance, plan, vehicle, order)
            if timed is not None:
                yield timed


def _blank(kind: StopKind, client: str, place: str) -> Stop:
    return Stop(kind=kind, client=client, place=place, arrive=0, start=0, depart=0)


def _stops(instance: PlanInstance, plan: Plan, owner: str) -> list[Stop]:
    for mission in plan.missions:
        if mission.owner == owner:
            return list(mission.stops)
    mover = next(m for m in (*instance.teams, *instance.vehicles) if m.id == owner)
    return [_blank(StopKind.LUNCH, "", mover.start)] if mover.lunch_seconds else []


def _retimed(instance: PlanInstance, plan: Plan, owner: str, stops: list[Stop]) -> Plan | None:
    """The plan with these stops for one owner, each as early as its windows, the road, ride limits and shift allow."""
    is_team = any(team.id == owner for team in instance.teams)
    mover = next(m for m in (*instance.teams, *instance.vehicles) if m.id == owner)
    placed, here = [], mover.start
    for stop in stops:
        here = here if stop.kind is StopKind.LUNCH else stop.place
        placed.append(replace(stop, place=here))
    mission = Mission(team=owner if is_team else "", vehicle="" if is_team else owner, stops=tuple(placed))
    court = Judge(instance, replace(plan, missions=(mission,)))
    windows = [_windows(court, instance, stop) for stop in placed]
    lower, leave = [0] * len(placed), mover.shift.start
    for _ in range(200):
        timed, moment, here, again = [], leave, mover.start, False
        for index, stop in enumerate(placed):
            arrive = moment + court.road(mission, here, stop.place, moment)
            starts = [
                max(a, arrive, lower[index]) for a, b in windows[index] if max(a, arrive, lower[index]) <= b
            ]
            if not starts:
                return None
            start = min(starts)
            moment, here = start + _length(instance, stop), stop.place
            timed.append(replace(stop, arrive=arrive, start=start, depart=moment))
            if stop.kind in (StopKind.OUT_DROP, StopKind.BACK_DROP):
                kind = StopKind.OUT_PICKUP if stop.kind is StopKind.OUT_DROP else StopKind.BACK_PICKUP
                at = next(i for i, s in enumerate(timed) if s.client == stop.client and s.kind is kind)
                over = start - timed[at].depart - court.clients[stop.client].max_ride_time
                if over > 0:
                    lower[at], again = timed[at].start + over, True
                    break
        if again:
            continue
        back = moment + court.road(mission, here, mover.end, moment)
        if back > mover.shift.end:
            return None
        if back - leave > mover.longest_shift_seconds:
            leave = back - mover.longest_shift_seconds
            continue
        others = tuple(other for other in plan.missions if other.owner != owner)
        return replace(plan, missions=(*others, replace(mission, stops=tuple(timed))))
    return None


def _windows(court: Judge, instance: PlanInstance, stop: Stop) -> list[tuple[int, int]]:
    if stop.kind is StopKind.LUNCH:
        mover = next(m for m in (*instance.teams, *instance.vehicles) if m.id == court.plan.missions[0].owner)
        return [(mover.lunch.start, mover.lunch.end - mover.lunch_seconds)]
    client = court.clients[stop.client]
    if stop.kind is StopKind.VISIT:
        length, hours = _length(instance, stop), instance.settings.visit_hours
        found = [(max(w.start, hours.start), min(w.end, hours.end - length)) for w in client.time_windows]
        if client.gentle:
            calm = client.calm_windows
            found = [(max(a, c.start), min(b, c.end - length)) for a, b in found for c in calm]
        return sorted(found)
    slot = court.slots[stop.client][0]
    machine = court.machines[slot.machine]
    if stop.kind is StopKind.OUT_DROP:
        last = slot.start - client.alighting_seconds
        return [(last - instance.settings.wait_before_seconds, last)]
    if stop.kind is StopKind.BACK_PICKUP:
        done = machine.slot_end(slot.start, slot.entries)
        return [(done, done + instance.settings.wait_after_seconds)]
    return [(0, LAST)]


def _length(instance: PlanInstance, stop: Stop) -> int:
    if stop.kind is StopKind.LUNCH:
        return 2_700
    client = next(c for c in instance.clients if c.id == stop.client)
    if stop.kind is StopKind.VISIT:
        frail = instance.settings.frail_home_seconds if client.weight >= instance.settings.frail_weight else 0
        return max(client.service_duration, frail)
    boards = stop.kind in (StopKind.OUT_PICKUP, StopKind.BACK_PICKUP)
    return client.boarding_seconds if boards else client.alighting_seconds


def whole(instance: PlanInstance, plan: Plan) -> Plan:
    """The plan with its score counted."""
    try:
        return replace(plan, score=score_of(instance, plan.missions, plan.slots))
    except KeyError:
        return plan


def unserved_in(plan: Plan) -> tuple[Unserved, ...]:
    """Who is left out, for tests that read."""
    return plan.unserved
