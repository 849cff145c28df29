from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tannha.plan.check import check_plan
from tannha.plan.live.events import EventKind, LiveEvent
from tannha.plan.live.replan import Outcome, Replan, carry_on, replan
from tannha.plan.live.standing import standing_of
from tannha.plan.rules.instance import PlanInstance, Promise, TimeWindow, Way, digest_of
from tannha.plan.rules.plan import Plan, StopKind, encode_plan
from tannha.plan.rules.score import with_score
from tannha.plan.solvers.greedy import Greedy
from tannha.plan.solvers.own import gears

from .days import day, machine, person, team, walker
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
        helpless = set(found.no_machine)
        broken = [one for one in broken if not helpless or one.constraint not in ("C20", "C23", "C24")]
        broken = [one for one in broken if one.subject not in helpless]
        assert broken == [] or found.needs_transport, (seed, broken)
        assert helpless <= {one.client for one in outcome.fallen_out}, seed
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


def test_somebody_who_needs_calm_is_moved_only_into_calm_hours() -> None:
    judge(2_503)  # found by the night's draws


@pytest.mark.parametrize("seed", [7_085, 9_807, 11_475], ids=["a team", "a car with people", "until the end"])
def test_who_is_kept_over_lunch_eats_later(seed: int) -> None:
    judge(seed)  # found by drawing, as all below


@pytest.mark.parametrize("seed", [8_844, 9_680])
def test_a_car_that_breaks_down_on_the_road_arrives_as_if_nothing_had_happened(seed: int) -> None:
    judge(seed)


@pytest.mark.parametrize("seed", [9_502, 11_329])
def test_nobody_is_fetched_before_their_later_slot_has_ended(seed: int) -> None:
    judge(seed)


@pytest.mark.parametrize("seed", [6_996, 10_197])
def test_who_is_on_the_way_to_a_machine_that_is_gone_falls_out_by_name_and_is_brought_home(seed: int) -> None:
    judge(seed)
    instance, plan, now, events = random_reports(seed)
    found = mend(instance, plan, events, now)
    (person,) = found.no_machine
    assert len(kinds_of(found.kept.plan, person)) == 4


def test_a_day_carried_on_without_reports_keeps_promises_and_all_that_has_begun() -> None:
    for seed in range(25):
        instance, plan, now, _events = random_reports(seed)
        if check_plan(instance, plan) or not stops_of(plan):
            continue
        first = mend(instance, plan, (), now).kept
        again = carry_on(first.instance, first.plan, gear=gears.interpreted(), iterations=6)
        for outcome in (first, again):
            assert check_plan(outcome.instance, outcome.plan) == (), seed
            assert outcome.fallen_out == () and outcome.asks == (), seed
        past = {stop for stop in stops_of(plan) if stop[3] <= now and stop[2]}
        assert past <= stops_of(again.plan), seed


@pytest.mark.night
@settings(max_examples=400, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_any_reports_leave_lawful_plans(seed: int) -> None:
    judge(seed)


def fetched() -> tuple[PlanInstance, Plan, int]:
    """Somebody fetched by car, two machines without steps, and the moment when they get out at the station."""
    instance = day(
        [person("r", ways=frozenset({Way.RIDE}), step_free=True), walker("w")],
        machines=(machine("m1"), machine("m2")),
        teams=(),
    )
    plan = Greedy().solve(instance)
    drop = next(s for m in plan.missions for s in m.stops if s.kind is StopKind.OUT_DROP)
    return instance, plan, drop.start


def test_who_is_at_the_station_gets_the_same_minute_on_another_machine_without_steps() -> None:
    instance, plan, now = fetched()
    before = next(slot for slot in plan.slots if slot.client == "r")
    down = LiveEvent(id="e1", kind=EventKind.MACHINE_DOWN, subject=before.machine)
    found = mend(instance, plan, (down,), now)
    after = next(slot for slot in found.kept.plan.slots if slot.client == "r")
    assert found.moved_under_way == ("r",)
    assert after.machine != before.machine and after.start - before.start <= 600
    assert check_plan(found.kept.instance, found.kept.plan) == ()


def test_nobody_at_the_station_is_left_there_when_the_only_car_breaks_down_for_an_hour() -> None:
    instance, plan, now = fetched()
    down = LiveEvent(id="e1", kind=EventKind.VEHICLE_DOWN, subject="v1", until=now + 3_600)
    found = mend(instance, plan, (down,), now)
    stops = {s.kind: s for m in found.kept.plan.missions for s in m.stops if s.client == "r"}
    assert stops[StopKind.BACK_PICKUP].start >= now + 3_600
    assert check_plan(found.kept.instance, found.kept.plan) == () and not found.needs_transport


def test_a_wish_not_to_be_visited_takes_the_stop_out_at_once_and_moves_nobody() -> None:
    people = [person(f"c{n}", f"home-{n}") for n in (1, 2, 3)]
    instance = day(people, vehicles=())
    plan = Greedy().solve(instance)
    starts = {s.client: s.start for m in plan.missions for s in m.stops if s.client}
    last = max(starts, key=lambda client: starts[client])
    wish = LiveEvent(id="e1", kind=EventKind.DO_NOT_VISIT, subject=last)
    found = mend(instance, plan, (wish,), min(starts.values()))
    assert kinds_of(found.kept.plan, last) == set() and found.released == (last,)
    assert found.kept.asks == () and found.kept.fallen_out == ()


def test_who_agreed_to_another_time_once_today_is_not_asked_again() -> None:
    people = [person(f"c{n}", f"home-{n}") for n in (1, 2)]
    instance = day(people, vehicles=(), teams=(team("t1"), team("t2")))
    plan = Greedy().solve(instance)
    starts = {s.client: s.start for m in plan.missions for s in m.stops if s.client}
    promises = tuple(
        Promise(
            client=client, way=Way.HOME, window=TimeWindow(start=start, end=start + 900), told_at="",
            consent="the daughter, by telephone",
        )
        for client, start in starts.items()
    )  # fmt: skip
    instance = replace(instance, promises=promises)
    plan = with_score(instance, replace(plan, instance_digest=digest_of(instance)))
    down = LiveEvent(id="e1", kind=EventKind.KIT_DOWN, subject="kit-t1")
    found = mend(instance, plan, (down,), 28_800)
    assert all(ask.start is None for ask in found.proposal.asks)


def test_both_gears_mend_to_the_same_plans() -> None:
    if not gears.is_warm():
        pytest.skip("nothing compiled lies ready: `tannha plan warm`")
    instance, plan, now, events = random_reports(12)
    texts = [
        encode_plan(replan(instance, plan, events, now=now, gear=gear, iterations=6).proposal.plan)
        for gear in (gears.interpreted(), gears.compiled())
    ]
    assert texts[0] == texts[1]
