"""Travel times along the streets of an OpenStreetMap file (``.osm``, ``.osm.pbf``), for named spots of the ward.

Highway classes give speeds, one-way streets hold, alleys are open to the team on a motorbike and closed to cars.
Turn restrictions and traffic lights are not looked at. Only the largest part of the map in which every corner can
be reached from every other is used; a spot further than `FAR_METRES` from it is unreachable and named.
Needs the extra ``osm``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from tannha.plan.rules.instance import Travel
from tannha.plan.rules.wire import BadInput
from tannha.plan.travel.spots import METRES_PER_DEGREE, Spot

FAR_METRES = 250
WALKING_KMH = 4
KMH: Mapping[str, tuple[int, int]] = {
    # highway class: kilometres an hour on a motorbike, in a car; 0 is closed
    "motorway": (0, 60), "motorway_link": (0, 40), "trunk": (40, 45), "trunk_link": (30, 30),
    "primary": (28, 28), "primary_link": (25, 25), "secondary": (25, 22), "secondary_link": (20, 20),
    "tertiary": (22, 18), "tertiary_link": (18, 16), "unclassified": (18, 14), "residential": (16, 12),
    "living_street": (12, 8), "service": (12, 8), "track": (10, 6), "pedestrian": (8, 0), "path": (8, 0),
    "footway": (6, 0),
}  # fmt: skip
PROFILES = ("team", "car")
CLOSED = frozenset({"no", "private"})


@dataclass(frozen=True, slots=True)
class Streets:
    """A street map: corners in metres from its middle, and for each profile a sparse table of seconds and metres."""

    corners: Any
    middle: tuple[float, float]
    seconds: tuple[Any, ...]
    metres: tuple[Any, ...]


@lru_cache(maxsize=2)
def read_streets(path: Path, changed_at_ns: int) -> Streets:
    """The streets of a map file; ``changed_at_ns`` is its time of change, so that a new map is read anew.

    Raises BadInput where the file is no map, or holds no street.
    """
    import osmium  # the extra osm, wanted only where there is a map

    nodes: dict[int, tuple[float, float]] = {}
    edges: list[tuple[int, int, tuple[int, int], int]] = []
    try:
        ways = (
            osmium.FileProcessor(str(path)).with_locations().with_filter(osmium.filter.KeyFilter("highway"))
        )
        for way in ways:
            if isinstance(way, osmium.osm.Way):
                _take(way, nodes, edges)
    except (RuntimeError, OSError) as error:
        raise BadInput(field="file", problem="not a map of OpenStreetMap") from error
    if not edges:
        raise BadInput(field="file", problem="no street")
    return _streets(nodes, edges)


def _take(way: Any, nodes: dict[int, tuple[float, float]], edges: list[Any]) -> None:
    tags = way.tags
    speeds = KMH.get(tags.get("highway", ""))
    if speeds is None or tags.get("access") in CLOSED or tags.get("area") == "yes":
        return
    if tags.get("motor_vehicle") in CLOSED or tags.get("motorcar") in CLOSED:
        speeds = (speeds[0], 0)
    most = tags.get("maxspeed", "")
    if most.isdecimal() and int(most):
        speeds = (min(speeds[0], int(most)), min(speeds[1], int(most)))
    one_way = {"yes": 1, "1": 1, "true": 1, "-1": -1, "reverse": -1}.get(tags.get("oneway", ""), 0)
    if not one_way and (
        tags.get("junction") in ("roundabout", "circular") or tags.get("highway") == "motorway"
    ):
        one_way = 1
    known = [node for node in way.nodes if node.location.valid()]
    for node in known:
        nodes[node.ref] = (node.location.lat, node.location.lon)
    for first, last in pairwise(known):
        edges.append((first.ref, last.ref, speeds, one_way))


def _streets(nodes: dict[int, tuple[float, float]], edges: list[Any]) -> Streets:
    number = {ref: index for index, ref in enumerate(nodes)}
    degrees = np.array(list(nodes.values()))
    middle = (float(degrees[:, 0].mean()), float(degrees[:, 1].mean()))
    corners = _flat(degrees, middle)
    seconds, metres = [], []
    for profile in range(len(PROFILES)):
        rows, columns, lengths, times = [], [], [], []
        for first, last, speeds, one_way in edges:
            if not speeds[profile]:
                continue
            a, b = number[first], number[last]
            length = max(1.0, float(np.hypot(*(corners[a] - corners[b]))))
            for start, end in ((a, b), (b, a))[one_way == -1 : 2 - (one_way == 1)]:
                rows.append(start)
                columns.append(end)
                lengths.append(length)
                times.append(length * 3.6 / speeds[profile])
        shape = (len(nodes), len(nodes))
        seconds.append(_least(rows, columns, times, shape))
        metres.append(_least(rows, columns, lengths, shape))
    return Streets(corners, middle, tuple(seconds), tuple(metres))


def _least(rows: list[int], columns: list[int], values: list[float], shape: tuple[int, int]) -> Any:
    """A sparse table that keeps the least of values named twice (a street drawn twice is not twice as long)."""
    least: dict[tuple[int, int], float] = {}
    for row, column, value in zip(rows, columns, values, strict=True):
        least[row, column] = min(value, least.get((row, column), value))
    keys = np.array(list(least), dtype=np.int64).reshape(-1, 2)
    return csr_matrix((np.array(list(least.values())), (keys[:, 0], keys[:, 1])), shape=shape)


def _flat(degrees: Any, middle: tuple[float, float]) -> Any:
    """Degrees as metres from the middle (a ward is flat)."""
    scale = np.array([METRES_PER_DEGREE, METRES_PER_DEGREE * cos(radians(middle[0]))])
    return (degrees - np.array(middle)) * scale


def street_travel(
    streets: Streets, places: Iterable[tuple[str, Spot]], *, access: Iterable[int] = ()
) -> tuple[Travel, tuple[str, ...]]:
    """Travel over places (key and spot) for team and car, and the keys of places that no profile can reach.

    The last metres from the nearest corner to the spot are walked at 4 km/h. Seconds and metres are rounded up.
    """
    doors = tuple(places)
    spots = _flat(
        np.array([(spot.latitude, spot.longitude) for _, spot in doors]).reshape(-1, 2), streets.middle
    )
    tables, away, lengths = [], [], None
    for profile in range(len(PROFILES)):
        ways, metres, far = _between(streets, profile, spots)
        tables.append((_whole(ways),))
        away.append(far)
        lengths = metres if lengths is None else lengths
    unreachable = tuple(key for index, (key, _) in enumerate(doors) if all(far[index] for far in away))
    travel = Travel(
        profiles=PROFILES,
        places=tuple(key for key, _ in doors),
        seconds=tuple(tables),
        metres=_whole(lengths),
        access_seconds=tuple(access) or (0,) * len(doors),
    )
    return travel, unreachable


def _between(streets: Streets, profile: int, spots: Any) -> tuple[Any, Any, Any]:
    """Seconds and metres between spots (infinite where there is no way), and which spots lie too far away."""
    count = len(spots)
    graph = streets.seconds[profile]
    _, part = connected_components(graph, directed=True, connection="strong")
    inside = np.flatnonzero(part == np.bincount(part).argmax())
    if len(inside) < 2:
        return np.full((count, count), np.inf), np.full((count, count), np.inf), np.ones(count, dtype=bool)
    distance, nearest = cKDTree(streets.corners[inside]).query(spots)
    far = distance > FAR_METRES
    starts, back = np.unique(inside[nearest], return_inverse=True)
    walked = distance * 3.6 / WALKING_KMH
    seconds = dijkstra(graph, indices=starts)[np.ix_(back, starts[back])] + walked[:, None] + walked[None, :]
    length = dijkstra(streets.metres[profile], indices=starts)[np.ix_(back, starts[back])]
    length = length + distance[:, None] + distance[None, :]
    for table in (seconds, length):
        table[far, :] = table[:, far] = np.inf
        np.fill_diagonal(table, 0)
    return seconds, length, far


def _whole(table: Any) -> tuple[tuple[int, ...], ...]:
    whole = np.where(np.isfinite(table), np.ceil(np.where(np.isfinite(table), table, 0)), -1).astype(int)
    return tuple(tuple(row) for row in whole.tolist())
