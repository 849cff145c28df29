"""Why somebody is not placed, and why a time is what it is: claims that a test can check.

For an unserved client one rule after the other is relaxed, in the order of what people could change; the
first that lets the client in is told with the smallest amount found by bisection (planning.md section 14).
With that amount one insertion serves the person, with nine tenths of it none does. No reason names another
resident or a health fact.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from tannha.plan.explain_pairs import Pairs, pair_told, relaxed_of
from tannha.plan.relaxing import (
    CONSTRAINT_OF,
    OF_THE_PERSON,
    Relaxation,
    relaxed,
    relaxed_client,
)
from tannha.plan.rules.instance import Client, PlanInstance, Way
from tannha.plan.rules.plan import Plan, Reason, ReasonCode, Relaxed, StopKind, Unserved
from tannha.plan.solvers.day import Day, from_plan
from tannha.plan.solvers.possible import is_possible
from tannha.plan.solvers.schedule import timed

MOST = {
    ReasonCode.SHIFT_END: 7_200,
    ReasonCode.LUNCH: 3_600,
    ReasonCode.WAIT: 3_600,
    ReasonCode.RIDE_LIMIT: 1_800,
    ReasonCode.GOOD_HOURS: 14_400,
    ReasonCode.MACHINE_HOURS: 10_800,
    ReasonCode.CROWD: 200,
}
MOST_OTHERS = 60
WHOLE_STEPS = frozenset(
    {
        ReasonCode.ONE_MORE_KIT,
        ReasonCode.ONE_MORE_CAR,
        ReasonCode.ONE_MORE_MACHINE,
        ReasonCode.STEP_FREE_MACHINE,
        ReasonCode.OTHER_PROMISE,
        ReasonCode.APART_FROM_FAMILY,
        ReasonCode.NO_HOURS,
    }
)
_DAY_UNIT = {ReasonCode.NOT_BEFORE: "days", ReasonCode.RESERVE: "per_cent", ReasonCode.CROWD: "persons"}


class Bound(StrEnum):
    """What keeps a time from being earlier or later."""

    HOURS = "hours"
    WAY_THERE = "way_there"
    SHIFT = "shift"
    STOPS_AFTER = "stops_after"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyThisTime:
    """A client's start, the latest start the day would still allow, and what binds on either side."""

    start: int
    latest: int
    no_earlier: Bound
    no_later: Bound


class Explainer:
    """Answers about one plan; keeps the relaxed days it has built, so that many questions cost little."""

    def __init__(self, instance: PlanInstance, plan: Plan) -> None:
        self.instance, self.plan = instance, plan
        self.clients = {client.id: client for client in instance.clients}
        self._days: dict[tuple[ReasonCode | None, str, int], Day | None] = {}
        self._pairs = Pairs(instance, plan, WHOLE_STEPS)
        self._told: dict[tuple[object, ...], tuple[Reason, tuple[Relaxed, ...]]] = {}

    def explained(self) -> Plan:
        """The same plan with a reason for everybody unserved."""
        return replace(self.plan, unserved=tuple(self.why_not(entry.client) for entry in self.plan.unserved))

    def why_not(self, client_id: str) -> Unserved:
        """The nearest binding thing for an unserved client, and what would help."""
        client = self.clients[client_id]
        alike = _alike(client)
        if alike not in self._told:
            self._told[alike] = self._search(client)
        reason, relax = self._told[alike]
        return Unserved(client=client_id, why=reason, relax=relax)

    def fits(self, client: Client, relaxation: Relaxation | None) -> bool:
        """Whether one insertion serves the client when this one thing gives way."""
        if relaxation is None or relaxation.amount == 0:
            day = self._day(None)
            return day is not None and is_possible(day, client)
        if relaxation.code is ReasonCode.OTHER_PROMISE:
            return self._fits_without(client, relaxation.subject)
        if relaxation.code in OF_THE_PERSON:
            day = self._day(None)
        elif relaxation.code is ReasonCode.KIT_AND_HOURS:
            day = self._day(Relaxation(code=ReasonCode.ONE_MORE_KIT, subject="", amount=1))
        else:
            day = self._day(relaxation)
        return day is not None and is_possible(day, relaxed_client(client, relaxation))

    def _day(self, relaxation: Relaxation | None) -> Day | None:
        key = (relaxation.code, relaxation.subject, relaxation.amount) if relaxation else (None, "", 0)
        if key not in self._days:
            instance = relaxed(self.instance, relaxation) if relaxation else self.instance
            self._days[key] = from_plan(instance, self.plan)
        return self._days[key]

    def _fits_without(self, client: Client, other: str) -> bool:
        day = from_plan(self.instance, self.plan)
        if day is None or not other:
            return False
        day.drop(other)
        return is_possible(day, client)

    # --- searching ----------------------------------------------------------------------------------------

    def _search(self, client: Client) -> tuple[Reason, tuple[Relaxed, ...]]:
        if not client.ways:
            return _absolute(ReasonCode.NO_WAY)
        if client.do_not_visit and client.ways == frozenset({Way.HOME}):
            return _absolute(ReasonCode.DO_NOT_VISIT)
        if self.fits(client, None):
            return _absolute(ReasonCode.THERE_IS_ROOM)
        for code, subject, most in self._candidates(client):
            found = self._least(client, code, subject, most)
            if found is not None:
                return _reason(found)
        pair = self._pairs.cheapest(client, self._candidates(client))
        if pair is not None:
            return pair_told(pair, _unit)
        several = self._pairs.several(client, self._candidates(client))
        if several is not None:
            return pair_told(several, _unit)
        return _absolute(ReasonCode.NO_SINGLE_CHANGE)

    def _candidates(self, client: Client) -> list[tuple[ReasonCode, str, int]]:
        goes_out = Way.HOME in client.ways or Way.RIDE in client.ways
        at_machine = Way.RIDE in client.ways or Way.WALK_IN in client.ways
        movers = [team.id for team in self.instance.teams] if Way.HOME in client.ways else []
        movers += [car.id for car in self.instance.vehicles] if Way.RIDE in client.ways else []
        reachable = [m.id for m in self.instance.machines if m.step_free or not client.step_free]
        wanted: list[tuple[ReasonCode, str, int]] = []
        if client.not_before is not None and client.not_before > self.instance.day:
            days = (client.not_before - self.instance.day).days
            return [(ReasonCode.NOT_BEFORE, "", days)]
        for code in (ReasonCode.SHIFT_END, ReasonCode.LUNCH):
            wanted += [(code, mover, MOST[code]) for mover in movers]
        if Way.RIDE in client.ways:
            wanted += [(code, "", MOST[code]) for code in (ReasonCode.WAIT, ReasonCode.RIDE_LIMIT)]
        if has_no_hours(client):
            wanted.append((ReasonCode.NO_HOURS, "", 1))
        wanted.append((ReasonCode.GOOD_HOURS, "", MOST[ReasonCode.GOOD_HOURS]))
        if at_machine:
            wanted += [(ReasonCode.MACHINE_HOURS, m, MOST[ReasonCode.MACHINE_HOURS]) for m in reachable]
            wanted.append((ReasonCode.RESERVE, "", self.instance.settings.reserve_percent))
            wanted.append((ReasonCode.CROWD, "", MOST[ReasonCode.CROWD]))
        if client.family:
            wanted.append((ReasonCode.APART_FROM_FAMILY, "", 1))
        if Way.HOME in client.ways:
            wanted.append((ReasonCode.ONE_MORE_KIT, "", 1))
        if Way.RIDE in client.ways:
            wanted.append((ReasonCode.ONE_MORE_CAR, "", 1))
        if at_machine:
            wanted += [(ReasonCode.STEP_FREE_MACHINE, "", 1), (ReasonCode.ONE_MORE_MACHINE, "", 1)]
        wanted += [(ReasonCode.OTHER_PROMISE, other, 1) for other in self._others(goes_out)]
        if Way.HOME in client.ways:
            wanted.append((ReasonCode.KIT_AND_HOURS, "", MOST[ReasonCode.GOOD_HOURS]))
        return wanted

    def _others(self, goes_out: bool) -> list[str]:
        driven = {stop.client for mission in self.plan.missions for stop in mission.stops if stop.client}
        at_machines = {slot.client for slot in self.plan.slots}
        others = driven | at_machines if goes_out else at_machines
        return sorted(others, key=lambda other: (self.clients[other].weight, other))[:MOST_OTHERS]

    def _least(self, client: Client, code: ReasonCode, subject: str, most: int) -> Relaxation | None:
        """The smallest amount of one relaxation that lets the client in; None when even the most does not."""
        if most <= 0 or not self.fits(client, Relaxation(code=code, subject=subject, amount=most)):
            return None
        low, high = 0, most
        while high - low > 1 and code not in WHOLE_STEPS:
            middle = (low + high) // 2
            if self.fits(client, Relaxation(code=code, subject=subject, amount=middle)):
                high = middle
            else:
                low = middle
        return Relaxation(code=code, subject=subject, amount=high)

    # --- why this time ------------------------------------------------------------------------------------

    def why_this_time(self, client_id: str) -> WhyThisTime | None:
        """What binds the time of a served client on either side; None for somebody unserved."""
        day = self._day(None)
        if day is None or client_id not in day.served:
            return None
        client = self.clients[client_id]
        if client_id in day.slots:
            return self._why_slot(day, client)
        for owner, tasks in day.routes.items():
            for index, task in enumerate(tasks):
                if task.client == client_id and task.kind is StopKind.VISIT:
                    return self._why_visit(day, owner, index)
        return None

    def _why_visit(self, day: Day, owner: str, index: int) -> WhyThisTime:
        tasks, times = day.routes[owner], day.times[owner]
        arrive, start, _ = times[index]
        task = tasks[index]
        low, high = start, task.spans[-1][1] + 1
        while high - low > 1:
            middle = (low + high) // 2
            bounds = [middle if number == index else 0 for number in range(len(tasks))]
            moved = timed(day.movers[owner], tasks, day.table, bounds)
            low, high = (middle, high) if moved is not None else (low, middle)
        first = Bound.HOURS if start > arrive else Bound.WAY_THERE if index else Bound.SHIFT
        at_close = any(low == last for _, last in task.spans)
        last = Bound.HOURS if at_close else Bound.STOPS_AFTER if index + 1 < len(tasks) else Bound.SHIFT
        return WhyThisTime(start=start, latest=low, no_earlier=first, no_later=last)

    def _why_slot(self, day: Day, client: Client) -> WhyThisTime:
        slot = day.slots[client.id]
        way = Way.WALK_IN if Way.WALK_IN in client.ways else Way.RIDE
        opens = min((window.start for window in client.time_windows), default=slot.start)
        free = [start for start, _ in day.free_starts(client, way)]
        latest = max([slot.start, *free])
        closes = max((window.end for window in client.time_windows), default=slot.start)
        beat = day.machines[slot.machine].entry_seconds
        first = Bound.HOURS if slot.start - opens < beat else Bound.MACHINE
        last = Bound.HOURS if closes - latest < beat else Bound.MACHINE
        return WhyThisTime(start=slot.start, latest=latest, no_earlier=first, no_later=last)


def has_no_hours(client: Client) -> bool:
    """Whether no hour of the day suits the person, or none in which calm can be kept where that is needed."""
    return not client.time_windows or (client.gentle and not client.calm_windows)


def explain_all(instance: PlanInstance, plan: Plan) -> Plan:
    """The plan with a reason for everybody unserved."""
    return Explainer(instance, plan).explained()


def with_reasons(instance: PlanInstance, plan: Plan) -> Plan:
    """The plan with a reason for everybody unserved who has none yet; reasons told before stay."""
    explainer = Explainer(instance, plan)
    entries = tuple(
        explainer.why_not(entry.client) if entry.why.code is ReasonCode.NOT_YET_TOLD else entry
        for entry in plan.unserved
    )
    return replace(plan, unserved=entries)


def _reason(found: Relaxation) -> tuple[Reason, tuple[Relaxed, ...]]:
    told = relaxed_of(found)
    reason = Reason(
        code=found.code,
        constraint=told.constraint,
        subject=told.subject,
        amount=found.amount,
        unit=_unit(found),
    )
    return reason, (told,)


def unit_of(code: ReasonCode) -> str:
    """What the amount of a reason counts: seconds, days, per cent, persons, or one thing more."""
    return "one" if code in WHOLE_STEPS else _DAY_UNIT.get(code, "seconds")


def _unit(found: Relaxation) -> str:
    return unit_of(found.code)


def _absolute(code: ReasonCode) -> tuple[Reason, tuple[Relaxed, ...]]:
    return Reason(code=code, constraint=CONSTRAINT_OF[code], subject="", amount=0, unit="one"), ()


def _alike(client: Client) -> tuple[object, ...]:
    """Two people for whom every question has the same answer; the place counts only for those fetched or
    visited."""
    plain = replace(client, id="", case="", liked_team="")
    if client.ways == frozenset({Way.WALK_IN}):
        plain = replace(plain, place="")
    return (plain,)
