"""Teams and cars on the road, event by event. Pure.

Two ways of choosing the next halt. *Planned*: each follows its mission of the day plan, a little early where the
promise allows it, never to somebody whose hours have passed (they are called, not visited in vain); a car waits some
minutes for somebody who is not through at the station, then does its next errand first. *Asked*: one list of
requests in the order in which they came, nobody asks for good hours; in vain means back to the end of the list.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

from tannha.plan.rules.instance import Client, PlanInstance, Team, Vehicle, Way
from tannha.plan.rules.lookup import TravelTable
from tannha.plan.rules.plan import StopKind
from tannha.plan.rules.score import mover_of
from tannha.plan.simulation.draws import MINUTE, Draws, Purpose
from tannha.plan.simulation.loop import Event
from tannha.plan.simulation.standby import best_standby, lunch_task, promised
from tannha.plan.simulation.station import ARRIVE, RIDER_DONE

THERE, DONE, BACK, IMPATIENT, SET_OUT = range(RIDER_DONE + 1, RIDER_DONE + 6)
EARLY_VISIT, EARLY_PICKUP, LONGEST_FETCH = 15 * MINUTE, 5 * MINUTE, 45 * MINUTE
DOOR_SECONDS, CALMING_SECONDS = 5 * MINUTE, 15 * MINUTE
PATIENCE_OF_CARS = 15 * MINUTE
TRIES_A_DAY = 2
VISIT, OUT_PICKUP, OUT_DROP = StopKind.VISIT, StopKind.OUT_PICKUP, StopKind.OUT_DROP
BACK_PICKUP, BACK_DROP, LUNCH = StopKind.BACK_PICKUP, StopKind.BACK_DROP, StopKind.LUNCH
KINDS = {kind: number for number, kind in enumerate(StopKind)}
NO_ONE = -1
HOMEWARD = 1 << 32


class Outcome(StrEnum):
    """What came of somebody who was to be visited or fetched."""

    SERVED = "served"
    IN_VAIN = "in_vain"
    CALLED_OFF = "called_off"
    GAVE_UP = "gave_up"
    NOT_REACHED = "not_reached"
    ANOTHER_DAY = "another_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """Where somebody goes next and what for; ``person`` NO_ONE for lunch, not begun before ``earliest``;
    ``planned`` is the promised moment."""

    kind: StopKind
    person: int
    place: str
    earliest: float = 0.0
    planned: int = 0


@dataclass(slots=True, kw_only=True)
class Mover:
    """A team or a car: where it is, its halt, what is still in front of it, when it was last at its base."""

    id: str
    profile: str
    base: str
    place: str
    car: bool
    lunch_from: float
    lunch_seconds: int
    halts: deque[Halt] = field(default_factory=deque)
    halt: Halt | None = None
    trips: int = 0
    ate: bool = False
    idle: bool = False
    waits_for: int = NO_ONE
    token: int = 0
    back_at: float = 0.0


@dataclass(slots=True, kw_only=True)
class Outdoors:
    """Everybody who goes out, everybody they go for, and what came of it so far."""

    instance: PlanInstance
    planned: bool
    movers: list[Mover]
    table: TravelTable
    asked_home: deque[Halt] = field(default_factory=deque)
    asked_ride: deque[Halt] = field(default_factory=deque)
    tries: dict[int, int] = field(default_factory=dict)
    standby: list[int] = field(default_factory=list)
    called_off: set[int] = field(default_factory=set)
    through: set[int] = field(default_factory=set)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    in_vain: int = 0

    def client(self, person: int) -> Client:
        """The client behind a person's number: the place in the instance."""
        return self.instance.clients[person]


def make_movers(instance: PlanInstance) -> list[Mover]:
    """Every team and car at its base, nothing in front of it."""
    everybody: tuple[Team | Vehicle, ...] = (*instance.teams, *instance.vehicles)
    return [
        Mover(
            id=one.id,
            profile=one.profile,
            base=one.start,
            place=one.start,
            car=isinstance(one, Vehicle),
            lunch_from=one.lunch.start,
            lunch_seconds=one.lunch_seconds,
        )
        for one in everybody
    ]


def first_departures(outdoors: Outdoors) -> list[Event]:
    """Everybody sets out when their shift begins."""
    movers = enumerate(outdoors.movers)
    return [Event(mover_of(outdoors.instance, one.id).shift.start, SET_OUT, number) for number, one in movers]


def handle(outdoors: Outdoors, event: Event, draws: Draws) -> tuple[Outdoors, list[Event]]:
    """One event of those who go out, or of somebody fetched who is through at the station."""
    later: list[Event] = []
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
        if not outdoors.planned:
            _set_out(outdoors, number, now, draws, later)
    elif event.kind == SET_OUT:
        _set_out(outdoors, number, now, draws, later)
    elif event.kind == IMPATIENT:
        _impatient(outdoors, event, draws, later)
    return outdoors, later


def good_at(client: Client, way: Way, moment: float) -> bool:
    """Whether somebody is there and willing at this moment; for a ride, from 45 minutes before their hours."""
    early = LONGEST_FETCH if way is Way.RIDE else 0
    windows = client.calm_windows if client.gentle and way is Way.HOME else client.time_windows
    return any(window.start - early <= moment <= window.end for window in windows)


# --- the next halt ----------------------------------------------------------------------------------------


def _set_out(outdoors: Outdoors, number: int, now: float, draws: Draws, later: list[Event]) -> None:
    mover = outdoors.movers[number]
    halt = (_planned if outdoors.planned else _asked)(outdoors, mover, now, later)
    mover.halt = halt
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


def _planned(outdoors: Outdoors, mover: Mover, now: float, later: list[Event]) -> Halt | None:
    """The next halt of the mission that still makes sense; the others are called off by telephone. A team with
    time to spare goes to somebody on the stand-by list first."""
    if outdoors.standby and not mover.car:
        found = _standby(outdoors, mover, now)
        if found is not None:
            return found
    while mover.halts:
        halt = mover.halts.popleft()
        if halt.kind not in (VISIT, OUT_PICKUP):
            return halt
        client = outdoors.client(halt.person)
        there = now + outdoors.table.seconds(mover.profile, mover.place, halt.place, int(now))
        way = Way.HOME if halt.kind is VISIT else Way.RIDE
        if good_at(client, way, max(there, halt.earliest)):
            return halt
        outdoors.called_off.add(halt.person)
        outdoors.standby.append(halt.person)
        _strike_out(outdoors, halt.person, now, later)
    return None


def _standby(outdoors: Outdoors, mover: Mover, now: float) -> Halt | None:
    """Somebody on the stand-by list who fits in front of what the team has promised; taken off the list."""
    team = mover_of(outdoors.instance, mover.id)
    if not isinstance(team, Team):
        return None
    ahead = []
    for halt in mover.halts:
        if halt.kind is LUNCH:
            ahead.append(lunch_task(team))
        else:
            ahead.append(promised(outdoors.client(halt.person), outdoors.instance, halt.planned))
    people = {outdoors.client(person).id: person for person in outdoors.standby}
    clients = [outdoors.client(person) for person in outdoors.standby]
    found = best_standby(team, mover.place, int(now), ahead, clients, outdoors.instance, outdoors.table)
    if found is None:
        return None
    person = people[found.id]
    outdoors.standby.remove(person)
    windows = found.calm_windows if found.gentle else found.time_windows
    opens = min(window.start for window in windows if window.end >= now)
    return Halt(kind=VISIT, person=person, place=found.place, earliest=float(opens))


def close(outdoors: Outdoors) -> None:
    """The day is over: who is still on the stand-by list is given another day."""
    for person in outdoors.standby:
        missed = person in outdoors.called_off
        _conclude(outdoors, person, Outcome.CALLED_OFF if missed else Outcome.ANOTHER_DAY)
    outdoors.standby = []


def _strike_out(outdoors: Outdoors, person: int, now: float, later: list[Event]) -> None:
    """Take somebody who will not be fetched out of everybody's mission; a car waiting for them goes on."""
    for number, mover in enumerate(outdoors.movers):
        mover.halts = deque(halt for halt in mover.halts if halt.person != person)
        if mover.waits_for == person:
            mover.waits_for, mover.token, mover.halt = NO_ONE, mover.token + 1, None
            later.append(Event(now, SET_OUT, number))


def _asked(outdoors: Outdoors, mover: Mover, now: float, _later: list[Event]) -> Halt | None:
    """Lunch when it is time, else the oldest request, unless it is too late in the evening to ring."""
    if not mover.ate and now >= mover.lunch_from:
        mover.ate = True
        return Halt(kind=LUNCH, person=NO_ONE, place=mover.place)
    if mover.car and mover.halts:
        return mover.halts.popleft()
    requests = outdoors.asked_ride if mover.car else outdoors.asked_home
    if now < outdoors.instance.settings.visit_hours.end:
        return requests.popleft() if requests else None
    late = [halt for halt in requests if halt.kind is not BACK_PICKUP]
    for halt in late:
        requests.remove(halt)
        _conclude(outdoors, halt.person, Outcome.NOT_REACHED)
    return requests.popleft() if requests else None


# --- at a halt --------------------------------------------------------------------------------------------


def _there(outdoors: Outdoors, number: int, now: float, draws: Draws, later: list[Event]) -> None:
    mover = outdoors.movers[number]
    halt = mover.halt
    if halt is None:
        return
    mover.place = halt.place
    start = max(now, halt.earliest)
    if halt.kind is LUNCH:
        later.append(Event(start + mover.lunch_seconds, DONE, number))
        return
    if halt.kind is BACK_PICKUP and halt.person not in outdoors.through:
        mover.waits_for, mover.token = halt.person, mover.token + 1
        later.append(Event(start + PATIENCE_OF_CARS, IMPATIENT, number, mover.token))
        return
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
        _conclude(outdoors, halt.person, Outcome.SERVED)
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
        _conclude(outdoors, halt.person, Outcome.IN_VAIN)
        _strike_out(outdoors, halt.person, now, later)
        return
    (outdoors.asked_ride if mover.car else outdoors.asked_home).append(halt)


def _conclude(outdoors: Outdoors, person: int, outcome: Outcome) -> None:
    if person in outdoors.outcomes:
        raise AssertionError(f"two outcomes for {person}: {outdoors.outcomes[person]}, {outcome}")
    outdoors.outcomes[person] = outcome


# --- between station and car ------------------------------------------------------------------------------


def _rider_done(outdoors: Outdoors, event: Event, draws: Draws, later: list[Event]) -> None:
    """Somebody fetched is through at the station, or left it unserved; both want to go home."""
    person, now = event.who, event.at
    _conclude(outdoors, person, Outcome.SERVED if event.mark else Outcome.GAVE_UP)
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


def homes_and_rides(instance: PlanInstance) -> tuple[list[int], list[int]]:
    """The people of an invented day by what they asked for: a visit at home, or a ride."""
    frail = [number for number, one in enumerate(instance.clients) if Way.WALK_IN not in one.ways]
    homes = [number for number in frail if instance.clients[number].id.startswith("home")]
    return homes, [number for number in frail if number not in set(homes)]
