"""The station: a queue and machines of several stages. Pure; event by event, any number of machines and stages.

A machine takes a person through its stages in order. *Pipelined*, the next person enters when the first stage is
free; between stages stand ``room`` people at most (0: who cannot go on stays and blocks the stage behind them; None:
as many as there are). *One at a time*, the next enters when the machine is empty and ``between_seconds`` are over.
A broken machine holds everybody in it where they are until it is repaired. The queue is by ``Ticket.key``;
whoever needs a step-free machine is passed over at another one. At every event: came = served + left + inside.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Protocol

from tannha.plan.simulation.loop import Event, event_of

REPAIRED, STAGE_END, RESTED, GIVE_UP, BROKEN, PAUSE, RESUME, ARRIVE, RIDER_DONE = range(1, 10)
NOBODY = -1
STUCK = -1.0


class StationChance(Protocol):
    """What the station leaves to chance, in seconds."""

    def stage_seconds(self, person: int, stage: int) -> float:
        """How long this person takes at this stage."""
        ...

    def running_seconds(self, machine: int, count: int) -> float:
        """How long a machine runs until it breaks down for the ``count``-th time."""
        ...

    def repair_seconds(self, machine: int, count: int) -> float:
        """How long that repair takes."""
        ...


class Unbalanced(AssertionError):
    """Somebody was lost or counted twice: a fault of the simulation itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """How the station treats a person: order in the queue (None: by arrival), needs, pace, who waits for them.

    ``heeded`` False sends somebody who needs a step-free machine to any machine (and carries them); ``pace``
    multiplies stage times; ``rider`` makes RIDER_DONE events; ``announced`` False may be sent away when the queue is
    too long; ``patience`` in seconds, None for ever."""

    key: float | None = None
    step_free: bool = False
    heeded: bool = True
    pace: float = 1.0
    rider: bool = False
    announced: bool = True
    patience: float | None = None


PLAIN = Ticket()


@dataclass(slots=True)
class Unit:
    """One machine: who is at each stage, when each stage ends (STUCK: done, but the way is blocked)."""

    step_free: bool
    inside: list[int]
    ends: list[float]
    buffers: tuple[deque[int], ...]
    busy: int = 0
    up: bool = True
    mark: int = 0
    breakdowns: int = 0
    ready_at: float = 0.0
    down_since: float = 0.0
    down_seconds: float = 0.0


@dataclass(slots=True, kw_only=True)
class Station:
    """Everything the station is at a moment, and what it counted so far. Times in seconds."""

    units: list[Unit]
    stages: int
    pipelined: bool = True
    room: int | None = 0
    between_seconds: float = 0.0
    staffed: bool = True
    breaks_until: float = 0.0
    entry_seconds: float = 144.0
    longest_wait_offered: float = 0.0
    tickets: Mapping[int, Ticket] = field(default_factory=dict)
    level: list[tuple[float, int, int]] = field(default_factory=list)
    anywhere: list[tuple[float, int, int]] = field(default_factory=list)
    waiting: set[int] = field(default_factory=set)
    since: dict[int, float] = field(default_factory=dict)
    came: int = 0
    served: int = 0
    left: int = 0
    turned: int = 0
    carried: int = 0
    waits: array[float] = field(default_factory=lambda: array("d"))
    stay_seconds: float = 0.0
    area: float = 0.0
    counted_at: float = 0.0
    last_out: float = 0.0


def make_station(floors: Iterable[bool], *, stages: int, room: int | None = 0) -> Station:
    """A station with one machine for each of ``floors`` (True: step-free); machines upstairs are asked first."""
    units = [
        Unit(step_free, [NOBODY] * stages, [0.0] * stages, tuple(deque() for _ in range(stages)))
        for step_free in sorted(floors)
    ]
    return Station(units=units, stages=stages, room=room)


def first_breakdowns(station: Station, chance: StationChance, opens: float) -> list[Event]:
    """The first breakdown of each machine, running from ``opens``; none after ``breaks_until``."""
    times = [(opens + chance.running_seconds(number, 0), number) for number in range(len(station.units))]
    return [Event(at, BROKEN, number) for at, number in times if at <= station.breaks_until]


def handle(station: Station, event: Event, chance: StationChance) -> tuple[Station, list[Event]]:
    """One event of the station."""
    later: list[Event] = []
    happen(station, event, chance, later)
    return station, later


def happen(station: Station, event: Event, chance: StationChance, later: list[Event]) -> None:
    """One event of the station; what follows from it is added to ``later``."""
    kind = event.kind
    if kind == STAGE_END:
        _stage_end(station, event, chance, later)
    elif kind == ARRIVE:
        _arrive(station, event, chance, later)
    elif kind == RESTED:
        _pull(station, event.who, event.at, chance, later)
    elif kind == BROKEN:
        _break(station, event, chance, later)
    elif kind == REPAIRED:
        _repair(station, event, chance, later)
    elif kind == GIVE_UP:
        _give_up(station, event, later)
    elif kind in (PAUSE, RESUME):
        station.staffed = kind == RESUME
        for number in range(len(station.units)):
            _pull(station, number, event.at, chance, later)
    if station.came != station.served + station.left + len(station.since):
        raise Unbalanced(f"{station.came} came, {station.served} served, {station.left} left at {event}")


def people_by_place(station: Station) -> tuple[int, int, int]:
    """How many wait, stand between stages, and are at a stage: an independent count of those inside."""
    between = sum(len(buffer) for unit in station.units for buffer in unit.buffers)
    at_stage = sum(1 for unit in station.units for person in unit.inside if person != NOBODY)
    return len(station.waiting), between, at_stage


def _count(station: Station, now: float) -> None:
    station.area += len(station.since) * (now - station.counted_at)
    station.counted_at = now


def _arrive(station: Station, event: Event, chance: StationChance, later: list[Event]) -> None:
    now, _, person, _ = event
    ticket = station.tickets.get(person, PLAIN)
    if not ticket.announced and _wait_ahead(station) > station.longest_wait_offered:
        station.turned += 1
        return
    _count(station, now)
    station.came += 1
    station.since[person] = now
    station.waiting.add(person)
    level = ticket.step_free and ticket.heeded
    queue = station.level if level else station.anywhere
    heappush(queue, (now if ticket.key is None else ticket.key, station.came, person))
    if station.staffed:
        best, least = NOBODY, 0
        for number, unit in enumerate(station.units):
            if unit.inside[0] != NOBODY or not unit.up or (level and not unit.step_free):
                continue
            rested = station.pipelined or (unit.busy == 0 and now >= unit.ready_at)
            if rested and (best == NOBODY or unit.busy < least):
                best, least = number, unit.busy
        if best != NOBODY:
            _pull(station, best, now, chance, later)
    if ticket.patience is not None and person in station.waiting:
        later.append(Event(now + ticket.patience, GIVE_UP, person))


def _wait_ahead(station: Station) -> float:
    """What somebody who comes now without an appointment would have to wait, about."""
    running = sum(1 for unit in station.units if unit.up)
    return len(station.waiting) * station.entry_seconds / running if running else float("inf")


def _next_for(station: Station, unit: Unit) -> int:
    """Take the next person for a machine out of the queue; NOBODY when there is none."""
    waiting, anywhere, level = station.waiting, station.anywhere, station.level
    while anywhere and anywhere[0][2] not in waiting:
        heappop(anywhere)
    if not unit.step_free:
        level = anywhere
    else:
        while level and level[0][2] not in waiting:
            heappop(level)
    first = level if not anywhere or (level and level[0] < anywhere[0]) else anywhere
    if not first:
        return NOBODY
    person = heappop(first)[2]
    waiting.discard(person)
    return person


def _pull(station: Station, number: int, now: float, chance: StationChance, later: list[Event]) -> None:
    """Let the next person into a machine if it may take one."""
    unit = station.units[number]
    if not station.waiting or unit.inside[0] != NOBODY or not unit.up or not station.staffed:
        return
    if not station.pipelined and (unit.busy or now < unit.ready_at):
        return
    person = _next_for(station, unit)
    if person == NOBODY:
        return
    station.waits.append(now - station.since[person])
    ticket = station.tickets.get(person, PLAIN)
    if ticket.step_free and not unit.step_free:
        station.carried += 1
    unit.busy += 1
    _start(station, unit, number, 0, person, now, chance, later)


def _start(
    station: Station, unit: Unit, number: int, stage: int, person: int, now: float, chance: StationChance,
    later: list[Event],
) -> None:  # fmt: skip
    end = now + chance.stage_seconds(person, stage) * station.tickets.get(person, PLAIN).pace
    unit.inside[stage] = person
    unit.ends[stage] = end
    later.append(event_of((end, STAGE_END, number, unit.mark << 3 | stage)))


def _stage_end(station: Station, event: Event, chance: StationChance, later: list[Event]) -> None:
    now, _, number, mark = event
    unit, stage = station.units[number], mark & 7
    if mark >> 3 != unit.mark:
        return
    if stage < station.stages - 1:
        if _goes_on(station, unit, number, stage, now, chance, later):
            _vacated(station, unit, number, stage, now, chance, later)
        return
    person = unit.inside[stage]
    unit.inside[stage] = NOBODY
    unit.busy -= 1
    _leave(station, person, now, later)
    if station.pipelined:
        _vacated(station, unit, number, stage, now, chance, later)
    elif station.between_seconds:
        unit.ready_at = now + station.between_seconds
        later.append(Event(unit.ready_at, RESTED, number))
    else:
        _pull(station, number, now, chance, later)


def _goes_on(
    station: Station, unit: Unit, number: int, stage: int, now: float, chance: StationChance, later: list[Event]
) -> bool:  # fmt: skip
    """Move somebody from a finished stage to the next, or in front of it; False: stuck where they are."""
    inside, following = unit.inside, stage + 1
    if inside[following] == NOBODY:
        _start(station, unit, number, following, inside[stage], now, chance, later)
    elif station.room is None or len(unit.buffers[following]) < station.room:
        unit.buffers[following].append(inside[stage])
    else:
        unit.ends[stage] = STUCK
        return False
    inside[stage] = NOBODY
    return True


def _vacated(
    station: Station, unit: Unit, number: int, stage: int, now: float, chance: StationChance, later: list[Event]
) -> None:  # fmt: skip
    """A stage is free: whoever stands in front of it comes, then whoever was stuck behind, and so on back."""
    while True:
        buffer = unit.buffers[stage]
        if buffer:
            _start(station, unit, number, stage, buffer.popleft(), now, chance, later)
        if stage == 0:
            if station.waiting:
                _pull(station, number, now, chance, later)
            return
        stage -= 1
        if unit.ends[stage] != STUCK or unit.inside[stage] == NOBODY:
            return
        _goes_on(station, unit, number, stage, now, chance, later)


def _leave(station: Station, person: int, now: float, later: list[Event]) -> None:
    _count(station, now)
    station.stay_seconds += now - station.since.pop(person)
    station.served += 1
    station.last_out = now
    if station.tickets.get(person, PLAIN).rider:
        later.append(Event(now, RIDER_DONE, person, 1))


def _give_up(station: Station, event: Event, later: list[Event]) -> None:
    person = event.who
    if person not in station.waiting:
        return
    _count(station, event.at)
    station.waiting.discard(person)
    station.stay_seconds += event.at - station.since.pop(person)
    station.left += 1
    if station.tickets.get(person, PLAIN).rider:
        later.append(Event(event.at, RIDER_DONE, person, 0))


def _break(station: Station, event: Event, chance: StationChance, later: list[Event]) -> None:
    unit, now = station.units[event.who], event.at
    unit.up = False
    unit.down_since = now
    unit.mark += 1
    for stage, person in enumerate(unit.inside):
        if person != NOBODY and unit.ends[stage] != STUCK:
            unit.ends[stage] -= now
    later.append(Event(now + chance.repair_seconds(event.who, unit.breakdowns), REPAIRED, event.who))
    unit.breakdowns += 1


def _repair(station: Station, event: Event, chance: StationChance, later: list[Event]) -> None:
    number, now = event.who, event.at
    unit = station.units[number]
    unit.up = True
    unit.down_seconds += now - unit.down_since
    for stage, person in enumerate(unit.inside):
        if person != NOBODY and unit.ends[stage] != STUCK:
            unit.ends[stage] += now
            later.append(Event(unit.ends[stage], STAGE_END, number, unit.mark << 3 | stage))
    _pull(station, number, now, chance, later)
    following = now + chance.running_seconds(number, unit.breakdowns)
    if following <= station.breaks_until:
        later.append(Event(following, BROKEN, number))
