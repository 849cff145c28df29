"""A plan mended while the day is under way: once with every promise kept, once as a question to a few people. Pure.

Nothing here moves anybody: the first plan may be taken at once, the second only when those named in ``asks`` agreed.
Begun stops stay to the second; people in a car or at the station are brought on and home.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from tannha.plan.live.effects import Effects, effects_of, live_promises, lowered_reserve
from tannha.plan.live.events import EventKind, LiveEvent, validate_events
from tannha.plan.live.rows import Rows, rows_of
from tannha.plan.live.search import LiveSearch, Under
from tannha.plan.live.standing import Standing, first_moment, standing_of
from tannha.plan.live.underway import Slots, slots_standing
from tannha.plan.live.walkers import place_walkers
from tannha.plan.rules.instance import (
    DAY_SECONDS,
    PlanInstance,
    Promise,
    Team,
    TimeWindow,
    Vehicle,
    Way,
    digest_of,
    validate,
)
from tannha.plan.rules.lookup import TravelTable
from tannha.plan.rules.plan import PLAN_FORMAT, Mission, Plan, Slot, StopKind, Unserved
from tannha.plan.rules.score import mover_of, score_of
from tannha.plan.rules.wire import BadInput
from tannha.plan.solvers.day import HALF_HOUR
from tannha.plan.solvers.greedy import UNTOLD
from tannha.plan.solvers.own.gears import Gear, gear_now
from tannha.plan.solvers.own.numbers import is_walker
from tannha.plan.solvers.own.state import State

PRICE, LOW_PRICE, HIGH_PRICE = 1_000, 300, 3_000
MOST_ASKED_PERCENT = 10
MOVED_SECONDS = 1_800
ENGINE = "own"
Mover = TypeVar("Mover", Team, Vehicle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Somebody to be asked: ``start`` and ``way`` of the new time, or ``start`` None for another day. ``told`` is what
    they were told, ``event`` the report that causes the question."""

    client: str
    event: str
    way: Way
    told: TimeWindow
    start: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FallenOut:
    """Somebody with a promise for whom there is no time left, and the report that causes it."""

    client: str
    event: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One way to go on: the day as it is then, its plan, who falls out, and who must agree first (none: nobody)."""

    instance: PlanInstance
    plan: Plan
    fallen_out: tuple[FallenOut, ...]
    asks: tuple[Ask, ...]
    moved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Replan:
    """``kept`` keeps every promise; ``proposal`` asks some people so that fewer are missed (the same plan when asking
    brings nothing). ``open_promises`` are those that had not begun; ``released`` ended by their own report;
    ``attempted`` came in vain and are brought home; ``moved_under_way`` got another slot while on their way;
    ``needs_transport`` wait at the station and no car is left to fetch them in time; ``no_machine`` are on their way
    and no machine they can reach works any more: they fall out and are brought home (no plan can serve them)."""

    kept: Outcome
    proposal: Outcome
    open_promises: int
    released: tuple[str, ...]
    attempted: tuple[str, ...]
    moved_under_way: tuple[str, ...]
    needs_transport: tuple[str, ...]
    no_machine: tuple[str, ...] = ()


def check_moment(instance: PlanInstance, plan: Plan, now: int) -> None:
    """Refuse a moment before the plan begins or outside the day, and a plan made for another day."""
    if not 0 <= now <= DAY_SECONDS:
        raise BadInput(field="now", problem="outside the day")
    if plan.instance_digest != digest_of(instance):
        raise BadInput(field="instance_digest", problem="of another day")
    begins = first_moment(instance, plan)
    if begins is not None and now < begins:
        raise BadInput(field="now", problem="before the plan")


def replan(
    instance: PlanInstance, plan: Plan, events: tuple[LiveEvent, ...], *, now: int, seed: int = 0,
    iterations: int = 0, gear: Gear | None = None, firm: frozenset[str] = frozenset(),
) -> Replan:  # fmt: skip
    """Mend a lawful plan at ``now`` (seconds) after some reports. BadInput for reports that mean nothing here.

    ``iterations`` 0 takes the engine's own number for each of the three runs; ``firm`` are people who were asked and
    said no. Same arguments, same result, in both gears.
    """
    check_moment(instance, plan, now)
    standing = standing_of(instance, plan, now)
    validate_events(instance, standing, events)
    chosen = gear or gear_now()
    count = iterations or (1_200 if chosen.name == "compiled" else 12)
    mending = Mending(instance, plan, standing, events, firm)
    return mending.solve(seed=seed, iterations=count, gear=chosen)


def carry_on(
    instance: PlanInstance, plan: Plan, *, seed: int = 0, iterations: int = 0, gear: Gear | None = None
) -> Outcome:
    """The rest of a day under way planned anew at its own ``now`` without any report: every promise kept, everything
    begun as it is. BadInput where the day says no moment or the plan is another day's."""
    if instance.now is None:
        raise BadInput(field="now", problem="missing")
    return replan(instance, plan, (), now=instance.now, seed=seed, iterations=iterations, gear=gear).kept


class Mending:
    """One mending: the day after the reports, then the runs, then what they come to."""

    def __init__(
        self, instance: PlanInstance, plan: Plan, standing: Standing, events: tuple[LiveEvent, ...],
        firm: frozenset[str],
    ) -> None:  # fmt: skip
        self.before, self.plan, self.standing, self.events = instance, plan, standing, events
        self.effects: Effects = effects_of(instance, plan, standing, events)
        self.slots: Slots = slots_standing(instance, standing, self.effects)
        promises = live_promises(instance, plan, self.effects)
        self.moved_today = frozenset(p.client for p in promises if p.consent)
        self.firm = firm | self.moved_today
        self.day = self._day_now(promises)
        self.rows: Rows = rows_of(self.day, standing, self.effects, self.slots)
        self.day = self._shifts_now()
        begun = standing.slot_begun | standing.finished
        binding = self._binding(promises)
        self.promises = {
            p.client: p for p in binding
            if p.client not in begun and p.client not in self.rows.fast
        }  # fmt: skip
        self.begun = frozenset(begun)

    def _day_now(self, promises: tuple[Promise, ...]) -> PlanInstance:
        effects = self.effects
        frozen = self.standing.frozen()
        stops = tuple(stop for stop in frozen.stops if stop.client not in effects.gone)
        machines = tuple(effects.machines[machine.id] for machine in self.before.machines)
        reserve = lowered_reserve(self.before, machines, self.slots.kept.values())
        moved = {client: effects.causes.get(client, "") for client in self.slots.moved}
        day = replace(
            self.before,
            machines=machines,
            clients=tuple(effects.clients.values()),
            settings=replace(self.before.settings, reserve_percent=reserve),
            promises=tuple(
                replace(p, consent=p.consent or f"event {moved[p.client]}") if p.client in moved else p
                for p in promises
            ),
            frozen=replace(
                frozen,
                stops=stops,
                on_board=tuple(one for one in frozen.on_board if one not in effects.gone),
                at_station=tuple(one for one in frozen.at_station if one not in effects.gone),
            ),
            now=self.standing.now,
        )
        validate(day)
        return day

    def _shifts_now(self) -> PlanInstance:
        """Shifts as they are now: those who have not left yet leave later, those who are out come home early."""
        table = TravelTable(self.day.travel)

        def changed(mover_id: str) -> TimeWindow:
            mover = mover_of(self.day, mover_id)
            row, shift = self.rows.rows[mover_id], mover.shift
            start, end = shift.start, shift.end
            if not row or row[0].start is None:
                start = min(max(shift.start, self.rows.opens.get(mover_id, shift.start)), shift.end)
            if mover_id in self.rows.out:
                back = start
                if any(stop.client for stop in row):
                    last = row[-1]
                    left = (last.start or 0) + last.real
                    back = left + table.seconds(mover.profile, last.place, mover.end, left)
                end = max(start, back) if back > shift.end else max(start, min(shift.end, back))
            start = min(start, DAY_SECONDS - 60)
            return TimeWindow(start=start, end=max(end, start + 60))

        def lunch(mover_id: str, seconds: int) -> int:
            return 0 if mover_id in self.rows.fed else seconds

        def hours(mover_id: str, usual: TimeWindow) -> TimeWindow:
            """Lunch as usual; later only for who is kept too long to have it then."""
            return replace(usual, end=min(max(usual.end, self.rows.eats_by.get(mover_id, 0)), DAY_SECONDS))

        teams = tuple(
            replace(
                t, shift=changed(t.id), lunch=hours(t.id, t.lunch), lunch_seconds=lunch(t.id, t.lunch_seconds)
            )
            for t in self.day.teams
        )
        cars = tuple(
            replace(
                c, shift=changed(c.id), lunch=hours(c.id, c.lunch), lunch_seconds=lunch(c.id, c.lunch_seconds)
            )
            for c in self.day.vehicles
        )
        return replace(self.day, teams=teams, vehicles=cars)

    def _binding(self, promises: tuple[Promise, ...]) -> list[Promise]:
        """What binds now: a promise that was moved once today binds at the time it has in the plan."""
        starts = {slot.client: slot.start for slot in self.plan.slots}
        starts |= {s.client: s.start for m in self.plan.missions for s in m.stops if s.kind is StopKind.VISIT}
        homes = {s.client for m in self.plan.missions for s in m.stops if s.kind is StopKind.VISIT}
        rides = {s.client for m in self.plan.missions for s in m.stops if s.client} - homes
        found = []
        for promise in promises:
            start = starts.get(promise.client)
            if start is None and promise.consent:
                continue
            if promise.consent and start is not None:
                way = (
                    Way.HOME
                    if promise.client in homes
                    else Way.RIDE
                    if promise.client in rides
                    else Way.WALK_IN
                )
                leeway = 900 if way is Way.HOME else 600
                window = TimeWindow(start=max(start - leeway, 0), end=min(start + leeway, DAY_SECONDS))
                promise = replace(promise, way=way, window=window)
            found.append(promise)
        return found

    # --- runs ---------------------------------------------------------------------------------------------

    def under(self) -> Under:
        """What the search is given."""
        delayed = {
            stop.client
            for owner in (*self.effects.holds, *self.effects.down)
            for stop in self.standing.ahead.get(owner, ())
            if stop.client in self.standing.on_board
        }
        return Under(
            instance=self.day, rows=self.rows, slots=self.slots.kept, begun=self.begun,
            promises=self.promises, firm=self.firm, delayed=frozenset(delayed), families=self._families(),
            waits=self.day.settings.wait_after_seconds,
        )  # fmt: skip

    def _families(self) -> dict[str, tuple[int, int]]:
        clients = {client.id: client for client in self.day.clients}
        found: dict[str, int] = {}
        for client, start in _starts(self.plan).items():
            family = clients[client].family if client in clients else ""
            if family:
                found[family] = min(start, found.get(family, start))
        nobody = {client.family: (0, -1) for client in self.day.clients if client.family}
        return nobody | {family: (start, start + HALF_HOUR) for family, start in found.items()}

    def solve(self, *, seed: int, iterations: int, gear: Gear) -> Replan:
        """Keep everything first; then ask at a high and at a low price, as long as few are asked for what it brings."""
        search = LiveSearch(self.under(), seed=seed, gear=gear)
        kept = self._outcome(search, search.run(iterations, None), seed, iterations, asking=False)
        best, worth = kept, _worth(kept)
        lost = {fallen.client for fallen in kept.fallen_out}
        price = PRICE
        for _ in range(2):
            tried = self._outcome(search, search.run(iterations, price), seed, iterations, asking=True)
            tried = self._another_day(tried, lost)
            many = 100 * tried.moved > MOST_ASKED_PERCENT * max(self.open_outdoors(), 1)
            if _worth(tried) < worth and not many:
                best, worth = tried, _worth(tried)
            price = HIGH_PRICE if many else LOW_PRICE
        return Replan(
            kept=kept,
            proposal=best,
            open_promises=self.open_outdoors(),
            released=tuple(sorted(self.effects.released)),
            attempted=tuple(sorted(self.effects.attempted)),
            moved_under_way=tuple(sorted(self.slots.moved)),
            needs_transport=tuple(sorted(search.left_waiting)),
            no_machine=tuple(sorted(self.slots.nowhere)),
        )

    def _another_day(self, outcome: Outcome, lost: set[str]) -> Outcome:
        """Whoever has a time when promises are kept is left out of a proposal only as a question: another day?"""
        extra = tuple(
            Ask(client=f.client, event=f.event, way=promise.way, told=promise.window, start=None)
            for f in outcome.fallen_out if f.client not in lost
            for promise in (self.promises[f.client],)
        )  # fmt: skip
        asks = tuple(sorted((*outcome.asks, *extra), key=lambda ask: ask.client))
        outdoors = sum(1 for ask in extra if ask.way is not Way.WALK_IN)
        fallen = tuple(f for f in outcome.fallen_out if f.client in lost)
        return replace(outcome, asks=asks, fallen_out=fallen, moved=outcome.moved + outdoors)

    def free(self, *, seed: int, iterations: int, gear: Gear) -> Outcome:
        """For comparing only: the same moment planned as if nobody had been promised anything."""
        self.promises = {}
        search = LiveSearch(self.under(), seed=seed, gear=gear)
        state = search.run(iterations, None)
        slots = [*search.slots(state), *self._past(search, state), *search.matched(state)]
        slots.sort(key=lambda slot: (slot.machine, slot.start, slot.client))
        return self._told(search.missions(state), tuple(slots), seed, iterations, asking=True)

    def open_outdoors(self) -> int:
        """Open promises of people who are visited or fetched."""
        return sum(1 for promise in self.promises.values() if promise.way is not Way.WALK_IN)

    def _outcome(
        self, search: LiveSearch, state: State, seed: int, iterations: int, *, asking: bool
    ) -> Outcome:
        missions = search.missions(state)
        taken, past = search.slots(state), self._past(search, state)
        searched = {client.id for client in search.names.clients}
        walkers = [
            c for c in self.day.clients
            if is_walker(c) and c.id not in searched and c.id not in self.begun
        ]  # fmt: skip
        placed = place_walkers(
            self.day, [*taken, *past], self.slots.kept, self.promises, walkers, asking=asking
        )
        slots = [*taken, *past, *placed.values()]
        slots.sort(key=lambda slot: (slot.machine, slot.start, slot.client))
        return self._told(missions, tuple(slots), seed, iterations, asking=asking)

    def _past(self, search: LiveSearch, state: State) -> list[Slot]:
        """Slots that have begun and are not the search's to move."""
        mine = {slot.client for slot in search.slots(state)}
        kept = self.slots.kept.items()
        return [slot for client, slot in kept if client in self.begun and client not in mine]

    def _told(
        self,
        missions: tuple[Mission, ...],
        slots: tuple[Slot, ...],
        seed: int,
        iterations: int,
        *,
        asking: bool,
    ) -> Outcome:
        starts = {slot.client: slot.start for slot in slots}
        starts |= {s.client: s.start for m in missions for s in m.stops if s.kind is StopKind.VISIT}
        homes = {s.client for m in missions for s in m.stops if s.kind is StopKind.VISIT}
        rides = {s.client for m in missions for s in m.stops if s.client} - homes
        asks, fallen, released = [], [], {}
        for client, promise in self.promises.items():
            start, event = starts.get(client), self._cause(client)
            way = Way.HOME if client in homes else Way.RIDE if client in rides else Way.WALK_IN
            if start is None:
                fallen.append(
                    FallenOut(client=client, event=event, weight=self.effects.clients[client].weight)
                )
                released[client] = f"event {event}"
            elif way is not promise.way or not promise.window.holds(start):
                asks.append(Ask(client=client, event=event, way=way, told=promise.window, start=start))
                released[client] = f"asked, event {event}"
        for client in sorted(self.slots.nowhere):
            weight = self.effects.clients[client].weight
            fallen.append(FallenOut(client=client, event=self._cause(client), weight=weight))
            released[client] = f"event {self._cause(client)}"
        day = self._final_day(missions, slots, released)
        missing = sorted(client.id for client in day.clients if client.id not in starts)
        known = {entry.client: entry for entry in self.plan.unserved}
        plan = Plan(
            format=PLAN_FORMAT,
            instance_digest=digest_of(day),
            engine=ENGINE,
            seed=seed,
            iterations=iterations,
            missions=missions,
            slots=slots,
            unserved=tuple(
                known.get(client, Unserved(client=client, why=UNTOLD, relax=())) for client in missing
            ),
            score=score_of(day, missions, slots),
        )
        far = [
            ask for ask in asks
            if self.promises[ask.client].way is not Way.WALK_IN and _is_far(ask)
        ]  # fmt: skip
        return Outcome(
            instance=day, plan=plan, fallen_out=tuple(sorted(fallen, key=lambda one: one.client)),
            asks=tuple(sorted(asks, key=lambda ask: ask.client)) if asking else (), moved=len(far),
        )  # fmt: skip

    def _final_day(
        self, missions: tuple[Mission, ...], slots: tuple[Slot, ...], released: dict[str, str]
    ) -> PlanInstance:
        """The day as it is with this plan: promises released, and how long those under way are on their way."""
        longest: dict[str, int] = {}
        table, homes = TravelTable(self.day.travel), dict[str, int]()
        for mission in missions:
            picked: dict[str, int] = {}
            for stop in mission.stops:
                if stop.kind in (StopKind.OUT_PICKUP, StopKind.BACK_PICKUP):
                    picked[stop.client] = stop.depart
                elif stop.client in picked and stop.kind is not StopKind.VISIT:
                    ride = stop.start - picked[stop.client]
                    longest[stop.client] = max(longest.get(stop.client, 0), ride)
            mover, last = mover_of(self.day, mission.owner), mission.stops[-1]
            homes[mission.owner] = last.depart + table.seconds(
                mover.profile, last.place, mover.end, last.depart
            )
        clients = tuple(
            replace(c, max_ride_time=longest[c.id])
            if c.id in self.rows.fast and longest.get(c.id, 0) > c.max_ride_time else c
            for c in self.day.clients
        )  # fmt: skip
        eaten = {m.owner: s.depart for m in missions for s in m.stops if s.kind is StopKind.LUNCH}
        teams = tuple(
            _until_home(team, homes.get(team.id, 0), eaten.get(team.id, 0)) for team in self.day.teams
        )
        cars = tuple(
            _until_home(car, homes.get(car.id, 0), eaten.get(car.id, 0)) for car in self.day.vehicles
        )
        promises = tuple(
            replace(p, consent=p.consent or released[p.client]) if p.client in released else p
            for p in self.day.promises
        )
        stops = tuple(s for s in self.day.frozen.stops if s.client or s.owner in homes)
        frozen = replace(self.day.frozen, stops=stops)
        return replace(
            self.day, clients=clients, teams=teams, vehicles=cars, promises=promises, frozen=frozen
        )

    def _cause(self, client: str) -> str:
        """The report behind a change: the person's own, that of their team, car or machine, else the last one."""
        if client in self.effects.causes:
            return self.effects.causes[client]
        if len(self.events) == 1:
            return self.events[0].id
        busy = [e for e in self.events if e.kind is not EventKind.URGENT_CLIENT]
        return (busy or list(self.events))[-1].id if self.events else ""


def _until_home(mover: Mover, home: int, eaten: int) -> Mover:
    """The mover with a shift until it is home and lunch until it has eaten, where people under way keep it longer."""
    if eaten > mover.lunch.end:
        mover = replace(mover, lunch=replace(mover.lunch, end=eaten))
    if home <= mover.shift.end:
        return mover
    longest = max(mover.longest_shift_seconds, home - mover.shift.start)
    return replace(mover, shift=replace(mover.shift, end=home), longest_shift_seconds=longest)


def _starts(plan: Plan) -> dict[str, int]:
    starts = {slot.client: slot.start for slot in plan.slots}
    return starts | {s.client: s.start for m in plan.missions for s in m.stops if s.kind is StopKind.VISIT}


def _is_far(ask: Ask) -> bool:
    return ask.start is not None and not (
        ask.told.start - MOVED_SECONDS <= ask.start <= ask.told.end + MOVED_SECONDS
    )


def _worth(outcome: Outcome) -> tuple[int, int]:
    """Least is best: unserved weight and people asked at the lower price, then the rest of the score."""
    score = outcome.plan.score
    unserved = score.unserved_weight * outcome.instance.settings.unserved_price
    return unserved + LOW_PRICE * len(outcome.asks), score.total
