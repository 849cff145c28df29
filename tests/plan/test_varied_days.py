"""Days with hours that differ, ways that are missing, and times promised before: every plan is lawful."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tannha.plan.check import check_plan
from tannha.plan.rules.instance import PlanInstance, Promise, TimeWindow, Travel, Way, validate
from tannha.plan.rules.plan import StopKind
from tannha.plan.rules.wire import BadInput
from tannha.plan.solvers import Solver
from tannha.plan.solvers.greedy import Greedy
from tannha.plan.solvers.own import gears
from tannha.plan.solvers.own.engine import Own

from .days import HOUR, random_day


def with_hours(travel: Travel, chance: random.Random) -> Travel:
    """Morning, day and evening with factors of their own; going and coming differ; some ways are missing."""

    def slowed(table: tuple[tuple[int, ...], ...], factor: int) -> tuple[tuple[int, ...], ...]:
        return tuple(
            tuple(
                0
                if a == b
                else -1
                if chance.random() < 0.02
                else value * factor // 100 + chance.randrange(90)
                for b, value in enumerate(row)
            )
            for a, row in enumerate(table)
        )

    seconds = tuple(
        tuple(slowed(periods[0], factor) for factor in (150, 100, 130)) for periods in travel.seconds
    )
    return replace(travel, seconds=seconds, period_starts=(0, 9 * HOUR, 16 * HOUR))


def varied_day(seed: int) -> PlanInstance | None:
    """A random day with hours and promises; None where the drawn ways leave somebody without any."""
    chance = random.Random(seed)
    plain = random_day(seed, most=10)
    instance = replace(plain, travel=with_hours(plain.travel, chance))
    try:
        validate(instance)
    except BadInput:
        return None
    plan = Greedy().solve(instance)
    starts = {slot.client: slot.start for slot in plan.slots}
    visits = [stop for mission in plan.missions for stop in mission.stops if stop.kind is StopKind.VISIT]
    starts |= {stop.client: stop.start for stop in visits}
    rides = {stop.client for mission in plan.missions for stop in mission.stops} - {s.client for s in visits}
    promises = []
    for client, start in sorted(starts.items()):
        if chance.random() < 0.5:
            way = (
                Way.HOME
                if client in {s.client for s in visits}
                else Way.RIDE
                if client in rides
                else Way.WALK_IN
            )
            window = TimeWindow(start=max(start - 600, 0), end=start + 600)
            promises.append(Promise(client=client, way=way, window=window, told_at="yesterday"))
    return replace(instance, promises=tuple(promises))


def lawful_days(seeds: range, solver: Solver) -> int:
    """How many of the days could be drawn; each is planned, checked, and keeps every promise."""
    drawn = 0
    for seed in seeds:
        instance = varied_day(seed)
        if instance is None:
            continue
        plan = solver.solve(instance, seed=seed)
        assert check_plan(instance, plan) == (), seed
        assert plan.score.promises_broken_weight == 0, seed
        drawn += 1
    return drawn


def test_varied_days_are_planned_lawfully() -> None:
    assert lawful_days(range(25), Own(gear=gears.interpreted(), iterations=4)) >= 15


def test_the_way_out_is_timed_at_the_hour_in_which_it_is_driven() -> None:
    instance = varied_day(72)
    assert instance is not None
    assert check_plan(instance, Greedy().solve(instance)) == ()


@pytest.mark.night
def test_a_thousand_varied_days_are_planned_lawfully() -> None:
    assert lawful_days(range(1_000), Own(gear=gears.interpreted(), iterations=20)) >= 600
