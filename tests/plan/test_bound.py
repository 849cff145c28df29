"""The bound is true: never above the best of all plans of small days, nor above plans that a search finds."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tannha.plan.check import check_plan
from tannha.plan.invented import DayKind, make_day
from tannha.plan.rules.instance import (
    Client,
    Frozen,
    Kit,
    PlanInstance,
    Settings,
    TimeWindow,
    Travel,
    Way,
    encode_instance,
)
from tannha.plan.rules.plan import Unserved
from tannha.plan.solvers.greedy import UNTOLD, Greedy
from tannha.plan.solvers.own import gears
from tannha.plan.solvers.own.bound import least_unserved, proof_of, proved_least, roads, working
from tannha.plan.solvers.own.bound.working import Hours, counted, usable
from tannha.plan.solvers.own.engine import Own

from . import brute
from .days import car, day, hours, machine, person, random_day, team, walker
from .test_commands import app, runner

PLACES = ("station", "home-1", "home-2", "home-3")


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


def crooked_roads(chance: random.Random) -> Travel:
    """Roads at random: longer one way than the other, by two periods, a detour often shorter than the direct way."""
    size = len(PLACES)
    return Travel(
        profiles=("team", "car"),
        places=PLACES,
        seconds=tuple(
            tuple(
                tuple(
                    tuple(0 if one == two else chance.choice((0, 120, 600, 1_500)) for two in range(size))
                    for one in range(size)
                )
                for _ in range(2)
            )
            for _ in range(2)
        ),
        metres=tuple((100,) * size for _ in range(size)),
        access_seconds=tuple(chance.choice((0, 60)) for _ in range(size)),
        period_starts=(0, 36_000),
    )


def tight_day(seed: int) -> PlanInstance:
    """A day so short that not everybody fits: two or three of all kinds, a team, a car, a machine of few entries."""
    chance = random.Random(seed)
    people: list[Client] = []
    for number in range(chance.randint(2, 3)):
        ways = chance.choice(({Way.HOME}, {Way.HOME}, {Way.HOME, Way.RIDE}, {Way.RIDE}))
        gentle = chance.random() < 0.2
        people.append(
            person(
                f"p{number}",
                chance.choice(PLACES[1:]),
                ways=frozenset(ways),
                weight=chance.randint(1, 8),
                service_duration=chance.choice((600, 1_800, 3_000)),
                time_windows=(chance.choice((hours(8, 12), hours(8, 9), hours(9, 10.5))),),
                calm_windows=(hours(8, 10),) if gentle else (),
                gentle=gentle,
                entries=chance.randint(1, 2),
                party=chance.choice((1, 2)),
                boarding_seconds=chance.choice((60, 600)),
                alighting_seconds=chance.choice((60, 300)),
                max_ride_time=chance.choice((900, 1_500, 4_000)),
                step_free=chance.random() < 0.3,
            )
        )
    people += [walker(f"w{number}", weight=chance.randint(1, 4)) for number in range(chance.randint(0, 2))]
    first = chance.choice((8, 8.5))
    entries = machine(open=(hours(first, first + 0.125 * chance.randint(1, 4)),))
    lunch = chance.choice((0, 2_700))
    eaten = chance.choice((hours(7.5, 9), hours(9, 10), hours(8, 11)))
    shift = TimeWindow(start=27_000, end=chance.choice((30_600, 32_400, 36_000, 39_600)))
    return day(
        people,
        machines=(entries,),
        teams=tuple(
            team(
                f"t{n}", shift=shift, lunch=eaten, lunch_seconds=lunch,
                longest_shift_seconds=chance.choice((7_200, 36_000)),
            )
            for n in range(chance.choice((1, 1, 2)))
        ),
        vehicles=(car(seats=chance.choice((2, 3, 4)), shift=shift, lunch=eaten, lunch_seconds=lunch),),
        settings=Settings(
            owner="test",
            since="2026-01-01",
            reserve_percent=chance.choice((0, 0, 40)),
            frail_home_seconds=0,
            wait_before_seconds=chance.choice((600, 1_200)),
        ),
        travel=crooked_roads(chance),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(24))
def test_no_bound_is_above_the_best_of_all_plans(seed: int) -> None:
    instance = tight_day(seed)
    least = least_by_force(instance)
    assert least_unserved(instance) <= proved_least(instance) <= least


@pytest.mark.night
def test_no_bound_is_above_the_best_of_all_plans_of_a_thousand_days() -> None:
    reached = 0
    for seed in range(1_000):
        instance = tight_day(seed)
        least, proved = least_by_force(instance), proved_least(instance)
        assert least_unserved(instance) <= proved <= least, seed
        reached += proved == least
    assert reached > 300


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 100, 25))
def test_no_bound_is_above_the_plans_of_random_days(first: int) -> None:
    for seed in range(first, first + 25):
        instance = random_day(seed)
        found = Own(gear=gears.interpreted(), iterations=4).solve(instance, seed=seed)
        assert least_unserved(instance) <= proved_least(instance) <= found.score.unserved_weight, seed


def test_the_bound_reaches_the_plan_where_only_entries_are_short() -> None:
    people = [walker(f"w{number}", weight=1 + number % 2) for number in range(10)]
    instance = day(people, machines=(machine(open=(hours(8, 8.5),)),))
    plan = Greedy().solve(instance)
    proof = proof_of(instance, plan)
    assert proof.proved and proof.unserved_weight == plan.score.unserved_weight == 7
    assert proof.total == 7_000 and not proof.is_weak


def test_a_weak_bound_says_so_and_proves_nothing() -> None:
    people = [
        person(f"p{number}", f"home-{number + 1}", time_windows=(hours(9, 9.1),), weight=3)
        for number in range(3)
    ]
    people.append(person("late", "home-1", time_windows=(hours(15, 15.1),), weight=3))
    instance = day(people)
    proof = proof_of(instance, Greedy().solve(instance))
    assert proof.is_weak and not proof.proved and proof.unserved_weight < 6


def test_whole_people_prove_more_than_parts_of_people() -> None:
    instance = make_day(1, DayKind.CAREFUL)
    assert proved_least(instance) >= 141
    assert least_unserved(instance) >= 136
    small = day(
        [person(f"p{n}", "home-1", weight=5, ways=frozenset({Way.HOME})) for n in range(4)],
        teams=(team(shift=hours(8, 10.9), lunch_seconds=0), team("t2", shift=hours(8, 9.9), lunch_seconds=0)),
    )
    assert least_unserved(small) == proved_least(small) == least_by_force(small) == 5


def test_the_time_before_the_hours_of_visits_serves_nobody() -> None:
    visits = Hours(first=28_800, last=72_000, way=300.0)
    early = team(shift=hours(6, 12), lunch=hours(9, 11), lunch_seconds=1_800)
    assert usable(early, visits) == 4 * 3_600 + 300 - 1_800
    assert usable(early) == 6 * 3_600 - 1_800
    assert usable(replace(early, lunch=hours(6.5, 7.5)), visits) == 4 * 3_600 + 300
    assert usable(replace(early, longest_shift_seconds=7_200), visits) == 5_400
    assert usable(replace(early, lunch=hours(13, 14)), visits) == 0
    assert usable(replace(early, shift=hours(5, 7), lunch_seconds=0), visits) == 300


def test_a_shift_holds_a_whole_number_of_visits() -> None:
    rows = counted([10_000.0, 9_000.0], [3_400.0, 3_400.0, 7_000.0, 100.0])
    assert ((1, 1, 2, 0), 4) in rows
    for often, most in rows:
        assert most >= 4 * often[0] or often[0] <= 1, "two visits of 3,400 s fit into each of the shifts"


def test_moats_are_crossed_by_every_way() -> None:
    chance = random.Random(5)
    for _ in range(60):
        size = chance.randint(2, 9)
        drawn = np.array(
            [[chance.choice((0, 60, 300, 900)) for _ in range(size)] for _ in range(size)], float
        )
        np.fill_diagonal(drawn, 0)
        travel = replace(
            crooked_roads(chance), profiles=("team",), period_starts=(0,),
            places=tuple(f"p{n}" for n in range(size)), access_seconds=(0,) * size,
            seconds=((tuple(tuple(int(one) for one in row) for row in drawn),),),
        )  # fmt: skip
        ways = roads.shortest(travel, ("team",))
        assert (ways <= drawn).all()
        doors = [chance.randrange(1, size) for _ in range(chance.randint(1, 6))]
        found = roads.moats(ways, doors, [0])
        spots = [*doors, 0]
        for one in range(len(spots)):
            for two in range(len(spots)):
                parted = sum(moat.width for moat in found if (one in moat.doors) != (two in moat.doors))
                assert parted <= ways[spots[one], spots[two]] + 1e-6
        if set(doors) != {0} and len(doors) > 1:
            assert all(moat.width > 0 and len(doors) not in moat.doors for moat in found)


def test_a_kit_that_nobody_carries_serves_nobody() -> None:
    people = [person(f"p{number}", "home-1", service_duration=600) for number in range(3)]
    kits = (
        Kit(id="kit-t1", battery_enrolments=1, cards=9),
        Kit(id="spare", battery_enrolments=9, cards=9),
    )
    instance = day(people, kits=kits)
    assert least_unserved(instance) == 6


def test_a_day_under_way_has_no_bound() -> None:
    quiet = day([person("a")], teams=())
    assert least_unserved(quiet) == proved_least(quiet) == 3
    for instance in (replace(quiet, now=36_000), replace(quiet, frozen=Frozen(at_station=("a",)))):
        assert least_unserved(instance) == proved_least(instance) == 0


def test_movers_without_room_for_lunch_do_not_go_out() -> None:
    assert working.usable(team(shift=hours(8, 11.5), lunch=hours(11, 13))) == 0


def test_the_command_says_what_its_bound_proves(tmp_path: Path) -> None:
    made, out = tmp_path / "day.json", tmp_path / "plan.json"
    short = day([walker(f"w{n}") for n in range(6)], machines=(machine(open=(hours(8, 8.5),)),))
    apart = [person(f"p{n}", f"home-{n + 1}", time_windows=(hours(9, 9.1),)) for n in range(3)]
    weak = day([*apart, person("late", "home-1", time_windows=(hours(15, 15.1),))])
    for instance, proved, words in ((short, True, "no plan leaves out less"), (weak, False, "Weak bound")):
        made.write_text(encode_instance(instance), encoding="utf-8")
        args = ["plan", "solve", str(made), "--iterations", "4", "--gear", "interpreted", "--out", str(out)]
        assert words in runner.invoke(app, args).stdout
        for engine in ("own", "greedy"):
            result = runner.invoke(app, [*args, "--engine", engine, "--json"])
            facts = json.loads(result.stdout.splitlines()[-1])
            assert (facts["proved"], facts["weak_bound"]) == (proved, not proved)
            assert facts["bound"] == 1_000 * facts["bound_weight"] <= facts["score"]["total"]
        assert "bound" not in json.loads(out.read_text(encoding="utf-8"))
