"""The rest of each team's and car's day as it stands after the reports: what is fast, what may still change. Pure.

Begun stops are fast to the second, so is what an untouched team or car begins within twenty minutes. People in a car
or at the station stay in their rows; everything else may be moved by the search.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tannha.plan.live.effects import Effects
from tannha.plan.live.standing import AT_HAND, Standing, drops_at_hand
from tannha.plan.live.underway import Slots
from tannha.plan.rules.instance import PlanInstance, Team, Vehicle
from tannha.plan.rules.lookup import TravelTable
from tannha.plan.rules.plan import Stop, StopKind


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmStop:
    """A stop in a row. ``start`` None may be timed anew; ``stay`` is how long the mover is held there, ``real`` how
    long the stop itself lasts."""

    kind: StopKind
    client: str
    place: str
    start: int | None
    stay: int
    real: int


@dataclass(slots=True, kw_only=True)
class Rows:
    """All rows; ``fast`` are clients whose stops stay where they are, ``out`` movers that take on nobody any more,
    ``opens`` from when a mover that has not left yet can leave, ``to_fetch`` people at the station whose car is
    down, ``fed`` who has had lunch before leaving, ``eats_by`` when a lunch ends that got later than its hours."""

    rows: dict[str, list[WarmStop]] = field(default_factory=dict)
    fast: set[str] = field(default_factory=set)
    out: set[str] = field(default_factory=set)
    opens: dict[str, int] = field(default_factory=dict)
    to_fetch: list[str] = field(default_factory=list)
    fed: set[str] = field(default_factory=set)
    eats_by: dict[str, int] = field(default_factory=dict)


def rows_of(instance: PlanInstance, standing: Standing, effects: Effects, slots: Slots) -> Rows:
    """The rows of all teams and cars of the day."""
    found = Rows()
    found.fast = set(standing.under_way | standing.visited | standing.finished) - effects.gone
    at_hand = _at_hand(standing, effects, slots)
    found.fast |= {stop.client for stop in at_hand if stop.client}
    table = TravelTable(instance.travel)
    movers: tuple[Team | Vehicle, ...] = (*instance.teams, *instance.vehicles)
    for mover in movers:
        _row(mover, standing, effects, slots, table, at_hand, found)
    return found


def _at_hand(standing: Standing, effects: Effects, slots: Slots) -> frozenset[Stop]:
    """Stops that movers untouched by the reports begin within the next minutes."""
    return frozenset(
        stop
        for owner, ahead in standing.ahead.items()
        if owner not in effects.holds and owner not in effects.down
        for stop in ahead
        if stop.start <= standing.now + AT_HAND
        and stop.client not in effects.gone
        and (stop.client not in slots.lost)
        and (stop.client not in slots.moved)
    )


def _row(
    mover: Team | Vehicle, standing: Standing, effects: Effects, slots: Slots, table: TravelTable,
    at_hand: frozenset[Stop], found: Rows,
) -> None:  # fmt: skip
    begun = [s for s in standing.begun.get(mover.id, ()) if s.client not in effects.gone]
    ahead = [
        s
        for s in standing.ahead.get(mover.id, ())
        if s.client not in effects.gone and s.client not in slots.lost
    ]
    row = [_exact(stop) for stop in begun]
    free = _free_from(mover, standing, effects, table, begun, ahead)
    if mover.id in effects.down:
        free = _stand_still(mover, standing, effects, table, row, ahead, free, found)
    eaten = _after_those_under_way(mover, standing, table, row, ahead, free) + mover.lunch_seconds
    if any(stop.kind is StopKind.LUNCH for stop in ahead) and eaten > mover.lunch.end:
        found.eats_by[mover.id] = eaten
    if not ahead and mover.id not in found.out and _has_ended(mover, table, begun, row, free):
        found.out.add(mover.id)
    elif row and mover.id not in found.out:
        row[-1] = replace(row[-1], stay=max(free - (row[-1].start or 0), row[-1].real))
    elif not row:
        found.opens[mover.id] = max(free, mover.shift.start)
    if mover.id not in standing.begun and mover.lunch_seconds:
        _lunch_of_the_idle(mover, standing.now, row, found)
    for stop in ahead if mover.id not in found.out else ():
        exact = stop in at_hand
        length = stop.depart - stop.start
        row.append(
            WarmStop(
                kind=stop.kind, client=stop.client, place=stop.place, start=stop.start if exact else None,
                stay=length, real=length,
            )
        )  # fmt: skip
    found.rows[mover.id] = row


def _after_those_under_way(
    mover: Team | Vehicle, standing: Standing, table: TravelTable, row: list[WarmStop], ahead: list[Stop], free: int
) -> int:  # fmt: skip
    """When everybody who is already fetched has been brought on, which goes before lunch."""
    moment, place = free, row[-1].place if row else mover.start
    for stop in ahead:
        if stop.client in standing.under_way:
            moment += table.seconds(mover.profile, place, stop.place, moment) + stop.depart - stop.start
            place = stop.place
    return moment


def _has_ended(
    mover: Team | Vehicle, table: TravelTable, begun: list[Stop], row: list[WarmStop], free: int
) -> bool:
    """Whether somebody with nothing ahead is home, or could no longer be home in time from another stop."""
    place = row[-1].place if row else mover.start
    left = mover.shift.start
    if begun:
        road = table.seconds(mover.profile, mover.start, begun[0].place, mover.shift.start)
        left = begun[0].arrive - road
    back = free + table.seconds(mover.profile, place, mover.end, free)
    return back >= mover.shift.end or (bool(row) and back - left >= mover.longest_shift_seconds)


def _lunch_of_the_idle(mover: Team | Vehicle, now: int, row: list[WarmStop], found: Rows) -> None:
    """Who had nothing to do so far has eaten once there was time for it, else eats on the way like everybody."""
    if now >= mover.lunch.start + mover.lunch_seconds or now > mover.lunch.end - mover.lunch_seconds:
        found.fed.add(mover.id)
    elif mover.id not in found.out:
        length = mover.lunch_seconds
        row.append(
            WarmStop(
                kind=StopKind.LUNCH, client="", place=mover.start, start=None, stay=length, real=length
            )
        )  # fmt: skip


def _exact(stop: Stop) -> WarmStop:
    length = stop.depart - stop.start
    return WarmStop(
        kind=stop.kind, client=stop.client, place=stop.place, start=stop.start, stay=length, real=length
    )


def _free_from(
    mover: Team | Vehicle, standing: Standing, effects: Effects, table: TravelTable,
    begun: list[Stop], ahead: list[Stop],
) -> int:  # fmt: skip
    """When the mover can leave where it is; on its way to the next stop it counts as having left in time for it."""
    place = begun[-1].place if begun else mover.start
    ready = begun[-1].depart if begun else mover.shift.start
    if mover.id in effects.holds:
        return max(ready, effects.holds[mover.id])
    leaving = standing.now
    if ahead:
        road = table.seconds(mover.profile, place, ahead[0].place, ready)
        leaving = min(leaving, ahead[0].start - road)
    return max(ready, leaving)


def _stand_still(
    mover: Team | Vehicle, standing: Standing, effects: Effects, table: TravelTable,
    row: list[WarmStop], ahead: list[Stop], free: int, found: Rows,
) -> int:  # fmt: skip
    """Bring on those in the car, have lunch where it fits, take on nobody until it works again; free from then on."""
    until = effects.down[mover.id]
    place = row[-1].place if row else mover.start
    drops = drops_at_hand(ahead)
    rolling = (
        bool(drops) and ahead[0] == drops[0]
    )  # on the road with somebody: it arrives as if nothing had happened
    moment = free if rolling or not row else max(free, standing.now)
    for stop in drops:
        if stop.client in standing.on_board:
            start = moment + table.seconds(mover.profile, place, stop.place, moment)
            if row:
                row[-1] = replace(row[-1], stay=max(moment - (row[-1].start or 0), row[-1].real))
            length = stop.depart - stop.start
            row.append(
                WarmStop(
                    kind=stop.kind, client=stop.client, place=stop.place, start=start, stay=length, real=length
                )
            )  # fmt: skip
            moment, place = start + length, stop.place
            ahead.remove(stop)
    home = table.seconds(mover.profile, place, mover.end, moment)
    until = None if until is not None and until + home >= mover.shift.end else until
    lunch = next((stop for stop in ahead if stop.kind is StopKind.LUNCH), None)
    if lunch is not None:
        start = max(moment, mover.lunch.start)
        fits = start + mover.lunch_seconds <= mover.lunch.end
        if until is None or (fits and start + mover.lunch_seconds <= until):
            if row:
                row[-1] = replace(row[-1], stay=max(moment - (row[-1].start or 0), row[-1].real))
            length = mover.lunch_seconds
            row.append(
                WarmStop(
                    kind=StopKind.LUNCH, client="", place=place, start=start, stay=length, real=length
                )
            )  # fmt: skip
            moment = start + length
            ahead.remove(lunch)
    for stop in list(ahead):
        if stop.client and (until is None or stop.start < until) and stop in ahead:
            if stop.client in found.fast:
                found.to_fetch.append(stop.client)
            ahead[:] = [other for other in ahead if other.client != stop.client]
    if until is None:
        found.out.add(mover.id)
        return moment
    return max(moment, until)
