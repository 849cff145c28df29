"""The state of a day while a solver works on it: routes with their times, slots taken, crowd, reserve, kits
in use.

Mutable on purpose and private to the solvers; what comes out is a frozen ``Plan``. Everything is kept so
that asking "may this person have this slot" costs little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tannha.plan.rules.instance import DAY_SECONDS, Client, Machine, PlanInstance, Promise, Team, Vehicle, Way
from tannha.plan.rules.lookup import TravelTable
from tannha.plan.rules.plan import Mission, Plan, Slot, Stop, StopKind
from tannha.plan.solvers.schedule import (
    Spans,
    Task,
    Times,
    fits_inside,
    lunch_where_they_are,
    overlap,
    timed,
)

HALF_HOUR = 1_800
WHOLE_DAY: Spans = ((0, DAY_SECONDS),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A way to serve one client: routes as they would become, the slot if any, and what it costs in seconds."""

    client: str
    way: Way
    cost: int
    routes: tuple[tuple[str, tuple[Task, ...], Times], ...] = ()
    slot: Slot | None = None


class Day:
    """One day in the making. Build it empty from an instance, or from a plan with ``from_plan``."""

    def __init__(self, instance: PlanInstance) -> None:
        self.instance = instance
        self.table = TravelTable(instance.travel)
        self.clients = {client.id: client for client in instance.clients}
        self.machines = {machine.id: machine for machine in instance.machines}
        self.promises = {p.client: p for p in instance.promises if not p.consent}
        self.begun = {(stop.owner, stop.kind, stop.client): stop.start for stop in instance.frozen.stops}
        self.under_way = frozenset((*instance.frozen.on_board, *instance.frozen.at_station))
        movers: tuple[Team | Vehicle, ...] = (*instance.teams, *instance.vehicles)
        self.movers = {mover.id: mover for mover in movers}
        self.routes: dict[str, tuple[Task, ...]] = {}
        self.times: dict[str, Times] = {}
        self.slots: dict[str, Slot] = {}
        self.served: set[str] = set()
        self.families: dict[str, tuple[int, int]] = {}
        self._taken: dict[str, set[int]] = defaultdict(set)
        self._crowd: dict[int, int] = defaultdict(int)
        self._ordinary: dict[int, int] = defaultdict(int)
        self._ordinary_limit = _ordinary_limits(instance)
        self._grids = {machine.id: tuple(_entry_starts(machine)) for machine in instance.machines}
        for mover in self.movers.values():
            self._open_route(mover)

    def _open_route(self, mover: Team | Vehicle) -> None:
        tasks: tuple[Task, ...] = ()
        if mover.lunch_seconds:
            span = (mover.lunch.start, mover.lunch.end - mover.lunch_seconds)
            spans = overlap((span,), self.from_now) if span[0] <= span[1] else ()
            begun = self.begun.get((mover.id, StopKind.LUNCH.value, ""))
            spans = spans if begun is None else ((begun, begun),)
            lunch = Task(
                kind=StopKind.LUNCH, client="", place=mover.start, spans=spans, duration=mover.lunch_seconds
            )
            tasks = (lunch,)
        times = timed(mover, tasks, self.table)
        if times is not None:
            self.routes[mover.id], self.times[mover.id] = tasks, times

    @property
    def from_now(self) -> Spans:
        """The part of the day that has not begun."""
        return ((self.instance.now or 0, DAY_SECONDS),)

    # --- when a client may start --------------------------------------------------------------------------

    def spans_for(self, client: Client, way: Way) -> Spans:
        """Allowed starts of a visit (home) or of a slot (other ways): windows, calm, promise, family, now."""
        promise = self.promises.get(client.id)
        if (
            way not in client.ways
            or (promise is not None and promise.way is not way)
            or self._too_early(client)
        ):
            return ()
        if way is Way.HOME and client.do_not_visit:
            return ()
        spans = overlap(tuple((w.start, w.end) for w in client.time_windows), self.from_now)
        if way is Way.HOME:
            hours = self.instance.settings.visit_hours
            length = visit_seconds(client, self.instance)
            spans = overlap(spans, ((hours.start, hours.end - length),))
            if client.gentle:
                spans = overlap(spans, tuple((w.start, w.end - length) for w in client.calm_windows))
        if promise is not None:
            spans = overlap(spans, ((promise.window.start, promise.window.end),))
        if client.family in self.families:
            spans = overlap(spans, (self.families[client.family],))
        return spans

    def _too_early(self, client: Client) -> bool:
        return client.not_before is not None and client.not_before > self.instance.day

    # --- machines -----------------------------------------------------------------------------------------

    def free_starts(self, client: Client, way: Way) -> Iterator[tuple[int, Machine]]:
        """Every start at which this client may have a slot, in order of machine preference, then time."""
        spans = self.spans_for(client, way)
        if not spans:
            return
        for machine in self.preferred_machines(client):
            taken = self._taken[machine.id]
            for start in self._grids[machine.id]:
                if start in taken or not any(first <= start <= last for first, last in spans):
                    continue
                if self._slot_fits(client, machine, start):
                    yield start, machine

    def preferred_machines(self, client: Client) -> list[Machine]:
        """Machines the client can reach, those without a step-free way first where the client does not need
        one."""
        reachable = [
            machine for machine in self.instance.machines if machine.step_free or not client.step_free
        ]
        return sorted(reachable, key=lambda machine: (machine.step_free, machine.id))

    def _slot_fits(self, client: Client, machine: Machine, start: int) -> bool:
        end = machine.slot_end(start, client.entries)
        entries = range(start, start + client.entries * machine.entry_seconds, machine.entry_seconds)
        if not any(w.start <= start and end <= w.end for w in machine.open):
            return False
        if any(entry in self._taken[machine.id] for entry in entries):
            return False
        if client.gentle and not any(w.start <= start and end <= w.end for w in client.calm_windows):
            return False
        cap = self.instance.settings.crowd_cap
        if any(self._crowd[half] + client.party > cap for half in _halves(start, end)):
            return False
        if not is_ordinary(client, self.instance):
            return True
        block_seconds = self.instance.settings.reserve_block_seconds
        asked: dict[int, int] = defaultdict(int)
        for entry in entries:
            asked[entry // block_seconds] += 1
        return all(self._ordinary[b] + n <= self._ordinary_limit.get(b, 0) for b, n in asked.items())

    # --- taking and giving back ---------------------------------------------------------------------------

    def apply(self, placement: Placement) -> None:
        """Make a placement part of the day."""
        for owner, tasks, times in placement.routes:
            self.routes[owner], self.times[owner] = tasks, times
        if placement.slot is not None:
            self._count(placement.slot, 1)
            self.slots[placement.client] = placement.slot
        self.served.add(placement.client)
        family = self.clients[placement.client].family
        if family and family not in self.families:
            start = self.start_of(placement.client)
            self.families[family] = (start, start + HALF_HOUR)
            self._bind_family(placement.client, family)

    def _bind_family(self, client: str, family: str) -> None:
        """Keep the visit of the first of a family inside the half hour that the others are planned into."""
        for owner, tasks in self.routes.items():
            if any(task.client == client and task.kind is StopKind.VISIT for task in tasks):
                self.routes[owner] = tuple(
                    _narrowed(task, self.families[family]) if task.client == client else task
                    for task in tasks
                )

    def drop(self, client: str) -> None:
        """Take a client out of the day; the routes keep their order and are timed anew."""
        slot = self.slots.pop(client, None)
        if slot is not None:
            self._count(slot, -1)
        for owner, tasks in list(self.routes.items()):
            if any(task.client == client for task in tasks):
                mover = self.movers[owner]
                left = lunch_where_they_are([task for task in tasks if task.client != client], mover.start)
                times = timed(mover, left, self.table)
                if times is not None:
                    self.routes[owner], self.times[owner] = left, times
        self.served.discard(client)

    def start_of(self, client: str) -> int:
        """When the client's visit or slot starts."""
        if client in self.slots:
            return self.slots[client].start
        for owner, tasks in self.routes.items():
            for task, times in zip(tasks, self.times[owner], strict=True):
                if task.client == client:
                    return times[1]
        raise KeyError(client)

    def _count(self, slot: Slot, sign: int) -> None:
        client, machine = self.clients[slot.client], self.machines[slot.machine]
        for number in range(slot.entries):
            entry = slot.start + number * machine.entry_seconds
            (self._taken[machine.id].add if sign > 0 else self._taken[machine.id].discard)(entry)
            if is_ordinary(client, self.instance):
                self._ordinary[entry // self.instance.settings.reserve_block_seconds] += sign
        for half in _halves(slot.start, machine.slot_end(slot.start, slot.entries)):
            self._crowd[half] += sign * client.party

    # --- teams --------------------------------------------------------------------------------------------

    def visits_of(self, owner: str) -> int:
        """How many home visits a route holds."""
        return sum(1 for task in self.routes.get(owner, ()) if task.kind is StopKind.VISIT)

    def may_visit(self, team: Team, client: Client) -> bool:
        """Officers, battery, slips and skill: everything about a team but its hours and where its kit is."""
        if team.id not in self.routes or team.officers < 2 or not team.kit:
            return False
        if client.gentle and "gentle" not in team.skills:
            return False
        kit = next(kit for kit in self.instance.kits if kit.id == team.kit)
        used = sum(self.visits_of(t.id) for t in self.instance.teams if t.kit == team.kit)
        return used < min(kit.battery_enrolments, kit.cards)

    def kit_is_free(self, team: Team, tasks: tuple[Task, ...], times: Times) -> bool:
        """Whether no other team has the kit out between leaving and coming back on this route."""
        leave, back = self._out(team, tasks, times)
        for other in self.instance.teams:
            if other.kit == team.kit and other.id != team.id and self.visits_of(other.id):
                other_leave, other_back = self._out(other, self.routes[other.id], self.times[other.id])
                if leave < other_back and other_leave < back:
                    return False
        return True

    def _out(self, team: Team, tasks: tuple[Task, ...], times: Times) -> tuple[int, int]:
        """When a route leaves its start place and is back at its end place."""
        way_out = self.table.seconds(team.profile, team.start, tasks[0].place, team.shift.start)
        depart = times[-1][2]
        way_back = self.table.seconds(team.profile, tasks[-1].place, team.end, depart)
        return times[0][0] - way_out, depart + way_back

    def may_carry(self, vehicle: Vehicle, client: Client) -> bool:
        """Seats for the party and a place for the wheelchair."""
        fits = vehicle.seats >= client.party and vehicle.wheelchairs >= int(client.wheelchair)
        return fits and vehicle.id in self.routes

    # --- from and to plans --------------------------------------------------------------------------------

    def missions(self) -> tuple[Mission, ...]:
        """The routes that serve somebody, teams first, as frozen missions."""
        return tuple(
            Mission(
                team=owner if isinstance(mover, Team) else "",
                vehicle=owner if isinstance(mover, Vehicle) else "",
                stops=tuple(
                    _stop(task, times)
                    for task, times in zip(self.routes[owner], self.times[owner], strict=True)
                ),
            )
            for owner, mover in self.movers.items()
            if any(task.client for task in self.routes.get(owner, ()))
        )

    def all_slots(self) -> tuple[Slot, ...]:
        """Slots in order of machine and time."""
        return tuple(sorted(self.slots.values(), key=lambda slot: (slot.machine, slot.start, slot.client)))


def from_plan(instance: PlanInstance, plan: Plan, keep: frozenset[str] | None = None) -> Day | None:
    """A day that holds the plan's clients (only those in ``keep`` if given); None when they no longer fit as
    they stand."""
    day = Day(instance)
    wanted = {client for client in day.clients if keep is None or client in keep}
    _note_families(day, plan, wanted)
    for slot in plan.slots:
        client = day.clients.get(slot.client)
        if client is None or slot.client not in wanted or slot.machine not in day.machines:
            continue
        machine = day.machines[slot.machine]
        if not day._slot_fits(client, machine, slot.start) or (machine.step_free < client.step_free):
            return None
        day._count(slot, 1)
        day.slots[slot.client] = slot
    for mission in plan.missions:
        if not _take_route(day, mission, wanted):
            return None
    riding = {task.client for tasks in day.routes.values() for task in tasks if task.client}
    day.served = set(day.slots) | riding
    return day


def _note_families(day: Day, plan: Plan, wanted: set[str]) -> None:
    """The half hour of each family, from the first of its members in the plan."""
    starts = {slot.client: slot.start for slot in plan.slots}
    starts |= {s.client: s.start for m in plan.missions for s in m.stops if s.kind is StopKind.VISIT}
    for client_id, start in starts.items():
        family = day.clients[client_id].family if client_id in wanted else ""
        if family:
            first = min(start, day.families.get(family, (start, 0))[0])
            day.families[family] = (first, first + HALF_HOUR)


def _take_route(day: Day, mission: Mission, wanted: set[str]) -> bool:
    mover = day.movers.get(mission.owner)
    kept = [stop for stop in mission.stops if stop.client in wanted or stop.kind is StopKind.LUNCH]
    if not any(stop.client for stop in kept):
        return True
    if mover is None or mission.owner not in day.routes:
        return False
    lunch = [task for task in day.routes[mission.owner] if task.kind is StopKind.LUNCH]
    tasks: list[Task] = []
    for index, stop in enumerate(kept):
        if stop.kind is StopKind.LUNCH:
            tasks += lunch
            lunch = []
        else:
            tasks.append(task_for(day, day.clients[stop.client], stop.kind))
        if tasks and (mission.owner, stop.kind.value, stop.client) in day.begun:
            after = kept[index + 1] if index + 1 < len(kept) else None
            tasks[-1] = _as_begun(day, mover, tasks[-1], stop, after)
    if lunch:
        return False
    placed = lunch_where_they_are(tasks, mover.start)
    times = timed(mover, placed, day.table)
    if times is None or (isinstance(mover, Vehicle) and not fits_inside(placed, mover)):
        return False
    day.routes[mission.owner], day.times[mission.owner] = placed, times
    return True


def _as_begun(day: Day, mover: Team | Vehicle, task: Task, stop: Stop, after: Stop | None) -> Task:
    """A stop that has begun: to the second, and as long as the plan lets the mover leave for the stop after it."""
    left = stop.depart
    if after is not None:
        left = max(left, after.arrive - day.table.seconds(mover.profile, stop.place, after.place, left))
    return replace(task, spans=((stop.start, stop.start),), duration=left - stop.start)


def task_for(day: Day, client: Client, kind: StopKind, slot: Slot | None = None) -> Task:
    """The task of one halt for a client; ride halts take their windows from the slot (given, or the day's
    own)."""
    if kind is StopKind.VISIT:
        hours = day.spans_for(client, Way.HOME)
        length = visit_seconds(client, day.instance)
        return Task(kind=kind, client=client.id, place=client.place, spans=hours, duration=length)
    slot = slot or day.slots[client.id]
    machine = day.machines[slot.machine]
    settings = day.instance.settings
    done = machine.slot_end(slot.start, slot.entries)
    spans: Spans = day.from_now
    more = DAY_SECONDS if client.id in day.under_way else 0
    if kind is StopKind.OUT_DROP:
        last = slot.start - client.alighting_seconds
        spans = overlap(((last - settings.wait_before_seconds - more, last),), day.from_now)
    elif kind is StopKind.BACK_PICKUP:
        spans = overlap(((done, done + settings.wait_after_seconds + more),), day.from_now)
    boards = kind in (StopKind.OUT_PICKUP, StopKind.BACK_PICKUP)
    at_home = kind in (StopKind.OUT_PICKUP, StopKind.BACK_DROP)
    return Task(
        kind=kind,
        client=client.id,
        place=client.place if at_home else machine.place,
        spans=spans,
        duration=client.boarding_seconds if boards else client.alighting_seconds,
        ride_limit=client.max_ride_time,
        seats=client.party,
        wheelchairs=int(client.wheelchair),
    )


def visit_seconds(client: Client, instance: PlanInstance) -> int:
    """How long a home visit lasts: the client's own duration, never under the setting for frail people."""
    settings = instance.settings
    least = settings.frail_home_seconds if client.weight >= settings.frail_weight else 0
    return max(client.service_duration, least)


def is_ordinary(client: Client, instance: PlanInstance) -> bool:
    """Whether a slot for this client must leave the reserve free: not frail by weight and not in need of a
    step-free way."""
    return client.weight < instance.settings.frail_weight and not client.step_free


def promise_of(instance: PlanInstance, client: str) -> Promise | None:
    """The promise that binds for a client, None if there is none or it was released."""
    return next((p for p in instance.promises if p.client == client and not p.consent), None)


def _narrowed(task: Task, span: tuple[int, int]) -> Task:
    return Task(
        kind=task.kind,
        client=task.client,
        place=task.place,
        spans=overlap(task.spans, (span,)),
        duration=task.duration,
    )


def _stop(task: Task, times: tuple[int, int, int]) -> Stop:
    arrive, start, depart = times
    return Stop(
        kind=task.kind, client=task.client, place=task.place, arrive=arrive, start=start, depart=depart
    )


def _entry_starts(machine: Machine) -> Iterator[int]:
    for window in machine.open:
        yield from range(window.start, window.end - machine.entry_seconds + 1, machine.entry_seconds)


def _halves(start: int, end: int) -> range:
    return range(start // HALF_HOUR, (end - 1) // HALF_HOUR + 1)


def _ordinary_limits(instance: PlanInstance) -> dict[int, int]:
    capacity: dict[int, int] = defaultdict(int)
    for machine in instance.machines:
        for start in _entry_starts(machine):
            capacity[start // instance.settings.reserve_block_seconds] += 1
    percent = instance.settings.reserve_percent
    return {block: entries - -(-entries * percent // 100) for block, entries in capacity.items()}
