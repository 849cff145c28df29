from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tannha.plan.check import check_plan
from tannha.plan.rules.instance import Promise, TimeWindow, Way
from tannha.plan.rules.plan import Plan, StopKind
from tannha.plan.solvers.greedy import Greedy

from .days import HOUR, car, day, hours, machine, person, random_day, team, walker


def solved(instance, start: Plan | None = None) -> Plan:
    plan = Greedy().solve(instance, start=start)
    assert check_plan(instance, plan) == ()
    return plan


def missing(plan: Plan) -> set[str]:
    return {entry.client for entry in plan.unserved}


def visit(plan: Plan, client: str):
    return next(s for m in plan.missions for s in m.stops if s.client == client and s.kind is StopKind.VISIT)


def test_a_day_without_anybody_is_a_plan() -> None:
    plan = solved(day(machines=(), teams=(), vehicles=()))
    assert plan.missions == () and plan.slots == () and plan.unserved == ()


def test_without_teams_and_machines_everybody_is_named_as_unserved() -> None:
    clients = [person("a"), walker("b"), person("c", ways=frozenset({Way.RIDE}))]
    plan = solved(day(clients, machines=(), teams=(), vehicles=()))
    assert missing(plan) == {"a", "b", "c"}


def test_a_home_visit_starts_in_the_good_hours() -> None:
    plan = solved(day([person("dao", time_windows=(hours(9, 11),))]))
    assert 9 * HOUR <= visit(plan, "dao").start <= 11 * HOUR


def test_a_gentle_person_gets_a_gentle_team_and_a_calm_window() -> None:
    clients = [person("tam", gentle=True, calm_windows=(hours(14, 16),))]
    teams = (team("loud", skills=frozenset()), team("soft"))
    plan = solved(day(clients, teams=teams))
    stop = visit(plan, "tam")
    assert stop.start >= 14 * HOUR and stop.depart <= 16 * HOUR
    assert [m.team for m in plan.missions] == ["soft"]


def test_a_person_who_cannot_climb_waits_rather_than_go_upstairs() -> None:
    upstairs = (machine("m3", step_free=False),)
    clients = [walker("slow", step_free=True), walker("quick")]
    plan = solved(day(clients, machines=upstairs))
    assert missing(plan) == {"slow"} and [s.client for s in plan.slots] == ["quick"]


def test_ordinary_people_leave_the_step_free_machine_to_those_who_need_it() -> None:
    machines = (machine("m1", step_free=True), machine("m3", step_free=False))
    plan = solved(day([walker("quick")], machines=machines))
    assert plan.slots[0].machine == "m3"


def test_a_ride_brings_a_person_to_the_slot_and_home_again() -> None:
    plan = solved(day([person("ride", ways=frozenset({Way.RIDE}), wheelchair=True, step_free=True)]))
    kinds = [stop.kind for stop in plan.missions[0].stops if stop.client]
    assert kinds == [StopKind.OUT_PICKUP, StopKind.OUT_DROP, StopKind.BACK_PICKUP, StopKind.BACK_DROP]


def test_two_officers_and_a_kit_are_needed_for_a_visit() -> None:
    assert missing(solved(day([person("a")], teams=(team(officers=1),)))) == {"a"}
    assert missing(solved(day([person("a")], teams=(team(kit=""),)))) == {"a"}


def test_the_battery_of_the_kit_ends_the_day_of_visits() -> None:
    clients = [person(f"c{n}", service_duration=600, weight=1) for n in range(12)]
    plan = solved(day(clients, vehicles=()))
    assert len(missing(plan)) == 4


def test_the_reserve_is_left_to_frail_people() -> None:
    from tannha.plan.rules.instance import Settings

    half = Settings(owner="test", since="2026-01-01", reserve_percent=50)
    window = (hours(8, 9.99),)
    crowd = [walker(f"w{n:02}", time_windows=window) for n in range(20)]
    frail = [walker("frail", weight=5, time_windows=window)]
    plan = solved(day([*crowd, *frail], settings=half))
    assert "frail" not in missing(plan) and len(missing(plan)) == 12


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_the_checker_finds_nothing_in_a_greedy_plan(seed: int) -> None:
    solved(random_day(seed))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_the_same_day_gives_the_same_plan(seed: int) -> None:
    assert solved(random_day(seed)) == solved(random_day(seed))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=0, max_value=10**6))
def test_every_promise_of_a_plan_is_kept_when_the_day_is_made_again(seed: int, other: int) -> None:
    instance = random_day(seed)
    first = solved(instance)
    promises = []
    for client in instance.clients:
        if client.id in missing(first):
            continue
        starts = [
            (s.start, Way.HOME)
            for m in first.missions
            for s in m.stops
            if s.client == client.id and s.kind is StopKind.VISIT
        ]
        rides = any(
            s.client == client.id and s.kind is StopKind.OUT_DROP for m in first.missions for s in m.stops
        )
        starts += [
            (s.start, Way.RIDE if rides else Way.WALK_IN) for s in first.slots if s.client == client.id
        ]
        start, way = starts[0]
        window = TimeWindow(start=max(start - 600, 0), end=start + 600)
        promises.append(Promise(client=client.id, way=way, window=window, told_at=""))
    late = [
        replace(client, id=f"late-{client.id}", case="late", weight=8, family="")
        for client in random_day(other).clients
    ]
    late = [replace(client, place=instance.travel.places[1]) for client in late]
    again = replace(instance, clients=(*instance.clients, *late), promises=tuple(promises))
    kept = solved(again, start=first)
    assert kept.score.promises_broken_weight == 0


def _one_more_fits(instance, plan: Plan, client) -> bool:
    """Try by brute force, apart from the solver's own search, to put one person into a team or a machine."""
    from tests.plan.brute import fits

    return fits(instance, plan, client)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_nobody_is_left_out_whom_one_insertion_would_serve(seed: int) -> None:
    instance = random_day(seed, most=9)
    instance = replace(instance, clients=tuple(replace(c, family="") for c in instance.clients))
    plan = solved(instance)
    by_id = {client.id: client for client in instance.clients}
    for client in sorted(missing(plan)):
        assert not _one_more_fits(instance, plan, by_id[client]), client


def test_a_car_carries_nobody_beyond_its_seats() -> None:
    clients = [person(f"r{n}", ways=frozenset({Way.RIDE}), party=3) for n in range(3)]
    plan = solved(day(clients, vehicles=(car(seats=2),)))
    assert missing(plan) == {"r0", "r1", "r2"}
