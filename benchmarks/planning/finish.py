"""From sequences to a plan, the same for every engine: times by a linear programme, people who come by
themselves matched to what is left, the program's own score.

For a fixed sequence the times that cost least (waiting at the station and ride time above the direct way) are a
linear programme over differences, so its corners are whole seconds. Where a sequence cannot be timed, the
lunch is tried at every other position; if that does not help, people are dropped, lightest first, and
named. Travel of the first period counts: the days of the comparison have one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment, linprog

from tannha.plan.rules.instance import Client, PlanInstance, Team, Vehicle, Way, digest_of
from tannha.plan.rules.lookup import TravelTable
from tannha.plan.rules.plan import PLAN_FORMAT, Mission, Plan, Slot, Stop, StopKind, Unserved
from tannha.plan.rules.score import score_of
from tannha.plan.solvers.day import Day, task_for
from tannha.plan.solvers.greedy import UNTOLD

Sequence = tuple[tuple[StopKind, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an engine decided: stops in order by team or car, and the slots of those who are not alone in coming."""

    sequences: dict[str, Sequence]
    slots: dict[str, Slot]


def draft_of(instance: PlanInstance, plan: Plan) -> Draft:
    """A plan without its times and without the people who come by themselves."""
    alone = {client.id for client in instance.clients if _alone(client)}
    return Draft(
        sequences={m.owner: tuple((stop.kind, stop.client) for stop in m.stops) for m in plan.missions},
        slots={slot.client: slot for slot in plan.slots if slot.client not in alone},
    )


def finish(instance: PlanInstance, draft: Draft, *, engine: str, seed: int) -> tuple[Plan, list[str]]:
    """The plan of a draft, and who had to be dropped because a sequence could not be timed."""
    day, table = Day(instance), TravelTable(instance.travel)
    day.slots = dict(draft.slots)
    dropped: list[str] = []
    missions = []
    for owner, given in draft.sequences.items():
        sequence = given
        while any(client for _, client in sequence):
            mission = _timed(day, table, owner, sequence)
            if mission is not None:
                missions.append(mission)
                break
            lightest = min(
                (day.clients[c] for _, c in sequence if c), key=lambda one: (one.weight, one.id)
            ).id
            dropped.append(lightest)
            sequence = tuple(stop for stop in sequence if stop[1] != lightest)
    if dropped:
        gone = frozenset(dropped)
        rest = {o: tuple(s for s in q if s[1] not in gone) for o, q in draft.sequences.items()}
        slots = {client: slot for client, slot in draft.slots.items() if client not in gone}
        plan, more = finish(instance, Draft(sequences=rest, slots=slots), engine=engine, seed=seed)
        return plan, dropped + more
    slots = {**draft.slots, **_match(day, draft.slots)}
    taken = tuple(sorted(slots.values(), key=lambda slot: (slot.machine, slot.start, slot.client)))
    served = {slot.client for slot in taken} | {stop.client for m in missions for stop in m.stops}
    plan = Plan(
        format=PLAN_FORMAT, instance_digest=digest_of(instance), engine=engine, seed=seed, iterations=0,
        missions=tuple(missions), slots=taken,
        unserved=tuple(
            Unserved(client=one.id, why=UNTOLD, relax=()) for one in instance.clients if one.id not in served
        ),
        score=score_of(instance, tuple(missions), taken),
    )  # fmt: skip
    return plan, dropped


def _timed(day: Day, table: TravelTable, owner: str, sequence: Sequence) -> Mission | None:
    mover = day.movers[owner]
    for order in _lunches(sequence, needed=mover.lunch_seconds > 0):
        stops = _least_times(day, table, mover, order)
        if stops is not None:
            team, car = (owner, "") if isinstance(mover, Team) else ("", owner)
            return Mission(team=team, vehicle=car, stops=stops)
    return None


def _lunches(sequence: Sequence, *, needed: bool) -> Iterator[Sequence]:
    """The sequence with its lunch as given, then at every other position."""
    plain = tuple(stop for stop in sequence if stop[0] is not StopKind.LUNCH)
    if not needed:
        yield plain
        return
    if len(plain) == len(sequence) - 1:
        yield sequence
    for at in range(len(plain) + 1):
        yield (*plain[:at], (StopKind.LUNCH, ""), *plain[at:])


def _least_times(
    day: Day, table: TravelTable, mover: Team | Vehicle, order: Sequence
) -> tuple[Stop, ...] | None:
    """Starts of least waiting and excess ride for one order of stops; None when there are none."""
    count, place = len(order), mover.start
    places, spans, lengths, ways = [], [], [], []
    for kind, client in order:
        if kind is StopKind.LUNCH:
            spans.append((mover.lunch.start, mover.lunch.end - mover.lunch_seconds))
            lengths.append(mover.lunch_seconds)
        else:
            task = task_for(day, day.clients[client], kind)
            if not task.spans:
                return None
            spans.append((task.spans[0][0], task.spans[-1][1]))
            lengths.append(task.duration)
        there = place if kind is StopKind.LUNCH else task.place
        ways.append(table.seconds(mover.profile, place, there, mover.shift.start))
        places.append(there)
        place = there
    home = table.seconds(mover.profile, place, mover.end, mover.shift.start)
    rows, limits = [], []

    def at_least(later: int, sooner: int, gap: int) -> None:
        """start[later] ≥ start[sooner] + gap, as a row of the programme."""
        row = np.zeros(count)
        row[sooner] += 1
        row[later] -= 1
        rows.append(row)
        limits.append(-gap)

    cost, first = np.zeros(count), {stop: index for index, stop in enumerate(order)}
    for index in range(1, count):
        at_least(index, index - 1, lengths[index - 1] + ways[index])
    for index, (kind, client) in enumerate(order):
        begun = {
            StopKind.OUT_DROP: StopKind.OUT_PICKUP, StopKind.BACK_DROP: StopKind.BACK_PICKUP,
        }.get(kind)  # fmt: skip
        if begun is not None:
            pickup = first.get((begun, client), count)
            if pickup > index:
                return None
            at_least(pickup, index, -(day.clients[client].max_ride_time + lengths[pickup]))
            cost[index] += 1 - (kind is StopKind.OUT_DROP)
            cost[pickup] -= 1 - (kind is StopKind.BACK_DROP)
    longest = mover.longest_shift_seconds
    at_least(0, count - 1, lengths[-1] + home + ways[0] - longest)
    bounds = [list(span) for span in spans]
    bounds[0][0] = max(bounds[0][0], mover.shift.start + ways[0])
    bounds[-1][1] = min(bounds[-1][1], mover.shift.end - home - lengths[-1])
    if any(low > high for low, high in bounds):
        return None
    cost = cost + 1e-6
    found = linprog(cost, A_ub=np.array(rows), b_ub=np.array(limits), bounds=bounds, method="highs-ds")
    if not found.success:
        return None
    starts = [round(value) for value in found.x]
    stops, ready = [], starts[0] - ways[0]
    for index, (kind, client) in enumerate(order):
        stops.append(
            Stop(
                kind=kind,
                client=client,
                place=places[index],
                arrive=ready + ways[index],
                start=starts[index],
                depart=starts[index] + lengths[index],
            )
        )
        ready = starts[index] + lengths[index]
    return tuple(stops)


def _alone(client: Client) -> bool:
    return client.ways == frozenset({Way.WALK_IN}) and client.entries == 1 and client.party == 1


def _match(day: Day, taken: dict[str, Slot]) -> dict[str, Slot]:
    """The heaviest assignment of people who come by themselves to the entries that are left."""
    machines = day.machines
    used = {
        (slot.machine, slot.start + n * machines[slot.machine].entry_seconds)
        for slot in taken.values() for n in range(slot.entries)
    }  # fmt: skip
    free = [
        (machine, start)
        for machine in day.instance.machines for window in machine.open
        for start in range(window.start, window.end - machine.entry_seconds + 1, machine.entry_seconds)
        if (machine.id, start) not in used
    ]  # fmt: skip
    people = [client for client in day.instance.clients if _alone(client)]
    if not free or not people:
        return {}
    gain = np.zeros((len(people), len(free)))
    begins = np.array([start for _, start in free])
    flat = np.array([machine.step_free for machine, _ in free])
    for row, client in enumerate(people):
        spans = day.spans_for(client, Way.WALK_IN)
        able = np.zeros(len(free), dtype=bool)
        for low, high in spans:
            able |= (begins >= low) & (begins <= high)
        gain[row] = np.where(able & (flat | (not client.step_free)), client.weight, 0)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return {
        people[r].id: Slot(client=people[r].id, machine=free[c][0].id, start=free[c][1], entries=1)
        for r, c in zip(rows, columns, strict=True) if gain[r, c] > 0
    }  # fmt: skip


def renamed(plan: Plan, engine: str) -> Plan:
    """The plan under another engine's name."""
    return replace(plan, engine=engine)
