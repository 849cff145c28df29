from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tannha.plan.check import check_plan
from tannha.plan.live.events import LiveEvent
from tannha.plan.live.replan import Outcome, Replan, replan
from tannha.plan.live.standing import standing_of
from tannha.plan.rules.instance import PlanInstance
from tannha.plan.rules.plan import Plan, StopKind
from tannha.plan.solvers.own import gears

from .live_days import random_reports


def mend(
    instance: PlanInstance, plan: Plan, events: tuple[LiveEvent, ...], now: int, **more: object
) -> Replan:
    return replan(instance, plan, events, now=now, gear=gears.interpreted(), iterations=6, **more)


def stops_of(plan: Plan) -> set[tuple[str, str, str, int]]:
    return {(m.owner, s.kind.value, s.client, s.start) for m in plan.missions for s in m.stops}


def kinds_of(plan: Plan, client: str) -> set[StopKind]:
    return {s.kind for m in plan.missions for s in m.stops if s.client == client}


def judge(seed: int) -> None:
    """One random day with random reports: both ways on are lawful, the past stands, nobody is left in a car."""
    instance, plan, now, events = random_reports(seed)
    if check_plan(instance, plan) or not stops_of(plan):
        return
    found = mend(instance, plan, events, now)
    standing = standing_of(instance, plan, now)
    for outcome in (found.kept, found.proposal):
        broken = list(check_plan(outcome.instance, outcome.plan))
        assert broken == [] or found.needs_transport, (seed, broken)
        gone = {event.subject for event in events}
        past = {
            (m.owner, s.kind.value, s.client, s.start)
            for m in plan.missions
            for s in m.stops
            if s.start <= now
        }
        out = {mission.owner for mission in outcome.plan.missions}
        kept = {stop for stop in past if stop[2] not in gone and (stop[2] or stop[0] in out)}
        assert kept <= stops_of(outcome.plan), seed
        for client in standing.under_way - gone - set(found.needs_transport):
            assert len(kinds_of(outcome.plan, client)) == 4, (seed, client)
    assert promises_outside(found.kept) == [], seed


def promises_outside(outcome: Outcome) -> list[str]:
    """Who would be served at another time than told, though nobody asked them."""
    return [ask.client for ask in outcome.asks]


def test_random_reports_leave_lawful_plans_and_the_past_as_it_was() -> None:
    for seed in range(25):
        judge(seed)


@pytest.mark.night
@settings(max_examples=400, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_any_reports_leave_lawful_plans(seed: int) -> None:
    judge(seed)
