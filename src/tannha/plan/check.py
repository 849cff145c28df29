"""The independent checker: judges the times written in a plan against the numbered rules of planning.md
section 3.

Shares no code with any solver and re-times nothing; only the value types are common. Everything named twice
in a plan is a violation. A plan may be wrong in any way a file can be: unknown ids are C23, never an
exception.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

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

RIDE_KINDS = (StopKind.OUT_PICKUP, StopKind.OUT_DROP, StopKind.BACK_PICKUP, StopKind.BACK_DROP)
HALF_HOUR = 1_800
DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One broken rule: its id, whom or what it concerns (client, team, vehicle, machine), by how much."""

    constraint: str
    subject: str
    amount: int
    unit: str


def check_plan(instance: PlanInstance, plan: Plan) -> tuple[Violation, ...]:
    """Every violation of the plan, in the order of the rules; empty when the plan is lawful."""
    court = _Court(instance, plan)
    found = list(court.ids())
    if not found:
        found += [violation for rule in court.rules() for violation in rule]
    return tuple(sorted(found, key=lambda v: (int(v.constraint[1:]), v.subject, v.amount)))


def _said(constraint: str, subject: str, amount: int = 1, unit: str = "one") -> Violation:
    return Violation(constraint=constraint, subject=subject, amount=amount, unit=unit)


class _Court:
    """The plan beside its instance, indexed once."""

    def __init__(self, instance: PlanInstance, plan: Plan) -> None:
        self.instance, self.plan = instance, plan
        self.clients = {client.id: client for client in instance.clients}
        self.machines = {machine.id: machine for machine in instance.machines}
        self.teams = {team.id: team for team in instance.teams}
        self.vehicles = {vehicle.id: vehicle for vehicle in instance.vehicles}
        self.place = {place: index for index, place in enumerate(instance.travel.places)}
        self.slots: dict[str, list[Slot]] = defaultdict(list)
        self.stops: dict[str, list[tuple[Mission, int, Stop]]] = defaultdict(list)
        for slot in plan.slots:
            self.slots[slot.client].append(slot)
        for mission in plan.missions:
            for index, stop in enumerate(mission.stops):
                if stop.client:
                    self.stops[stop.client].append((mission, index, stop))

    def rules(self) -> tuple[Iterator[Violation], ...]:
        """All rules but C23, each as an iterator of violations."""
        return (
            self.once(), self.whole_rides(), self.windows(), self.calm(), self.stays(), self.travel(),
            self.ride_time(), self.waits(), self.loads(), self.entries(), self.step_free(), self.shifts(),
            self.lunches(), self.skills(), self.kits(), self.limits(), self.promises(), self.frozen(),
            self.families(), self.crowd(), self.reserve(), self.score(),
        )  # fmt: skip

    # --- C23: ids and sums --------------------------------------------------------------------------------

    def ids(self) -> Iterator[Violation]:
        """Known ids, nothing twice, times inside the day, served and unserved are all clients."""
        if self.plan.instance_digest != digest_of(self.instance):
            yield _said("C23", "instance_digest")
        owners = Counter(mission.owner for mission in self.plan.missions)
        for mission in self.plan.missions:
            known = mission.team in self.teams if mission.team else mission.vehicle in self.vehicles
            if not known or (mission.team and mission.vehicle) or owners[mission.owner] > 1:
                yield _said("C23", mission.owner)
            yield from self._stop_ids(mission)
        for slot in self.plan.slots:
            if slot.client not in self.clients or slot.machine not in self.machines:
                yield _said("C23", slot.client)
            elif not 0 <= slot.start < DAY or slot.entries != self.clients[slot.client].entries:
                yield _said("C23", slot.client)
        missing = [entry.client for entry in self.plan.unserved]
        placed = set(self.slots) | set(self.stops)
        for client in self.clients:
            if missing.count(client) + int(client in placed) != 1:
                yield _said("C23", client)
        for stranger in set(missing) - set(self.clients):
            yield _said("C23", stranger)

    def _stop_ids(self, mission: Mission) -> Iterator[Violation]:
        for stop in mission.stops:
            if stop.place not in self.place or (stop.kind is not StopKind.LUNCH) != bool(stop.client):
                yield _said("C23", stop.client or mission.owner)
            elif stop.client and stop.client not in self.clients:
                yield _said("C23", stop.client)
            elif not 0 <= stop.arrive <= stop.start <= stop.depart <= DAY:
                yield _said("C23", stop.client or mission.owner)

    # --- C1 to C5: the person -----------------------------------------------------------------------------

    def way_of(self, client: str) -> Way:
        """How the plan serves a client, by what it holds."""
        if any(stop.kind is StopKind.VISIT for _, _, stop in self.stops[client]):
            return Way.HOME
        return Way.RIDE if self.stops[client] else Way.WALK_IN

    def served(self) -> list[Client]:
        """Clients with a stop or a slot."""
        return [
            client
            for client in self.instance.clients
            if self.stops.get(client.id) or self.slots.get(client.id)
        ]

    def visits(self) -> Iterator[tuple[Mission, Stop, Client]]:
        """Every home visit."""
        for mission in self.plan.missions:
            for stop in mission.stops:
                if stop.kind is StopKind.VISIT:
                    yield mission, stop, self.clients[stop.client]

    def once(self) -> Iterator[Violation]:
        """C1: at most once, by one allowed way, at the person's own door or machine."""
        for client in self.served():
            kinds = [stop.kind for _, _, stop in self.stops[client.id]]
            visits = kinds.count(StopKind.VISIT)
            slots = len(self.slots[client.id])
            if visits + slots > 1 or (visits and len(kinds) > 1):
                yield _said("C1", client.id, visits + slots, "times")
            elif self.way_of(client.id) not in client.ways:
                yield _said("C1", client.id)
            elif any(
                s.kind is StopKind.VISIT and s.place != client.place for _, _, s in self.stops[client.id]
            ):
                yield _said("C1", client.id)

    def whole_rides(self) -> Iterator[Violation]:
        """C2: four halts, each leg on one vehicle and in order, between the person's door and the slot's
        machine."""
        for client in self.served():
            found = [entry for entry in self.stops[client.id] if entry[2].kind in RIDE_KINDS]
            if not found:
                continue
            by_kind = {stop.kind: (mission, index, stop) for mission, index, stop in found}
            if len(found) != 4 or len(by_kind) != 4 or not self.slots[client.id]:
                yield _said("C2", client.id, abs(4 - len(found)), "stops")
                continue
            at_machine = self.machines[self.slots[client.id][0].machine].place
            for pickup, drop in (RIDE_KINDS[:2], RIDE_KINDS[2:]):
                first, last = by_kind[pickup], by_kind[drop]
                out = pickup is StopKind.OUT_PICKUP
                doors = (client.place, at_machine) if out else (at_machine, client.place)
                together = first[0] is last[0] and bool(first[0].vehicle) and first[1] < last[1]
                if not together or (first[2].place, last[2].place) != doors:
                    yield _said("C2", client.id)

    def start_of(self, client: str) -> int:
        """Start of the visit or of the slot."""
        if self.slots.get(client):
            return self.slots[client][0].start
        return next((s.start for _, _, s in self.stops[client] if s.kind is StopKind.VISIT), 0)

    def end_of(self, client: Client) -> int:
        """End of the visit or of the slot."""
        if self.slots.get(client.id):
            slot = self.slots[client.id][0]
            return _slot_end(self.machines[slot.machine], slot)
        return next((s.depart for _, _, s in self.stops[client.id] if s.kind is StopKind.VISIT), 0)

    def windows(self) -> Iterator[Violation]:
        """C3: the visit or slot starts inside one of the person's windows."""
        for client in self.served():
            away = _outside(client.time_windows, self.start_of(client.id), self.start_of(client.id))
            if away:
                yield _said("C3", client.id, away, "seconds")

    def calm(self) -> Iterator[Violation]:
        """C4: gentle people are served wholly inside a calm window."""
        for client in self.served():
            away = (
                _outside(client.calm_windows, self.start_of(client.id), self.end_of(client))
                if client.gentle
                else 0
            )
            if away:
                yield _said("C4", client.id, away, "seconds")

    def stays(self) -> Iterator[Violation]:
        """C5: visits last their duration, and the least of a frail person; boarding and alighting take their
        time."""
        settings = self.instance.settings
        for mission in self.plan.missions:
            for stop in mission.stops:
                if stop.kind is StopKind.LUNCH:
                    continue
                client = self.clients[stop.client]
                needed = client.alighting_seconds
                if stop.kind is StopKind.VISIT:
                    frail = settings.frail_home_seconds if client.weight >= settings.frail_weight else 0
                    needed = max(client.service_duration, frail)
                elif stop.kind in (StopKind.OUT_PICKUP, StopKind.BACK_PICKUP):
                    needed = client.boarding_seconds
                if stop.depart - stop.start < needed:
                    yield _said("C5", client.id, needed - (stop.depart - stop.start), "seconds")

    # --- C6 to C10: on the road ---------------------------------------------------------------------------

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

    def travel(self) -> Iterator[Violation]:
        """C6: nobody arrives earlier than the road and the doors allow."""
        for mission in self.plan.missions:
            for before, stop in zip(mission.stops, mission.stops[1:], strict=False):
                ready = before.depart + self.road(mission, before.place, stop.place, before.depart)
                if stop.arrive < ready:
                    yield _said("C6", mission.owner, ready - stop.arrive, "seconds")

    def ride_time(self) -> Iterator[Violation]:
        """C7: from the end of boarding to the start of alighting at most the person's limit."""
        for client in self.served():
            found = {stop.kind: stop for _, _, stop in self.stops[client.id]}
            for pickup, drop in (RIDE_KINDS[:2], RIDE_KINDS[2:]):
                if pickup in found and drop in found:
                    over = found[drop].start - found[pickup].depart - client.max_ride_time
                    if over > 0:
                        yield _said("C7", client.id, over, "seconds")

    def waits(self) -> Iterator[Violation]:
        """C8 and C9: at the station neither late nor long before the slot, fetched after it and soon."""
        settings = self.instance.settings
        for client in self.served():
            for _, _, stop in self.stops[client.id]:
                if stop.kind is StopKind.OUT_DROP and self.slots[client.id]:
                    early = self.start_of(client.id) - stop.depart
                    away = max(-early, early - settings.wait_before_seconds)
                    if away > 0:
                        yield _said("C8", client.id, away, "seconds")
                if stop.kind is StopKind.BACK_PICKUP and self.slots[client.id]:
                    waited = stop.start - self.end_of(client)
                    away = max(-waited, waited - settings.wait_after_seconds)
                    if away > 0:
                        yield _said("C9", client.id, away, "seconds")

    def loads(self) -> Iterator[Violation]:
        """C10: seats and wheelchair places at every halt."""
        for mission in self.plan.missions:
            if not mission.vehicle:
                continue
            vehicle, seats, chairs = self.vehicles[mission.vehicle], 0, 0
            for stop in mission.stops:
                client = self.clients.get(stop.client)
                sign = {
                    StopKind.OUT_PICKUP: 1,
                    StopKind.BACK_PICKUP: 1,
                    StopKind.OUT_DROP: -1,
                    StopKind.BACK_DROP: -1,
                }
                if client is not None and stop.kind in sign:
                    seats += sign[stop.kind] * client.party
                    chairs += sign[stop.kind] * int(client.wheelchair)
                if seats > vehicle.seats or chairs > vehicle.wheelchairs:
                    yield _said(
                        "C10", vehicle.id, max(seats - vehicle.seats, chairs - vehicle.wheelchairs), "persons"
                    )

    # --- C11, C12: machines -------------------------------------------------------------------------------

    def entries(self) -> Iterator[Violation]:
        """C11: entries of one open machine, on its beat, never two people in one."""
        taken: Counter[tuple[str, int]] = Counter()
        for slot in self.plan.slots:
            machine = self.machines[slot.machine]
            end = _slot_end(machine, slot)
            inside = [w for w in machine.open if w.start <= slot.start and end <= w.end]
            if not any((slot.start - window.start) % machine.entry_seconds == 0 for window in inside):
                yield _said("C11", slot.client)
            for number in range(slot.entries):
                taken[(machine.id, slot.start + number * machine.entry_seconds)] += 1
        for (machine_id, _), people in taken.items():
            if people > 1:
                yield _said("C11", machine_id, people - 1, "persons")

    def step_free(self) -> Iterator[Violation]:
        """C12: nobody who needs a step-free way is sent to a machine without one."""
        for slot in self.plan.slots:
            if self.clients[slot.client].step_free and not self.machines[slot.machine].step_free:
                yield _said("C12", slot.client)

    # --- C13 to C16: teams and cars -----------------------------------------------------------------------

    def span(self, mission: Mission) -> tuple[int, int]:
        """When a mission leaves its start place and is back at its end place."""
        mover, first, last = self.mover(mission), mission.stops[0], mission.stops[-1]
        leave = first.arrive - self.road(mission, mover.start, first.place, mover.shift.start)
        return leave, last.depart + self.road(mission, last.place, mover.end, last.depart)

    def shifts(self) -> Iterator[Violation]:
        """C13: not before the shift, back before its end, not longer than allowed."""
        for mission in self.plan.missions:
            if not mission.stops:
                continue
            mover = self.mover(mission)
            leave, back = self.span(mission)
            over = max(
                mover.shift.start - leave, back - mover.shift.end, back - leave - mover.longest_shift_seconds
            )
            if over > 0:
                yield _said("C13", mission.owner, over, "seconds")

    def lunches(self) -> Iterator[Violation]:
        """C14: one whole lunch inside its window for everybody who goes out."""
        for mission in self.plan.missions:
            mover = self.mover(mission)
            lunches = [stop for stop in mission.stops if stop.kind is StopKind.LUNCH]
            if not mission.stops or not (mover.lunch_seconds or lunches):
                continue
            if len(lunches) != 1:
                yield _said("C14", mission.owner, abs(1 - len(lunches)), "times")
                continue
            lunch = lunches[0]
            short = mover.lunch_seconds - (lunch.depart - lunch.start)
            away = max(
                short, mover.lunch.start - lunch.start, lunch.start + mover.lunch_seconds - mover.lunch.end
            )
            if away > 0:
                yield _said("C14", mission.owner, away, "seconds")

    def skills(self) -> Iterator[Violation]:
        """C15: a gentle-trained team for gentle people at home, a wheelchair place for a wheelchair."""
        for mission, stop, client in self.visits():
            if client.gentle and (not mission.team or "gentle" not in self.teams[mission.team].skills):
                yield _said("C15", stop.client)
        for client in self.served():
            carried = [mission for mission, _, stop in self.stops[client.id] if stop.kind in RIDE_KINDS]
            cars = [self.vehicles[mission.vehicle] for mission in carried if mission.vehicle]
            if client.wheelchair and any(car.wheelchairs < 1 for car in cars):
                yield _said("C15", client.id)

    def kits(self) -> Iterator[Violation]:
        """C16: two officers and a kit, in one place at a time, within battery and slips."""
        stock = {kit.id: min(kit.battery_enrolments, kit.cards) for kit in self.instance.kits}
        out: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        visits: Counter[str] = Counter()
        for mission in self.plan.missions:
            count = sum(1 for stop in mission.stops if stop.kind is StopKind.VISIT)
            if not count:
                continue
            team = self.teams.get(mission.team)
            if team is None or team.kit not in stock:
                yield _said("C16", mission.owner)
                continue
            if team.officers < 2:
                yield _said("C16", team.id, 2 - team.officers, "persons")
            visits[team.kit] += count
            out[team.kit].append((*self.span(mission), team.id))
        for kit, count in visits.items():
            if count > stock[kit]:
                yield _said("C16", kit, count - stock[kit], "visits")
        for trips in out.values():
            for before, after in zip(sorted(trips), sorted(trips)[1:], strict=False):
                if after[0] < before[1]:
                    yield _said("C16", after[2], before[1] - after[0], "seconds")

    # --- C17 to C22: promises to people -------------------------------------------------------------------

    def limits(self) -> Iterator[Violation]:
        """C17: do-not-visit, not before a day, hours in which one may knock."""
        hours = self.instance.settings.visit_hours
        for _, stop, client in self.visits():
            if client.do_not_visit:
                yield _said("C17", client.id)
            away = max(hours.start - stop.start, stop.depart - hours.end)
            if away > 0:
                yield _said("C17", client.id, away, "seconds")
        for client in self.served():
            if client.not_before is not None and client.not_before > self.instance.day:
                yield _said("C17", client.id, (client.not_before - self.instance.day).days, "days")

    def promises(self) -> Iterator[Violation]:
        """C18: every promise not released by consent is kept, by its way, inside its window."""
        served = {client.id for client in self.served()}
        for promise in self.instance.promises:
            if promise.consent:
                continue
            if promise.client not in served or self.way_of(promise.client) is not promise.way:
                yield _said("C18", promise.client)
                continue
            away = _outside((promise.window,), self.start_of(promise.client), self.start_of(promise.client))
            if away:
                yield _said("C18", promise.client, away, "seconds")

    def frozen(self) -> Iterator[Violation]:
        """C19: what has begun is unchanged; nothing else starts before now."""
        begun = {(stop.owner, stop.kind, stop.client, stop.start) for stop in self.instance.frozen.stops}
        written = {(m.owner, s.kind.value, s.client, s.start) for m in self.plan.missions for s in m.stops}
        for owner, _, client, _ in begun - written:
            yield _said("C19", client or owner)
        now = self.instance.now
        if now is None:
            return
        for owner, _, client, start in sorted(written - begun):
            if start < now:
                yield _said("C19", client or owner, now - start, "seconds")
        here = set(self.instance.frozen.at_station)
        for slot in self.plan.slots:
            if slot.start < now and slot.client not in here:
                yield _said("C19", slot.client, now - slot.start, "seconds")

    def families(self) -> Iterator[Violation]:
        """C20: members of a family who are served start within the same half hour."""
        starts: dict[str, list[int]] = defaultdict(list)
        for client in self.served():
            if client.family:
                starts[client.family].append(self.start_of(client.id))
        for family, times in starts.items():
            if max(times) - min(times) > HALF_HOUR:
                yield _said("C20", family, max(times) - min(times) - HALF_HOUR, "seconds")

    def crowd(self) -> Iterator[Violation]:
        """C21: people at the station in any half hour of the clock."""
        present: Counter[int] = Counter()
        for slot in self.plan.slots:
            end = _slot_end(self.machines[slot.machine], slot)
            for half in range(slot.start // HALF_HOUR, (end - 1) // HALF_HOUR + 1):
                present[half] += self.clients[slot.client].party
        for half, people in present.items():
            if people > self.instance.settings.crowd_cap:
                yield _said(
                    "C21",
                    f"{half // 2}:{half % 2 * 30:02}",
                    people - self.instance.settings.crowd_cap,
                    "persons",
                )

    def reserve(self) -> Iterator[Violation]:
        """C22: in each block of hours the reserve stays free of ordinary people (neither frail nor step-
        free)."""
        settings = self.instance.settings
        capacity: Counter[int] = Counter()
        asked: Counter[int] = Counter()
        for machine in self.instance.machines:
            for window in machine.open:
                for number in range((window.end - window.start) // machine.entry_seconds):
                    capacity[
                        (window.start + number * machine.entry_seconds) // settings.reserve_block_seconds
                    ] += 1
        for slot in self.plan.slots:
            client = self.clients[slot.client]
            if client.weight < settings.frail_weight and not client.step_free:
                for number in range(slot.entries):
                    start = slot.start + number * self.machines[slot.machine].entry_seconds
                    asked[start // settings.reserve_block_seconds] += 1
        for block, entries in asked.items():
            held = (capacity[block] * settings.reserve_percent + 99) // 100
            if entries > capacity[block] - held:
                over = entries - (capacity[block] - held)
                yield _said("C22", f"block {block}", over, "entries")

    # --- C24: the score -----------------------------------------------------------------------------------

    def score(self) -> Iterator[Violation]:
        """C24: the stated score is what is counted here."""
        settings, said = self.instance.settings, self.plan.score
        served = {client.id for client in self.served()}
        unserved = sum(client.weight for client in self.instance.clients if client.id not in served)
        broken = sum(
            self.clients[p.client].weight
            for p in self.instance.promises
            if not p.consent and p.client not in served
        )
        moved = sum(
            1 for p in self.instance.promises
            if p.consent and p.client in served
            and _outside((p.window,), self.start_of(p.client), self.start_of(p.client)) > HALF_HOUR
        )  # fmt: skip
        cost = self._driven() + self._idle() // 2
        spans = [self.span(m) for m in self.plan.missions if m.team and m.stops]
        lengths = [back - leave for leave, back in spans]
        spread = max(lengths) - min(lengths) if lengths else 0
        total = settings.unserved_price * unserved + settings.moved_price * moved + cost // 60
        counted = {
            "promises_broken_weight": broken, "unserved_weight": unserved, "promises_moved": moved,
            "cost_seconds": cost, "spread_seconds": spread, "total": total,
        }  # fmt: skip
        for name, value in counted.items():
            if getattr(said, name) != value:
                yield _said("C24", name, abs(getattr(said, name) - value), "points")

    def _driven(self) -> int:
        seconds = 0
        for mission in self.plan.missions:
            mover, place, leaving = (
                self.mover(mission),
                self.mover(mission).start,
                self.mover(mission).shift.start,
            )
            for stop in mission.stops:
                seconds += self.road(mission, place, stop.place, leaving)
                place, leaving = stop.place, stop.depart
            seconds += self.road(mission, place, mover.end, leaving)
        return seconds

    def _idle(self) -> int:
        """Waiting at the station and ride time above the direct way, seconds."""
        seconds = 0
        for client in self.served():
            found = {stop.kind: (mission, stop) for mission, _, stop in self.stops[client.id]}
            if self.way_of(client.id) is not Way.RIDE or len(found) != 4 or not self.slots[client.id]:
                continue
            for pickup, drop in (RIDE_KINDS[:2], RIDE_KINDS[2:]):
                mission, first = found[pickup]
                last = found[drop][1]
                seconds += (
                    last.start - first.depart - self.road(mission, first.place, last.place, first.depart)
                )
            seconds += self.start_of(client.id) - found[StopKind.OUT_DROP][1].depart
            seconds += found[StopKind.BACK_PICKUP][1].start - self.end_of(client)
        return seconds


def _slot_end(machine: Machine, slot: Slot) -> int:
    longest = machine.stay_seconds if machine.stay_seconds > machine.entry_seconds else machine.entry_seconds
    return slot.start + (slot.entries - 1) * machine.entry_seconds + longest


def _outside(windows: tuple[TimeWindow, ...], start: int, end: int) -> int:
    """By how many seconds [start, end] leaves the nearest window; 0 inside one, a day when there is none."""
    away = [max(window.start - start, end - window.end, 0) for window in windows]
    return min(away, default=DAY)
