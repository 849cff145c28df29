"""From a day to the flat integers of the kernel. What a client may do when is asked of the plain ``Day``."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass

from tannha.plan.rules.instance import Client, Machine, PlanInstance, Team, Vehicle, Way
from tannha.plan.rules.lookup import NO_WAY
from tannha.plan.solvers.day import Day, is_ordinary, visit_seconds
from tannha.plan.solvers.own import state as at
from tannha.plan.solvers.own.state import State
from tannha.plan.solvers.schedule import Spans

HALVES = 60
MOST_STOPS = 160
MOST_NEAR = 120
PROMISED = 1_000
HEAT = (20_000, 18)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """The dials of the search: most people out at once, longest string, retries, sampled slots, temperatures."""

    most_out: int = 10
    string: int = 4
    retries: int = 10
    samples: int = 12
    notes: int = 1
    heat: tuple[int, int] = HEAT


DAY = Tuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the numbers stand for: movers, clients in the search, walkers, and (machine, start) of each entry."""

    movers: tuple[Team | Vehicle, ...]
    clients: tuple[Client, ...]
    walkers: tuple[Client, ...]
    entries: tuple[tuple[Machine, int], ...]
    places: tuple[str, ...]


class Numbers:
    """Builds one State, part by part."""

    def __init__(self, instance: PlanInstance, day: Day, tuning: Tuning) -> None:
        self.instance, self.day, self.tuning = instance, day, tuning
        self.parts: dict[str, list[int]] = {name: [] for name in at.FIELDS}
        self.parts["dim"] = [0] * at.TABLES
        walkers = [client for client in instance.clients if is_walker(client)]
        self.clients = tuple(client for client in instance.clients if not is_walker(client))
        self.movers = tuple(day.movers.values())
        self.place = {place: index for index, place in enumerate(instance.travel.places)}
        self.unit = 120 * max(instance.settings.unserved_price, 1)
        self._known: dict[tuple[object, ...], list[int]] = {}
        self._entries()
        options = {client.id: self._walker_options(client) for client in walkers}
        walkers.sort(key=lambda one: (-self._weight(one), len(options[one.id]), one.id))
        self.walkers = tuple(walkers)
        self._travel()
        self._movers()
        self._nodes()
        self._clients()
        self._walkers(options)

    def names(self) -> Names:
        """What the numbers stand for."""
        return Names(
            movers=self.movers,
            clients=self.clients,
            walkers=self.walkers,
            entries=tuple(self.entries),
            places=self.instance.travel.places,
        )

    def state(self, seed: int) -> State:
        """The state before the first plan: empty rows but for lunches."""
        parts, dim = self.parts, self.parts["dim"]
        movers, clients, entries = len(self.movers), len(self.clients), len(self.entries)
        stride = dim[at.STRIDE]
        for name in ("route", "rplace", "rstart", "rdep", "rlate", "rnext", "rseats", "rchairs"):
            parts[name] = [0] * ((movers + 2) * stride)
        parts["rlen"], parts["rcost"] = [0] * (movers + 2), [0] * (movers + 2)
        parts["rleave"], parts["rback"] = [*parts["m_open"], 0, 0], [*parts["m_close"], 0, 0]
        parts["rmark"] = [-1] * (movers + 2)
        for mover, lunch in enumerate(parts["m_lunch"]):
            if lunch >= 0:
                parts["route"][mover * stride], parts["rlen"][mover] = lunch, 1
                parts["rnext"][mover * stride] = parts["m_to"][mover]
        for name in ("c_way", "c_entry", "c_one", "c_two"):
            parts[name] = [0 if name == "c_way" else -1] * clients
        parts["e_taken"], parts["e_price"] = [0] * entries, [0] * entries
        parts["used"], parts["crowd"] = [0] * len(parts["stock"]), [0] * HALVES
        saved = at.FIELDS[at.FIELDS.index("n_place") : at.FIELDS.index("kept")]
        room = sum(len(parts[name]) for name in saved)
        for name in ("kept", "best", "top"):
            parts[name] = [0] * room
        parts["rng"] = [(seed * 2_654_435_761 + 88_172_645) & 0xFFFFFFFF or 1]
        for name in ("bound", "arrive"):
            parts[name] = [0] * ((movers + 2) * stride)
        parts["times"] = [0] * stride
        parts["where"] = [0] * (5 * clients + movers)
        for name in ("order", "keys", "picked"):
            parts[name] = [0] * (2 * clients + 64)
        for name in ("e_by", "seen", "dead", "parent"):
            parts[name] = [-1] * entries
        parts["queue"] = [0] * (entries + len(self.walkers) + 2)
        for name in ("c_move", "c_told", "c_from", "c_till", "c_keep", "p_off", "p_cnt"):
            parts[name] = parts[name] or [0] * clients
        parts["own_low"], parts["own_high"] = parts["low"][:], parts["high"][:]
        dim[at.NOTES] = self.tuning.notes
        parts["note"] = [-1] * (4 * self.tuning.notes)
        self._cooling()
        return self._flat()

    # --- parts --------------------------------------------------------------------------------------------

    def _flat(self) -> State:
        """All tables behind one another, the list of where they begin in front of them."""
        whole = self.parts["dim"][: at.TABLES] + [0] * len(at.FIELDS)
        for number, name in enumerate(at.FIELDS):
            whole[at.TABLES + number] = len(whole)
            whole += self.parts[name]
        whole[at.SIZE] = len(whole)
        return whole

    def _cooling(self) -> None:
        first, last = self.tuning.heat
        self.parts["heat"] = [round(first * (last / first) ** (step / 1_024)) for step in range(1_025)]
        self.parts["loss"] = [round(-math.log((step + 0.5) / 1_024) * 1_024) for step in range(1_024)]

    def _entries(self) -> None:
        """Entries of all machines in order; ``held`` are those kept free of ordinary people."""
        self.entries: list[tuple[Machine, int]] = []
        self.blocks: list[tuple[Machine, int, int]] = []
        self.closes: list[int] = []
        for machine in self.instance.machines:
            for window in machine.open:
                starts = range(window.start, window.end - machine.entry_seconds + 1, machine.entry_seconds)
                self.blocks.append((machine, len(self.entries), len(self.entries) + len(starts)))
                self.entries += [(machine, start) for start in starts]
                self.closes += [window.end] * len(starts)
        settings = self.instance.settings
        blocks: dict[int, list[int]] = {}
        for number, (_, start) in enumerate(self.entries):
            blocks.setdefault(start // settings.reserve_block_seconds, []).append(number)
        self.held: set[int] = set()
        for numbers in blocks.values():
            numbers.sort(key=lambda number: (self.entries[number][1], number))
            kept = -(-len(numbers) * settings.reserve_percent // 100)
            self.held |= {numbers[index * len(numbers) // kept] for index in range(kept)}
        for machine, start in self.entries:
            self.parts["e_start"].append(start)
            self.parts["e_end"].append(machine.slot_end(start, 1))
            self.parts["e_beat"].append(machine.entry_seconds)

    def _options(self, client: Client, spans: Spans) -> list[int]:
        """Entries from which this client may have a slot when starting inside the spans."""
        ordinary = is_ordinary(client, self.instance)
        calm = client.calm_windows if client.gentle else ()
        key = (spans, client.step_free, client.entries, client.gentle, calm, ordinary)
        if key not in self._known:
            self._known[key] = self._search_options(client, spans, ordinary)
        return self._known[key]

    def _search_options(self, client: Client, spans: Spans, ordinary: bool) -> list[int]:
        found: list[int] = []
        calm = [(window.start, window.end) for window in client.calm_windows] if client.gentle else None
        for machine, first, last in self.blocks:
            if client.step_free and not machine.step_free:
                continue
            # A slot may not run past the block it begins in; entries of a block follow each other.
            whole = machine.slot_end(0, client.entries)
            for number in range(first, last):
                start = self.entries[number][1]
                end = start + whole
                if end > self.closes[number] or not any(low <= start <= high for low, high in spans):
                    continue
                if calm is not None and not any(low <= start and end <= high for low, high in calm):
                    continue
                if ordinary and any(number + step in self.held for step in range(client.entries)):
                    continue
                found.append(number)
        return found

    def _walker_options(self, client: Client) -> list[int]:
        return self._options(client, self.day.spans_for(client, Way.WALK_IN))

    def _weight(self, client: Client) -> int:
        return client.weight * (PROMISED if client.id in self.day.promises else 1)

    def _travel(self) -> None:
        travel, parts = self.instance.travel, self.parts
        access, places = travel.access_seconds, range(len(travel.places))
        for periods in travel.seconds:
            tables = []
            for table in periods:
                flat: list[int] = []
                for start in places:
                    row, own = table[start], access[start]
                    flat += [
                        0 if start == end else (NO_WAY if row[end] < 0 else row[end] + own + access[end])
                        for end in places
                    ]
                tables.append(flat)
                parts["road"] += flat
            parts["least"] += tables[0] if len(tables) == 1 else [min(v) for v in zip(*tables, strict=True)]
        parts["period"] = list(travel.period_starts)
        parts["e_place"] = [self.place[machine.place] for machine, _ in self.entries]
        settings, dim = self.instance.settings, parts["dim"]
        dim[at.PLACES], dim[at.PERIODS] = len(travel.places), len(travel.period_starts)
        dim[at.MOVERS], dim[at.CLIENTS] = len(self.movers), len(self.clients)
        dim[at.STRIDE] = min(4 * len(self.clients) + 2, MOST_STOPS)
        dim[at.ENTRIES], dim[at.WALKERS] = len(self.entries), len(self.walkers)
        dim[at.EARLY], dim[at.LATE_AFTER] = settings.wait_before_seconds, settings.wait_after_seconds
        dim[at.CROWD_CAP], dim[at.UNIT] = settings.crowd_cap, self.unit
        dim[at.MOST_OUT], dim[at.STRING] = self.tuning.most_out, self.tuning.string
        dim[at.RETRIES], dim[at.SAMPLES] = self.tuning.retries, self.tuning.samples
        dim[at.STATION] = self.place[self.movers[0].start] if self.movers else 0

    def _movers(self) -> None:
        parts, profiles = self.parts, {name: n for n, name in enumerate(self.instance.travel.profiles)}
        kits = [kit.id for kit in self.instance.kits]
        parts["stock"] = [min(kit.battery_enrolments, kit.cards) for kit in self.instance.kits] + [0]
        out: dict[str, list[Team]] = {}
        for number, mover in enumerate(self.movers):
            usable = mover.id in self.day.routes
            lunch = bool(usable and self.day.routes[mover.id])
            stock = len(kits)
            if isinstance(mover, Team) and usable and mover.officers >= 2 and mover.kit:
                others = out.setdefault(mover.kit, [])
                if all(mover.shift.start >= o.shift.end or o.shift.start >= mover.shift.end for o in others):
                    stock = kits.index(mover.kit)
                    others.append(mover)
            values = {
                "m_kind": (0 if isinstance(mover, Team) else 1) if usable else -1,
                "m_prof": profiles[mover.profile], "m_from": self.place[mover.start],
                "m_to": self.place[mover.end], "m_open": mover.shift.start, "m_close": mover.shift.end,
                "m_longest": mover.longest_shift_seconds, "m_stock": stock,
                "m_seats": mover.seats if isinstance(mover, Vehicle) else 0,
                "m_chairs": mover.wheelchairs if isinstance(mover, Vehicle) else 0,
                "m_gentle": int(isinstance(mover, Team) and "gentle" in mover.skills),
                "m_lunch": 5 * len(self.clients) + number if lunch else -1,
            }  # fmt: skip
            for name, value in values.items():
                parts[name].append(value)

    def _node(self, spans: Spans, place: int, *, kind: int, client: int, duration: int, seats: int) -> None:
        parts = self.parts
        parts["n_off"].append(len(parts["low"]))
        parts["n_cnt"].append(len(spans))
        parts["low"] += [first for first, _ in spans]
        parts["high"] += [last for _, last in spans]
        parts["n_place"].append(place)
        for name, value in (("n_kind", kind), ("n_client", client), ("n_dur", duration), ("n_seats", seats)):
            parts[name].append(value)
        parts["n_chairs"].append(0)

    def _nodes(self) -> None:
        now = self.day.from_now
        for number, client in enumerate(self.clients):
            home = self.place[client.place]
            spans = self.day.spans_for(client, Way.HOME)
            length = visit_seconds(client, self.instance)
            self._node(spans, home, kind=at.VISIT, client=number, duration=length, seats=1)
            for kind in (at.OUT_PICKUP, at.OUT_DROP, at.BACK_PICKUP, at.BACK_DROP):
                boards = kind in (at.OUT_PICKUP, at.BACK_PICKUP)
                duration = client.boarding_seconds if boards else client.alighting_seconds
                self._node(now, home, kind=kind, client=number, duration=duration, seats=client.party)
                self.parts["n_chairs"][-1] = int(client.wheelchair)
        for mover in self.movers:
            first, last = mover.lunch.start, mover.lunch.end - mover.lunch_seconds
            spans = tuple((max(first, low), min(last, high)) for low, high in now)
            spans = tuple(span for span in spans if span[0] <= span[1])
            place = self.place[mover.start]
            self._node(spans, place, kind=at.LUNCH, client=-1, duration=mover.lunch_seconds, seats=0)

    def _clients(self) -> None:
        parts, dim = self.parts, self.parts["dim"]
        for client in self.clients:
            ways = 0
            options: list[int] = []
            if self.day.spans_for(client, Way.HOME):
                ways |= 1
            for way, bit in ((Way.RIDE, 2), (Way.WALK_IN, 4)):
                spans = self.day.spans_for(client, way)
                found = self._options(client, spans) if spans else []
                if found:
                    ways, options = ways | bit, sorted({*options, *found})
            windows = client.time_windows
            middle = (windows[0].start + windows[-1].end) // 2 if windows else 0
            values = {
                "c_price": self._weight(client) * self.unit or self.unit // 10, "c_ways": ways,
                "c_gentle": int(client.gentle), "c_limit": client.max_ride_time,
                "c_entries": client.entries, "c_party": client.party, "c_off": len(parts["opts"]),
                "c_cnt": len(options), "c_middle": middle, "c_place": self.place[client.place],
                "c_width": sum(window.end - window.start for window in windows),
            }  # fmt: skip
            for name, value in values.items():
                parts[name].append(value)
            parts["opts"] += options
        dim[at.NEAR] = min(len(self.clients), MOST_NEAR)
        size, places = dim[at.NEAR], parts["c_place"]
        for one, middle in enumerate(parts["c_middle"]):
            base = places[one] * dim[at.PLACES]
            keys = [
                (parts["least"][base + places[other]] * 20 + abs(middle - parts["c_middle"][other]), other)
                for other in range(len(self.clients))
            ] if parts["least"] else []  # fmt: skip
            keys[one] = (-1, one)
            parts["near"] += [other for _, other in heapq.nsmallest(size, keys)]

    def _walkers(self, options: dict[str, list[int]]) -> None:
        parts = self.parts
        kinds: dict[int, int] = {}
        members: list[list[int]] = []
        takers: list[list[int]] = [[] for _ in self.entries]
        for number, client in enumerate(self.walkers):
            mine = options[client.id]
            kind = kinds.setdefault(id(mine), len(members))
            if kind == len(members):
                members.append([])
                parts["k_off"].append(len(parts["w_opts"]))
                parts["k_cnt"].append(len(mine))
                parts["w_opts"] += mine
                for entry in mine:
                    takers[entry].append(kind)
            members[kind].append(number)
            parts["w_weight"].append(self._weight(client))
            parts["w_kind"].append(kind)
            parts["w_entry"].append(-1)
        for several in members:
            parts["k_from"].append(len(parts["k_walkers"]))
            parts["k_size"].append(len(several))
            parts["k_walkers"] += several
        parts["k_seen"] = [0] * len(members)
        for several in takers:
            parts["e_off"].append(len(parts["e_kinds"]))
            parts["e_cnt"].append(len(several))
            parts["e_kinds"] += several


def is_walker(client: Client) -> bool:
    """Whether the matching places this client: on own feet, one entry, nobody with them, no family to wait for."""
    plain = client.ways == frozenset({Way.WALK_IN}) and client.entries == 1
    return plain and client.party == 1 and not client.family
