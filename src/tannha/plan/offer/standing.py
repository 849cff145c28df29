"""A kept day made ready for questions: its routes, who sits where, what is promised and what is only expected.

Everybody with a promise stays inside it. Somebody planned without a promise is expected, no more (a *phantom*): a
caller may take their place, and the cost of that choice says so. Build once for a plan, ask often; ``take`` changes
it, nothing else does.
"""

from __future__ import annotations

import copy
import itertools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tannha.plan.offer.asking import Forecast
from tannha.plan.rules.instance import Client, Machine, PlanInstance, Promise
from tannha.plan.rules.plan import Plan, Slot, StopKind
from tannha.plan.rules.wire import BadInput
from tannha.plan.solvers.day import HALF_HOUR, Placement, from_plan, is_ordinary
from tannha.plan.solvers.schedule import Task, latest, overlap, timed

RIDE_LEEWAY = 600
FIVE_MINUTES = 300
UNKNOWN = Forecast()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """What a person who is fetched was told: the car is at the door between two moments, home again by a third."""

    fetch_from: int
    fetch_until: int
    home_by: int


def fetch_of(pickup_start: int, home_depart: int) -> Fetch:
    """The words for a ride planned so: ten minutes either side of the fetch, home within ten minutes, in fives."""
    first = (pickup_start - RIDE_LEEWAY) // FIVE_MINUTES * FIVE_MINUTES
    last = -(-(pickup_start + RIDE_LEEWAY) // FIVE_MINUTES) * FIVE_MINUTES
    home = -(-(home_depart + RIDE_LEEWAY) // FIVE_MINUTES) * FIVE_MINUTES
    return Fetch(fetch_from=max(first, 0), fetch_until=last, home_by=home)


@dataclass(slots=True)
class Bench:
    """One machine's entries in order: the start of each and who has it ("" if nobody)."""

    machine: Machine
    starts: list[int]
    owners: list[str]


class Standing:
    """One day as it stands; see the module's text. ``fetches`` are the rides as told, by client."""

    def __init__(
        self,
        instance: PlanInstance,
        plan: Plan,
        *,
        forecast: Forecast = UNKNOWN,
        fetches: Mapping[str, Fetch] | None = None,
    ) -> None:
        day = from_plan(_unreserved(instance), plan)
        if day is None:
            raise BadInput(field="plan", problem="does not fit its day")
        self.instance, self.forecast, self.day = instance, forecast, day
        self.fetches = dict(fetches or {})
        self.promised = {promise.client for promise in instance.promises}
        self.promises = list(instance.promises)
        lost = sorted(client for client in day.promises if client not in day.served)
        if lost:
            raise BadInput(field="plan", subject=lost[0], problem="a promise is not kept")
        self._tie_rides()
        self.benches = [_bench(machine) for machine in instance.machines]
        self._seat = {
            (bench.machine.id, start): (bench, number)
            for bench in self.benches
            for number, start in enumerate(bench.starts)
        }
        self.crowd: dict[int, int] = defaultdict(int)
        self.ordinary: dict[int, int] = defaultdict(int)
        self.ordinary_step_free: dict[int, int] = defaultdict(int)
        self.taken: dict[int, int] = defaultdict(int)
        self.frail_taken: dict[int, int] = defaultdict(int)
        self.capacity: dict[int, int] = defaultdict(int)
        self.step_free_capacity: dict[int, int] = defaultdict(int)
        self.block_seconds = instance.settings.reserve_block_seconds
        for bench in self.benches:
            for start in bench.starts:
                self.capacity[start // self.block_seconds] += 1
                self.step_free_capacity[start // self.block_seconds] += int(bench.machine.step_free)
        for slot in day.slots.values():
            self._sit(slot, 1)
        self.whole = sum(self.capacity.values())
        self.whole_step_free = sum(self.step_free_capacity.values())
        self._closes: dict[str, list[int]] = {}
        self.ordinary_kit_seconds = sum(
            task.duration
            for tasks in day.routes.values()
            for task in tasks
            if task.kind is StopKind.VISIT and self.is_ordinary(day.clients[task.client])
        )

    # --- asking -------------------------------------------------------------------------------------------

    def is_ordinary(self, client: Client) -> bool:
        """Whether this client is one for whom nothing is held (constraint C22)."""
        return is_ordinary(client, self.instance)

    def is_phantom(self, client: str) -> bool:
        """Whether somebody is only expected: planned, but without a promise."""
        return client not in self.promised

    def closes(self, owner: str) -> list[int]:
        """The latest start of each task of a route that leaves the rest possible (kept until the route changes)."""
        if owner not in self._closes:
            self._closes[owner] = latest(self.day.movers[owner], self.day.routes[owner], self.day.table)
        return self._closes[owner]

    def kit_seconds(self) -> tuple[int, int]:
        """Of all teams that can visit: working seconds of the day without lunch, and how many are still free."""
        whole = free = 0
        for team in self.instance.teams:
            if team.id not in self.day.routes or team.officers < 2 or not team.kit:
                continue
            shift = min(team.shift.end - team.shift.start, team.longest_shift_seconds) - team.lunch_seconds
            whole += shift
            free += shift - self.busy_seconds(team.id)
        return whole, free

    def busy_seconds(self, owner: str) -> int:
        """Service and roads of a route."""
        mover, table = self.day.movers[owner], self.day.table
        tasks = [task for task in self.day.routes[owner] if task.kind is not StopKind.LUNCH]
        places = [mover.start, *(task.place for task in tasks), mover.end]
        roads = sum(table.least(mover.profile, start, end) for start, end in itertools.pairwise(places))
        return roads + sum(task.duration for task in tasks)

    # --- taking -------------------------------------------------------------------------------------------

    def remove(self, client: str) -> None:
        """Take a phantom, or the caller's own earlier place, out of the day."""
        slot = self.day.slots.get(client)
        if slot is not None:
            self._sit(slot, -1)
        for owner, tasks in self.day.routes.items():
            for task in tasks:
                if task.client == client:
                    self._closes.pop(owner, None)
                    if task.kind is StopKind.VISIT and self.is_ordinary(self.day.clients[client]):
                        self.ordinary_kit_seconds -= task.duration
        self.day.drop(client)

    def add(self, client: Client, promise: Promise | None, placement: Placement, fetch: Fetch | None) -> None:
        """Make a placement part of the day, bound by the promise; the client becomes one of the day's."""
        day = self.day
        day.clients[client.id] = client
        if promise is not None:
            day.promises[client.id] = promise
            self.promised.add(client.id)
            self.promises = [one for one in self.promises if one.client != client.id] + [promise]
        if fetch is not None:
            self.fetches[client.id] = fetch
        day.apply(placement)
        for owner, tasks, _ in placement.routes:
            self._closes.pop(owner, None)
            for task in tasks:
                if task.client == client.id and task.kind is StopKind.VISIT and self.is_ordinary(client):
                    self.ordinary_kit_seconds += task.duration
        if placement.slot is not None:
            self._sit(placement.slot, 1)

    def release(self, client: str) -> None:
        """Take somebody promised out of the day, as if they had agreed to another time."""
        self.remove(client)
        self.promised.discard(client)
        self.promises = [one for one in self.promises if one.client != client]
        self.day.promises.pop(client, None)
        self.fetches.pop(client, None)

    def twin(self) -> Standing:
        """A copy to try something on; values that never change are shared."""
        shared = (self.instance, self.day.instance, self.day.table, self.forecast, *self.day.clients.values())
        movers = (*self.day.movers.values(), *self.day.machines.values())
        return copy.deepcopy(self, {id(one): one for one in (*shared, *movers)})

    def _sit(self, slot: Slot, sign: int) -> None:
        client = self.day.clients[slot.client]
        bench, first = self._seat[(slot.machine, slot.start)]
        ordinary = self.is_ordinary(client)
        for number in range(first, first + slot.entries):
            bench.owners[number] = slot.client if sign > 0 else ""
            block = bench.starts[number] // self.block_seconds
            self.taken[block] += sign
            if ordinary:
                self.ordinary[block] += sign
                self.ordinary_step_free[block] += sign * int(bench.machine.step_free)
            else:
                self.frail_taken[block] += sign
        end = bench.machine.slot_end(slot.start, slot.entries)
        for half in range(slot.start // HALF_HOUR, (end - 1) // HALF_HOUR + 1):
            self.crowd[half] += sign * client.party

    def _tie_rides(self) -> None:
        """Bind the cars of promised rides to what was told (or, where nothing is given, to the plan as it is)."""
        day = self.day
        riders = {c for c in day.slots if c in self.promised and any(
            task.client == c for tasks in day.routes.values() for task in tasks
        )}  # fmt: skip
        starts: dict[str, dict[StopKind, int]] = defaultdict(dict)
        for owner, tasks in day.routes.items():
            for task, times in zip(tasks, day.times[owner], strict=True):
                if task.client in riders:
                    depart = times[2] if task.kind is StopKind.BACK_DROP else times[1]
                    starts[task.client][task.kind] = depart
        for client in sorted(riders):
            if client not in self.fetches:
                found = starts[client]
                self.fetches[client] = fetch_of(found[StopKind.OUT_PICKUP], found[StopKind.BACK_DROP])
        for owner, tasks in list(day.routes.items()):
            tied = tuple(tied_task(task, self.fetches.get(task.client)) for task in tasks)
            exact = timed(day.movers[owner], tied, day.table) if tied != tasks else None
            if exact is not None:
                day.routes[owner], day.times[owner] = tied, exact


def fetches_broken(standing: Standing, plan: Plan) -> int:
    """Halts of promised rides outside what was told about the car."""
    broken = 0
    for stop in (stop for mission in plan.missions for stop in mission.stops):
        told = standing.fetches.get(stop.client)
        if told is None:
            continue
        if stop.kind is StopKind.OUT_PICKUP:
            broken += not told.fetch_from <= stop.start <= told.fetch_until
        elif stop.kind is StopKind.BACK_DROP:
            broken += stop.depart > told.home_by
    return broken


def tied_task(task: Task, fetch: Fetch | None) -> Task:
    """The same halt bound to what was told about the car; other halts are as they were."""
    if fetch is None:
        return task
    if task.kind is StopKind.OUT_PICKUP:
        return replace(task, spans=overlap(task.spans, ((fetch.fetch_from, fetch.fetch_until),)))
    if task.kind is StopKind.BACK_DROP:
        return replace(task, spans=overlap(task.spans, ((0, fetch.home_by - task.duration),)))
    return task


def _unreserved(instance: PlanInstance) -> PlanInstance:
    """The same day without the plain share: what is held at the moment of a call is judged by the offer itself."""
    return replace(instance, settings=replace(instance.settings, reserve_percent=0))


def _bench(machine: Machine) -> Bench:
    starts = [
        start
        for window in machine.open
        for start in range(window.start, window.end - machine.entry_seconds + 1, machine.entry_seconds)
    ]
    return Bench(machine=machine, starts=starts, owners=[""] * len(starts))
