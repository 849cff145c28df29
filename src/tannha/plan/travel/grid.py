"""A synthetic street grid: travel times for an invented ward, from a seed and the keys of its places.

Places with the same ``spot`` (a tower, the mouth of an alley) stand at the same corner of the grid; floors
and alleys add access time, not distance. Street distance is the walk along a grid of ``block_metres`` with
one river that is crossed only at bridges. Pure and deterministic: the same seed and spots give the same
table.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from tannha.plan.rules.door import Door
from tannha.plan.rules.instance import Travel

BLOCK_METRES = 100
PARKING_SECONDS = 90
LIFT_WAIT_SECONDS = 60
SECONDS_PER_FLOOR = 4
STAIRS_SECONDS_PER_FLOOR = 25
ALLEY_SECONDS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a profile moves, kilometres an hour."""

    profile: str
    kmh: int


PACES = (Pace(profile="team", kmh=16), Pace(profile="car", kmh=14))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The size of the ward in blocks, the column of its river and the rows of its bridges."""

    seed: int = 1
    columns: int = 26
    rows: int = 20
    river_column: int = 17
    bridge_rows: tuple[int, ...] = (4, 15)

    def corner(self, spot: str) -> tuple[int, int]:
        """The corner (column, row) of a spot; "station" stands in the middle of the near side."""
        if spot == "station":
            return self.river_column // 2, self.rows // 2
        digest = hashlib.sha256(f"{self.seed}:{spot}".encode()).digest()
        return digest[0] % self.columns, digest[1] % self.rows

    def metres(self, start: tuple[int, int], end: tuple[int, int]) -> int:
        """Street metres between two corners, over the nearest bridge when the river lies between."""
        across = abs(start[0] - end[0])
        along = abs(start[1] - end[1])
        if (start[0] < self.river_column) != (end[0] < self.river_column):
            along = min(abs(start[1] - row) + abs(row - end[1]) for row in self.bridge_rows)
        return (across + along) * BLOCK_METRES


def access_seconds(door: Door) -> int:
    """What parking, alley, lift or stairs cost at a door, one way, in seconds."""
    if door.spot == "station":
        return PARKING_SECONDS
    seconds = PARKING_SECONDS + (ALLEY_SECONDS if door.in_alley else 0)
    if door.floor > 1 and door.has_lift:
        return seconds + LIFT_WAIT_SECONDS + SECONDS_PER_FLOOR * door.floor
    return seconds + STAIRS_SECONDS_PER_FLOOR * max(door.floor - 1, 0)


def grid_travel(doors: tuple[Door, ...], *, grid: Grid = Grid(), paces: tuple[Pace, ...] = PACES) -> Travel:
    """Travel table over the doors (keys must differ), one period, one table for each pace."""
    corners = [grid.corner(door.spot) for door in doors]
    metres = tuple(tuple(grid.metres(start, end) for end in corners) for start in corners)
    return Travel(
        profiles=tuple(pace.profile for pace in paces),
        places=tuple(door.key for door in doors),
        seconds=tuple((_seconds(metres, pace.kmh),) for pace in paces),
        metres=metres,
        access_seconds=tuple(access_seconds(door) for door in doors),
    )


def _seconds(metres: tuple[tuple[int, ...], ...], kmh: int) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(-(-length * 18 // (kmh * 5)) for length in row) for row in metres)
