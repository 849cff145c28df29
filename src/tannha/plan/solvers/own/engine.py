"""The engine behind the ``Solver`` protocol: numbers in, kernel, plan out; the plain greedy plan as fallback.

Same instance, seed and iterations give the same plan in both gears; a budget in seconds (``Pace``) only
decides how many iterations there are. Where a day is already under way with stops begun, or the search would
lose to the plain plan, the plain plan is given.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property

from tannha.plan.rules.instance import PlanInstance, Team, digest_of
from tannha.plan.rules.plan import PLAN_FORMAT, Mission, Plan, Slot, Stop, StopKind, Unserved
from tannha.plan.rules.score import score_of
from tannha.plan.solvers import Progress, never, quietly
from tannha.plan.solvers.day import HALF_HOUR, Day
from tannha.plan.solvers.greedy import UNTOLD, Greedy
from tannha.plan.solvers.own import anneal, insert, schedule, slots
from tannha.plan.solvers.own import state as at
from tannha.plan.solvers.own.bound import least_unserved
from tannha.plan.solvers.own.gears import COMPILED, INTERPRETED, Gear, compiled, gear_now, is_warm
from tannha.plan.solvers.own.numbers import DAY, PROMISED, Names, Numbers, Tuning
from tannha.plan.solvers.own.pairing import pair
from tannha.plan.solvers.own.state import State

KINDS = (
    StopKind.VISIT, StopKind.OUT_PICKUP, StopKind.OUT_DROP, StopKind.BACK_PICKUP, StopKind.BACK_DROP,
    StopKind.LUNCH,
)  # fmt: skip


class Search:
    """One search under way: its state, its gear, how far it is. ``whole`` must be known before cooling begins."""

    def __init__(
        self, instance: PlanInstance, *, seed: int, start: Plan | None = None,
        gear: Gear | None = None, tuning: Tuning = DAY,
    ) -> None:  # fmt: skip
        self.instance, self.seed = instance, seed
        day = Day(instance)
        bind_families(day, instance)
        numbers = Numbers(instance, day, tuning)
        self.names = numbers.names()
        state = numbers.state(seed)
        if start is not None:
            take_start(state, self.names, start)
        self.gear = gear or gear_now()
        self.state = self.gear.carry(state)
        self.gear.work(self.state, anneal.BEGIN, 0, 0, 1)
        self.done = 0

    @cached_property
    def bound(self) -> int:
        """What no plan can score below, made when first asked for."""
        return least_unserved(self.instance) * self.instance.settings.unserved_price

    def run(self, count: int, whole: int) -> None:
        """The next iterations of a search of ``whole`` iterations; how they are cut changes nothing."""
        count = min(count, whole - self.done)
        if count > 0:
            self.gear.work(self.state, anneal.SEARCH, self.done, count, whole)
            self.done += count

    def rate(self, count: int, clock: Callable[[], float]) -> float:
        """Iterations a second, tried on a copy that is thrown away."""
        trial = self.gear.carry(plain(self.state))
        began = clock()
        self.gear.work(trial, anneal.SEARCH, 0, count, count)
        return count / max(clock() - began, 1e-6)

    def change_gear(self, gear: Gear) -> None:
        """Go on in another gear; the plan will be the same."""
        self.state = gear.carry(plain(self.state))
        self.gear = gear

    def best(self, *, settled: bool) -> Plan:
        """The best plan so far; ``settled`` looks at the newest best too (only at the end of a search)."""
        if settled:
            self.gear.work(self.state, anneal.SETTLE, 0, 0, 1)
        state = plain(self.state)
        anneal.load(state, at.TOP)
        return plan_from(self.instance, self.names, state, seed=self.seed, iterations=self.done)


def plain(state: State) -> State:
    """The numbers as a plain list, whatever the gear."""
    return state[:] if isinstance(state, list) else state.tolist()


def solve_within(
    search: Search, seconds: float, *, should_stop: Callable[[], bool] = never,
    on_progress: Callable[[Search, Plan], None] = lambda _search, _plan: None, gears: bool = True,
    clock: Callable[[], float] = time.perf_counter,
) -> Plan:  # fmt: skip
    """Search for about so many seconds: the time decides how many iterations there are, before the cooling
    begins; where the machine slows down the search ends at a quarter above. ``on_progress`` at most 5 times a
    second. With ``gears`` it changes to the compiled gear once that lies ready."""
    began = told = clock()
    on_progress(search, search.best(settled=False))
    rate = search.rate(256 if search.gear.name == COMPILED else 12, clock)
    left = seconds - (clock() - began)
    whole = max(int(rate * left * 0.95), 16)
    step = max(int(rate * 0.1), 1)
    while search.done < whole and not should_stop():
        search.run(step, whole)
        now = clock()
        if now - began > seconds * 1.25:
            break
        if now - told > 0.2:
            told = now
            on_progress(search, search.best(settled=False))
        if gears and search.gear.name == INTERPRETED and is_warm():
            search.change_gear(compiled())
    return search.best(settled=True)


class Own:
    """Ruin and recreate; see the package's text."""

    name = "own"

    def __init__(
        self, *, gear: Gear | None = None, iterations: int = 2_000, compiled_iterations: int | None = None
    ) -> None:
        self._gear, self._iterations = gear, iterations
        self._compiled_iterations = iterations if compiled_iterations is None else compiled_iterations

    def solve(
        self,
        instance: PlanInstance,
        *,
        seed: int = 0,
        iterations: int = 0,
        start: Plan | None = None,
        should_stop: Callable[[], bool] = never,
        on_progress: Callable[[Progress], None] = quietly,
    ) -> Plan:
        """A lawful plan at least as good as its start; ``iterations`` 0 takes the engine's own number."""
        if instance.frozen.stops:
            return Greedy().solve(instance, seed=seed, iterations=iterations, start=start)
        search = Search(instance, seed=seed, start=start, gear=self._gear)
        own = self._compiled_iterations if search.gear.name == COMPILED else self._iterations
        whole = iterations or own
        step = 8 if search.gear.name == INTERPRETED else 512
        while search.done < whole and not should_stop():
            search.run(step, whole)
            plan = search.best(settled=False)
            on_progress(Progress(iteration=search.done, best=plan.score, bound=search.bound))
        plan = search.best(settled=True)
        if plan.score.promises_broken_weight:
            plain_plan = Greedy().solve(instance, seed=seed, iterations=iterations, start=start)
            plan = min(plan, plain_plan, key=_worth)
        return plan


def _worth(plan: Plan) -> tuple[int, int]:
    return plan.score.promises_broken_weight, plan.score.total


def bind_families(day: Day, instance: PlanInstance) -> None:
    """Tie families to the half hour that the plain plan found for them; a family without one keeps its heaviest."""
    families = defaultdict(list)
    for client in instance.clients:
        if client.family:
            families[client.family].append(client)
    if not families:
        return
    plain = Greedy().solve(instance)
    starts = {slot.client: slot.start for slot in plain.slots}
    starts |= {s.client: s.start for m in plain.missions for s in m.stops if s.kind is StopKind.VISIT}
    for family, members in families.items():
        found = [starts[member.id] for member in members if member.id in starts]
        day.families[family] = (min(found), min(found) + HALF_HOUR) if found else (0, -1)


def take_start(state: State, names: Names, plan: Plan) -> None:
    """Put everybody of an earlier plan who still fits into the empty rows, mission by mission."""
    clients = {client.id: number for number, client in enumerate(names.clients)}
    entries = {(machine.id, start): number for number, (machine, start) in enumerate(names.entries)}
    slot_of = {slot.client: slot for slot in plan.slots}
    rides: dict[int, list[int]] = defaultdict(list)
    for mission in plan.missions:
        for stop in mission.stops:
            number = clients.get(stop.client, -1)
            if number >= 0 and stop.kind is not StopKind.VISIT:
                rides[number].append(1)
    for client_id, slot in slot_of.items():
        number = clients.get(client_id, -1)
        entry = entries.get((slot.machine, slot.start), -1)
        if number < 0 or entry < 0 or slot.entries != names.clients[number].entries:
            continue
        first = state[state[at.C_OFF] + number] + state[at.OPTS]
        offered = state[first : first + state[state[at.C_CNT] + number]]
        if entry not in offered or not slots.slot_free(state, number, entry):
            continue
        if number not in rides:
            slots.make(state, number, at.AT_SLOT, entry, -1, -1, -1)
    for row, mover in enumerate(names.movers):
        mission_of = next((mission for mission in plan.missions if mission.owner == mover.id), None)
        for stop in mission_of.stops if mission_of and state[state[at.M_KIND] + row] == 0 else ():
            number = clients.get(stop.client, -1)
            if number < 0 or stop.kind is not StopKind.VISIT or not state[state[at.C_WAYS] + number] & 1:
                continue
            if slots.may_visit(state, number, row):
                slots.make(state, number, at.AT_HOME, -1, row, _place_for(state, row, number), -1)


def _place_for(state: State, row: int, number: int) -> int:
    found = insert.visit_in_row(state, row, 5 * number, at.FAR)
    return state[at.BEST_AT] if found < at.FAR else state[state[at.RLEN] + row]


def plan_from(instance: PlanInstance, names: Names, state: State, *, seed: int, iterations: int) -> Plan:
    """Read the plan out of a state: final times, slots, everybody else unserved."""
    pair(state)
    missions = tuple(missions_in(names, state))
    taken = list(_slots(names, state))
    taken = _under_the_cap(instance, names, state, taken)
    taken.sort(key=lambda slot: (slot.machine, slot.start, slot.client))
    served = {slot.client for slot in taken}
    served |= {stop.client for mission in missions for stop in mission.stops}
    missing = sorted(client.id for client in instance.clients if client.id not in served)
    return Plan(
        format=PLAN_FORMAT,
        instance_digest=digest_of(instance),
        engine=Own.name,
        seed=seed,
        iterations=iterations,
        missions=missions,
        slots=tuple(taken),
        unserved=tuple(Unserved(client=client, why=UNTOLD, relax=()) for client in missing),
        score=score_of(instance, missions, tuple(taken)),
    )


def missions_in(names: Names, state: State) -> Iterator[Mission]:
    """The rows that serve somebody, with their final times."""
    for row, mover in enumerate(names.movers):
        schedule.timing(state, row, row, True)
        base = row * state[at.STRIDE]
        stops = tuple(_stop(names, state, index) for index in range(base, base + state[state[at.RLEN] + row]))
        if any(stop.client for stop in stops):
            team, car = (mover.id, "") if isinstance(mover, Team) else ("", mover.id)
            yield Mission(team=team, vehicle=car, stops=stops)


def _stop(names: Names, state: State, index: int) -> Stop:
    node = state[state[at.ROUTE] + index]
    client = state[state[at.N_CLIENT] + node]
    return Stop(
        kind=KINDS[state[state[at.N_KIND] + node]],
        client=names.clients[client].id if client >= 0 else "",
        place=names.places[state[state[at.RPLACE] + index]],
        arrive=state[state[at.ARRIVE] + index],
        start=state[state[at.RSTART] + index],
        depart=state[state[at.RDEP] + index],
    )


def _slots(names: Names, state: State) -> Iterator[Slot]:
    for number, client in enumerate(names.clients):
        if state[state[at.C_ENTRY] + number] >= 0 and state[state[at.C_WAY] + number] in at.WITH_SLOT:
            machine, start = names.entries[state[state[at.C_ENTRY] + number]]
            yield Slot(client=client.id, machine=machine.id, start=start, entries=client.entries)
    for number, client in enumerate(names.walkers):
        if state[state[at.W_ENTRY] + number] >= 0:
            machine, start = names.entries[state[state[at.W_ENTRY] + number]]
            yield Slot(client=client.id, machine=machine.id, start=start, entries=1)


def _under_the_cap(instance: PlanInstance, names: Names, state: State, taken: list[Slot]) -> list[Slot]:
    """Where more people would be present than the station may hold, walkers are moved, lightest first, or left out."""
    machines = {machine.id: machine for machine in instance.machines}
    party = {client.id: client.party for client in instance.clients}
    numbers = {client.id: number for number, client in enumerate(names.walkers)}
    present: dict[int, int] = defaultdict(int)
    kept: list[Slot] = []
    waiting: list[Slot] = []

    def is_kept(slot: Slot) -> bool:
        done = machines[slot.machine].slot_end(slot.start, slot.entries)
        halves = range(slot.start // HALF_HOUR, (done - 1) // HALF_HOUR + 1)
        people, cap = party[slot.client], instance.settings.crowd_cap
        if slot.client in numbers and any(present[half] + people > cap for half in halves):
            return False
        for half in halves:
            present[half] += people
        kept.append(slot)
        return True

    promised = {promise.client for promise in instance.promises}
    weight = {client.id: client.weight + PROMISED * (client.id in promised) for client in names.walkers}
    for slot in sorted(taken, key=lambda one: (one.client in weight, -weight.get(one.client, 0), one.client)):
        if not is_kept(slot):
            waiting.append(slot)
    used = _entries_of(names, kept) if waiting else set()
    for slot in waiting:
        for entry in _choices(state, numbers[slot.client]):
            machine, start = names.entries[entry]
            if entry not in used and is_kept(replace(slot, machine=machine.id, start=start)):
                used.add(entry)
                break
    return kept


def _entries_of(names: Names, slots: list[Slot]) -> set[int]:
    """The numbers of the entries that slots take; entries of one opening follow each other."""
    numbers = {(machine.id, start): number for number, (machine, start) in enumerate(names.entries)}
    return {numbers[slot.machine, slot.start] + step for slot in slots for step in range(slot.entries)}


def _choices(state: State, walker: int) -> list[int]:
    """The entries that would do for a walker."""
    kind = state[state[at.W_KIND] + walker]
    first = state[at.W_OPTS] + state[state[at.K_OFF] + kind]
    return state[first : first + state[state[at.K_CNT] + kind]]
