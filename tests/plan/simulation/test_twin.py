"""A twin of the station written with SimPy, as processes: an independent check of the machines and their queue.

Same arrivals, same service times and breakdowns by person and machine; nothing else is shared. The rule which of
several idle machines is taken (the emptiest) is written again here, so that means agree far below one per cent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from typing import Any

import pytest
import simpy

from tannha.plan.simulation import loop
from tannha.plan.simulation import station as at
from tannha.plan.simulation.draws import HOUR, Draws, Purpose
from tannha.plan.simulation.loop import Event
from tannha.plan.simulation.station import make_station

PEOPLE, MACHINES, STAGES, BREAKS_UNTIL = 520, 3, 3, 48 * HOUR


class Machine:
    """One machine of the twin: a resource for each stage, and events for breaking and being repaired."""

    def __init__(self, twin: Twin, number: int) -> None:
        env = twin.env
        self.twin, self.number, self.up = twin, number, True
        self.stages = [simpy.Resource(env, 1) for _ in range(STAGES)]
        self.broken, self.repaired = env.event(), env.event()
        self.withheld, self.busy = False, 0
        env.process(self.breaks(twin.draws))

    def breaks(self, draws: Draws) -> Generator[Any, Any, None]:
        env, count = self.twin.env, 0
        while env.now + (runs := draws.running_seconds(self.number, count)) <= BREAKS_UNTIL:
            yield env.timeout(runs)
            self.up = False
            if self in self.twin.free:
                self.twin.free.remove(self)
                self.withheld = True
            broken, self.broken = self.broken, env.event()
            broken.succeed()
            yield env.timeout(draws.repair_seconds(self.number, count))
            count += 1
            self.up = True
            repaired, self.repaired = self.repaired, env.event()
            repaired.succeed()
            if self.withheld:
                self.withheld = False
                self.is_free()

    def is_free(self) -> None:
        if not self.up:
            self.withheld = True
        elif self.twin.line:
            self.busy += 1
            self.twin.line.popleft().succeed(self)
        else:
            self.twin.free.append(self)

    def works(self, seconds: float) -> Generator[Any, Any, None]:
        env = self.twin.env
        while seconds > 1e-9:
            if not self.up:
                yield self.repaired
            began = env.now
            yield env.timeout(seconds) | self.broken
            seconds -= env.now - began


class Twin:
    """The station as processes; ``waits`` and ``stays`` by person."""

    def __init__(self, arrivals: list[float], draws: Draws, *, pipelined: bool) -> None:
        self.env, self.draws, self.pipelined = simpy.Environment(), draws, pipelined
        self.line: deque[simpy.Event] = deque()
        self.waits: list[float] = []
        self.stays: list[float] = []
        self.free = [Machine(self, number) for number in range(MACHINES)]
        for person, moment in enumerate(arrivals):
            self.env.process(self.visit(person, moment))
        self.env.run(until=BREAKS_UNTIL)

    def next_machine(self) -> simpy.Event:
        """An event that comes with the emptiest free machine, or with the next to be free."""
        given = self.env.event()
        if self.free and not self.line:
            machine = min(self.free, key=lambda one: (one.busy, one.number))
            self.free.remove(machine)
            machine.busy += 1
            given.succeed(machine)
        else:
            self.line.append(given)
        return given

    def visit(self, person: int, moment: float) -> Generator[Any, Any, None]:
        env = self.env
        yield env.timeout(moment)
        machine: Machine = yield self.next_machine()
        self.waits.append(env.now - moment)
        held = machine.stages[0].request()
        yield held
        for stage in range(STAGES):
            yield from machine.works(self.draws.stage_seconds(person, stage))
            if stage + 1 < STAGES:
                following = machine.stages[stage + 1].request()
                yield following
                machine.stages[stage].release(held)
                if stage == 0 and self.pipelined:
                    machine.is_free()
                held = following
        machine.stages[-1].release(held)
        machine.busy -= 1
        if not self.pipelined:
            machine.is_free()
        self.stays.append(env.now - moment)


def arrivals(draws: Draws, hours: float) -> list[float]:
    return sorted(draws.share(person, Purpose.ARRIVAL) * hours * HOUR for person in range(PEOPLE))


def ours(moments: list[float], draws: Draws, *, pipelined: bool) -> tuple[float, float]:
    """Mean wait and mean stay of the program's own station."""
    station = make_station([True] * MACHINES, stages=STAGES)
    station.pipelined, station.breaks_until = pipelined, BREAKS_UNTIL
    events = [Event(moment, at.ARRIVE, person) for person, moment in enumerate(moments)]
    loop.run(loop.begin(station, events + at.first_breakdowns(station, draws, 0.0)), at.handle, draws)
    assert station.served == PEOPLE
    return sum(station.waits) / PEOPLE, station.stay_seconds / PEOPLE


@pytest.mark.parametrize("days", [2, pytest.param(200, marks=pytest.mark.night)])
@pytest.mark.parametrize(("pipelined", "hours"), [(True, 7.5), (False, 16.0)])
def test_the_station_and_its_twin_agree(days: int, pipelined: bool, hours: float) -> None:
    waited = stayed = twin_waited = twin_stayed = 0.0
    for seed in range(days):
        draws = Draws(seed)
        moments = arrivals(draws, hours)
        wait, stay = ours(moments, draws, pipelined=pipelined)
        twin = Twin(moments, draws, pipelined=pipelined)
        assert len(twin.stays) == PEOPLE
        waited, stayed = waited + wait, stayed + stay
        twin_waited += sum(twin.waits) / PEOPLE
        twin_stayed += sum(twin.stays) / PEOPLE
    assert stayed == pytest.approx(twin_stayed, rel=1e-6)
    assert waited == pytest.approx(twin_waited, rel=1e-6)
