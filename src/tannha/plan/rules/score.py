"""What a plan is worth, by the levels of planning.md section 4. Used by solvers; the checker counts for
itself.

O4 in seconds: travel + half the waiting at the station + half the ride time above the direct way. Overtime
does not occur (shifts are hard). O5: longest minus shortest working day among teams that go out.
"""

from __future__ import annotations

from dataclasses import replace

from tannha.plan.rules.instance import PlanInstance, Team, Vehicle
from tannha.plan.rules.lookup import TravelTable
from tannha.plan.rules.plan import Mission, Plan, Score, Slot, StopKind


def score_of(instance: PlanInstance, missions: tuple[Mission, ...], slots: tuple[Slot, ...]) -> Score:
    """Score of missions and slots; whoever appears in neither counts as unserved."""
    table = TravelTable(instance.travel)
    served = {slot.client for slot in slots}
    served |= {stop.client for mission in missions for stop in mission.stops if stop.kind is StopKind.VISIT}
    weights = {client.id: client.weight for client in instance.clients}
    unserved = sum(weight for client, weight in weights.items() if client not in served)
    broken = sum(weights[p.client] for p in instance.promises if not p.consent and p.client not in served)
    starts = {slot.client: slot.start for slot in slots}
    starts |= {s.client: s.start for m in missions for s in m.stops if s.kind is StopKind.VISIT}
    moved = sum(
        1
        for p in instance.promises
        if p.consent and _is_moved(starts.get(p.client), p.window.start, p.window.end)
    )
    cost = sum(_driven(instance, table, mission) for mission in missions) + _waited(
        instance, table, missions, slots
    )
    spread = _spread(instance, table, missions)
    settings = instance.settings
    total = settings.unserved_price * unserved + settings.moved_price * moved + cost // 60
    return Score(
        promises_broken_weight=broken,
        unserved_weight=unserved,
        promises_moved=moved,
        cost_seconds=cost,
        spread_seconds=spread,
        total=total,
    )


def _is_moved(start: int | None, first: int, last: int) -> bool:
    return start is not None and not first - 1_800 <= start <= last + 1_800


def mover_of(instance: PlanInstance, owner: str) -> Team | Vehicle:
    """The team or vehicle with this id; KeyError when there is none."""
    movers: tuple[Team | Vehicle, ...] = (*instance.teams, *instance.vehicles)
    for mover in movers:
        if mover.id == owner:
            return mover
    raise KeyError(owner)


def working_span(instance: PlanInstance, table: TravelTable, mission: Mission) -> tuple[int, int]:
    """When the mission leaves its depot (as late as its first arrival allows) and when it is back."""
    mover = mover_of(instance, mission.owner)
    first, last = mission.stops[0], mission.stops[-1]
    leave = table.latest_leaving(mover.profile, mover.start, first.place, first.arrive)
    back = last.depart + table.seconds(mover.profile, last.place, mover.end, last.depart)
    return leave, back


def _driven(instance: PlanInstance, table: TravelTable, mission: Mission) -> int:
    mover = mover_of(instance, mission.owner)
    places = [mover.start, *(stop.place for stop in mission.stops), mover.end]
    leave = mover.shift.start
    if mission.stops:
        first = mission.stops[0]
        leave = table.latest_leaving(mover.profile, mover.start, first.place, first.arrive)
    departs = [leave, *(stop.depart for stop in mission.stops)]
    pairs = zip(places, places[1:], departs, strict=False)
    return sum(table.seconds(mover.profile, start, end, depart) for start, end, depart in pairs)


def _waited(
    instance: PlanInstance, table: TravelTable, missions: tuple[Mission, ...], slots: tuple[Slot, ...]
) -> int:
    machines = {machine.id: machine for machine in instance.machines}
    by_client = {slot.client: slot for slot in slots}
    half = 0
    for mission in missions:
        profile = mover_of(instance, mission.owner).profile
        pickups = {}
        for stop in mission.stops:
            slot = by_client.get(stop.client)
            if stop.kind in (StopKind.OUT_PICKUP, StopKind.BACK_PICKUP):
                pickups[stop.client] = stop
            if stop.kind in (StopKind.OUT_DROP, StopKind.BACK_DROP):
                pickup = pickups.get(stop.client, stop)
                direct = table.seconds(profile, pickup.place, stop.place, pickup.depart)
                half += stop.start - pickup.depart - direct
            if slot is not None and stop.kind is StopKind.OUT_DROP:
                half += slot.start - stop.depart
            if slot is not None and stop.kind is StopKind.BACK_PICKUP:
                half += stop.start - machines[slot.machine].slot_end(slot.start, slot.entries)
    return half // 2


def _spread(instance: PlanInstance, table: TravelTable, missions: tuple[Mission, ...]) -> int:
    lengths = []
    for mission in missions:
        if mission.team and mission.stops:
            leave, back = working_span(instance, table, mission)
            lengths.append(back - leave)
    return max(lengths) - min(lengths) if lengths else 0


def with_score(instance: PlanInstance, plan: Plan) -> Plan:
    """The same plan with its score counted anew."""
    return replace(plan, score=score_of(instance, plan.missions, plan.slots))
