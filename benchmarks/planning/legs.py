"""Public routing instances as numbers of the own engine: dial-a-ride (Cordeau), VRPTW (Solomon), pickup and
delivery (Li and Lim). The folder of the files is an argument; none is kept here.

Distances are scaled by 10,000 and rounded up, so that what is feasible in whole numbers is feasible in real ones.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from pathlib import Path

from tannha.plan.solvers.own import state as at
from tannha.plan.solvers.own.numbers import Numbers, Tuning
from tannha.plan.solvers.own.state import State

SCALE = 10_000
PRICE = 10**11
NO_LIMIT = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A node of a routing file: where, how long, what it loads, when."""

    x: float
    y: float
    service: float
    demand: int
    opens: float
    closes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """A routing file: spots (0 is the depot), orders as (pickup, drop) or (visit, visit), the fleet's limits.

    ``fewest``: the fewest vehicles come first, the distance second, as for the files of Li and Lim.
    """

    name: str
    spots: tuple[Spot, ...]
    orders: tuple[tuple[int, int], ...]
    vehicles: int
    capacity: int
    longest: float
    ride: float
    cut: bool = False
    fewest: bool = False

    def distance(self, one: int, other: int) -> float:
        """Euclidean distance, which is travel time as well; cut to one decimal where the solutions are."""
        first, last = self.spots[one], self.spots[other]
        length = math.hypot(first.x - last.x, first.y - last.y)
        return math.floor(length * 10 + 1e-9) / 10 if self.cut else length


def read_darp(path: Path) -> Routing:
    """Cordeau's text: vehicles, nodes, longest route, capacity, longest ride; pickups first, their drops after."""
    rows = [line.split() for line in path.read_text(encoding="ascii").splitlines() if line.strip()]
    vehicles, _, longest, capacity, ride = (int(float(word)) for word in rows[0])
    spots = tuple(_spot(row[1:]) for row in rows[1:])
    half = (len(spots) - 1) // 2
    orders = tuple((number, number + half) for number in range(1, half + 1))
    return Routing(
        name=path.stem, spots=spots[: 2 * half + 1], orders=orders, vehicles=vehicles, capacity=capacity,
        longest=longest, ride=ride,
    )  # fmt: skip


def _spot(row: list[str]) -> Spot:
    x, y, service, demand, opens, closes = (float(word) for word in row)
    return Spot(x=x, y=y, service=service, demand=int(demand), opens=opens, closes=closes)


def read_solomon(path: Path) -> Routing:
    """Solomon's text: number and capacity of vehicles, then number, x, y, demand, opens, closes, service."""
    rows = [line.split() for line in path.read_text(encoding="ascii").splitlines()]
    numbers = [row for row in rows if row and all(_is_number(word) for word in row)]
    vehicles, capacity = (int(word) for word in numbers[0])
    spots = tuple(
        _spot([row[1], row[2], row[6], row[3], row[4], row[5]]) for row in numbers[1:] if len(row) == 7
    )
    orders = tuple((number, number) for number in range(1, len(spots)))
    return Routing(
        name=path.stem, spots=spots, orders=orders, vehicles=vehicles, capacity=capacity, longest=NO_LIMIT,
        ride=NO_LIMIT,
        cut=True,
    )  # fmt: skip


def read_li_lim(path: Path) -> Routing:
    """Li and Lim's text: vehicles, capacity; then number, x, y, demand, opens, closes, service, pickup, drop."""
    rows = [[float(word) for word in line.split()] for line in path.read_text(encoding="ascii").splitlines()]
    rows = [row for row in rows if row]
    spots = tuple(
        Spot(x=r[1], y=r[2], demand=int(r[3]), opens=r[4], closes=r[5], service=r[6]) for r in rows[1:]
    )
    orders = tuple((number, int(row[8])) for number, row in enumerate(rows[1:]) if number and row[8])
    return Routing(
        name=path.stem, spots=spots, orders=orders, vehicles=int(rows[0][0]), capacity=int(rows[0][1]),
        longest=NO_LIMIT, ride=NO_LIMIT, fewest=True,
    )  # fmt: skip


def _is_number(word: str) -> bool:
    return word.replace(".", "", 1).lstrip("-").isdecimal()


def read(path: Path) -> Routing:
    """A file by the folder it lies in: darp, vrptw or pdptw."""
    return {"darp": read_darp, "vrptw": read_solomon, "pdptw": read_li_lim}[path.parent.name](path)


class LegNumbers(Numbers):
    """The numbers of a routing file: clients with one leg or one visit, vehicles without lunch."""

    def __init__(self, routing: Routing, tuning: Tuning) -> None:
        self.routing, self.tuning = routing, tuning
        self.parts = {name: [] for name in at.FIELDS}
        self.parts["dim"] = [0] * at.TABLES
        self.clients = tuple(routing.orders)  # type: ignore[assignment, arg-type]
        self.movers = tuple(range(routing.vehicles))  # type: ignore[assignment, arg-type]
        self.entries, self.walkers = [], ()
        self._sizes()
        self._fleet()
        self.hours = hours_of(routing)
        self.middles = [SCALE * (opens + closes) / 2 for opens, closes in self.hours]
        for number, order in enumerate(routing.orders):
            self._order(number, order)
        for _ in range(routing.vehicles):
            self._halt(0, kind=at.LUNCH, client=-1, seats=0)
        self._near()

    def _sizes(self) -> None:
        spots, dim, parts = range(len(self.routing.spots)), self.parts["dim"], self.parts
        table = [_up(self.routing.distance(one, other)) for one in spots for other in spots]
        parts["road"], parts["least"], parts["period"] = table, table, [0]
        dim[at.PLACES], dim[at.PERIODS] = len(spots), 1
        dim[at.MOVERS], dim[at.CLIENTS] = self.routing.vehicles, len(self.clients)
        dim[at.STRIDE] = min(2 * len(self.clients) + 2, 2 * 160)
        dim[at.MOST_OUT], dim[at.STRING] = self.tuning.most_out, self.tuning.string
        dim[at.RETRIES], dim[at.SAMPLES], dim[at.UNIT] = self.tuning.retries, 1, 1

    def _fleet(self) -> None:
        parts, routing, depot = self.parts, self.routing, self.routing.spots[0]
        for number in range(routing.vehicles):
            values = {
                "m_kind": 2, "m_prof": 0, "m_from": 0, "m_to": 0, "m_open": _up(depot.opens),
                "m_close": int(depot.closes * SCALE), "m_longest": int(routing.longest * SCALE),
                "m_seats": routing.capacity, "m_chairs": 0, "m_stock": number, "m_gentle": 0, "m_lunch": -1,
            }  # fmt: skip
            for name, value in values.items():
                parts[name].append(value)
            parts["stock"].append(routing.capacity)

    def _halt(self, spot: int, *, kind: int, client: int, seats: int) -> None:
        parts, place = self.parts, self.routing.spots[spot]
        opens, closes = self.hours[spot]
        values = {
            "n_off": len(parts["low"]), "n_cnt": 1, "low": _up(opens), "high": int(closes * SCALE),
            "n_place": spot, "n_kind": kind, "n_client": client, "n_dur": _up(place.service),
            "n_seats": seats, "n_chairs": 0,
        }  # fmt: skip
        for name, value in values.items():
            parts[name].append(value)

    def _order(self, number: int, order: tuple[int, int]) -> None:
        parts, spots = self.parts, self.routing.spots
        pickup, drop = order
        load = spots[pickup].demand
        self._halt(pickup, kind=at.VISIT, client=number, seats=load)
        for kind, spot in (
            (at.OUT_PICKUP, pickup), (at.OUT_DROP, drop), (at.BACK_PICKUP, drop), (at.BACK_DROP, pickup),
        ):  # fmt: skip
            self._halt(spot, kind=kind, client=number, seats=load)
        (opens, closes), (drop_opens, drop_closes) = self.hours[pickup], self.hours[drop]
        values = {
            "c_price": PRICE, "c_ways": 8 if pickup != drop else 1, "c_gentle": 0,
            "c_limit": int(self.routing.ride * SCALE), "c_entries": 0, "c_party": load, "c_off": 0, "c_cnt": 0,
            "c_middle": int((opens + closes) / 2 * SCALE), "c_place": pickup,
            "c_width": int(min(closes - opens, drop_closes - drop_opens) * SCALE),
        }  # fmt: skip
        for name, value in values.items():
            parts[name].append(value)

    def _near(self) -> None:
        orders = self.routing.orders
        self.parts["dim"][at.NEAR] = len(orders)
        for one in range(len(orders)):
            others = [(self._apart(one, other), other) for other in range(len(orders)) if other != one]
            self.parts["near"] += [one, *(other for _, other in sorted(others))]

    def _apart(self, one: int, other: int) -> float:
        """How far two orders are from each other in place and hours: that of their two nearest stops."""
        least, size = self.parts["least"], len(self.routing.spots)
        return min(
            least[first * size + last] * 20 + abs(self.middles[first] - self.middles[last])
            for first in self.routing.orders[one]
            for last in self.routing.orders[other]
        )


def hours_of(routing: Routing) -> list[tuple[float, float]]:
    """When each spot may start: its own window, narrowed by those of its order (Cordeau 2006, section 5.1.1).

    A drop not before the pickup and the direct way, a pickup not so early that the ride would be too long,
    and the other way round. What is left out could not be part of any plan.
    """
    hours = [(spot.opens, spot.closes) for spot in routing.spots]
    for pickup, drop in routing.orders:
        if pickup == drop:
            continue
        (opens, closes), (drop_opens, drop_closes) = hours[pickup], hours[drop]
        service = routing.spots[pickup].service
        direct, longest = routing.distance(pickup, drop) + service, routing.ride + service
        hours[pickup] = max(opens, drop_opens - longest), min(closes, drop_closes - direct)
        hours[drop] = max(drop_opens, opens + direct), min(drop_closes, closes + longest)
    return hours


def _up(value: float) -> int:
    return math.ceil(round(value * SCALE, 4))


def routes_of(routing: Routing, state: State) -> list[list[int]]:
    """The spots of each vehicle in order, from a state."""
    found = []
    for mover in range(routing.vehicles):
        base = state[at.STRIDE] * mover
        nodes = [state[state[at.ROUTE] + base + n] for n in range(state[state[at.RLEN] + mover])]
        found.append([state[state[at.N_PLACE] + node] for node in nodes])
    return found


def judge(routing: Routing, routes: list[list[int]]) -> tuple[float, str]:
    """Cost of the routes in real numbers and the first thing that is wrong with them ("" when nothing is).

    Shares nothing with the engine: times are the longest paths of the route's difference constraints.
    """
    seen = sorted(spot for route in routes for spot in route)
    wanted = sorted({spot for order in routing.orders for spot in order})
    cost = sum(_length(routing, route) for route in routes)
    if seen != wanted:
        return cost, f"{len(set(wanted) - set(seen))} orders are not served"
    for route in routes:
        wrong = _wrong(routing, route)
        if wrong:
            return cost, wrong
    return cost, ""


def _length(routing: Routing, route: list[int]) -> float:
    """The way from the depot along the spots and back."""
    return sum(routing.distance(one, other) for one, other in itertools.pairwise([0, *route, 0]))


def _wrong(routing: Routing, route: list[int]) -> str:
    path, spots, load = [0, *route, 0], routing.spots, 0
    position = {spot: index for index, spot in enumerate(route, start=1)}
    single = all(one == other for one, other in routing.orders)
    for spot in route:
        load += spots[spot].demand
        if load > routing.capacity:
            return "too full"
    edges = []
    for index in range(len(path) - 1):
        service = spots[path[index]].service if index else 0
        edges.append((index, index + 1, routing.distance(path[index], path[index + 1]) + service))
    edges.append((len(path) - 1, 0, -routing.longest))
    for pickup, drop in () if single else routing.orders:
        if (pickup in position) != (drop in position):
            return "an order on two vehicles"
        if pickup in position:
            if position[pickup] > position[drop]:
                return "dropped before picked up"
            edges.append((position[drop], position[pickup], -(routing.ride + spots[pickup].service)))
    times = [spots[spot].opens for spot in path]
    for _ in range(len(path) + 2):
        changed = False
        for one, other, least in edges:
            if times[one] + least > times[other] + 1e-6:
                times[other], changed = times[one] + least, True
        if not changed:
            break
    late = any(time > spots[spot].closes + 1e-6 for time, spot in zip(times, path, strict=True))
    return "too late" if changed or late else ""
