"""The peers' adapters on small days and files: their plans are lawful, so that a comparison is fair."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from tannha import bench
from tannha.plan.check import check_plan
from tannha.plan.rules.instance import PlanInstance, Way
from tannha.plan.rules.plan import StopKind
from tannha.plan.solvers.greedy import Greedy

from .test_bench import TWO_RIDES
from .test_own import small_ward

PEERS = ("ortools", "pyvrp", "vroom")


def small() -> PlanInstance:
    """Six people to be visited, two to be fetched, and ten who come by themselves."""
    whole = small_ward(1)
    rides = tuple(replace(client, ways=frozenset({Way.RIDE})) for client in whole.clients[11:13])
    return replace(whole, clients=whole.clients[:6] + rides + whole.clients[14:24])


@pytest.mark.slow
@pytest.mark.parametrize("name", PEERS)
def test_a_peer_plans_a_small_day_lawfully(name: str) -> None:
    bench.load("plan")
    from planning import peers  # type: ignore[import-not-found]

    plan, dropped = peers.plan_day(name, small(), 0.3, 1)
    assert check_plan(small(), plan) == () and dropped == []
    kinds = {stop.kind for mission in plan.missions for stop in mission.stops}
    assert {StopKind.VISIT, StopKind.OUT_DROP, StopKind.LUNCH} <= kinds


@pytest.mark.slow
@pytest.mark.parametrize("name", PEERS)
def test_a_peer_solves_a_dial_a_ride_file(name: str, tmp_path: Path) -> None:
    legs = bench.load("plan")
    from planning import peers

    path = tmp_path / "darp" / "two.txt"
    path.parent.mkdir()
    path.write_text(TWO_RIDES, encoding="ascii")
    routing = legs.read(path)
    cost, wrong = legs.judge(routing, peers.routes(name, routing, 0.3, 1))
    assert wrong == "" and math.isclose(cost, 18.0)


def test_the_same_times_and_matching_are_given_to_every_engine() -> None:
    bench.load("plan")
    from planning import finish

    instance = small_ward(2)
    plan = Greedy().solve(instance)
    again, dropped = finish.finish(instance, finish.draft_of(instance, plan), engine="greedy", seed=0)
    assert dropped == [] and check_plan(instance, again) == ()
    assert again.score.total <= plan.score.total


def test_the_gap_over_time_is_drawn_with_its_names() -> None:
    bench.load("plan")
    from planning import curves

    rows = [
        {"instance": "a", "family": "normal", "score": 100, "trace": [(0.1, 110), (0.2, 100)]},
        {"instance": "a", "family": "normal", "score": 120},
    ]
    found = curves.gaps_over_time(rows)
    assert found == {"normal": [(0.1, 10.0), (0.2, 0.0)]}
    assert "normal" in curves.drawn(found) and curves.drawn(found).startswith("<svg")
