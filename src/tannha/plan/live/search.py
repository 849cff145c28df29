"""The engine on a day under way: what is fast stands in its rows, promises are windows or have a price. Pure.

One state serves all runs: first promises are kept at any cost, then another time than promised costs a price, then a
lower one; each run starts from the best of the one before.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from tannha.plan.live.rows import Rows, WarmStop
from tannha.plan.rules.instance import DAY_SECONDS, Client, PlanInstance, Promise, Team, Vehicle, Way
from tannha.plan.rules.plan import Mission, Slot, Stop, StopKind
from tannha.plan.solvers.day import HALF_HOUR, Day
from tannha.plan.solvers.own import anneal, insert, ruin, schedule, slots, walkers
from tannha.plan.solvers.own import state as at
from tannha.plan.solvers.own.engine import missions_in, plain
from tannha.plan.solvers.own.gears import Gear
from tannha.plan.solvers.own.numbers import PROMISED, Numbers, Tuning, is_walker
from tannha.plan.solvers.own.state import State
from tannha.plan.solvers.schedule import Spans, Task, overlap

WARM = Tuning(heat=(120, 18))
BIT = {Way.HOME: 1, Way.RIDE: 2, Way.WALK_IN: 4}
NODE = {
    StopKind.VISIT: 0, StopKind.OUT_PICKUP: 1, StopKind.OUT_DROP: 2, StopKind.BACK_PICKUP: 3, StopKind.BACK_DROP: 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """What the search is given: the day with everything that holds, the rows, slots that stand, and what was told.

    ``promises`` holds each open promise, ``firm`` those that no price may move (moved once
    today already), ``delayed`` people in a car that is late or stands still.
    """

    instance: PlanInstance
    rows: Rows
    slots: dict[str, Slot]
    begun: frozenset[str]
    promises: dict[str, Promise]
    firm: frozenset[str]
    delayed: frozenset[str]
    families: dict[str, tuple[int, int]]
    waits: int


class LiveDay(Day):
    """A day whose rows are given: nothing is timed here, and nobody's hours are cut by what was promised."""

    def _open_route(self, mover: Team | Vehicle) -> None:
        lunch = Task(kind=StopKind.LUNCH, client="", place=mover.start, spans=((0, 0),), duration=0)
        self.routes[mover.id] = (lunch,) if mover.lunch_seconds else ()
        self.times[mover.id] = ()


class LiveNumbers(Numbers):
    """The numbers of a day under way: fast stops to the second, promised hours and entries beside a client's own."""

    def __init__(self, instance: PlanInstance, day: Day, under: Under) -> None:
        self.under = under
        super().__init__(instance, day, WARM)

    def _weight(self, client: Client) -> int:
        return client.weight * (PROMISED if client.id in self.under.promises else 1)

    def _walker_options(self, client: Client) -> list[int]:
        free = self._options(client, self.day.spans_for(client, Way.WALK_IN))
        promise, slot = self.under.promises.get(client.id), self.under.slots.get(client.id)
        if promise is None:
            return free
        number = {(m.id, start): index for index, (m, start) in enumerate(self.entries)} if not free else {}
        own = [index for index in free if slot and self._is(index, slot)]
        if slot is not None and not own:
            number = number or {(m.id, start): index for index, (m, start) in enumerate(self.entries)}
            own = [number[slot.machine, slot.start]] if (slot.machine, slot.start) in number else []
        return own + [
            index for index in free if index not in own and promise.window.holds(self.entries[index][1])
        ]

    def _is(self, index: int, slot: Slot) -> bool:
        machine, start = self.entries[index]
        return machine.id == slot.machine and start == slot.start

    def _movers(self) -> None:
        super()._movers()
        for number, mover in enumerate(self.movers):
            if mover.id in self.under.rows.out:
                self.parts["m_kind"][number] = -1
            trips = self._trips(mover.kit) if isinstance(mover, Team) else []
            if isinstance(mover, Team) and trips:
                kits = [kit.id for kit in self.instance.kits]
                alone = trips == [mover.id] and mover.officers >= 2
                self.parts["m_stock"][number] = kits.index(mover.kit) if alone else len(kits)
            opens = self.under.rows.opens.get(mover.id, mover.shift.start)
            self.parts["m_open"][number] = max(opens, mover.shift.start)

    def _trips(self, kit: str) -> list[str]:
        """Teams that have this kit out today: one takes on more visits with it, several or another do not."""
        rows = self.under.rows.rows
        return [
            team.id for team in self.instance.teams
            if kit and team.kit == kit and any(stop.client for stop in rows.get(team.id, ()))
        ]  # fmt: skip

    def _nodes(self) -> None:
        super()._nodes()
        number = {client.id: index for index, client in enumerate(self.clients)}
        lunch = {mover.id: 5 * len(self.clients) + index for index, mover in enumerate(self.movers)}
        for owner, stops in self.under.rows.rows.items():
            for stop in stops:
                node = 5 * number[stop.client] + NODE[stop.kind] if stop.client else lunch[owner]
                if stop.start is not None:
                    self._set(node, ((stop.start, stop.start),), stop)
                elif stop.client in self.under.rows.fast:
                    self._set(node, self._later(stop), stop)
        for client in self.under.rows.to_fetch:
            for kind in (StopKind.BACK_PICKUP, StopKind.BACK_DROP):
                node = 5 * number[client] + NODE[kind]
                spans = self._back_spans(client) if kind is StopKind.BACK_PICKUP else self.day.from_now
                self._respan(node, spans)
                if kind is StopKind.BACK_PICKUP:
                    self.parts["n_place"][node] = self._station(client)

    def _set(self, node: int, spans: Spans, stop: WarmStop) -> None:
        self._respan(node, spans)
        self.parts["n_dur"][node] = stop.stay
        if stop.client:
            self.parts["n_place"][node] = self.place[stop.place]

    def _respan(self, node: int, spans: Spans) -> None:
        parts = self.parts
        parts["n_off"][node], parts["n_cnt"][node] = len(parts["low"]), len(spans)
        parts["low"] += [first for first, _ in spans]
        parts["high"] += [last for _, last in spans]

    def _later(self, stop: WarmStop) -> Spans:
        """When a stop of somebody under way may begin that is not fast to the second."""
        slot = self.under.slots.get(stop.client)
        now = self.day.from_now
        if stop.kind is StopKind.OUT_DROP and slot is not None:
            last = slot.start - stop.real
            soon = self.instance.settings.wait_before_seconds
            return overlap(((last - soon, last),), now) or overlap(((0, last),), now) or now
        if stop.kind is StopKind.BACK_PICKUP and slot is not None:
            return self._back_spans(stop.client)
        return now

    def _back_spans(self, client: str) -> Spans:
        slot = self.under.slots[client]
        machine = next(machine for machine in self.instance.machines if machine.id == slot.machine)
        done = machine.slot_end(slot.start, slot.entries)
        return overlap(((done, done + self.under.waits),), self.day.from_now) or self.day.from_now

    def _station(self, client: str) -> int:
        slot = self.under.slots[client]
        return self.place[next(m.place for m in self.instance.machines if m.id == slot.machine)]

    def _clients(self) -> None:
        super()._clients()
        parts = self.parts
        for name in ("c_move", "c_told", "c_from", "c_till", "c_keep", "p_off", "p_cnt"):
            parts[name] = [0] * len(self.clients)
        for number, client in enumerate(self.clients):
            promise = self.under.promises.get(client.id)
            parts["p_off"][number] = len(parts["p_opts"])
            if client.id in self.under.delayed:
                parts["c_limit"][number] = DAY_SECONDS
            if client.id in self.under.rows.fast or client.id in self.under.begun:
                parts["c_ways"][number] = 0
            elif promise is not None:
                self._promised(number, client, promise)

    def _promised(self, number: int, client: Client, promise: Promise) -> None:
        parts = self.parts
        parts["c_move"][number], parts["c_keep"][number] = 1, 1
        parts["c_told"][number] = BIT[promise.way]
        if promise.way is not Way.WALK_IN:
            parts["c_ways"][number] &= 1 | 2
        told = ((promise.window.start, promise.window.end),)
        spans = overlap(self.day.spans_for(client, promise.way), told)
        if promise.way is Way.HOME:
            parts["c_from"][number], parts["c_till"][number] = spans[0] if spans else (1, 0)
        elif spans:
            entries = self._options(client, spans)
            slot = self.under.slots.get(client.id)
            own = [index for index in entries if slot and self._is(index, slot)]
            found = own + [entry for entry in entries if entry not in own]
            parts["p_opts"] += found
            parts["p_cnt"][number] = len(found)


class LiveSearch:
    """One search over a day under way, run by run."""

    def __init__(self, under: Under, *, seed: int, gear: Gear) -> None:
        self.under, self.gear, self.seed = under, gear, seed
        self.instance = replace(under.instance, promises=())
        people = tuple(c for c in self.instance.clients if c.id not in under.begun or not is_walker(c))
        self.instance = replace(self.instance, clients=people)
        day = LiveDay(self.instance)
        day.families = dict(under.families)
        numbers = LiveNumbers(self.instance, day, under)
        self.names = numbers.names()
        self.number = {client.id: index for index, client in enumerate(self.names.clients)}
        self.left_waiting: set[str] = set()
        self.state: State = numbers.state(seed)
        self._entry = {(m.id, start): index for index, (m, start) in enumerate(self.names.entries)}
        self._fill()
        self._make_it_fit()
        self._fetch()

    # --- the warm start -----------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Rows, slots and ways as the plan had them; whoever is not whole any more is left out."""
        s = self.state
        whole = self._whole()
        for past in self.under.slots.values():
            if past.client not in self.number:
                self._take_past(past)
        for client, number in self.number.items():
            slot = self.under.slots.get(client)
            entry = self._entry.get((slot.machine, slot.start), -1) if slot else -1
            if client in self.under.rows.fast or client in self.under.begun:
                s[s[at.C_WAY] + number] = at.FIXED
                s[s[at.C_ENTRY] + number] = entry
                if entry >= 0:
                    slots.count_slot(s, number, entry, 1)
        for row, mover in enumerate(self.names.movers):
            base, kept = row * s[at.STRIDE], 0
            for stop in self.under.rows.rows.get(mover.id, ()):
                if stop.client and stop.client not in self.under.rows.fast and stop.client not in whole:
                    continue
                number = self.number.get(stop.client, -1)
                node = 5 * number + NODE[stop.kind] if stop.client else s[s[at.M_LUNCH] + row]
                if node < 0:
                    continue
                s[s[at.ROUTE] + base + kept] = node
                kept += 1
                if stop.kind is StopKind.VISIT:
                    s[s[at.USED] + s[s[at.M_STOCK] + row]] += s[s[at.N_SEATS] + node]
                self._note_row(number, stop, row)
            s[s[at.RLEN] + row] = kept
            s[s[at.RCOST] + row] = -1

    def _take_past(self, slot: Slot) -> None:
        """Count the slot of somebody who has begun and is not in the search."""
        entry = self._entry.get((slot.machine, slot.start), -1)
        if entry >= 0 and slot.client in self.under.begun:
            s = self.state
            for step in range(slot.entries):
                s[s[at.E_TAKEN] + entry + step] += 1
            done = self.names.entries[entry][0].slot_end(slot.start, slot.entries)
            for half in range(slot.start // HALF_HOUR, (done - 1) // HALF_HOUR + 1):
                s[s[at.CROWD] + half] += 1

    def _note_row(self, number: int, stop: WarmStop, row: int) -> None:
        s = self.state
        if number < 0:
            return
        if stop.kind in (StopKind.VISIT, StopKind.OUT_PICKUP):
            s[s[at.C_ONE] + number] = row
        if stop.kind is StopKind.BACK_PICKUP:
            s[s[at.C_TWO] + number] = row

    def _whole(self) -> set[str]:
        """Clients not yet begun whose plan still stands: all their stops, and a free slot where they need one."""
        kinds: dict[str, set[StopKind]] = defaultdict(set)
        for stops in self.under.rows.rows.values():
            for stop in stops:
                if stop.client:
                    kinds[stop.client].add(stop.kind)
        s, whole = self.state, set()
        for client, number in self.number.items():
            if client in self.under.rows.fast or client in self.under.begun:
                continue
            slot, ways = self.under.slots.get(client), s[s[at.C_WAYS] + number]
            if StopKind.VISIT in kinds[client]:
                if ways & 1 and slots.visit_hours(s, number, 0) >= 0:
                    s[s[at.C_WAY] + number] = at.AT_HOME
                    whole.add(client)
                continue
            entry = self._entry.get((slot.machine, slot.start), -1) if slot else -1
            if slot is None or entry < 0 or not slots.slot_free(s, number, entry):
                continue
            ride = len(kinds[client]) == 4
            if (ride and ways & 2) or (not kinds[client] and ways & 4):
                s[s[at.C_WAY] + number] = at.RIDING if ride else at.AT_SLOT
                s[s[at.C_ENTRY] + number] = entry
                slots.count_slot(s, number, entry, 1)
                if ride:
                    slots.set_slot(s, number, entry)
                whole.add(client)
        return whole

    def _make_it_fit(self) -> None:
        """Leave people out, as few and light as possible, until every row can be timed."""
        s, rows = self.state, range(len(self.names.movers))
        hopeless: set[int] = set()
        while bad := [r for r in rows if r not in hopeless and schedule.timing(s, r, r, False) < 0]:
            victim = self._victim(bad[0])
            if victim is not None:
                ruin.take_out(s, victim)
            elif not self._loosen(bad[0]):
                hopeless.add(bad[0])
        for row in rows:
            s[s[at.RCOST] + row] = schedule.timing(s, row, row, False)

    def _in_row(self, row: int) -> list[int]:
        s, base = self.state, row * self.state[at.STRIDE]
        found = [s[s[at.N_CLIENT] + s[s[at.ROUTE] + base + index]] for index in range(s[s[at.RLEN] + row])]
        movable = [number for number in found if number >= 0 and s[s[at.C_WAY] + number] != at.FIXED]
        return list(dict.fromkeys(movable))

    def _victim(self, row: int) -> int | None:
        """Who has to leave a row: the lightest whose leaving is enough, else the first of the row."""
        people = self._in_row(row)
        s, scratch = self.state, self.state[at.MOVERS] + 1
        for number in sorted(people, key=lambda one: s[s[at.C_PRICE] + one]):
            base, goal, kept = row * s[at.STRIDE], scratch * s[at.STRIDE], 0
            for index in range(s[s[at.RLEN] + row]):
                node = s[s[at.ROUTE] + base + index]
                if s[s[at.N_CLIENT] + node] != number:
                    s[s[at.ROUTE] + goal + kept] = node
                    kept += 1
            s[s[at.RLEN] + scratch] = kept
            if schedule.timing(s, row, scratch, False) >= 0:
                return number
        return people[0] if people else None

    def _loosen(self, row: int) -> bool:
        """Nobody left to leave out: people under way are brought on late and, if need be, before lunch or after the
        shift."""
        s, base = self.state, row * self.state[at.STRIDE]
        changed = False
        for index in range(s[s[at.RLEN] + row]):
            node = s[s[at.ROUTE] + base + index]
            off = s[s[at.N_OFF] + node]
            if (
                s[s[at.N_KIND] + node] != at.LUNCH
                and s[s[at.LOW] + off] < s[s[at.HIGH] + off] < DAY_SECONDS - 1
            ):
                s[s[at.HIGH] + off] = DAY_SECONDS - 1
                if (
                    s[s[at.N_KIND] + node] != NODE[StopKind.BACK_PICKUP]
                ):  # nobody is fetched before their slot ends
                    s[s[at.LOW] + off] = min(s[s[at.LOW] + off], self.instance.now or 0)
                changed = True
        lunch = s[s[at.M_LUNCH] + row]
        if not changed and lunch >= 0 and s[s[at.HIGH] + s[s[at.N_OFF] + lunch]] < DAY_SECONDS - 1:
            s[s[at.HIGH] + s[s[at.N_OFF] + lunch]] = DAY_SECONDS - 1
            changed = True
        if not changed and s[s[at.M_CLOSE] + row] < DAY_SECONDS:
            s[s[at.M_CLOSE] + row] = s[s[at.M_LONGEST] + row] = DAY_SECONDS
            s[s[at.M_KIND] + row] = -1
            changed = True
        return changed

    def _fetch(self) -> None:
        """Find a car for everybody at the station whose own is down; others make room, nobody stays behind."""
        s = self.state
        for client in dict.fromkeys(self.under.rows.to_fetch):
            number = self.number[client]
            while not self._put_back_leg(number):
                others = [
                    one for row in range(len(self.names.movers)) if s[s[at.M_KIND] + row] == 1
                    for one in self._in_row(row)
                ]  # fmt: skip
                if others:
                    ruin.take_out(s, min(others, key=lambda one: (s[s[at.C_PRICE] + one], one)))
                    ruin.mend(s)
                    continue
                off = s[s[at.N_OFF] + 5 * number + 3]
                if s[s[at.HIGH] + off] < DAY_SECONDS - 1:
                    s[s[at.HIGH] + off] = DAY_SECONDS - 1
                    continue
                self.left_waiting.add(client)
                break

    def _put_back_leg(self, number: int) -> bool:
        s = self.state
        pickup, limit, best = 5 * number + 3, s[s[at.C_LIMIT] + number], at.FAR
        found = (-1, -1, -1)
        for row in range(len(self.names.movers)):
            if s[s[at.M_KIND] + row] == 1:
                cost = insert.leg_in_row(s, row, row, pickup, limit, best)
                if cost < best:
                    best, found = cost, (s[at.BEST_MOVER], s[at.BEST_AT], s[at.BEST_DROP])
        if found[0] < 0 or not insert.put_leg(s, pickup, *found):
            return False
        s[s[at.C_TWO] + number] = found[0]
        return True

    # --- running ------------------------------------------------------------------------------------------

    def run(self, iterations: int, price: int | None) -> State:
        """Search with a price for another time than promised, in the score's points; None keeps every promise."""
        s = self.state
        unit = s[at.UNIT] // max(self.instance.settings.unserved_price, 1)
        for client, number in self.number.items():
            if s[s[at.C_MOVE] + number] == 0:
                continue
            kept = price is None or client in self.under.firm
            weight = self.names.clients[number].weight
            s[s[at.C_KEEP] + number] = int(kept)
            s[s[at.C_PRICE] + number] = (weight * s[at.UNIT] or s[at.UNIT] // 10) * (PROMISED if kept else 1)
            s[s[at.C_MOVE] + number] = 1 if price is None else price * unit
        for number, walker in enumerate(self.names.walkers):
            s[s[at.W_WEIGHT] + number] = walker.weight * (
                PROMISED if price is None and walker.id in self.under.promises else 1
            )
        state = self.gear.carry(s)
        self.gear.work(state, anneal.BEGIN, 0, 0, 1)
        self.gear.work(state, anneal.SEARCH, 0, iterations, iterations)
        self.gear.work(state, anneal.SETTLE, 0, 0, 1)
        found = plain(state)
        anneal.load(found, at.TOP)
        self.state = found
        return found

    def missions(self, state: State) -> tuple[Mission, ...]:
        """The rows as missions; a stop lasts as long as it really does, whatever holds its mover there."""
        real = {
            (owner, stop.kind, stop.client): stop.real
            for owner, stops in self.under.rows.rows.items() for stop in stops if stop.start is not None
        }  # fmt: skip
        return tuple(
            replace(mission, stops=tuple(_as_long_as(mission.owner, stop, real) for stop in mission.stops))
            for mission in missions_in(self.names, state)
        )

    def slots(self, state: State) -> list[Slot]:
        """Slots of everybody in the search who does not come by themselves, as the state has them."""
        found = []
        for client, number in self.number.items():
            if state[state[at.C_WAY] + number] in at.WITH_SLOT and state[state[at.C_ENTRY] + number] >= 0:
                machine, start = self.names.entries[state[state[at.C_ENTRY] + number]]
                entries = self.names.clients[number].entries
                found.append(Slot(client=client, machine=machine.id, start=start, entries=entries))
        return found

    def matched(self, state: State) -> list[Slot]:
        """Slots of those who come by themselves by the heaviest matching, whatever slot they had."""
        found = state[:]
        walkers.match(found)
        slots_found = []
        for number, client in enumerate(self.names.walkers):
            entry = found[found[at.W_ENTRY] + number]
            if entry >= 0:
                machine, start = self.names.entries[entry]
                slots_found.append(Slot(client=client.id, machine=machine.id, start=start, entries=1))
        return slots_found


def _as_long_as(owner: str, stop: Stop, real: dict[tuple[str, StopKind, str], int]) -> Stop:
    length = real.get((owner, stop.kind, stop.client), stop.depart - stop.start)
    return replace(stop, depart=stop.start + length)
