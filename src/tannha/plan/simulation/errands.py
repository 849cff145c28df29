"""Which halt comes next for a team or a car: from its mission, from the stand-by list, or from a list of requests.

Pure. A halt whose good hours will be over, or that would end long after the shift, is called off by telephone, never
visited in vain; before it comes to that, a team with time to spare takes it over from the one that is behind. Without
a plan nobody knows good hours, and the oldest request is next.
"""

from __future__ import annotations

from collections import deque

from tannha.plan.rules.instance import Team, Way
from tannha.plan.rules.plan import StopKind
from tannha.plan.rules.score import mover_of
from tannha.plan.simulation.loop import Event
from tannha.plan.simulation.movers import NO_ONE, SET_OUT, Halt, Mover, Outcome, Outdoors, conclude, good_at
from tannha.plan.simulation.standby import LONGEST_OVERTIME, PROMISE_SECONDS, best_standby


def planned_halt(outdoors: Outdoors, mover: Mover, now: float, later: list[Event]) -> Halt | None:
    """The next halt of the mission that still makes sense; the others are called off by telephone. A team with
    time to spare first goes to somebody on the stand-by list, or to somebody for whom another team will be too late."""
    if not mover.car:
        mover.at_risk = would_lose(outdoors, mover, now)
        found = _standby(outdoors, mover, now, later)
        if found is not None:
            return found
    while mover.halts:
        halt = mover.halts.popleft()
        if halt.kind not in (StopKind.VISIT, StopKind.OUT_PICKUP):
            return halt
        client = outdoors.client(halt.person)
        there = now + outdoors.table.seconds(mover.profile, mover.place, halt.place, int(now))
        way = Way.HOME if halt.kind is StopKind.VISIT else Way.RIDE
        start = max(there, halt.earliest)
        ends = start + client.service_duration if way is Way.HOME else start
        if good_at(client, way, start) and ends <= mover.shift_end + LONGEST_OVERTIME:
            return halt
        outdoors.called_off.add(halt.person)
        outdoors.standby.append(halt.person)
        strike_out(outdoors, halt.person, now, later)
    return None


def would_lose(outdoors: Outdoors, mover: Mover, now: float, *, half_hour: bool = False) -> list[int]:
    """Who in front of this mover will not be reached in their hours (or, ``half_hour``, in the half hour that they
    were told), when everything takes as long as it does on average: nobody, where the next halt begins in time."""
    moment, place = now, mover.place
    if mover.halts and not half_hour:
        first = mover.halts[0]
        road = outdoors.table.seconds(mover.profile, place, first.place, int(now))
        if max(now + road, first.earliest) <= first.start:
            return []
    lost: list[int] = []
    for halt in mover.halts:
        if halt.person in lost:
            continue
        road = outdoors.table.seconds(mover.profile, place, halt.place, int(moment))
        start = max(moment + road, halt.earliest)
        if halt.kind is StopKind.LUNCH:
            moment = start + mover.lunch_seconds
            continue
        client, visit = outdoors.client(halt.person), halt.kind is StopKind.VISIT
        ends = start + (client.service_duration if visit else client.boarding_seconds)
        if visit or halt.kind is StopKind.OUT_PICKUP:
            good = good_at(client, Way.HOME if visit else Way.RIDE, start)
            late = half_hour and visit and start > halt.planned + PROMISE_SECONDS
            if late or not good or ends > mover.shift_end + LONGEST_OVERTIME:
                lost.append(halt.person)
                continue
        moment, place = ends, halt.place
    return lost


def _standby(outdoors: Outdoors, mover: Mover, now: float, later: list[Event]) -> Halt | None:
    """Somebody on the stand-by list, or at risk with another team, who fits in front of what the team has promised."""
    waiting = list(outdoors.standby)
    told: dict[int, int] = {}
    for other in outdoors.movers:
        if other.at_risk and other is not mover:
            ahead = {halt.person: halt.planned for halt in other.halts if halt.kind is StopKind.VISIT}
            told |= {person: ahead[person] for person in other.at_risk if person in ahead}
    waiting += told
    if not waiting:
        return None
    team = mover_of(outdoors.instance, mover.id)
    if not isinstance(team, Team) or not _may_have_time(outdoors, team, mover, now, waiting):
        return None
    tasks = [halt.task for halt in mover.halts if halt.task is not None]
    people = {outdoors.client(person).id: person for person in waiting}
    clients = [outdoors.client(person) for person in waiting]
    found = best_standby(team, mover.place, int(now), tasks, clients, outdoors.instance, outdoors.table)
    if found is None:
        return None
    person = people[found.id]
    if person in told:
        strike_out(outdoors, person, now, later)
    else:
        outdoors.standby.remove(person)
    windows = found.calm_windows if found.gentle else found.time_windows
    opens = min(window.start for window in windows if window.end >= now)
    return Halt(
        kind=StopKind.VISIT, person=person, place=found.place, earliest=float(opens),
        planned=told.get(person, 0),
    )  # fmt: skip


def _may_have_time(outdoors: Outdoors, team: Team, mover: Mover, now: float, waiting: list[int]) -> bool:
    """A necessary test before the exact one: the shortest visit ends before the next halt must have begun."""
    shortest = min(outdoors.client(person).service_duration for person in waiting)
    last = team.shift.end + LONGEST_OVERTIME
    if mover.halts:
        halt = mover.halts[0]
        lunch = halt.kind is StopKind.LUNCH
        last = team.lunch.end - team.lunch_seconds if lunch else halt.planned + PROMISE_SECONDS
    return now + shortest <= last


def close(outdoors: Outdoors) -> None:
    """The day is over: who is still on the stand-by list is given another day."""
    for person in outdoors.standby:
        missed = person in outdoors.called_off
        conclude(outdoors, person, Outcome.CALLED_OFF if missed else Outcome.ANOTHER_DAY)
    outdoors.standby = []


def strike_out(outdoors: Outdoors, person: int, now: float, later: list[Event]) -> None:
    """Take somebody who will not be fetched out of everybody's mission; a car waiting for them goes on."""
    for number, mover in enumerate(outdoors.movers):
        mover.halts = deque(halt for halt in mover.halts if halt.person != person)
        if mover.waits_for == person:
            mover.waits_for, mover.token, mover.halt = NO_ONE, mover.token + 1, None
            later.append(Event(now, SET_OUT, number))


def asked_halt(outdoors: Outdoors, mover: Mover, now: float, _later: list[Event]) -> Halt | None:
    """Lunch when it is time, else the oldest request, unless it is too late in the evening to ring."""
    if not mover.ate and now >= mover.lunch_from:
        mover.ate = True
        return Halt(kind=StopKind.LUNCH, person=NO_ONE, place=mover.place)
    if mover.car and mover.halts:
        return mover.halts.popleft()
    requests = outdoors.asked_ride if mover.car else outdoors.asked_home
    if now < outdoors.instance.settings.visit_hours.end:
        return requests.popleft() if requests else None
    late = [halt for halt in requests if halt.kind is not StopKind.BACK_PICKUP]
    for halt in late:
        requests.remove(halt)
        conclude(outdoors, halt.person, Outcome.NOT_REACHED)
    return requests.popleft() if requests else None
