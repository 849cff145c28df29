"""The peers by name, and how a ward day or a public file is given to one of them and read back."""

from __future__ import annotations

import importlib

from planning import finish, slotting
from planning.legs import Routing
from planning.task import Choice, Peer, of_day, of_file, whole_rides
from tannha.plan.rules.instance import PlanInstance, Way
from tannha.plan.rules.plan import Plan, StopKind
from tannha.plan.solvers.day import from_plan
from tannha.plan.solvers.greedy import plan_of
from tannha.plan.solvers.insertion import best_insertion

CHOOSING_SECONDS = 3.0


def peer(name: str) -> Peer:
    """The adapter's one function."""
    solve: Peer = importlib.import_module(f"planning.peer_{name}").solve
    return solve


def plan_day(name: str, instance: PlanInstance, seconds: float, seed: int) -> tuple[Plan, list[str]]:
    """A ward day by a peer: the better plan of two choices of ways and slots, and whom timing it dropped.

    One choice is that of CP-SAT, the other that of the plain insertion plan; each is routed for the whole budget, so
    that a peer has more than twice the seconds that are told. Whoever is left out is then put in where plain
    insertion, which knows slots and both ways, finds room: a second gift.
    """
    found = []
    for choice in (
        slotting.choose(instance, seconds=CHOOSING_SECONDS, seed=seed), slotting.plainly(instance),
    ):  # fmt: skip
        draft = _draft(name, instance, choice, seconds, seed)
        plan, dropped = finish.finish(instance, draft, engine=name, seed=seed)
        draft = finish.draft_of(instance, _filled(instance, plan))
        filled, _ = finish.finish(instance, draft, engine=name, seed=seed)
        found.append((min(plan, filled, key=lambda one: one.score.total), dropped))
    return min(found, key=lambda one: one[0].score.total)


def _filled(instance: PlanInstance, plan: Plan) -> Plan:
    """The plan with those put in who still fit, heaviest first; the people who come by themselves are left out."""
    outdoors = {client.id: client for client in instance.clients if client.ways & {Way.HOME, Way.RIDE}}
    served = {stop.client for mission in plan.missions for stop in mission.stops} & outdoors.keys()
    day = from_plan(instance, plan, keep=frozenset(served))
    if day is None:
        return plan
    left = [client for name, client in outdoors.items() if name not in served]
    for client in sorted(left, key=lambda one: (-one.weight, one.id)):
        placement = best_insertion(day, client)
        if placement is not None:
            day.apply(placement)
    return plan_of(day, seed=plan.seed, iterations=0, engine=plan.engine)


def _draft(name: str, instance: PlanInstance, choice: Choice, seconds: float, seed: int) -> finish.Draft:
    task, answer = whole_rides(peer(name), of_day(instance, choice), seconds, seed)
    sequences = {
        car.name: tuple(
            (StopKind.LUNCH, "") if step.job < 0
            else (task.jobs[step.job].kinds[step.second], task.jobs[step.job].name)
            for step in steps
        )
        for car, steps in zip(task.cars, answer, strict=True)
        if any(step.job >= 0 for step in steps)
    }  # fmt: skip
    riding = {
        client for sequence in sequences.values() for kind, client in sequence if kind is StopKind.OUT_DROP
    }
    slots = {client: slot for client, slot in choice.slots.items() if client in riding}
    return finish.Draft(sequences=sequences, slots=slots)


def routes(name: str, routing: Routing, seconds: float, seed: int) -> list[list[int]]:
    """The spots of each vehicle in order for a public file, by a peer."""
    task, _ = of_file(routing)
    answer = peer(name)(task, seconds, seed)
    return [[routing.orders[step.job][step.second] for step in steps] for steps in answer]
