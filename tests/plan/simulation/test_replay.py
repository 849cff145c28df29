from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tannha.plan.invented import DayKind
from tannha.plan.rules.instance import PlanInstance, TimeWindow, Way
from tannha.plan.rules.lookup import TravelTable
from tannha.plan.rules.plan import Plan, Stop, StopKind
from tannha.plan.simulation import policies
from tannha.plan.simulation.draws import Draws, Rates
from tannha.plan.simulation.errands import planned_halt, would_lose
from tannha.plan.simulation.evening import EveningPlanner
from tannha.plan.simulation.figures import clock_of, quantile, shortfalls, summary, way_name, ways_of
from tannha.plan.simulation.halts import halt_of
from tannha.plan.simulation.movers import good_at
from tannha.plan.simulation.policies import Policy, is_unannounced, is_walker
from tannha.plan.simulation.replay import NotLawful, Setting, people_of, plan_of, replay_day
from tannha.plan.simulation.standby import best_standby, lunch_task, promised
from tannha.plan.solvers.greedy import Greedy
from tannha.plan.solvers.own import gears
from tannha.plan.solvers.own.engine import Own

ARTICLE = ((Policy.ARTICLE, False), (Policy.ARTICLE, True))
HOUR = 3_600


def test_the_evening_planner_gives_the_plan_of_the_engine() -> None:
    day = replace(people_of(4, Setting(kits=1, cars=1)), machines=people_of(4, Setting()).machines[:1])
    few = replace(day, clients=day.clients[58:80])
    gear = gears.interpreted()
    own = Own(gear=gear).solve(few, seed=4, iterations=3)
    assert EveningPlanner(gear).solve(few, seed=4, iterations=3) == own


@pytest.mark.slow
def test_ours_carries_nobody_and_lets_nobody_wait_long_even_with_the_plain_plan() -> None:
    (day,) = replay_day(1, ((Policy.OURS, True),), setting=Setting(), solver=Greedy())
    assert day.carried == 0 and day.closes_at <= 19 * HOUR
    assert quantile(day.waits, 0.95) <= 20 and day.frail >= 50 and day.in_vain <= 5
    assert sum(day.outcomes.values()) == 65 and day.outcomes["served"] == day.frail
    assert day.little_gap < 1e-9


def test_the_article_ends_in_the_night_and_a_pipeline_alone_ends_it_in_the_evening() -> None:
    whole, pipelined = replay_day(2, ARTICLE, setting=Setting(), solver=Greedy())
    assert 24.5 * HOUR < whole.closes_at < 29 * HOUR and pipelined.closes_at < 20 * HOUR
    assert whole.in_vain > 20 and pipelined.carried > 0 and whole.cards <= pipelined.cards


@pytest.mark.parametrize("changed", [{"kits": 0}, {"cars": 0}, {"kits": 0, "cars": 0}, {"machines": 1}])
def test_a_day_without_teams_or_cars_is_still_a_day(changed: dict[str, int]) -> None:
    days = replay_day(3, ARTICLE, setting=replace(Setting(), **changed), solver=Greedy())  # type: ignore[arg-type]
    for day in days:
        assert sum(day.outcomes.values()) == 65
        assert (
            day.outcomes.get("another_day", 0)
            == (changed.get("kits") == 0) * 45 + (changed.get("cars") == 0) * 20
        )


class Forgets(Greedy):
    """A planner that leaves somebody out without saying so."""

    def solve(self, instance: PlanInstance, **wishes: Any) -> Plan:
        plan = super().solve(instance, **wishes)
        return replace(plan, slots=plan.slots[1:])


def test_ours_plans_everybody_but_who_comes_unannounced_with_slack_and_by_the_rules() -> None:
    setting = Setting(kind=DayKind.CAREFUL, kits=0, cars=0, beta_percent=120)
    draws = Draws(5)
    day = policies.peak_day(people_of(5, setting), draws.rates, machines=3, pipelined=True)
    wanted = policies.to_plan(day, draws, setting.slack_percent)
    away = {client.id for client in day.clients} - {client.id for client in wanted.clients}
    unannounced = {
        client.id for n, client in enumerate(day.clients) if is_walker(client) and is_unannounced(n, draws)
    }
    assert away == unannounced and 60 < len(away) < 150
    assert wanted.settings.frail_home_seconds == 72 * 60
    assert wanted.travel.seconds[0][0][0][1] == -(-day.travel.seconds[0][0][0][1] * 120 // 100)

    given, plan = plan_of(day, draws, setting, Greedy())
    assert given == wanted and len(plan.slots) > 300
    searched = policies.in_whole_half_hours(wanted)
    for one, less in zip(wanted.clients, searched.clients, strict=True):
        for hours, fewer in zip(one.time_windows, less.time_windows, strict=True):
            least = min(hours.end, hours.start + HOUR)
            assert fewer.start == hours.start and less.calm_windows == one.calm_windows
            assert fewer.end == (hours.end if is_walker(one) else max(least, hours.end - 1_800))
    with pytest.raises(NotLawful):
        plan_of(day, draws, setting, Forgets())


def test_a_person_is_the_same_under_every_way_of_working() -> None:
    rates = Rates(no_show_share=0.0)
    one = replay_day(6, ((Policy.STATION, True),), setting=Setting(), solver=Greedy(), rates=rates)
    two = replay_day(
        6, ((Policy.STATION, True),), setting=Setting(kits=1, cars=0), solver=Greedy(), rates=rates
    )
    assert one[0].waits == two[0].waits and len(one[0].waits) == 520


def test_an_early_team_takes_the_heaviest_on_stand_by_and_breaks_no_promise() -> None:
    day = people_of(7, Setting())
    team, table = day.teams[0], TravelTable(day.travel)
    homes = [c for c in day.clients if Way.HOME in c.ways and not c.gentle]
    wide = [c for c in homes if c.time_windows[0] == TimeWindow(start=27_000, end=63_000)]
    ahead = [lunch_task(team), promised(wide[0], day, 13 * HOUR)]
    place, waiting = team.start, wide[1:]
    found = best_standby(team, place, 9 * HOUR, ahead, waiting, day, table)
    assert found is not None and found.weight == max(client.weight for client in waiting)
    near = min(wide[1:], key=lambda one: table.least(team.profile, place, one.place))
    evening = team.shift.end - near.service_duration
    assert best_standby(team, place, evening, [], [near], day, table) is near
    assert best_standby(team, place, evening + 2_400, [], [near], day, table) is None
    late = [promised(wide[0], day, 9 * HOUR - 1_500)]
    assert best_standby(team, place, 9 * HOUR, late, waiting, day, table) is None
    assert best_standby(team, place, 18 * HOUR, [], waiting, day, table) is None
    gentle = [client for client in day.clients if client.gentle]
    assert best_standby(day.teams[2], place, 9 * HOUR, [], gentle, day, table) is None


def test_a_team_with_time_takes_over_whom_another_would_reach_too_late() -> None:
    setting = Setting(kits=2, cars=0)
    draws, seed = Draws(7), 7
    day = policies.peak_day(people_of(seed, setting), draws.rates, machines=3, pipelined=True)
    state = policies._empty(day, draws, planned=True)
    outdoors = state.outdoors
    behind, early = outdoors.movers[0], outdoors.movers[1]
    person = next(
        n for n, c in enumerate(day.clients)
        if c.ways == {Way.HOME} and not c.gentle and c.time_windows[0].end >= 12 * HOUR
    )  # fmt: skip
    client = day.clients[person]
    visit = Stop(
        kind=StopKind.VISIT,
        client=client.id,
        place=client.place,
        arrive=0,
        start=9 * HOUR,
        depart=9 * HOUR + 1,
    )
    behind.halts.append(halt_of(outdoors, behind, visit, person, visit.start))
    hours = client.time_windows[0]
    assert would_lose(outdoors, behind, float(hours.start)) == []
    assert would_lose(outdoors, behind, float(hours.end)) == [person]
    late = max(hours.start, 10 * HOUR)
    assert would_lose(outdoors, behind, float(late), half_hour=True) == [person]

    assert planned_halt(outdoors, early, float(late), []) is None
    behind.at_risk = [person]
    taken = planned_halt(outdoors, early, float(late), [])
    assert taken is not None and taken.person == person and taken.planned == visit.start
    assert not behind.halts and planned_halt(outdoors, early, float(late), []) is None


def test_good_hours_are_calm_hours_for_who_needs_calm() -> None:
    client = next(client for client in people_of(8, Setting()).clients if client.gentle)
    calm = client.calm_windows[0]
    assert good_at(client, Way.HOME, calm.start) and not good_at(client, Way.HOME, calm.end + 1)


def test_figures_say_what_is_missing() -> None:
    assert way_name(Policy.OURS, True) == "ours" and way_name(Policy.ARTICLE, True) == "article_pipelined"
    assert ways_of([Policy.OURS]) == ((Policy.OURS, True), (Policy.OURS, False))
    assert clock_of(26.5 * HOUR) == "02:30" and quantile([], 0.5) == 0.0
    days = replay_day(9, ways_of([Policy.STATION]), setting=Setting(), solver=Greedy())
    station = summary(days)["policies"]["station"]
    assert [sentence.split()[0] for sentence in shortfalls(station)] == [
        "closes_by_19_share", "wait_p95_minutes", "frail_median", "frail_p05",
    ]  # fmt: skip


NEW_DAYS = (*range(9_001, 9_101), *range(11_001, 11_101))


@pytest.mark.night
@pytest.mark.parametrize("seeds", [range(1, 201), NEW_DAYS], ids=["measured", "new"])
@pytest.mark.parametrize(
    "setting", [Setting(), Setting(kind=DayKind.CAREFUL, kits=6)], ids=["normal", "careful"]
)
def test_ours_reaches_every_goal_on_days_known_and_new(setting: Setting, seeds: Sequence[int]) -> None:
    if importlib.util.find_spec("numba") is None:
        pytest.skip("the full count needs the compiled gear")
    solver = EveningPlanner(gears.compiled())
    days = [
        day
        for seed in seeds
        for day in replay_day(
            seed, ((Policy.OURS, True),), setting=setting, solver=solver, gear=gears.COMPILED
        )
    ]
    assert shortfalls(summary(days)["policies"]["ours"]) == []


@pytest.mark.night
def test_the_article_ends_at_half_past_two_on_two_hundred_days() -> None:
    days = [
        day
        for seed in range(1, 201)
        for day in replay_day(seed, ((Policy.ARTICLE, False),), setting=Setting(), solver=Greedy())
    ]
    assert 26 <= summary(days)["policies"]["article"]["closes_hours_median"] <= 27
