"""The plan beside its instance, indexed once, and the first question: known ids, nothing twice (C23)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from tannha.plan.rules.instance import (
    Client,
    Machine,
    PlanInstance,
    Team,
    TimeWindow,
    Vehicle,
    Way,
    digest_of,
)
from tannha.plan.rules.plan import Mission, Plan, Slot, Stop, StopKind
from tannha.plan.rules.violation import Violation

RIDE_KINDS = (StopKind.OUT_PICKUP, StopKind.OUT_DROP, StopKind.BACK_PICKUP, StopKind.BACK_DROP)
HALF_HOUR = 1_800
DAY = 86_400


def said_of(constraint: str, subject: str, amount: int = 1, unit: str = "one") -> Violation:
    """A violation in one line."""
    return Violation(constraint=constraint, subject=subject, amount=amount, unit=unit)


class Court:
    """The plan beside its instance, indexed once."""

    def __init__(self, instance: PlanInstance, plan: Plan) -> None:
        self.instance, self.plan = instance, plan
        self.clients = {client.id: client for client in instance.clients}
        self.machines = {machine.id: machine for machine in instance.machines}
        self.teams = {team.id: team for team in instance.teams}
        self.vehicles = {vehicle.id: vehicle for vehicle in instance.vehicles}
        self.place = {place: index for index, place in enumerate(instance.travel.places)}
        opens = instance.travel.period_starts
        self.hours = tuple(zip(opens, [*(moment - 1 for moment in opens[1:]), 10 * DAY], strict=True))
        self.slots: dict[str, list[Slot]] = defaultdict(list)
        self.stops: dict[str, list[tuple[Mission, int, Stop]]] = defaultdict(list)
        for slot in plan.slots:
            self.slots[slot.client].append(slot)
        for mission in plan.missions:
            for index, stop in enumerate(mission.stops):
                if stop.client:
                    self.stops[stop.client].append((mission, index, stop))

        placed = {*self.slots, *self.stops}
        self._served = [client for client in instance.clients if client.id in placed]
        self._outdoors = [client for client in self._served if client.id in self.stops]
        self._way: dict[str, Way] = {}
        self._start: dict[str, int] = {}

    def ids(self) -> Iterator[Violation]:
        """Known ids, nothing twice, times inside the day, served and unserved are all clients."""
        if self.plan.instance_digest != digest_of(self.instance):
            yield said_of("C23", "instance_digest")
        owners = Counter(mission.owner for mission in self.plan.missions)
        for mission in self.plan.missions:
            known = mission.team in self.teams if mission.team else mission.vehicle in self.vehicles
            if not known or (mission.team and mission.vehicle) or owners[mission.owner] > 1:
                yield said_of("C23", mission.owner)
            yield from self._stop_ids(mission)
        for slot in self.plan.slots:
            if (
                slot.client not in self.clients
                or slot.machine not in self.machines
                or not 0 <= slot.start < DAY
                or slot.entries != self.clients[slot.client].entries
            ):
                yield said_of("C23", slot.client)
        missing = Counter(entry.client for entry in self.plan.unserved)
        placed = set(self.slots) | set(self.stops)
        for client in self.clients:
            if missing[client] + int(client in placed) != 1:
                yield said_of("C23", client)
        for stranger in sorted(set(missing) - set(self.clients)):
            yield said_of("C23", stranger)

    def known_part(self) -> Plan:
        """The plan without what names something unknown, so that the rest can be judged; itself when all is known."""
        missions = tuple(
            replace(mission, stops=tuple(stop for stop in mission.stops if self._is_known(stop)))
            for mission in self.plan.missions
            if (mission.team in self.teams if mission.team else mission.vehicle in self.vehicles)
        )
        slots = tuple(s for s in self.plan.slots if s.client in self.clients and s.machine in self.machines)
        if missions == self.plan.missions and slots == self.plan.slots:
            return self.plan
        return replace(self.plan, missions=missions, slots=slots)

    def _is_known(self, stop: Stop) -> bool:
        return stop.place in self.place and (
            stop.kind is StopKind.LUNCH if not stop.client else stop.client in self.clients
        )

    def _stop_ids(self, mission: Mission) -> Iterator[Violation]:
        for stop in mission.stops:
            if stop.place not in self.place or (stop.kind is not StopKind.LUNCH) != bool(stop.client):
                yield said_of("C23", stop.client or mission.owner)
            elif stop.client and stop.client not in self.clients:
                yield said_of("C23", stop.client)
            elif not 0 <= stop.arrive <= stop.start <= stop.depart <= DAY:
                yield said_of("C23", stop.client or mission.owner)

    def way_of(self, client: str) -> Way:
        """How the plan serves a client, by what it holds."""
        if client not in self._way:
            stops = self.stops.get(client, ())
            home = any(stop.kind is StopKind.VISIT for _, _, stop in stops)
            self._way[client] = Way.HOME if home else Way.RIDE if stops else Way.WALK_IN
        return self._way[client]

    def served(self) -> list[Client]:
        """Clients with a stop or a slot."""
        return self._served

    def outdoors(self) -> list[Client]:
        """Clients with a stop: visited, or fetched."""
        return self._outdoors

    def visits(self) -> Iterator[tuple[Mission, Stop, Client]]:
        """Every home visit."""
        for mission in self.plan.missions:
            for stop in mission.stops:
                if stop.kind is StopKind.VISIT:
                    yield mission, stop, self.clients[stop.client]

    def start_of(self, client: str) -> int:
        """Start of the visit or of the slot."""
        if client not in self._start:
            slots = self.slots.get(client)
            visits = (s.start for _, _, s in self.stops.get(client, ()) if s.kind is StopKind.VISIT)
            self._start[client] = slots[0].start if slots else next(visits, 0)
        return self._start[client]

    def end_of(self, client: Client) -> int:
        """End of the visit or of the slot."""
        if self.slots.get(client.id):
            slot = self.slots[client.id][0]
            return slot_end(self.machines[slot.machine], slot)
        visits = (s.depart for _, _, s in self.stops.get(client.id, ()) if s.kind is StopKind.VISIT)
        return next(visits, 0)

    def mover(self, mission: Mission) -> Team | Vehicle:
        """The team or vehicle of a mission."""
        return self.teams[mission.team] if mission.team else self.vehicles[mission.vehicle]

    def road(self, mission: Mission, start: str, end: str, leaving: int) -> int:
        """Seconds from door to door as the instance says; a whole day where there is no way."""
        if start == end:
            return 0
        travel = self.instance.travel
        period = sum(1 for moment in travel.period_starts if moment <= max(leaving, 0)) - 1
        profile = travel.profiles.index(self.mover(mission).profile)
        first, last = self.place[start], self.place[end]
        driven = travel.seconds[profile][period][first][last]
        return DAY if driven < 0 else driven + travel.access_seconds[first] + travel.access_seconds[last]

    def leaves(self, mission: Mission, depot: str, first: Stop) -> int:
        """The latest second from which the first halt is reached by its written arrival, whatever the hour's road."""
        latest = [
            min(first.arrive - self.road(mission, depot, first.place, opens), closes)
            for opens, closes in self.hours
            if min(first.arrive - self.road(mission, depot, first.place, opens), closes) >= opens
        ]
        return max(latest, default=first.arrive - self.road(mission, depot, first.place, 0))

    def span(self, mission: Mission) -> tuple[int, int]:
        """When a mission leaves its start place and is back at its end place."""
        mover, first, last = self.mover(mission), mission.stops[0], mission.stops[-1]
        return self.leaves(mission, mover.start, first), last.depart + self.road(
            mission, last.place, mover.end, last.depart
        )


def slot_end(machine: Machine, slot: Slot) -> int:
    """When the person of a slot is done."""
    longest = machine.stay_seconds if machine.stay_seconds > machine.entry_seconds else machine.entry_seconds
    return slot.start + (slot.entries - 1) * machine.entry_seconds + longest


def outside(windows: tuple[TimeWindow, ...], start: int, end: int) -> int:
    """By how many seconds [start, end] leaves the nearest window; 0 inside one, a day when there is none."""
    away = [max(window.start - start, end - window.end, 0) for window in windows]
    return min(away, default=DAY)
