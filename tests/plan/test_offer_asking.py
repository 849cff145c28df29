"""When nothing fits: whom one would ask, as few as can be, and that their yes really frees the time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from typer.testing import CliRunner

from tannha.plan.check import check_plan
from tannha.plan.offer.asking import Choice, encode_caller
from tannha.plan.offer.asking_few import Freed, fewest_to_ask
from tannha.plan.offer.choosing import offer
from tannha.plan.offer.standing import Standing
from tannha.plan.offer.taking import kept, take
from tannha.plan.rules.instance import Client, PlanInstance, Promise, Way, encode_instance
from tannha.plan.rules.plan import Plan, encode_plan
from tannha.plan.solvers.greedy import Greedy

from .days import day, hours, machine, person, random_day, team, walker
from .test_commands import app
from .test_offer_times import OWN, caller, promised_day

EARLY = (hours(8, 8.25),)


def told(instance: PlanInstance, **windows: tuple[float, float]) -> tuple[PlanInstance, Plan]:
    """The day with these people promised a start between two hours, and its plan."""
    ways = {one.id: next(iter(one.ways)) for one in instance.clients}
    promises = tuple(
        Promise(client=name, way=ways[name], window=hours(*window), told_at="")
        for name, window in windows.items()
    )
    bound = replace(instance, promises=promises)
    plan = Greedy().solve(bound)
    assert check_plan(bound, plan) == () and plan.unserved == ()
    return bound, plan


def done(instance: PlanInstance, plan: Plan, client: Client, freed: Freed) -> None:
    """Everybody named agrees: they are moved, the caller gets the time, and no rule is broken."""
    standing = Standing(instance, plan)
    clients = {one.id: one for one in instance.clients}
    for move in freed.moves:
        standing.release(move.client)
    assert take(standing, caller(client), freed.choice, OWN, told_at="now") is not None
    for move in freed.moves:
        if move.instead.day == instance.day:
            asked = caller(replace(clients[move.client], ways=frozenset({move.way})))
            assert take(standing, asked, move.instead, OWN, told_at="now") is not None
    after, made = kept(standing, plan)
    assert check_plan(after, made) == ()


def test_one_person_is_asked_where_one_is_enough_and_it_is_the_lightest() -> None:
    people = [person("heavy", "home-1", weight=8), person("light", "home-2", weight=3)]
    teams = (team("t1"), team("t2"))
    instance, plan = told(day(people, teams=teams, vehicles=()), heavy=(8, 8.25), light=(8, 8.25))
    new = person("new", "home-1", time_windows=EARLY)
    before = Standing(instance, plan)
    assert offer([before], caller(new), OWN) == ()
    freed = fewest_to_ask([before], caller(new), OWN)
    assert freed is not None
    (move,) = freed.moves
    assert move.client == "light" and move.told == hours(8, 8.25) and move.instead.start > move.told.end
    assert before.promised == {"heavy", "light"}, "the day itself is untouched"
    done(instance, plan, new, freed)
    moved_once = Standing(instance, plan)
    moved_once.promises = [
        replace(one, consent="mẹ, hôm qua" if one.client == "light" else "") for one in moved_once.promises
    ]
    again = fewest_to_ask([moved_once], caller(new), OWN)
    assert again is not None and again.moves[0].client == "heavy", "nobody is asked twice"


def test_nobody_is_asked_for_somebody_whom_no_move_would_help() -> None:
    instance, plan = told(day([person("p1")], vehicles=()), p1=(9, 9.5))
    gentle = person("new", "home-2", gentle=True, calm_windows=(hours(3, 4),))
    assert fewest_to_ask([Standing(instance, plan)], caller(gentle), OWN) is None


def test_two_are_asked_where_one_is_not_enough() -> None:
    people = [person(f"p{n}", "home-1", service_duration=1_800, weight=2) for n in (1, 2)]
    instance, plan = told(day(people, teams=(team(),), vehicles=()), p1=(8, 8.25), p2=(9, 9.25))
    new = person("new", "home-1", time_windows=EARLY, service_duration=7_200)
    assert offer([Standing(instance, plan)], caller(new), OWN) == ()
    freed = fewest_to_ask([Standing(instance, plan)], caller(new), OWN)
    assert freed is not None and {move.client for move in freed.moves} == {"p1", "p2"}
    done(instance, plan, new, freed)


def test_who_has_no_other_time_on_the_day_is_asked_for_another_day() -> None:
    first = (hours(8, 8.02),)
    instance, plan = told(
        day([walker("w", time_windows=first)], vehicles=(), machines=(machine(),)), w=(8, 8.02)
    )
    new = walker("new", time_windows=first)
    assert offer([Standing(instance, plan)], caller(new), OWN) == ()
    assert fewest_to_ask([Standing(instance, plan)], caller(new), OWN) is None
    later = Choice(
        day=instance.day + timedelta(days=1), way=Way.WALK_IN, window=hours(9, 9.1), start=9 * 3_600, owner="m1",
        marks=(), cost_seconds=0,
    )  # fmt: skip
    freed = fewest_to_ask([Standing(instance, plan)], caller(new), OWN, elsewhere=lambda _client: later)
    assert freed is not None and freed.moves[0].instead == later
    done(instance, plan, new, freed)


def test_whatever_list_is_found_frees_the_time_by_the_rules_of_the_checker() -> None:
    found = 0
    for seed in range(150):
        whole = random_day(seed, most=14)
        if len(whole.clients) < 3:
            continue
        new, rest = whole.clients[0], replace(whole, clients=whole.clients[1:])
        new = replace(new, time_windows=(hours(9, 9.5),))  # little choice: mostly somebody sits there
        instance, plan = promised_day(rest)
        if not new.ways or check_plan(instance, plan) or offer([Standing(instance, plan)], caller(new), OWN):
            continue
        freed = fewest_to_ask([Standing(instance, plan)], caller(new), OWN)
        if freed is not None:
            found += 1
            assert freed.choice.way in (Way.HOME, Way.RIDE, Way.WALK_IN)
            done(instance, plan, new, freed)
    assert found >= 3, found


def test_the_command_says_whom_to_ask(tmp_path: Path) -> None:
    instance, plan = told(day([person("p1")], teams=(team(),), vehicles=()), p1=(8, 8.25))
    new = caller(person("new", "home-1", time_windows=EARLY))
    texts = {"day": encode_instance(instance), "plan": encode_plan(plan), "caller": encode_caller(new)}
    for name, text in texts.items():
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    files = [str(tmp_path / f"{name}.json") for name in texts]
    done = CliRunner().invoke(app, ["plan", "offer", *files, "--ask", "--json"])
    assert done.exit_code == 0
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["choices"] == [] and [move["client"] for move in result["ask"]["moves"]] == ["p1"]
    words = CliRunner().invoke(app, ["plan", "offer", *files, "--ask"])
    assert "p1" in words.stdout
