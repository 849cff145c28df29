"""A lower bound of the unserved weight of a day: true for every plan, cheap, weak where routes are the limit.

An assignment programme (planning.md section 13): who comes by themselves goes to half hours of machine entries,
everybody else is visited, fetched to a half hour, or left out. Entries of step-free machines are a part of all
entries, ordinary people leave the reserve. A visit takes a team its own length, a ride takes a car boarding and
alighting twice; both take their part of the roads (``roads``), and whoever rides alone takes the way to the station
and back. Teams and cars have the usable part of their shifts without lunch, teams a whole number of visits
(``working``), kits what they carry. Hours within a shift, families and crowd are ignored: each of them only takes
choices away. A day already under way gets the bound zero.

As fractions it is solved exactly at once (``least_unserved``); in whole people it is branched on (``proof``).
"""

from __future__ import annotations

import importlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from tannha.plan.rules.instance import Client, Frozen, Machine, PlanInstance, Team, Way
from tannha.plan.solvers.day import HALF_HOUR, Day, is_ordinary, visit_seconds
from tannha.plan.solvers.own.bound.roads import grown_around, moats, shortest
from tannha.plan.solvers.own.bound.working import Hours, counted, usable
from tannha.plan.solvers.own.numbers import is_walker
from tannha.plan.solvers.schedule import Spans

SLACK = 1e-6
Key = tuple[object, ...]


def least_unserved(instance: PlanInstance) -> int:
    """The bound, in weight."""
    return bounded_by(programme_of(instance))


def programme_of(instance: PlanInstance) -> Programme | None:
    """The programme of a day that has not begun; None for one under way."""
    if instance.now is not None or instance.frozen != Frozen():
        return None
    return Programme(instance)


def bounded_by(programme: Programme | None) -> int:
    """What the programme proves in fractions of people; 0 without one."""
    return 0 if programme is None else programme.whole(programme.relaxed())


class Programme:
    """Variables are how much of a client is served in a way; rows are what there is to serve them with."""

    def __init__(self, instance: PlanInstance) -> None:
        self.instance, self.day = instance, Day(instance)
        self.place = {name: index for index, name in enumerate(instance.travel.places)}
        self.gains: list[float] = []
        self.most: list[float] = []
        self.rows: dict[Key, dict[int, float]] = defaultdict(dict)
        self.room: dict[Key, float] = {}
        self.total = sum(client.weight for client in instance.clients)
        self.starts = {machine.id: _starts(machine) for machine in instance.machines}
        self._entries()
        others = [client for client in instance.clients if not is_walker(client)]
        for client in others:
            self.room["client", client.id] = 1.0
        self._visits([one for one in others if self.day.spans_for(one, Way.HOME)])
        self._rides([one for one in others if self.day.spans_for(one, Way.RIDE)])
        for client in others:
            self._slots(client, Way.WALK_IN)
        self._walkers([client for client in instance.clients if is_walker(client)])

    # --- rows and columns -----------------------------------------------------------------------------------

    def _variable(self, gain: float, most: float = 1.0) -> int:
        self.gains.append(gain)
        self.most.append(most)
        return len(self.gains) - 1

    def _entries(self) -> None:
        settings = self.instance.settings
        blocks: Counter[int] = Counter()
        for machine in self.instance.machines:
            for start in self.starts[machine.id]:
                key = ("entries", machine.step_free, start // HALF_HOUR)
                self.room[key] = self.room.get(key, 0.0) + 1
                blocks[start // settings.reserve_block_seconds] += 1
        self.has_reserve = settings.reserve_block_seconds % HALF_HOUR == 0
        for block, count in blocks.items() if self.has_reserve else ():
            self.room["reserve", block] = count - -(-count * settings.reserve_percent // 100)

    def _reserve(self, half: int) -> Key:
        return ("reserve", half * HALF_HOUR // self.instance.settings.reserve_block_seconds)

    def _slots(self, client: Client, way: Way) -> list[int]:
        """One variable for each set of half hours' entries that a slot of this client may take."""
        spans = self.day.spans_for(client, way)
        ordinary = self.has_reserve and is_ordinary(client, self.instance)
        made = []
        for step_free, halves in sorted(self._patterns(client, spans)) if spans else ():
            one = self._variable(client.weight)
            self.rows["client", client.id][one] = 1.0
            for half, count in halves:
                self.rows["entries", step_free, half][one] = count
                if ordinary:
                    row = self.rows[self._reserve(half)]
                    row[one] = row.get(one, 0.0) + count
            made.append(one)
        return made

    def _patterns(self, client: Client, spans: Spans) -> set[tuple[bool, tuple[tuple[int, int], ...]]]:
        """Which half hours' entries a slot may take, each way of sharing them once."""
        found = set()
        for machine in self.instance.machines:
            if client.step_free and not machine.step_free:
                continue
            known = set(self.starts[machine.id])
            for start in known:
                taken = [start + number * machine.entry_seconds for number in range(client.entries)]
                if _inside(start, spans) and known.issuperset(taken):
                    halves = Counter(entry // HALF_HOUR for entry in taken)
                    found.add((machine.step_free, tuple(sorted(halves.items()))))
        return found

    def _walkers(self, walkers: Iterable[Client]) -> None:
        """Who comes by themselves, people who are alike together."""
        alike: Counter[tuple[int, Spans, bool, bool]] = Counter()
        for client in walkers:
            spans = self.day.spans_for(client, Way.WALK_IN)
            alike[client.weight, spans, client.step_free, is_ordinary(client, self.instance)] += 1
        for (weight, spans, step_free, ordinary), count in alike.items():
            whole: Key = ("walkers", weight, spans, step_free)
            self.room[whole] = count
            keys = {
                (machine.step_free, start // HALF_HOUR)
                for machine in self.instance.machines if machine.step_free or not step_free
                for start in self.starts[machine.id] if _inside(start, spans)
            }  # fmt: skip
            for free, half in sorted(keys):
                one = self._variable(weight, count)
                self.rows[whole][one] = self.rows["entries", free, half][one] = 1.0
                if ordinary and self.has_reserve:
                    self.rows[self._reserve(half)][one] = 1.0

    def _visits(self, clients: Sequence[Client]) -> None:
        teams = [team for team in self.instance.teams if team.officers >= 2 and team.kit]
        if not clients or not teams:
            return
        bases = {self.place[end] for team in teams for end in (team.start, team.end)}
        ways = shortest(self.instance.travel, {team.profile for team in teams})
        around = moats(ways, [self.place[client.place] for client in clients], bases)
        lengths = [visit_seconds(client, self.instance) for client in clients]
        spans = [self.day.spans_for(client, Way.HOME) for client in clients]
        hours = Hours(
            first=min(low for one in spans for low, _ in one),
            last=max(high + length for one, length in zip(spans, lengths, strict=True) for _, high in one),
            way=max(grown_around(around, len(clients))),
        )
        kits = {team.kit for team in teams}
        self.room["kits",] = sum(
            min(k.battery_enrolments, k.cards) for k in self.instance.kits if k.id in kits
        )
        made = [[self._variable(client.weight)] for client in clients]
        for client, (one,) in zip(clients, made, strict=True):
            self.rows["client", client.id][one] = self.rows["kits",][one] = 1.0
        self._roads(
            "teams", made, [float(length) for length in lengths], [(m.doors, m.width) for m in around]
        )
        self.room["teams",] = sum(usable(team, hours) for team in teams)
        self._skilled(teams, clients, [one for (one,) in made], hours)

    def _skilled(
        self, teams: Sequence[Team], clients: Sequence[Client], made: Sequence[int], hours: Hours
    ) -> None:
        """Gentle clients beside gentle teams, and whole numbers of visits of all teams and of these."""
        amounts = [self.rows["teams",][one] for one in made]
        for name, may, is_so in (
            ("all", teams, [True] * len(clients)),
            ("gentle", [team for team in teams if "gentle" in team.skills], [one.gentle for one in clients]),
        ):
            shifts = [usable(team, hours) for team in may]
            chosen = [(one, amount) for one, amount, so in zip(made, amounts, is_so, strict=True) if so]
            if name == "gentle":
                self.rows["gentle",] = dict(chosen)
                self.room["gentle",] = sum(shifts)
            for number, (often, most) in enumerate(counted(shifts, [amount for _, amount in chosen])):
                self.room["counted", name, number] = most
                row = self.rows["counted", name, number]
                row.update((one, times) for (one, _), times in zip(chosen, often, strict=True) if times)

    def _rides(self, clients: Sequence[Client]) -> None:
        cars, machines = self.instance.vehicles, self.instance.machines
        if not clients or not cars or not machines:
            return
        stations = sorted({self.place[machine.place] for machine in machines})
        ways = shortest(self.instance.travel, {car.profile for car in cars})
        bases = {self.place[end] for car in cars for end in (car.start, car.end)}.union(stations)
        doors = [self.place[client.place] for client in clients]
        alone = [not any(_together(self.instance, one, two) for two in clients) for one in clients]
        made, lengths = [], []
        for client, door, rides_alone in zip(clients, doors, alone, strict=True):
            out, back = ways[door, stations].min(), ways[stations, door].min()
            able = any(car.seats >= client.party and car.wheelchairs >= client.wheelchair for car in cars)
            able = able and max(out, back) <= client.max_ride_time
            made.append(self._slots(client, Way.RIDE) if able else [])
            lengths.append(2.0 * (client.boarding_seconds + client.alighting_seconds))
            if rides_alone and able:
                lengths[-1] += float(out + back)
        around = [(moat.doors, moat.width) for moat in moats(ways, doors, bases)]
        if not all(alone):
            around = [(doors_, width) for doors_, width in around if len(doors_) == 1]
        for width, (door,) in [(width, one) for one, width in around if len(one) == 1]:
            lengths[door] += 0.0 if alone[door] else 2.0 * width
        self._roads("cars", made, lengths, around)
        self.room["cars",] = sum(usable(car) for car in cars)

    def _roads(
        self, name: str, made: Sequence[Sequence[int]], lengths: Sequence[float],
        around: Sequence[tuple[tuple[int, ...], float]],
    ) -> None:  # fmt: skip
        """Fill the row of a kind of movers: lengths, twice each door's own moat, and moats around several doors
        once for whoever is behind them (a variable that is at least each of them)."""
        own = [0.0] * len(made)
        for doors, width in around:
            if len(doors) == 1:
                own[doors[0]] = width
        row = self.rows[(name,)]
        for ones, length, width in zip(made, lengths, own, strict=True):
            row.update((one, length + 2.0 * width) for one in ones)
        for number, (doors, width) in enumerate(around):
            behind = [door for door in doors if made[door]]
            if len(doors) > 1 and behind:
                crossed = self._variable(0.0)
                row[crossed] = 2.0 * width
                for door in behind:
                    key: Key = ("moat", name, number, door)
                    self.room[key] = 0.0
                    self.rows[key] = {crossed: -1.0, **dict.fromkeys(made[door], 1.0)}

    # --- solving --------------------------------------------------------------------------------------------

    def table(self) -> tuple[Any, list[float]]:
        """The rows as a sparse matrix [rows, variables] and what each may come to."""
        sparse: Any = importlib.import_module("scipy.sparse")
        at: tuple[list[int], list[int]] = ([], [])
        amounts, limits = [], []
        for number, (key, row) in enumerate(self.rows.items()):
            limits.append(self.room[key])
            for column, amount in row.items():
                at[0].append(number)
                at[1].append(column)
                amounts.append(amount)
        return sparse.csr_matrix((amounts, at), shape=(len(limits), len(self.gains))), limits

    def relaxed(self) -> float:
        """The least weight left out when people may be served in part; what cannot be solved is told as zero."""
        if not self.gains:
            return float(self.total)
        optimize: Any = importlib.import_module("scipy.optimize")
        table, limits = self.table()
        found = optimize.linprog(
            [-gain for gain in self.gains], A_ub=table, b_ub=limits,
            bounds=[(0, most) for most in self.most], method="highs",
        )  # fmt: skip
        return float(self.total + found.fun) if found.success else 0.0

    def whole(self, least: float) -> int:
        """Weights are whole numbers, so a bound may be rounded up."""
        return max(math.ceil(least - SLACK * max(self.total, 1)), 0)


def _together(instance: PlanInstance, one: Client, two: Client) -> bool:
    """Whether some car could hold both at once."""
    return one is not two and any(
        car.seats >= one.party + two.party and car.wheelchairs >= one.wheelchair + two.wheelchair
        for car in instance.vehicles
    )


def _starts(machine: Machine) -> list[int]:
    return [
        start
        for window in machine.open
        for start in range(window.start, window.end - machine.entry_seconds + 1, machine.entry_seconds)
    ]


def _inside(start: int, spans: Spans) -> bool:
    return any(low <= start <= high for low, high in spans)
