from __future__ import annotations

from pathlib import Path

import pytest

from tannha import bench
from tannha.ground.command import Stopped
from tannha.plan.solvers.own import anneal, gears
from tannha.plan.solvers.own import state as at
from tannha.plan.solvers.own.numbers import Tuning

TWO_RIDES = """1 4 480 3 90
0 0.0 0.0 0 0 0 1440
1 0.0 3.0 1 1 0 1440
2 0.0 6.0 1 1 0 1440
3 4.0 0.0 1 -1 100 130
4 4.0 3.0 1 -1 100 130
"""


def test_a_dial_a_ride_file_is_read_solved_and_judged(tmp_path: Path) -> None:
    legs = bench.load("plan")
    path = tmp_path / "darp" / "two.txt"
    path.parent.mkdir()
    path.write_text(TWO_RIDES, encoding="ascii")
    routing = legs.read(path)
    assert (routing.orders, routing.capacity, routing.ride) == (((1, 3), (2, 4)), 3, 90)
    state = legs.LegNumbers(routing, Tuning()).state(1)
    gear = gears.interpreted()
    gear.work(state, anneal.BEGIN, 0, 0, 1)
    gear.work(state, anneal.SEARCH, 0, 20, 20)
    gear.work(state, anneal.SETTLE, 0, 0, 1)
    anneal.load(state, at.TOP)
    routes = legs.routes_of(routing, state)
    cost, wrong = legs.judge(routing, routes)
    assert wrong == "" and cost == pytest.approx(18.0)
    assert legs.judge(routing, [[3, 1, 2, 4]])[1] == "dropped before picked up"
    assert legs.judge(routing, [[1, 3]])[1]


def test_odd_seeds_engines_and_budgets_are_refused() -> None:
    assert bench._seeds("1-3,7") == [1, 2, 3, 7]
    for refused in (
        lambda: bench._seeds("x"),
        lambda: bench._budget("own=0"),
        lambda: bench._engines("best"),
    ):
        with pytest.raises(Stopped):
            refused()
