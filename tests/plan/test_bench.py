from __future__ import annotations

import random
from pathlib import Path

import pytest

from tannha import bench
from tannha.ground.command import Stopped
from tannha.plan.solvers.own import anneal, gears, insert, ruin
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


def test_what_a_note_says_is_what_a_look_at_the_row_would_say(tmp_path: Path) -> None:
    legs = bench.load("plan")
    path = tmp_path / "darp" / "many.txt"
    path.parent.mkdir()
    chance, size = random.Random(5), 14
    spots = [(chance.uniform(-9, 9), chance.uniform(-9, 9)) for _ in range(2 * size)]
    rows = [
        f"{number + 1} {x:.2f} {y:.2f} 2 {1 if number < size else -1} 0 {400 if number < size else 480}"
        for number, (x, y) in enumerate(spots)
    ]
    head = [f"3 {2 * size} 480 3 40", "0 0 0 0 0 0 480"]
    path.write_text("\n".join(head + rows), encoding="ascii")
    state = legs.LegNumbers(legs.read(path), Tuning(notes=1 << 10)).state(1)
    anneal.work(state, anneal.BEGIN, 0, 0, 1)
    for client in range(size):
        anneal.save(state, at.KEPT)
        ruin.take_out(state, client)
        assert ruin.mend(state)
        for mover in range(3):
            limit, pickup = state[state[at.C_LIMIT] + client], 5 * client + 1
            seen = insert.leg_in_row(state, mover, mover, pickup, limit, at.FAR)
            where = (state[at.BEST_AT], state[at.BEST_DROP])
            for look in (False, True, False):
                assert insert.leg_noted(state, mover, pickup, limit, at.FAR, look) == seen
                assert seen == at.FAR or (state[at.BEST_AT], state[at.BEST_DROP]) == where
            assert insert.leg_noted(state, mover, pickup, limit, seen, True) == seen, (
                "none is below what was found"
            )
        anneal.load(state, at.KEPT)
