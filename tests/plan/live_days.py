"""Days under way for the tests of re-planning: a plan, a moment, and reports drawn from a seed."""

from __future__ import annotations

import random
from dataclasses import replace

from tannha.plan.live.events import EventKind, LiveEvent
from tannha.plan.live.standing import first_moment, standing_of
from tannha.plan.rules.instance import PlanInstance, TimeWindow
from tannha.plan.rules.plan import Plan
from tannha.plan.solvers.greedy import Greedy
from tannha.plan.solvers.own import gears
from tannha.plan.solvers.own.engine import Own

from .days import person, random_day

HOUR = 3_600


def planned(instance: PlanInstance, seed: int = 0) -> Plan:
    """A plan of the day: every other one the plain one, else a short search."""
    if seed % 2:
        return Greedy().solve(instance)
    return Own(gear=gears.interpreted(), iterations=4).solve(instance, seed=seed)


def random_reports(seed: int) -> tuple[PlanInstance, Plan, int, tuple[LiveEvent, ...]]:
    """A random day of people of all kinds, its plan, a moment of it, and one to three reports that mean something."""
    chance = random.Random(f"live {seed}")
    instance = random_day(seed, most=14)
    plan = planned(instance, seed)
    now = max(chance.randrange(8 * HOUR + 1_800, 15 * HOUR, 300), first_moment(instance, plan) or 0)
    events: list[LiveEvent] = []
    for number in range(chance.randint(1, 3)):
        event = _report(chance, instance, plan, now, f"e{number}")
        if event is not None and event.subject not in {one.subject for one in events}:
            events.append(event)
    return instance, plan, now, tuple(events)


def _report(
    chance: random.Random, instance: PlanInstance, plan: Plan, now: int, name: str
) -> LiveEvent | None:
    standing = standing_of(instance, plan, now)
    kind = chance.choice(list(EventKind))
    people = [c.id for c in instance.clients if c.id not in standing.finished]
    movers = sorted(standing.on_the_way)
    subjects = {
        EventKind.KIT_DOWN: [kit.id for kit in instance.kits],
        EventKind.MACHINE_DOWN: [machine.id for machine in instance.machines],
        EventKind.VEHICLE_DOWN: [car.id for car in instance.vehicles],
        EventKind.LATE: people + movers * 3,
    }.get(kind, people)
    later = chance.choice([None, now + chance.randrange(600, 3 * HOUR, 300)])
    if kind is EventKind.URGENT_CLIENT:
        home = chance.choice([c.place for c in instance.clients] or [instance.travel.places[-1]])
        window = TimeWindow(start=now, end=17 * HOUR)
        new = replace(person(f"new-{name}", home), weight=8, time_windows=(window,))
        return LiveEvent(id=name, kind=kind, client=new)
    if not subjects:
        return None
    return LiveEvent(
        id=name,
        kind=kind,
        subject=chance.choice(subjects),
        until=later if kind in (EventKind.KIT_DOWN, EventKind.MACHINE_DOWN, EventKind.VEHICLE_DOWN) else None,
        again_from=later if kind in (EventKind.NOT_CALM, EventKind.NO_SHOW) else None,
        late_seconds=chance.choice([600, 1_800, 5_400]) if kind is EventKind.LATE else 0,
    )
