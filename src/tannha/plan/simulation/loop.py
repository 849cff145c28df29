"""The event loop of the simulation: a heap of (time, order, event), one handler, no clock.

``handle(state, event, draws)`` gives the state and the events that follow; the state belongs to the loop and may
be changed in place. Events of the same moment come in the order of their kind's number, then in the order in
which they were planned. A loop holds everything there is, chance included (draws depend on the person and the
purpose, never on what was drawn before): copied, or pickled and read again, it goes on as if nothing had been.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush
from typing import Generic, NamedTuple, TypeVar

State = TypeVar("State")
Chance = TypeVar("Chance")
SERIALS = 40


class Event(NamedTuple):
    """Something that happens ``at`` a moment (seconds since midnight of the day, may pass 86,400).

    ``kind`` is its number and its rank among events of the same moment, ``who`` a person, a machine or a mover,
    ``mark`` whatever else the kind needs."""

    at: float
    kind: int
    who: int
    mark: int = 0


event_of: Callable[[tuple[float, int, int, int]], Event] = partial(tuple.__new__, Event)
"""The same as ``Event(*four)`` in a third of the time, for those who make one at each event."""

Handle = Callable[[State, Event, Chance], tuple[State, Iterable[Event]]]


class OutOfOrder(ValueError):
    """An event was planned before the present moment."""


@dataclass(slots=True, kw_only=True)
class Loop(Generic[State]):
    """A simulation under way: its state, what is still to happen, the moment, how many events are done."""

    state: State
    agenda: list[tuple[float, int, Event]] = field(default_factory=list)
    now: float = -math.inf
    serial: int = 0
    handled: int = 0


def begin(state: State, events: Iterable[Event]) -> Loop[State]:
    """A loop that has not begun, with its first events."""
    loop = Loop(state=state)
    for event in events:
        loop.serial += 1
        heappush(loop.agenda, (event.at, event.kind << SERIALS | loop.serial, event))
    return loop


def run(
    loop: Loop[State], handle: Handle[State, Chance], draws: Chance, *, until: float = math.inf
) -> Loop[State]:
    """Handle everything up to and including the moment ``until``; the same loop, further on."""
    agenda, state, serial, handled, now = loop.agenda, loop.state, loop.serial, loop.handled, loop.now
    while agenda and agenda[0][0] <= until:
        now, _, event = heappop(agenda)
        state, following = handle(state, event, draws)
        for later in following:
            moment, kind, _, _ = later
            if moment < now:
                raise OutOfOrder(f"{later} was planned at {now}")
            serial += 1
            heappush(agenda, (moment, kind << SERIALS | serial, later))
        handled += 1
    loop.state, loop.serial, loop.handled, loop.now = state, serial, handled, now
    return loop
