"""Which source gives the travel times of a ward's day: its own table, its street map, or the invented grid.

In the data folder: ``travel/ways.csv`` (see `table`), else ``travel/streets.osm.pbf`` or ``travel/streets.osm`` with
``travel/spots.csv`` (see `streets`, `spots`), else `grid`. A spot is named as in `Door.spot`: "station", "tower T1",
"group 12", or the key of a single house. Reads files, decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tannha.plan.rules.door import Door
from tannha.plan.rules.instance import Travel
from tannha.plan.rules.wire import BadInput
from tannha.plan.travel.grid import BLOCK_METRES, PACES, Grid, access_seconds, grid_travel
from tannha.plan.travel.spots import Spot, read_spots
from tannha.plan.travel.table import read_table, table_travel

WAYS, SPOTS = "ways.csv", "spots.csv"
STATION_SPOT, GRID = "station", Grid()
MAPS = ("streets.osm.pbf", "streets.osm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roads:
    """Travel over doors, where it came from ("table", "streets", "grid"), and the keys of doors nobody can reach."""

    travel: Travel
    source: str
    unreachable: tuple[str, ...]


def roads_between(doors: tuple[Door, ...], folder: Path) -> Roads:
    """Travel over the doors from the best source in ``folder``. Raises BadInput naming the file that is wrong."""
    access = tuple(access_seconds(door) for door in doors)
    if (folder / WAYS).is_file():
        places = tuple((door.key, door.spot) for door in doors)
        return from_table(folder / WAYS, places, tuple(pace.profile for pace in PACES), access)
    for name in MAPS:
        if (folder / name).is_file():
            places = tuple((door.key, door.spot) for door in doors)
            return from_streets(folder / name, folder / SPOTS, places, access)
    return Roads(travel=grid_travel(doors), source="grid", unreachable=())


def positions_of(doors: tuple[Door, ...], folder: Path) -> dict[str, tuple[float, float]]:
    """Where doors lie, by key, in metres to the east and to the north of the station: on the invented grid, or as in
    the ward's ``spots.csv``. A door of which nothing is known is left out."""
    if not any((folder / name).is_file() for name in (WAYS, *MAPS)):
        middle = GRID.corner(STATION_SPOT)
        corners = {door.key: GRID.corner(door.spot) for door in doors}
        return {
            key: (float((x - middle[0]) * BLOCK_METRES), float((middle[1] - y) * BLOCK_METRES))
            for key, (x, y) in corners.items()
        }
    if not (folder / SPOTS).is_file():
        return {}
    spots = read_spots(_text(folder / SPOTS))
    middle_spot = spots.get(STATION_SPOT) or next(iter(spots.values()), None)
    return {
        door.key: spots[door.spot].metres_from(middle_spot)
        for door in doors
        if middle_spot is not None and door.spot in spots
    }


def from_table(
    path: Path, places: tuple[tuple[str, str], ...], profiles: tuple[str, ...], access: tuple[int, ...] = ()
) -> Roads:
    """Travel from a CSV table over places (key, spot of the table) for these profiles."""
    table = read_table(_text(path))
    for profile in profiles:
        if profile not in table.profiles:
            raise BadInput(field=path.name, subject=profile, problem="no line of this profile")
    travel = table_travel(table, places, profiles=profiles, access=access)
    return Roads(travel=travel, source="table", unreachable=unreached(travel))


def from_streets(
    path: Path, spots_path: Path, places: tuple[tuple[str, str], ...], access: tuple[int, ...] = ()
) -> Roads:
    """Travel along the streets of a map over places (key, spot of the list of spots)."""
    try:
        from tannha.plan.travel.streets import read_streets, street_travel
    except ModuleNotFoundError as missing:
        raise BadInput(field=path.name, problem=f"cannot be read without {missing.name}") from None
    spots = read_spots(_text(spots_path))
    streets = read_streets(path, path.stat().st_mtime_ns)
    nowhere = Spot(name="", latitude=-90.0, longitude=0.0)
    travel, unreachable = street_travel(
        streets, [(key, spots.get(spot, nowhere)) for key, spot in places], access=access
    )
    return Roads(travel=travel, source="streets", unreachable=unreachable)


def unreached(travel: Travel) -> tuple[str, ...]:
    """Places that no profile can go to from any other place and come back from."""
    found = []
    for index, place in enumerate(travel.places):
        others = [other for other in range(len(travel.places)) if other != index]
        open_ways = any(
            table[other][index] >= 0 and table[index][other] >= 0
            for periods in travel.seconds
            for table in periods
            for other in others
        )
        if others and not open_ways:
            found.append(place)
    return tuple(found)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadInput(field=path.name, problem="not UTF-8") from None
    except OSError:
        raise BadInput(field=path.name, problem="missing") from None
