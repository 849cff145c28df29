"""The program's own live re-plan, called while a replayed day goes wrong. Pure.

Two kinds of trouble are noticed as a dispatcher would: a team or car is more than twenty minutes behind, so that
somebody in front of it would lose their visit or their half hour, and a machine breaks down. Reported with it are
everybody else who is behind, and the visits that were in vain since. What ``live.replan`` makes of it with every
promise kept is in force at once where nobody loses their time by it, as on the dispatcher's page; where somebody
would, everybody goes on late, and its proposals, which people would have to be asked about, are not taken. People who
come by themselves keep their time, the reserve of the station takes them up. A mended plan that contradicts what has
happened (plans count by their own times, the day does not) is not taken.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tannha.plan.check import check_plan
from tannha.plan.live.events import EventKind, LiveEvent
from tannha.plan.live.replan import Outcome as Kept
from tannha.plan.live.replan import replan
from tannha.plan.live.standing import Standing, standing_of
from tannha.plan.rules.instance import PlanInstance, digest_of
from tannha.plan.rules.plan import Plan, StopKind
from tannha.plan.rules.wire import BadInput
from tannha.plan.simulation.draws import HOUR, MINUTE
from tannha.plan.simulation.errands import would_lose
from tannha.plan.simulation.halts import RIDER_FIRST, halt_of
from tannha.plan.simulation.loop import Event
from tannha.plan.simulation.movers import NO_ONE, SET_OUT, Halt, Mover, Outcome, Outdoors
from tannha.plan.simulation.station import Station
from tannha.plan.solvers.own.gears import gear_named

LATE_SECONDS = 20 * MINUTE
QUIET_SECONDS = 30 * MINUTE
WORTH_TELLING = 5 * MINUTE
REPAIR_EXPECTED = 35 * MINUTE
LAST_MEND = 17 * HOUR
Left = set[tuple[int, StopKind]]


def no_clock() -> float:
    """Nobody measures."""
    return 0.0


@dataclass(slots=True, kw_only=True)
class Mender:
    """The plan in force, and what re-planning came to: mends ``taken`` and ``left`` alone, of these ``refused`` by the
    checker, ``seconds`` of ``clock`` it took. ``told`` is when each person visited was
    told to expect the team."""

    day: PlanInstance
    plan: Plan
    numbers: dict[str, int]
    gear: str = ""
    iterations: int = 100
    seed: int = 0
    clock: Callable[[], float] = no_clock
    told: dict[int, int] = field(default_factory=dict)
    quiet_until: float = 0.0
    reported: set[int] = field(default_factory=set)
    taken: int = 0
    left: int = 0
    refused: int = 0
    seconds: float = 0.0


def mender_of(
    day: PlanInstance,
    planned: PlanInstance,
    plan: Plan,
    *,
    seed: int,
    iterations: int,
    gear: str,
    clock: Callable[[], float],
) -> Mender:
    """Whoever mends this plan: ``planned`` is the day that it was made for, ``day`` the day with everybody."""
    numbers = {client.id: number for number, client in enumerate(day.clients)}
    visits = [stop for mission in plan.missions for stop in mission.stops if stop.kind is StopKind.VISIT]
    return Mender(
        day=planned, plan=plan, numbers=numbers, gear=gear, iterations=iterations, seed=seed, clock=clock,
        told={numbers[stop.client]: stop.start for stop in visits},
    )  # fmt: skip


def look_after_mover(
    mender: Mender, outdoors: Outdoors, station: Station, number: int, now: float
) -> list[Event]:
    """Somebody is done at a halt: mend the plan if the next one will begin far too late."""
    mover = outdoors.movers[number]
    mover.done_at = now
    if not mover.halts or now > LAST_MEND or now < mender.quiet_until:
        return []
    following = mover.halts[0]
    road = outdoors.table.seconds(mover.profile, mover.place, following.place, int(now))
    if following.kind is StopKind.LUNCH or now + road <= following.planned + LATE_SECONDS:
        return []
    if not would_lose(outdoors, mover, now, half_hour=True):
        return []
    mender.quiet_until = now + QUIET_SECONDS
    return _mend(mender, outdoors, station, (), now)


def look_after_machine(
    mender: Mender, outdoors: Outdoors, station: Station, number: int, now: float
) -> list[Event]:
    """A machine broke down: whoever is to be fetched for it gets another slot, as far as promises allow."""
    machines = sorted(mender.day.machines, key=lambda machine: machine.step_free)
    if now > LAST_MEND:
        return []
    event = LiveEvent(
        id="down", kind=EventKind.MACHINE_DOWN, subject=machines[number].id, until=int(now + REPAIR_EXPECTED)
    )
    return _mend(mender, outdoors, station, (event,), now)


def _behind(mender: Mender, outdoors: Outdoors, standing: Standing, now: float) -> tuple[LiveEvent, ...]:
    """A report of everybody who will be done minutes later than planned with what has begun by the plan's own times."""
    found = []
    for mover in outdoors.movers:
        begun = standing.begun.get(mover.id, ())
        if not begun or mover.id not in standing.on_the_way:
            continue
        still = {(halt.person, halt.kind) for halt in mover.halts}
        moment, place = _free(outdoors, mover, now)
        for stop in begun:
            if (mender.numbers.get(stop.client, NO_ONE), stop.kind) in still:
                road = outdoors.table.seconds(mover.profile, place, stop.place, int(moment))
                moment, place = moment + road + stop.depart - stop.start, stop.place
        late = int(moment) - begun[-1].depart
        if late >= WORTH_TELLING:
            found.append(LiveEvent(id=mover.id, kind=EventKind.LATE, subject=mover.id, late_seconds=late))
    return tuple(found)


def _free(outdoors: Outdoors, mover: Mover, now: float) -> tuple[float, str]:
    """When and where a mover is expected to be done with its halt, by the means of table and service."""
    halt = mover.halt
    if halt is None or mover.waits_for != NO_ONE or mover.done_at == now:
        return now, mover.place
    road = outdoors.table.seconds(mover.profile, mover.place, halt.place, int(mover.since))
    begins = max(mover.since + road, halt.earliest)
    if halt.kind is StopKind.LUNCH:
        return max(now, begins + mover.lunch_seconds), halt.place
    client = outdoors.client(halt.person)
    visit = halt.kind is StopKind.VISIT
    return max(now, begins + (client.service_duration if visit else client.boarding_seconds)), halt.place


def _mend(
    mender: Mender, outdoors: Outdoors, station: Station, trouble: tuple[LiveEvent, ...], now: float
) -> list[Event]:  # fmt: skip
    began = mender.clock()
    standing = standing_of(mender.day, mender.plan, int(now))
    events = (*_in_vain(mender, outdoors, standing), *_behind(mender, outdoors, standing, now), *trouble)
    if not events:
        return []
    day = _without_the_served(mender, outdoors, standing)
    plan = replace(mender.plan, instance_digest=digest_of(day))
    kept = _kept(mender, day, plan, events, now)
    later = None if kept is None else _take(mender, outdoors, station, kept.plan, now)
    if kept is None or later is None:
        mender.left += 1
    else:
        mender.day, mender.plan = kept.instance, kept.plan
        mender.taken += 1
    mender.seconds += mender.clock() - began
    return later or []


def _kept(
    mender: Mender, day: PlanInstance, plan: Plan, events: tuple[LiveEvent, ...], now: float
) -> Kept | None:
    """The mended plan that keeps every promise; None where the reports mean nothing or the checker refuses it."""
    try:
        kept = replan(
            day, plan, events, now=int(now), seed=mender.seed, iterations=mender.iterations,
            gear=gear_named(mender.gear),
        ).kept  # fmt: skip
    except BadInput:
        return None
    if check_plan(kept.instance, kept.plan):
        mender.refused += 1
        return None
    return kept


def _in_vain(mender: Mender, outdoors: Outdoors, standing: Standing) -> tuple[LiveEvent, ...]:
    """Reports of people who were not calm or not there since the last mend, as far as the plan still counts on them."""
    found = []
    for client, person in mender.numbers.items():
        if outdoors.outcomes.get(person) is not Outcome.IN_VAIN or person in mender.reported:
            continue
        mender.reported.add(person)
        if client in standing.planned and client not in standing.finished:
            found.append(LiveEvent(id=f"vain {client}", kind=EventKind.NOT_CALM, subject=client))
    return tuple(found)


def _without_the_served(mender: Mender, outdoors: Outdoors, standing: Standing) -> PlanInstance:
    """The day with nobody to be placed who was served, or is being visited, without a time in the plan."""
    busy = {mover.halt.person for mover in outdoors.movers if mover.halt is not None}
    planned = standing.planned

    def closed(client: str) -> bool:
        person = mender.numbers[client]
        return client not in planned and (person in outdoors.outcomes or person in busy)

    clients = tuple(
        replace(one, ways=frozenset()) if one.ways and closed(one.id) else one for one in mender.day.clients
    )
    return replace(mender.day, clients=clients)


def _take(mender: Mender, outdoors: Outdoors, station: Station, plan: Plan, now: float) -> list[Event] | None:
    """Give everybody the halts of the mended plan that are still to be done; None where somebody would lose their time
    by it or where it contradicts the day."""
    movers = {mover.id: mover for mover in outdoors.movers}
    left: Left = {(halt.person, halt.kind) for mover in outdoors.movers for halt in mover.halts}
    left.discard((NO_ONE, StopKind.LUNCH))
    fed = {mover.id for mover in outdoors.movers if all(h.kind is not StopKind.LUNCH for h in mover.halts)}
    waiting = set(outdoors.standby)
    starts = [(mender.numbers.get(s.client, NO_ONE), s.start) for m in plan.missions for s in m.stops]
    waiting -= {person for person, start in starts if start <= now}
    rows: dict[str, deque[Halt]] = {mover.id: deque() for mover in outdoors.movers}
    for mission in plan.missions:
        mover = movers[mission.owner]
        for stop in mission.stops:
            person, told = mender.numbers.get(stop.client, NO_ONE), stop.start
            lunch = person == NO_ONE and mover.id not in fed
            wanted = lunch or (person, stop.kind) in left or person in waiting
            if wanted and stop.kind is StopKind.VISIT:
                told = mender.told.setdefault(person, stop.start)
            if wanted:
                rows[mover.id].append(halt_of(outdoors, mover, stop, person, told))
    placed = {halt.person for row in rows.values() for halt in row}
    fallen = {person for person, _ in left} - placed
    if fallen or _contradicts(outdoors, rows, left):
        return None
    outdoors.standby = [one for one in outdoors.standby if one not in placed]
    _new_slots(mender, station, plan)
    later = []
    for number, mover in enumerate(outdoors.movers):
        mover.halts = rows[mover.id]
        if mover.halts and mover.idle:
            mover.idle = False
            later.append(Event(now, SET_OUT, number))
    return later


def _contradicts(outdoors: Outdoors, rows: dict[str, deque[Halt]], left: Left) -> bool:
    """Whether somebody under way would be left where they are, or is to get out of another car than they are in, or is
    fetched by another car than planned while one already waits to bring them home."""
    now_in = {(h.person, h.kind): mover.id for mover in outdoors.movers for h in mover.halts}
    then_in = {(h.person, h.kind): owner for owner, row in rows.items() for h in row}
    awaited = {m.halt.person for m in outdoors.movers if m.halt and m.halt.kind is StopKind.BACK_PICKUP}
    for person, kind in left:
        if person in awaited and then_in.get((person, kind)) != now_in[person, kind]:
            return True
        fetched = (person, StopKind.OUT_PICKUP) not in left and kind is not StopKind.VISIT
        if not fetched:
            continue
        drop = kind in (StopKind.OUT_DROP, StopKind.BACK_DROP)
        pickup = StopKind.OUT_PICKUP if kind is StopKind.OUT_DROP else StopKind.BACK_PICKUP
        on_board = drop and (person, pickup) not in left
        if (person, kind) not in then_in or (on_board and then_in[person, kind] != now_in[person, kind]):
            return True
    return False


def _new_slots(mender: Mender, station: Station, plan: Plan) -> None:
    """People who are fetched stand in the queue by the slot they have now."""
    tickets = dict(station.tickets)
    for slot in plan.slots:
        person = mender.numbers[slot.client]
        ticket = tickets.get(person)
        if ticket is not None and ticket.rider:
            tickets[person] = replace(ticket, key=float(slot.start - RIDER_FIRST))
    station.tickets = tickets
