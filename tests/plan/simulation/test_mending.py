from __future__ import annotations

import pickle
from collections import deque
from dataclasses import replace

import pytest

from tannha.plan.check import check_plan
from tannha.plan.live.events import EventKind
from tannha.plan.live.replan import replan
from tannha.plan.rules.plan import StopKind
from tannha.plan.simulation import loop, mending, policies
from tannha.plan.simulation import station as at
from tannha.plan.simulation.draws import HOUR, Draws
from tannha.plan.simulation.loop import Event, Loop
from tannha.plan.simulation.mending import Mender, mender_of, no_clock
from tannha.plan.simulation.movers import NO_ONE, Halt
from tannha.plan.simulation.policies import DayState, Policy
from tannha.plan.simulation.replay import Setting, counted, people_of, plan_of
from tannha.plan.solvers.greedy import Greedy
from tannha.plan.solvers.own.gears import INTERPRETED

Halts = dict[tuple[int, StopKind], tuple[str, Halt]]


def begun(seed: int, setting: Setting) -> tuple[Loop[DayState], Mender, Draws]:
    """A small day of ours with somebody who mends its plan."""
    draws = Draws(seed)
    people = people_of(seed, setting)
    few = replace(people, clients=tuple(c for n, c in enumerate(people.clients) if n % 4 == 0))
    day = policies.peak_day(few, draws.rates, machines=2, pipelined=True)
    wanted, plan = plan_of(day, draws, setting, Greedy())
    mender = mender_of(day, wanted, plan, seed=seed, iterations=2, gear=INTERPRETED, clock=no_clock)
    start = policies.begin(Policy.OURS, day, draws, pipelined=True, plan=plan, mender=mender)
    return loop.begin(start.state, start.events), mender, draws


def halts_of(state: DayState) -> Halts:
    return {
        (halt.person, halt.kind): (mover.id, halt)
        for mover in state.outdoors.movers
        for halt in mover.halts
        if halt.person != NO_ONE
    }


SMALL = Setting(kits=1, cars=1)


def test_a_broken_machine_is_reported_and_nobody_loses_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: list[EventKind] = []

    def noting(day, plan, events, **wishes):  # type: ignore[no-untyped-def]
        kinds.extend(event.kind for event in events)
        return replan(day, plan, events, **wishes)

    monkeypatch.setattr(mending, "replan", noting)
    ended, mender, draws = begun(11, SMALL)
    ended = loop.run(ended, policies.handle, draws, until=10 * HOUR)
    before, waiting = halts_of(ended.state), list(ended.state.outdoors.standby)
    told = dict(mender.told)
    assert ended.state.station.units[1].up
    kinds.clear()
    state, later = policies.handle(ended.state, Event(10 * HOUR, at.BROKEN, 1), draws)
    assert kinds.count(EventKind.MACHINE_DOWN) == 1 and mender.taken + mender.left >= 1
    after = halts_of(state)
    assert set(before) <= set(after) and {person for person, _ in set(after) - set(before)} <= set(waiting)
    for key, (_, halt) in after.items():
        if key[1] is StopKind.VISIT and key[0] in told:
            assert halt.planned == told[key[0]]
    assert check_plan(mender.day, mender.plan) == ()
    assert any(event.kind == at.REPAIRED for event in later)


def test_a_mended_day_put_away_and_taken_up_again_ends_the_same() -> None:
    whole, mender, draws = begun(12, SMALL)
    kept, _, _ = begun(12, SMALL)
    loop.run(whole, policies.handle, draws)
    kept = loop.run(kept, policies.handle, Draws(12), until=11 * HOUR)
    again = loop.run(pickle.loads(pickle.dumps(kept)), policies.handle, Draws(12))
    day = whole.state.outdoors.instance
    one, two = (counted(ended, day, Policy.OURS, True, 12, 0.0) for ended in (whole, again))
    assert one == two and one.mends == mender.taken and one.mends + one.mends_left > 0


def test_a_team_far_behind_reports_itself_and_one_in_time_does_not() -> None:
    ended, mender, draws = begun(13, SMALL)
    ended = loop.run(ended, policies.handle, draws, until=9.5 * HOUR)
    number, mover = next(
        (n, m) for n, m in enumerate(ended.state.outdoors.movers) if not m.car and len(m.halts) > 2
    )
    tried = mender.taken + mender.left
    outdoors, station = ended.state.outdoors, ended.state.station
    first = next(halt for halt in mover.halts if halt.kind is StopKind.VISIT)
    assert not mending.look_after_mover(mender, outdoors, station, number, 9.5 * HOUR)
    assert mender.taken + mender.left == tried
    behind = float(first.planned + 3 * HOUR)
    mending.look_after_mover(mender, outdoors, station, number, min(behind, 16.5 * HOUR))
    assert mender.taken + mender.left == tried + 1
    mending.look_after_mover(mender, outdoors, station, number, min(behind, 16.5 * HOUR) + 60)
    assert mender.taken + mender.left == tried + 1


def test_a_mended_plan_that_leaves_somebody_in_a_car_is_not_taken() -> None:
    ended, mender, draws = begun(14, SMALL)
    for minute in range(8 * 60, 15 * 60):
        ended = loop.run(ended, policies.handle, draws, until=minute * 60.0)
        outdoors = ended.state.outdoors
        car = next(m for m in outdoors.movers if m.car)
        there = {(halt.person, halt.kind) for halt in car.halts}
        riding = [
            p for p, kind in there if kind is StopKind.OUT_DROP and (p, StopKind.OUT_PICKUP) not in there
        ]
        if riding:
            break
    plan = replace(mender.plan, missions=tuple(m for m in mender.plan.missions if m.owner != car.id))
    rows = {m.id: m.halts.__class__() for m in outdoors.movers}
    assert mending._contradicts(outdoors, rows, there)
    assert mending._take(mender, outdoors, ended.state.station, plan, ended.now) is None
    assert {(halt.person, halt.kind) for halt in car.halts} == there


def test_nobody_is_fetched_by_another_car_while_one_waits_to_bring_them_home() -> None:
    start, _, draws = begun(14, replace(SMALL, cars=2))
    outdoors = loop.run(start, policies.handle, draws, until=8 * HOUR).state.outdoors
    one, other = (mover for mover in outdoors.movers if mover.car)
    kinds = (StopKind.OUT_PICKUP, StopKind.OUT_DROP, StopKind.BACK_PICKUP, StopKind.BACK_DROP)
    legs = [Halt(kind=kind, person=999, place=one.base) for kind in kinds]
    for mover in outdoors.movers:
        mover.halt = None
        mover.halts.clear()
    one.halt, one.halts = legs[2], deque([legs[3]])
    other.halts = deque(legs[:2])
    left = {(999, leg.kind) for leg in (*legs[:2], legs[3])}
    same = {one.id: deque([legs[3]]), other.id: deque(legs[:2])}
    assert not mending._contradicts(outdoors, same, left)
    assert mending._contradicts(outdoors, {one.id: deque([*legs[:2], legs[3]])}, left)
