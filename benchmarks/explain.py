"""`tannha bench explain`: is every reason for somebody left out true?

Days (`--size` 50) of twelve kinds, each short of something: a team and a car for half of the people, no team at all,
no car, machines down, calm wanted and nobody trained for it, no machine without stairs, a spent battery, a station
that holds few, promises at the same hour, families booked together, people whom no hour suits, an overloaded day as it
is. Plans by the plain first plan and by the engine in turn. Every reason is taken at its word: with what it says one
insertion serves the person and the independent checker finds nothing; with nine tenths of it no insertion does. Seconds
are those of the processor.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tannha.plan.check import check_plan
from tannha.plan.explain import WHOLE_STEPS, Explainer
from tannha.plan.invented import DayKind, make_day
from tannha.plan.relaxing import Relaxation, relaxed
from tannha.plan.rules.instance import PlanInstance, Promise, TimeWindow, Way, validate
from tannha.plan.rules.plan import Plan, ReasonCode, Unserved
from tannha.plan.solvers import Solver
from tannha.plan.solvers.day import from_plan
from tannha.plan.solvers.greedy import Greedy, plan_of
from tannha.plan.solvers.insertion import best_insertion
from tannha.plan.solvers.own.engine import Own

SIZE = 50
GOALS: dict[str, tuple[str, float]] = {
    "explained_percent": ("least", 100.0),
    "does_not_help": ("most", 0.0),
    "less_would_do": ("most", 0.0),
    "names_somebody": ("most", 0.0),
    "mean_ms": ("most", 50.0),
}
LASTING = frozenset({ReasonCode.NO_WAY, ReasonCode.DO_NOT_VISIT})
HOUR = 3_600


def measure(folder: Path, size: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Days in turn; every person left out counts."""
    return judged(range(size), say)


def judged(seeds: Iterable[int], say: Callable[[str], None]) -> dict[str, Any]:
    """The figures of these days."""
    codes: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    seconds: list[float] = []
    examples: list[str] = []
    days = 0
    for seed in seeds:
        days += 1
        kind, instance = odd_day(seed)
        plan = solver_of(seed).solve(instance, seed=seed)
        explainer = Explainer(instance, plan)
        for entry in plan.unserved:
            began = time.process_time()
            told = explainer.why_not(entry.client)
            seconds.append(time.process_time() - began)
            codes[told.why.code.value] += 1
            kinds[kind] += 1
            for fault in faults_of(instance, plan, told):
                faults[fault] += 1
                examples.append(f"day {seed} ({kind}), {entry.client}: {fault}, {told.why.code.value}")
        say(f"day {seed} ({kind}): {len(plan.unserved)} of {len(instance.clients)} left out")
    seconds.sort()
    left_out = len(seconds)
    return {
        "days": days,
        "left_out": left_out,
        "explained_percent": round(100 * (left_out - faults["no_reason"]) / max(left_out, 1), 2),
        "does_not_help": faults["does_not_help"],
        "less_would_do": faults["less_would_do"],
        "names_somebody": faults["names_somebody"],
        "mean_ms": round(1_000 * sum(seconds) / max(left_out, 1), 1),
        "p95_ms": round(1_000 * seconds[int(0.95 * left_out)], 1) if seconds else 0.0,
        "reasons": dict(sorted(codes.items())),
        "by_kind_of_day": dict(sorted(kinds.items())),
        "examples": examples[:5],
    }


def solver_of(seed: int) -> Solver:
    """The plain first plan and the engine in turn."""
    return Greedy() if seed % 2 else Own(iterations=8, compiled_iterations=500)


def faults_of(instance: PlanInstance, plan: Plan, told: Unserved) -> Iterator[str]:
    """What is wrong with a reason: none at all, one that does not help, more than is needed, somebody's name."""
    reason = told.why
    if {reason.subject, *(one.subject for one in told.relax)} & {client.id for client in instance.clients}:
        yield "names_somebody"
    if reason.code in LASTING:
        return
    if reason.code is ReasonCode.THERE_IS_ROOM:
        if not serves(instance, plan, told.client, ()):
            yield "does_not_help"
        return
    if not told.relax or any(one.amount <= 0 for one in told.relax):
        yield "no_reason"
        return
    if reason.code is ReasonCode.OTHER_PROMISE:
        if not fits_without_another(instance, plan, told.client):
            yield "does_not_help"
        if serves(instance, plan, told.client, ()):
            yield "less_would_do"
        return
    whole = tuple(
        Relaxation(code=ReasonCode(one.code), subject=one.subject, amount=one.amount) for one in told.relax
    )
    if not serves(instance, plan, told.client, whole):
        yield "does_not_help"
    if serves(instance, plan, told.client, tuple(_nine_tenths(one) for one in whole)):
        yield "less_would_do"


def _nine_tenths(one: Relaxation) -> Relaxation:
    if one.code in WHOLE_STEPS:
        return replace(one, amount=0)
    amount = one.amount * 9 // 10
    if one.code is ReasonCode.KIT_AND_HOURS and amount == 0:
        return Relaxation(code=ReasonCode.ONE_MORE_KIT, subject="", amount=1)
    return replace(one, amount=amount)


def serves(instance: PlanInstance, plan: Plan, client: str, changes: tuple[Relaxation, ...]) -> bool:
    """Whether one insertion serves the person after these changes, in a plan in which the checker finds nothing that
    was not there before (a promise that the day cannot keep)."""
    before = set(check_plan(instance, plan))
    for one in changes:
        instance = relaxed(instance, one, client)
    day = from_plan(instance, plan)
    if day is None:
        return False
    placement = best_insertion(day, next(one for one in instance.clients if one.id == client))
    if placement is None:
        return False
    day.apply(placement)
    return set(check_plan(instance, plan_of(day, seed=0, iterations=0, engine="bench"))) <= before


def fits_without_another(instance: PlanInstance, plan: Plan, client: str) -> bool:
    """Whether the person would be served if somebody, who is not named, were not."""
    person = next(one for one in instance.clients if one.id == client)
    unserved = {entry.client for entry in plan.unserved}
    for other in instance.clients:
        day = from_plan(instance, plan) if other.id not in unserved else None
        if day is not None:
            day.drop(other.id)
            if best_insertion(day, person) is not None:
                return True
    return False


# --- days that are short of something -----------------------------------------------------------------------


def odd_day(seed: int) -> tuple[str, PlanInstance]:
    """A day that is short of something, and of what."""
    kind = KINDS[seed % len(KINDS)]
    instance = MAKERS[kind](seed)
    validate(instance)
    return kind, instance


def scarce(seed: int) -> PlanInstance:
    """A day with one team, one car, one machine, and half of those who are visited or fetched."""
    whole = make_day(seed, (DayKind.OVERLOADED, DayKind.CAREFUL, DayKind.NORMAL)[seed // len(KINDS) % 3])
    outdoors = [client for client in whole.clients if client.ways != {Way.WALK_IN}]
    alone = [client for client in whole.clients if client.ways == {Way.WALK_IN}]
    return replace(
        whole,
        clients=(*outdoors[seed % 3 :: 2], *alone[seed % 5 :: 20]),
        teams=whole.teams[:1],
        vehicles=whole.vehicles[:1],
        machines=whole.machines[seed % 2 :][:1],
    )


def _few(seed: int, people: int = 24) -> PlanInstance:
    whole = scarce(seed)
    two = make_day(seed, DayKind.NORMAL)
    kept = (*whole.clients[:people], *whole.clients[-8:])
    clients = tuple({client.id: client for client in kept}.values())
    return replace(whole, clients=clients, teams=two.teams[:2], machines=two.machines[:2])


def no_team(seed: int) -> PlanInstance:
    """Nobody can go out."""
    return replace(_few(seed), teams=())


def no_car(seed: int) -> PlanInstance:
    """Nobody can be fetched."""
    return replace(_few(seed), vehicles=())


def machines_down(seed: int) -> PlanInstance:
    """Every machine is down all day, or there is none."""
    day = _few(seed)
    return replace(day, machines=() if seed % 2 else tuple(replace(one, open=()) for one in day.machines))


def untrained(seed: int) -> PlanInstance:
    """Everybody who is visited needs calm, and no team is trained for it."""
    day = _few(seed)
    calm = tuple(
        replace(one, gentle=True, calm_windows=one.time_windows) if Way.HOME in one.ways else one
        for one in day.clients
    )
    return replace(day, clients=calm, teams=tuple(replace(one, skills=frozenset()) for one in day.teams))


def upstairs(seed: int) -> PlanInstance:
    """Everybody who comes needs a way without stairs; every machine is upstairs."""
    day = _few(seed)
    people = tuple(one if one.ways == {Way.HOME} else replace(one, step_free=True) for one in day.clients)
    machines = tuple(replace(one, step_free=False) for one in day.machines)
    return replace(day, clients=people, machines=machines)


def spent_battery(seed: int) -> PlanInstance:
    """Kits that last for two enrolments, or have one card."""
    day = _few(seed)
    kits = tuple(replace(one, battery_enrolments=2, cards=1 + seed % 2 * 19) for one in day.kits)
    return replace(day, kits=kits)


def full_station(seed: int) -> PlanInstance:
    """The station holds two people in a half hour."""
    day = _few(seed)
    hour = TimeWindow(start=9 * HOUR, end=10 * HOUR)
    people = tuple(
        replace(one, time_windows=(hour,)) if one.ways == {Way.WALK_IN} else one for one in day.clients
    )
    return replace(day, clients=people, settings=replace(day.settings, crowd_cap=2))


def same_hour(seed: int) -> PlanInstance:
    """Six people were promised the same half hour at home, with two teams."""
    day = _few(seed)
    at = TimeWindow(start=9 * HOUR, end=9 * HOUR + 1_800)
    promised = [one.id for one in day.clients if one.ways == {Way.HOME} and not one.gentle][:6]
    people = tuple(
        replace(one, time_windows=(TimeWindow(start=8 * HOUR, end=12 * HOUR),)) if one.id in promised else one
        for one in day.clients
    )
    promises = tuple(
        Promise(client=one, way=Way.HOME, window=at, told_at="2026-11-20T08:00:00+07:00", consent="")
        for one in promised
    )
    return replace(day, clients=people, promises=promises)


def families(seed: int) -> PlanInstance:
    """Everybody belongs to a family of three that is booked together."""
    day = _few(seed)
    people = tuple(replace(one, family=f"family-{number // 3}") for number, one in enumerate(day.clients))
    return replace(day, clients=people)


def no_hours(seed: int) -> PlanInstance:
    """For a third of the people no hour suits, for others none with calm; every machine is upstairs."""
    day = _few(seed)
    people = tuple(
        replace(one, time_windows=(), step_free=one.step_free or number % 9 == 0)
        if number % 3 == 0
        else replace(one, gentle=True, calm_windows=())
        if number % 7 == 0
        else one
        for number, one in enumerate(day.clients)
    )
    machines = tuple(replace(one, step_free=False) for one in day.machines)
    return replace(day, clients=people, machines=machines)


def overloaded(seed: int) -> PlanInstance:
    """An overloaded day with a fifth of those who come by themselves."""
    whole = make_day(seed, DayKind.OVERLOADED)
    alone = [client for client in whole.clients if client.ways == {Way.WALK_IN}]
    outdoors = [client for client in whole.clients if client.ways != {Way.WALK_IN}]
    return replace(whole, clients=(*outdoors, *alone[::5]), teams=whole.teams[:2])


MAKERS: dict[str, Callable[[int], PlanInstance]] = {
    maker.__name__: maker
    for maker in (
        scarce, no_team, no_car, machines_down, untrained, upstairs, spent_battery, full_station, same_hour,
        families, no_hours, overloaded,
    )
}  # fmt: skip
KINDS = tuple(MAKERS)
