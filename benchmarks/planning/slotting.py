"""Ways and slots of a ward day by CP-SAT, for the engines that cannot choose them while they route.

Time is cut into ticks of five minutes. Cars are a cumulative resource (a leg takes a car for the way there, boarding,
the ride and alighting), teams another, those of them trained for people who need calm a third, step-free machines
a fourth; lunches take their share. Every entry that a ride takes costs what people who come by themselves would
lose by it. The model knows no roads between clients: that is what fixing ways before routing costs.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ortools.sat.python import cp_model

from planning.clock import PATIENCE, stopped_after
from planning.task import Choice
from tannha.plan.rules.instance import Client, Machine, PlanInstance, Team, Vehicle, Way
from tannha.plan.rules.lookup import TravelTable
from tannha.plan.rules.plan import Slot, StopKind
from tannha.plan.solvers.day import Day, visit_seconds
from tannha.plan.solvers.greedy import Greedy

TICK = 300
MEAN_WAY = 300


def choose(instance: PlanInstance, *, seconds: float, seed: int) -> Choice:
    """Who is visited and who is fetched when; one thread."""
    return _Slotting(instance).solved(seconds, seed)


def plainly(instance: PlanInstance) -> Choice:
    """The ways and slots of the plain insertion plan, which knows the roads: a peer's second choice."""
    plan = Greedy().solve(instance)
    visited = {stop.client for m in plan.missions for stop in m.stops if stop.kind is StopKind.VISIT}
    fetched = {stop.client for m in plan.missions for stop in m.stops if stop.kind is StopKind.OUT_DROP}
    left = {unserved.client for unserved in plan.unserved}
    for client in instance.clients:
        if client.id in left and Way.HOME in client.ways:
            visited.add(client.id)
    return Choice(
        home=frozenset(visited), slots={slot.client: slot for slot in plan.slots if slot.client in fetched}
    )


class _Slotting:
    """The model: a yes or no for each client, way and start; loads of each resource by tick."""

    def __init__(self, instance: PlanInstance) -> None:
        self.day, self.model = Day(instance), cp_model.CpModel()
        self.instance, self.table = instance, TravelTable(instance.travel)
        self.machines = [machine for machine in instance.machines if machine.step_free]
        self.loads: dict[tuple[str, int], list[Any]] = defaultdict(list)
        self.gain: list[Any] = []
        self.home: dict[str, dict[int, Any]] = {}
        self.rides: dict[str, dict[int, Any]] = {}
        for client in instance.clients:
            if client.ways & {Way.HOME, Way.RIDE}:
                self._client(client)
        teams = [team for team in instance.teams if team.kit and team.officers >= 2]
        calm = sum("gentle" in team.skills for team in teams)
        room = {"car": len(instance.vehicles), "team": len(teams), "calm": calm, "entry": len(self.machines)}
        movers: tuple[Team | Vehicle, ...] = (*teams, *instance.vehicles)
        for mover in movers:
            self._lunch("team" if isinstance(mover, Team) else "car", mover)
        for (resource, _), booked in self.loads.items():
            self.model.add(sum(booked) <= room[resource])
        self.model.maximize(sum(self.gain))

    def _busy(self, resource: str, chosen: Any, first: int, length: int) -> None:
        """A resource is taken from a moment on, rounded to whole ticks."""
        begins = round(first / TICK)
        for tick in range(begins, begins + max(round(length / TICK), 1)):
            self.loads[resource, tick].append(chosen)

    def _client(self, client: Client) -> None:
        options: list[Any] = []
        length = visit_seconds(client, self.instance) + MEAN_WAY
        hours = self.day.spans_for(client, Way.HOME)
        shift = self.instance.teams[0].shift if self.instance.teams else None
        starts = [
            start
            for low, high in hours if shift is not None
            for start in range(max(low, shift.start + MEAN_WAY), min(high, shift.end - length) + 1, 2 * TICK)
        ]  # fmt: skip
        visits = [self.model.new_bool_var("") for _ in starts]
        for start, chosen in zip(starts, visits, strict=True):
            self._busy("team", chosen, start - MEAN_WAY, length)
            if client.gentle:
                self._busy("calm", chosen, start - MEAN_WAY, length)
        if visits:
            self.home[client.id] = dict(zip(starts, visits, strict=True))
            self.gain.append(1_000 * client.weight * sum(visits))
            options += visits
        options += self._ride(client)
        if options:
            self.model.add_at_most_one(options)

    def _ride(self, client: Client) -> list[Any]:
        spans = self.day.spans_for(client, Way.RIDE)
        if not spans or not self.machines or not self.instance.vehicles:
            return []
        machine, car = self.machines[0], self.instance.vehicles[0]
        way = self.table.seconds(car.profile, client.place, machine.place, car.shift.start)
        length = 2 * way + client.boarding_seconds + client.alighting_seconds
        first = car.shift.start + length
        last = car.shift.end - length + way
        slots = {
            start: self.model.new_bool_var("")
            for window in machine.open
            for start in range(window.start, window.end, machine.entry_seconds)
            if start + client.entries * machine.entry_seconds <= window.end
            and any(low <= start <= high for low, high in spans)
            and first <= start and machine.slot_end(start, client.entries) <= last
        }  # fmt: skip
        out: dict[int, list[Any]] = defaultdict(list)
        back: dict[int, list[Any]] = defaultdict(list)
        settings = self.instance.settings
        for start, chosen in slots.items():
            for step in range(client.entries):
                self.loads["entry", start + step * machine.entry_seconds].append(chosen)
            done = machine.slot_end(start, client.entries)
            for legs, low, high in (
                (out, start - settings.wait_before_seconds - length, start - length),
                (back, done - way, done - way + settings.wait_after_seconds),
            ):  # fmt: skip
                for tick in range(-(-low // TICK), high // TICK + 1):
                    legs[tick].append(chosen)
        for legs in (out, back):
            begins = {tick: self.model.new_bool_var("") for tick in legs}
            for tick, chosen in begins.items():
                self._busy("car", chosen, tick * TICK, length)
            by_slot = defaultdict(list)
            for tick, able in legs.items():
                for one in able:
                    by_slot[one.index].append(begins[tick])
            for chosen in slots.values():
                self.model.add(sum(by_slot[chosen.index]) >= chosen)
        self.rides[client.id] = slots
        worth = 1_000 * (client.weight - client.entries) - 10
        self.gain.append(worth * sum(slots.values()))
        return list(slots.values())

    def _lunch(self, resource: str, mover: Team | Vehicle) -> None:
        if not mover.lunch_seconds:
            return
        starts = range(mover.lunch.start, mover.lunch.end - mover.lunch_seconds + 1, TICK)
        chosen = [self.model.new_bool_var("") for _ in starts]
        for start, one in zip(starts, chosen, strict=True):
            self._busy(resource, one, start, mover.lunch_seconds)
        self.model.add_exactly_one(chosen)

    def solved(self, seconds: float, seed: int) -> Choice:
        """Run the solver and read its choice; nobody is fetched or visited when it finds nothing."""
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = PATIENCE * seconds
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.linearization_level = 2
        solver.parameters.cp_model_presolve = False
        with stopped_after(seconds, solver.stop_search):
            status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Choice(home=frozenset())
        home = frozenset(
            client for client, chosen in self.home.items() if any(map(solver.value, chosen.values()))
        )
        wanted = sorted(
            (start, client)
            for client, slots in self.rides.items()
            for start, chosen in slots.items() if solver.value(chosen)
        )  # fmt: skip
        return Choice(home=home, slots=self._on_machines(wanted))

    def _on_machines(self, wanted: list[tuple[int, str]]) -> dict[str, Slot]:
        """Give each slot a machine: in order of start the first that is free (enough, for intervals)."""
        free: dict[str, int] = {machine.id: 0 for machine in self.machines}
        slots = {}
        for start, client in wanted:
            entries = self.day.clients[client].entries
            machine = self._free(free, start)
            if machine is not None:
                free[machine.id] = start + entries * machine.entry_seconds
                slots[client] = Slot(client=client, machine=machine.id, start=start, entries=entries)
        return slots

    def _free(self, free: dict[str, int], start: int) -> Machine | None:
        return next((machine for machine in self.machines if free[machine.id] <= start), None)
