from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tannha.plan.check import check_plan
from tannha.plan.invented import make_day
from tannha.plan.rules.instance import PlanInstance, Promise, Settings, Way
from tannha.plan.rules.plan import Unserved, encode_plan
from tannha.plan.solvers import Progress
from tannha.plan.solvers.greedy import UNTOLD, Greedy
from tannha.plan.solvers.own import gears
from tannha.plan.solvers.own.bound import least_unserved
from tannha.plan.solvers.own.engine import Own, Search

from . import brute
from .days import car, day, hours, machine, person, random_day, team, walker
from .test_commands import app, runner


def small_ward(seed: int) -> PlanInstance:
    """A ward day with fewer people: nine visits, five rides, forty who come by themselves."""
    whole = make_day(seed)
    chosen = whole.clients[:9] + whole.clients[45:50] + whole.clients[65:105]
    return replace(whole, clients=chosen)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_plans_of_random_days_break_no_rule(seed: int) -> None:
    instance = random_day(seed)
    plan = Own(gear=gears.interpreted(), iterations=6).solve(instance, seed=seed)
    assert check_plan(instance, plan) == ()


@pytest.mark.night
def test_plans_of_a_thousand_random_days_break_no_rule() -> None:
    for seed in range(1_000):
        instance = random_day(seed)
        plan = Own(gear=gears.interpreted(), iterations=20).solve(instance, seed=seed)
        assert check_plan(instance, plan) == (), seed


def test_a_ward_day_is_planned_lawfully_and_better_than_plainly() -> None:
    instance = small_ward(1)
    plan = Own(gear=gears.interpreted(), iterations=40).solve(instance, seed=1)
    assert check_plan(instance, plan) == ()
    assert plan.score.total <= Greedy().solve(instance).score.total


def test_how_the_iterations_are_cut_changes_nothing() -> None:
    instance = small_ward(2)
    texts = []
    for step in (30, 7, 1):
        search = Search(instance, seed=5, gear=gears.interpreted())
        while search.done < 30:
            search.run(step, 30)
        texts.append(encode_plan(search.best(settled=True)))
    assert texts[0] == texts[1] == texts[2]


@pytest.mark.skipif(not gears.is_warm(), reason="nothing compiled lies ready: `tannha plan warm`")
def test_both_gears_give_the_same_bytes_and_a_search_may_change_gear() -> None:
    instance = small_ward(3)
    texts = []
    for first, second in (
        (gears.interpreted(), None),
        (gears.compiled(), None),
        (gears.interpreted(), gears.compiled()),
    ):
        search = Search(instance, seed=9, gear=first)
        search.run(12, 40)
        if second is not None:
            search.change_gear(second)
        search.run(40, 40)
        texts.append(encode_plan(search.best(settled=True)))
    assert texts[0] == texts[1] == texts[2]


def test_a_stopped_search_keeps_its_best_and_progress_only_falls() -> None:
    instance = small_ward(4)
    told: list[Progress] = []
    plan = Own(gear=gears.interpreted(), iterations=10_000).solve(
        instance, seed=1, should_stop=lambda: len(told) >= 3, on_progress=told.append
    )
    assert plan.iterations < 10_000 and check_plan(instance, plan) == ()
    totals = [one.best.total for one in told]
    assert totals == sorted(totals, reverse=True)
    assert all(one.bound is not None and one.bound <= one.best.total for one in told)


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_the_bound_is_never_above_a_plan(seed: int) -> None:
    instance = random_day(seed)
    search = Search(instance, seed=1, gear=gears.interpreted())
    assert search.bound <= Greedy().solve(instance).score.total


def least_by_force(instance: PlanInstance) -> int:
    """The least weight that must stay unserved, by trying every plan that grows person by person."""
    plain = replace(Greedy().solve(instance), missions=(), slots=())
    left = tuple(Unserved(client=one.id, why=UNTOLD, relax=()) for one in instance.clients)
    reached = [brute.whole(instance, replace(plain, unserved=left))]
    for client in instance.clients:
        grown = [
            brute.whole(instance, tried) for plan in reached for tried in brute.tries(instance, plan, client)
        ]
        reached += [plan for plan in grown if not check_plan(instance, plan)]
    return min(plan.score.unserved_weight for plan in reached)


@pytest.mark.parametrize("seed", range(4))
def test_the_bound_is_never_above_the_best_of_all_plans(seed: int) -> None:
    chance = random.Random(seed)
    lengths = chance.choices((3_600, 9_000, 16_000), k=3)
    people = [
        person(f"h{n}", f"home-{n + 1}", service_duration=length, weight=3 + n)
        for n, length in enumerate(lengths)
    ]
    people[2] = replace(people[2], ways=frozenset({Way.RIDE, Way.HOME}), entries=chance.randint(1, 2))
    short = machine(open=(hours(9, 9 + 0.125 * chance.randint(1, 3)),))
    walkers = [walker(f"w{n}", weight=n + 1) for n in range(2)]
    instance = day(
        [*people, *walkers],
        machines=(short,),
        teams=(team(lunch_seconds=0),),
        vehicles=(car(lunch_seconds=0),),
    )
    assert least_unserved(instance) <= least_by_force(instance)


def test_a_full_day_is_proved_and_a_plan_is_never_below_its_bound() -> None:
    instance = make_day(1)
    assert least_unserved(instance) == 64
    small = small_ward(3)
    plan = Own(gear=gears.interpreted(), iterations=20).solve(small, seed=1)
    assert least_unserved(small) <= plan.score.unserved_weight


def test_a_promise_is_kept_as_it_was_told() -> None:
    people = [person(f"p{n}", f"home-{n % 3 + 1}", service_duration=1_800) for n in range(6)]
    instance = day([*people, walker("w")])
    told = Promise(client="p3", way=Way.HOME, window=hours(14, 14.25), told_at="2026-11-20")
    slot = Promise(client="w", way=Way.WALK_IN, window=hours(9, 9.25), told_at="2026-11-20")
    instance = replace(instance, promises=(told, slot))
    plan = Own(gear=gears.interpreted(), iterations=10).solve(instance, seed=1)
    assert check_plan(instance, plan) == ()


def test_a_day_without_anybody_or_anything_gets_a_plan() -> None:
    for instance in (day([]), day([person("a"), walker("b")], machines=(), teams=(), vehicles=())):
        assert check_plan(instance, Own(gear=gears.interpreted()).solve(instance)) == ()


def test_an_earlier_plan_is_the_start_of_the_next() -> None:
    instance = small_ward(5)
    first = Own(gear=gears.interpreted(), iterations=20).solve(instance, seed=1)
    again = Own(gear=gears.interpreted(), iterations=2).solve(instance, seed=2, start=first)
    assert check_plan(instance, again) == ()
    assert again.score.unserved_weight <= first.score.unserved_weight + 3


def test_the_command_repeats_a_plan_and_refuses_odd_budgets(tmp_path: Path) -> None:
    made, out, twice = tmp_path / "day.json", tmp_path / "one.json", tmp_path / "two.json"
    from tannha.plan.rules.instance import encode_instance

    made.write_text(encode_instance(small_ward(6)), encoding="utf-8")
    for target in (out, twice):
        args = ["plan", "solve", str(made), "--seed", "3", "--iterations", "8", "--gear", "interpreted"]
        result = runner.invoke(app, [*args, "--out", str(target), "--progress", "--json"])
        assert result.exit_code == 0
    assert out.read_bytes() == twice.read_bytes()
    assert json.loads(result.stdout.splitlines()[-1])["gear"] == "interpreted"
    assert "gear" not in json.loads(out.read_text(encoding="utf-8"))
    for odd in (["--budget", "0"], ["--budget", "-1"], ["--iterations", "0"], ["--gear", "fifth"]):
        assert runner.invoke(app, ["plan", "solve", str(made), "--out", str(out), *odd]).exit_code == 2


def test_walkers_above_the_crowd_move_to_a_quieter_hour_before_anybody_is_left_out() -> None:
    calm = Settings(owner="test", since="2026-01-01", reserve_percent=0, crowd_cap=2)
    walkers = [walker(f"w{number}", time_windows=(hours(8, 10),)) for number in range(6)]
    instance = day(walkers, settings=calm, machines=(machine(open=(hours(8, 10.5),)),))
    plan = Own(gear=gears.interpreted(), iterations=4).solve(instance, seed=1)
    assert check_plan(instance, plan) == () and plan.unserved == ()
