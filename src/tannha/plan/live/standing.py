"""Where a plan stands at a moment: what has begun, who is on the road or at the station, what is at hand. Pure.

Times are the plan's own: a stop that should have begun has begun, unless an event says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tannha.plan.rules.instance import Frozen, FrozenStop, PlanInstance
from tannha.plan.rules.lookup import TravelTable
from tannha.plan.rules.plan import Plan, Slot, Stop, StopKind
from tannha.plan.rules.score import mover_of
from tannha.plan.rules.wire import BadInput

AT_HAND = 1_200
UNDER_WAY = BadInput(field="frozen", problem="the day is under way, give its plan with --start")
RIDE = (StopKind.OUT_PICKUP, StopKind.OUT_DROP, StopKind.BACK_PICKUP, StopKind.BACK_DROP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The plan at ``now``. ``begun`` and ``ahead`` are the stops of each mover; ``under_way`` are people fetched and
    not home yet, ``finished`` those who need nothing more today, ``visited`` those with a team at this moment."""

    now: int
    begun: dict[str, tuple[Stop, ...]]
    ahead: dict[str, tuple[Stop, ...]]
    slots: dict[str, Slot]
    slot_begun: frozenset[str]
    under_way: frozenset[str]
    on_board: frozenset[str]
    visited: frozenset[str]
    finished: frozenset[str]

    @property
    def on_the_way(self) -> frozenset[str]:
        """Teams and vehicles that still have something ahead of them or under their hands."""
        busy = {owner for owner, stops in self.ahead.items() if stops}
        return frozenset(busy | {o for o, s in self.begun.items() if s and s[-1].depart > self.now})

    @property
    def planned(self) -> frozenset[str]:
        """Everybody the plan has a stop or a slot for, begun or ahead."""
        rows = (*self.begun.values(), *self.ahead.values())
        return frozenset({stop.client for row in rows for stop in row if stop.client} | set(self.slots))

    def frozen(self) -> Frozen:
        """The value of the format: begun stops, people in a car, people who are or were at the station."""
        stops = tuple(
            FrozenStop(owner=owner, kind=stop.kind.value, client=stop.client, start=stop.start)
            for owner, begun in sorted(self.begun.items())
            for stop in begun
        )
        dropped = {s.client for begun in self.begun.values() for s in begun if s.kind is StopKind.OUT_DROP}
        here = tuple(sorted(self.slot_begun | dropped))
        return Frozen(stops=stops, on_board=tuple(sorted(self.on_board)), at_station=here)


def standing_of(instance: PlanInstance, plan: Plan, now: int) -> Standing:
    """What has begun by ``now``: a stop or slot whose start is not after it."""
    begun = {m.owner: tuple(s for s in m.stops if s.start <= now) for m in plan.missions}
    ahead = {m.owner: tuple(s for s in m.stops if s.start > now) for m in plan.missions}
    machines = {machine.id: machine for machine in instance.machines}
    slots = {slot.client: slot for slot in plan.slots}
    halts: dict[str, dict[StopKind, Stop]] = {}
    for mission in plan.missions:
        for stop in mission.stops:
            if stop.client:
                halts.setdefault(stop.client, {})[stop.kind] = stop
    under_way: set[str] = set()
    on_board: set[str] = set()
    visited: set[str] = set()
    finished: set[str] = set()
    for client, kinds in halts.items():
        if StopKind.VISIT in kinds:
            visit = kinds[StopKind.VISIT]
            if visit.start <= now:
                (visited if visit.depart > now else finished).add(client)
        elif kinds[StopKind.OUT_PICKUP].start <= now:
            (under_way if kinds[StopKind.BACK_DROP].depart > now else finished).add(client)
            for pickup, drop in (RIDE[:2], RIDE[2:]):
                if kinds[pickup].start <= now < kinds[drop].depart:
                    on_board.add(client)
    slot_begun = {slot.client for slot in plan.slots if slot.start <= now}
    for client in slot_begun - set(halts):
        slot = slots[client]
        if machines[slot.machine].slot_end(slot.start, slot.entries) <= now:
            finished.add(client)
    return Standing(
        now=now, begun=begun, ahead=ahead, slots=slots, slot_begun=frozenset(slot_begun),
        under_way=frozenset(under_way), on_board=frozenset(on_board), visited=frozenset(visited),
        finished=frozenset(finished),
    )  # fmt: skip


def is_under_way(instance: PlanInstance) -> bool:
    """Whether something of the day has begun: it can only be carried on from its plan."""
    frozen = instance.frozen
    return bool(frozen.stops or frozen.on_board or frozen.at_station)


def ahead_at(instance: PlanInstance, plan: Plan, now: int) -> frozenset[str]:
    """Everybody of the plan with whom nothing has begun by ``now`` (seconds)."""
    standing = standing_of(instance, plan, now)
    busy = standing.under_way | standing.visited | standing.finished | standing.slot_begun
    return standing.planned - busy


def begun_at(instance: PlanInstance, plan: Plan, now: int) -> PlanInstance:
    """The day with all that the plan has begun by ``now`` (seconds) frozen, for changing one thing of the rest."""
    return replace(instance, frozen=standing_of(instance, plan, now).frozen(), now=now)


def drops_at_hand(ahead: Iterable[Stop]) -> list[Stop]:
    """Where people now in a car get out next: drops ahead whose pickup lies behind."""
    stops = list(ahead)
    coming = {(stop.client, stop.kind) for stop in stops}
    return [
        stop for stop in stops
        if (stop.kind is StopKind.OUT_DROP and (stop.client, StopKind.OUT_PICKUP) not in coming)
        or (stop.kind is StopKind.BACK_DROP and (stop.client, StopKind.BACK_PICKUP) not in coming)
    ]  # fmt: skip


def first_moment(instance: PlanInstance, plan: Plan) -> int | None:
    """When the plan begins: the first departure or slot, or the moment it was last mended; None for an empty one."""
    table = TravelTable(instance.travel)
    moments = [slot.start for slot in plan.slots]
    for mission in plan.missions:
        if mission.stops:
            mover, first = mover_of(instance, mission.owner), mission.stops[0]
            moments.append(first.arrive - table.seconds(mover.profile, mover.start, first.place, 0))
    found = [min(moments)] if moments else []
    return max([*found, *([instance.now] if instance.now is not None else [])], default=None)
