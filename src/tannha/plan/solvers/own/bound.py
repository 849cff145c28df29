"""A lower bound of the unserved weight of a day: true for every plan, cheap, weak where routes are the limit.

An assignment programme (planning.md section 13), relaxed to fractions and solved exactly: who comes by themselves
goes to half hours of machine entries, everybody else is visited, fetched to a half hour, or left out. Entries of
step-free machines are a part of all entries. A visit takes a team its own length and half of the shortest way in
and out of its door, a ride takes a car twice boarding, alighting and the same of its door; teams and cars have
their shifts without lunch, kits what they carry. Between roads, hours within a shift, families, crowd and
reserve are ignored: each of them only takes choices away. A day already under way gets the bound zero.
"""

from __future__ import annotations

import importlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from tannha.plan.rules.instance import Client, Machine, PlanInstance, Team, Vehicle, Way
from tannha.plan.rules.lookup import NO_WAY
from tannha.plan.solvers.day import HALF_HOUR, Day, visit_seconds
from tannha.plan.solvers.own.numbers import is_walker
from tannha.plan.solvers.schedule import Spans

SLACK = 1e-6


def least_unserved(instance: PlanInstance) -> int:
    """The bound, in weight."""
    if instance.now is not None or instance.frozen.stops:
        return 0
    return _Programme(instance).solved()


class _Programme:
    """Variables are how much of a client is served in a way; rows are what there is to serve them with."""

    def __init__(self, instance: PlanInstance) -> None:
        self.instance, self.day = instance, Day(instance)
        self.gains: list[float] = []
        self.most: list[float] = []
        self.rows: dict[object, dict[int, float]] = defaultdict(dict)
        self.room: dict[object, float] = {}
        self.total = sum(client.weight for client in instance.clients)
        self.starts = {machine.id: _starts(machine) for machine in instance.machines}
        self._capacities()
        self.near = _Doors(instance)
        alike: Counter[tuple[int, Spans, bool]] = Counter()
        for client in instance.clients:
            if is_walker(client):
                spans = self.day.spans_for(client, Way.WALK_IN)
                alike[(client.weight, spans, client.step_free)] += 1
            else:
                self._client(client)
        for (weight, spans, step_free), count in alike.items():
            self._walkers(weight, spans, step_free, count)

    def _variable(self, gain: float, most: float = 1.0) -> int:
        self.gains.append(gain)
        self.most.append(most)
        return len(self.gains) - 1

    def _capacities(self) -> None:
        instance = self.instance
        for machine in instance.machines:
            for start in self.starts[machine.id]:
                key = ("entries", machine.step_free, start // HALF_HOUR)
                self.room[key] = self.room.get(key, 0.0) + 1
        teams = [team for team in instance.teams if team.officers >= 2 and team.kit]
        gentle = [team for team in teams if "gentle" in team.skills]
        self.room["teams"], self.room["gentle"] = _working(teams), _working(gentle)
        self.room["cars"] = _working(instance.vehicles)
        self.room["kits"] = sum(min(kit.battery_enrolments, kit.cards) for kit in instance.kits)

    def _client(self, client: Client) -> None:
        whole = ("client", client.id)
        self.room[whole] = 1.0
        if self.day.spans_for(client, Way.HOME):
            one = self._variable(client.weight)
            length = float(visit_seconds(client, self.instance)) + self.near.half_ways(client, Way.HOME)
            for row, amount in ((whole, 1.0), ("teams", length), ("kits", 1.0)):
                self.rows[row][one] = amount
            if client.gentle:
                self.rows["gentle"][one] = length
        door = 2.0 * (client.boarding_seconds + client.alighting_seconds)
        door += 2 * self.near.half_ways(client, Way.RIDE)
        for way in (Way.RIDE, Way.WALK_IN):
            spans = self.day.spans_for(client, way)
            for pattern in self._patterns(client, spans) if spans else ():
                one = self._variable(client.weight)
                self.rows[whole][one] = 1.0
                for key, amount in pattern:
                    self.rows[key][one] = amount
                if way is Way.RIDE:
                    self.rows["cars"][one] = door

    def _patterns(self, client: Client, spans: Spans) -> set[tuple[tuple[object, int], ...]]:
        """Which half hours' entries a slot may take, each way of sharing them once."""
        found: set[tuple[tuple[object, int], ...]] = set()
        for machine in self.instance.machines:
            if client.step_free and not machine.step_free:
                continue
            known = set(self.starts[machine.id])
            for start in known:
                taken = [start + n * machine.entry_seconds for n in range(client.entries)]
                if _inside(start, spans) and known.issuperset(taken):
                    halves = Counter(entry // HALF_HOUR for entry in taken)
                    found.add(
                        tuple((("entries", machine.step_free, half), n) for half, n in sorted(halves.items()))
                    )
        return found

    def _walkers(self, weight: int, spans: Spans, step_free: bool, count: int) -> None:
        whole = ("walkers", weight, spans, step_free)
        self.room[whole] = count
        keys = {
            ("entries", machine.step_free, start // HALF_HOUR)
            for machine in self.instance.machines if machine.step_free or not step_free
            for start in self.starts[machine.id] if _inside(start, spans)
        }  # fmt: skip
        for key in sorted(keys):
            one = self._variable(weight, count)
            self.rows[whole][one] = self.rows[key][one] = 1.0

    def solved(self) -> int:
        """The least weight left out; what cannot be solved is told as zero."""
        if not self.gains:
            return self.total
        optimize: Any = importlib.import_module("scipy.optimize")
        sparse: Any = importlib.import_module("scipy.sparse")
        at: tuple[list[int], list[int]] = ([], [])
        amounts, limits = [], []
        for number, (key, row) in enumerate(self.rows.items()):
            limits.append(self.room[key])
            for column, amount in row.items():
                at[0].append(number)
                at[1].append(column)
                amounts.append(amount)
        table = sparse.csr_matrix((amounts, at), shape=(len(limits), len(self.gains)))
        found = optimize.linprog(
            [-gain for gain in self.gains], A_ub=table, b_ub=limits,
            bounds=[(0, most) for most in self.most], method="highs",
        )  # fmt: skip
        if not found.success:
            return 0
        return max(math.ceil(self.total + found.fun - SLACK * max(self.total, 1)), 0)


class _Doors:
    """Half of the shortest way into a client's door and half of the shortest out of it, by way of serving."""

    def __init__(self, instance: PlanInstance) -> None:
        travel = instance.travel
        place = {name: index for index, name in enumerate(travel.places)}
        profile = {name: index for index, name in enumerate(travel.profiles)}
        self.found: dict[tuple[Way, str], float] = {}
        ends: dict[Way, set[int]] = {
            Way.HOME: {place[end] for team in instance.teams for end in (team.start, team.end)},
            Way.RIDE: {place[end] for car in instance.vehicles for end in (car.start, car.end)}
            | {place[machine.place] for machine in instance.machines},
        }
        movers: dict[Way, tuple[Team | Vehicle, ...]] = {
            Way.HOME: instance.teams,
            Way.RIDE: instance.vehicles,
        }
        for way, base in ends.items():
            doors = [client for client in instance.clients if way in client.ways and not is_walker(client)]
            tables = [table for n in {profile[m.profile] for m in movers[way]} for table in travel.seconds[n]]
            often = Counter(place[client.place] for client in doors)
            others = sorted(base | often.keys())
            for client in doors:
                here = place[client.place]
                near = [other for other in others if other != here or often[here] > 1 or here in base]
                self.found[way, client.id] = sum(
                    min(
                        (
                            0 if one == other
                            else table[one][other] + travel.access_seconds[one] + travel.access_seconds[other]
                            for table in tables for other in near
                            for one, other in [(other, here) if inward else (here, other)]
                            if one == other or table[one][other] != NO_WAY
                        ),
                        default=0,
                    )
                    for inward in (True, False)
                ) / 2  # fmt: skip

    def half_ways(self, client: Client, way: Way) -> float:
        """Seconds; 0 for a way that the client does not have."""
        return self.found.get((way, client.id), 0)


def _working(movers: Iterable[Team | Vehicle]) -> float:
    """Seconds of shifts without lunches."""
    return sum(
        min(mover.shift.end - mover.shift.start, mover.longest_shift_seconds) - mover.lunch_seconds
        for mover in movers
    )


def _starts(machine: Machine) -> list[int]:
    return [
        start
        for window in machine.open
        for start in range(window.start, window.end - machine.entry_seconds + 1, machine.entry_seconds)
    ]


def _inside(start: int, spans: Spans) -> bool:
    return any(low <= start <= high for low, high in spans)
