"""Teams and cars on the road, event by event. Pure.

Two ways of choosing the next halt. *Planned*: each follows its mission of the day plan, a little early where the
promise allows it, never to somebody whose hours have passed (they are called, not visited in vain); a car waits some
minutes for somebody who is not through at the station, then does its next errand first. *Asked*: one list of
requests in the order in which they came, nobody asks for good hours; in vain means back to the end of the list.
"""

from __future__ import annotations

from collections import deque

from tannha.plan.rules.instance import Way
from tannha.plan.rules.plan import StopKind
from tannha.plan.rules.score import mover_of
from tannha.plan.simulation.draws import MINUTE, Draws, Purpose
from tannha.plan.simulation.errands import asked_halt, planned_halt, strike_out
from tannha.plan.simulation.loop import Event
from tannha.plan.simulation.movers import (
    BACK,
    DONE,
    IMPATIENT,
    NO_ONE,
    SET_OUT,
    THERE,
    Halt,
    Mover,
    Outcome,
    Outdoors,
    conclude,
    good_at,
)
from tannha.plan.simulation.standby import PROMISE_SECONDS
from tannha.plan.simulation.station import ARRIVE, RIDER_DONE

DOOR_SECONDS, CALMING_SECONDS = 5 * MINUTE, 15 * MINUTE
PATIENCE_OF_CARS = 15 * MINUTE
TRIES_A_DAY = 2
VISIT, OUT_PICKUP, OUT_DROP = StopKind.VISIT, StopKind.OUT_PICKUP, StopKind.OUT_DROP
BACK_PICKUP, BACK_DROP, LUNCH = StopKind.BACK_PICKUP, StopKind.BACK_DROP, StopKind.LUNCH
KINDS = {kind: number for number, kind in enumerate(StopKind)}
HOMEWARD = 1 << 32


def first_departures(outdoors: Outdoors) -> list[Event]:
    """Everybody sets out when their shift begins."""
    movers = enumerate(outdoors.movers)
    return [Event(mover_of(outdoors.instance, one.id).shift.start, SET_OUT, number) for number, one in movers]


def happen(outdoors: Outdoors, event: Event, draws: Draws, later: list[Event]) -> None:
    """One event of those who go out, or of somebody fetched who is through at the station; what follows from it is
    added to ``later``."""
    number, now = event.who, event.at
    if event.kind == RIDER_DONE:
        _rider_done(outdoors, event, draws, later)
    elif event.kind == THERE:
        _there(outdoors, number, now, draws, later)
    elif event.kind == DONE:
        _done(outdoors, event, draws, later)
    elif event.kind == BACK:
        mover = outdoors.movers[number]
        mover.place, mover.back_at, mover.idle = mover.base, now, True
        if mover.halts or not outdoors.planned:
            _set_out(outdoors, number, now, draws, later)
    elif event.kind == SET_OUT:
        _set_out(outdoors, number, now, draws, later)
    elif event.kind == IMPATIENT:
        _impatient(outdoors, event, draws, later)


# --- the next halt ----------------------------------------------------------------------------------------


def _set_out(outdoors: Outdoors, number: int, now: float, draws: Draws, later: list[Event]) -> None:
    mover = outdoors.movers[number]
    halt = (planned_halt if outdoors.planned else asked_halt)(outdoors, mover, now, later)
    mover.halt, mover.since = halt, now
    if halt is None:
        if mover.place == mover.base:
            mover.idle, mover.back_at = True, now if mover.trips else 0.0
            return
        road = _road(outdoors, mover, mover.base, now, draws, HOMEWARD + number, mover.trips)
        later.append(Event(now + road, BACK, number))
        return
    mover.idle = False
    mover.trips += 1
    count = KINDS[halt.kind] + len(KINDS) * outdoors.tries.get(halt.person, 0)
    road = _road(outdoors, mover, halt.place, now, draws, halt.person, count)
    later.append(Event(now + road, THERE, number))


def _road(
    outdoors: Outdoors, mover: Mover, place: str, now: float, draws: Draws, person: int, count: int
) -> float:
    """Seconds on the road, by chance around the table's."""
    if place == mover.place:
        return 0.0
    seconds = outdoors.table.seconds(mover.profile, mover.place, place, int(now))
    return seconds * draws.factor(person, Purpose.TRAVEL, draws.rates.travel_cv, count)


# --- at a halt --------------------------------------------------------------------------------------------


def _there(outdoors: Outdoors, number: int, now: float, draws: Draws, later: list[Event]) -> None:
    mover = outdoors.movers[number]
    halt = mover.halt
    if halt is None:
        return
    mover.place, mover.since = halt.place, now
    start = max(now, halt.earliest)
    if halt.kind is LUNCH:
        later.append(Event(start + mover.lunch_seconds, DONE, number))
        return
    if halt.kind is BACK_PICKUP and halt.person not in outdoors.through:
        mover.waits_for, mover.token = halt.person, mover.token + 1
        later.append(Event(start + PATIENCE_OF_CARS, IMPATIENT, number, mover.token))
        return
    if halt.kind is VISIT:
        outdoors.visits += 1
        outdoors.late_visits += int(0 < halt.planned < start - PROMISE_SECONDS)
    seconds, well = _at_the_door(outdoors, halt, start, draws)
    later.append(Event(start + seconds, DONE, number, int(well)))


def _at_the_door(outdoors: Outdoors, halt: Halt, start: float, draws: Draws) -> tuple[float, bool]:
    """How long a halt takes and whether it does what it was for."""
    client, rates, person = outdoors.client(halt.person), draws.rates, halt.person
    if halt.kind is OUT_PICKUP and not good_at(client, Way.RIDE, start):
        return DOOR_SECONDS, False
    if halt.kind is VISIT:
        tried = outdoors.tries.get(person, 0)
        if not good_at(client, Way.HOME, start):
            return DOOR_SECONDS, False
        limit = rates.not_calm_gentle if outdoors.planned else rates.not_calm_flash
        if client.gentle and draws.share(person, Purpose.CALM, tried) < limit:
            return CALMING_SECONDS, False
        return client.service_duration * draws.factor(person, Purpose.SERVICE, rates.service_cv), True
    boards = halt.kind in (OUT_PICKUP, BACK_PICKUP)
    seconds = client.boarding_seconds if boards else client.alighting_seconds
    return seconds * draws.factor(person, Purpose.BOARDING, rates.service_cv, KINDS[halt.kind]), True


def _done(outdoors: Outdoors, event: Event, draws: Draws, later: list[Event]) -> None:
    number, now = event.who, event.at
    mover = outdoors.movers[number]
    halt = mover.halt
    if halt is None:
        return
    if halt.kind in (VISIT, OUT_PICKUP) and not event.mark:
        _in_vain(outdoors, mover, halt, now, later)
    elif halt.kind is VISIT:
        conclude(outdoors, halt.person, Outcome.SERVED)
    elif halt.kind is OUT_PICKUP and not outdoors.planned:
        mover.halts.append(Halt(kind=OUT_DROP, person=halt.person, place=mover.base))
    elif halt.kind is OUT_DROP:
        later.append(Event(now, ARRIVE, halt.person))
    elif halt.kind is BACK_PICKUP and not outdoors.planned:
        place = outdoors.client(halt.person).place
        mover.halts.append(Halt(kind=BACK_DROP, person=halt.person, place=place))
    mover.halt = None
    _set_out(outdoors, number, now, draws, later)


def _in_vain(outdoors: Outdoors, mover: Mover, halt: Halt, now: float, later: list[Event]) -> None:
    """A way for nothing. Without a plan the request goes to the end of the list, twice a day at most."""
    outdoors.in_vain += 1
    tried = outdoors.tries[halt.person] = outdoors.tries.get(halt.person, 0) + 1
    if outdoors.planned or tried >= TRIES_A_DAY:
        conclude(outdoors, halt.person, Outcome.IN_VAIN)
        strike_out(outdoors, halt.person, now, later)
        return
    (outdoors.asked_ride if mover.car else outdoors.asked_home).append(halt)


# --- between station and car ------------------------------------------------------------------------------


def _rider_done(outdoors: Outdoors, event: Event, draws: Draws, later: list[Event]) -> None:
    """Somebody fetched is through at the station, or left it unserved; both want to go home."""
    person, now = event.who, event.at
    conclude(outdoors, person, Outcome.SERVED if event.mark else Outcome.GAVE_UP)
    outdoors.through.add(person)
    if outdoors.planned:
        for number, mover in enumerate(outdoors.movers):
            if mover.waits_for == person:
                mover.waits_for, mover.token = NO_ONE, mover.token + 1
                _there(outdoors, number, now, draws, later)
        return
    base = next(mover.base for mover in outdoors.movers if mover.car)
    outdoors.asked_ride.appendleft(Halt(kind=BACK_PICKUP, person=person, place=base))
    for number, mover in enumerate(outdoors.movers):
        if mover.car and mover.idle:
            _set_out(outdoors, number, now, draws, later)
            return


def _impatient(outdoors: Outdoors, event: Event, draws: Draws, later: list[Event]) -> None:
    """A car has waited long enough: it goes on and comes back for this person after its next errand there."""
    mover = outdoors.movers[event.who]
    halt = mover.halt
    if halt is None or event.mark != mover.token or mover.waits_for != halt.person:
        return
    rest = [one for one in mover.halts if one.person != halt.person]
    own = [halt, *(one for one in mover.halts if one.person == halt.person)]
    at_base = [index for index, one in enumerate(rest) if one.kind in (OUT_DROP, BACK_PICKUP)]
    cut = at_base[0] + 1 if at_base else len(rest)
    mover.halts = deque([*rest[:cut], *own, *rest[cut:]])
    mover.waits_for, mover.token, mover.halt = NO_ONE, mover.token + 1, None
    if rest:
        _set_out(outdoors, event.who, event.at, draws, later)
    else:
        mover.halt, mover.waits_for = mover.halts.popleft(), halt.person
