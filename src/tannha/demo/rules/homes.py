"""The invented ward's homes: towers with lifts, walk-up blocks without, alleys behind alleys; in groups (tổ).

What for: every household of the demo ward has a door that a canvasser can find and a way that a planner can
judge (floor, lift, stairs, narrow lane). Names of towers and alleys are ours; no real street map was used.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from random import Random

TOWER_LETTERS = "ABCDEGHKLMNPQRSTVX"
TOWER_SHARE = 0.46
BLOCK_SHARE = 0.12
HOUSEHOLDS_PER_TOWER = 290
HOUSEHOLDS_PER_BLOCK = 56
HOUSEHOLDS_PER_ALLEY = 44
HOUSEHOLDS_PER_GROUP = 150
TOWER_A_GROUP = 12
LONG_ALLEY = 1150
LONG_ALLEY_GROUP = 7
FRAIL_FLAT = "P1504"
LONG_ALLEY_LANE = "85/14"
LONG_ALLEY_HOUSE = "12/3A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dwelling:
    """One door. `floor` counts from 1 (ground); `has_lift` is None where nobody asks (a house)."""

    address: str
    group: int
    tower: str = ""
    floor: int | None = None
    flat: str = ""
    alley: str = ""
    has_lift: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A tower, a walk-up block or an alley with all its doors."""

    kind: str
    name: str
    doors: tuple[Dwelling, ...]


def _tower(letter: str, group: int, rng: Random) -> Site:
    floors = 25 if letter == "A" else rng.randint(19, 31)
    flats = 12 if letter == "A" else rng.randint(10, 16)
    doors = [
        Dwelling(
            address=f"P{floor:02d}{flat:02d} tháp {letter}",
            group=group,
            tower=f"tháp {letter}",
            floor=floor,
            flat=f"P{floor:02d}{flat:02d}",
            has_lift=True,
        )
        for floor in range(2, floors + 1)
        for flat in range(1, flats + 1)
    ]
    return Site(kind="tower", name=f"tháp {letter}", doors=tuple(doors))


def _block(number: int, group: int, rng: Random) -> Site:
    flats = rng.randint(11, 15)
    doors = [
        Dwelling(
            address=f"P{floor}{flat:02d} nhà N{number}",
            group=group,
            tower=f"nhà N{number}",
            floor=floor,
            flat=f"P{floor}{flat:02d}",
            has_lift=False,
        )
        for floor in range(1, 6)
        for flat in range(1, flats + 1)
    ]
    return Site(kind="block", name=f"nhà N{number}", doors=tuple(doors))


def _house_number(rng: Random, number: int) -> str:
    shape = rng.random()
    if shape < 0.5:
        return str(number)
    tail = str(rng.randint(1, 9)) + (rng.choice("ABC") if shape > 0.85 else "")
    return f"{number}/{tail}"


def _alley(number: int, group: int, rng: Random, *, doors_wanted: int) -> Site:
    seen: set[str] = set()
    doors: list[Dwelling] = []
    lanes = [""] + [f"{rng.randint(2, 99)}/{rng.randint(1, 30)}" for _ in range(3)]
    if number == LONG_ALLEY:
        lanes[1] = LONG_ALLEY_LANE
        first = f"số {LONG_ALLEY_HOUSE} ngách {LONG_ALLEY_LANE} ngõ {number}"
        seen.add(first)
        doors.append(Dwelling(address=first, group=group, floor=1, alley=f"ngõ {number}"))
    while len(doors) < doors_wanted:
        lane = rng.choice(lanes)
        house = _house_number(rng, rng.randint(1, 90))
        address = f"số {house} ngách {lane} ngõ {number}" if lane else f"số {house} ngõ {number}"
        if address not in seen:
            seen.add(address)
            doors.append(Dwelling(address=address, group=group, floor=1, alley=f"ngõ {number}"))
    return Site(kind="alley", name=f"ngõ {number}", doors=tuple(doors))


class _Groups:
    """Hands out group numbers: full groups close, tower A and the long alley have their own."""

    def __init__(self) -> None:
        self._next = 0
        self._current = 0
        self._filled = HOUSEHOLDS_PER_GROUP

    def _fresh(self) -> int:
        self._next += 1
        while self._next in (TOWER_A_GROUP, LONG_ALLEY_GROUP):
            self._next += 1
        return self._next

    def own(self) -> int:
        """A group for one large site alone."""
        return self._fresh()

    def shared(self, households: int) -> int:
        """The group that small neighbours share until it is full."""
        if self._filled >= HOUSEHOLDS_PER_GROUP:
            self._current = self._fresh()
            self._filled = 0
        self._filled += households
        return self._current


def lay_out(rng: Random, *, households: int) -> tuple[Site, ...]:
    """Sites with at least `households` doors in all, tower A and the long alley always among them."""
    groups = _Groups()
    towers = max(1, ceil(households * TOWER_SHARE / HOUSEHOLDS_PER_TOWER))
    blocks = max(1, ceil(households * BLOCK_SHARE / HOUSEHOLDS_PER_BLOCK))
    alleys = max(1, ceil(households * (1 - TOWER_SHARE - BLOCK_SHARE) / HOUSEHOLDS_PER_ALLEY))
    sites = [_tower("A", TOWER_A_GROUP, rng)]
    for index in range(1, towers):
        letter = TOWER_LETTERS[index % len(TOWER_LETTERS)]
        turn = index // len(TOWER_LETTERS)
        sites.append(_tower(f"{letter}{turn + 1}" if turn else letter, groups.own(), rng))
    for number in range(1, blocks + 1):
        sites.append(_block(number, groups.shared(HOUSEHOLDS_PER_BLOCK), rng))
    sites.append(_alley(LONG_ALLEY, LONG_ALLEY_GROUP, rng, doors_wanted=HOUSEHOLDS_PER_ALLEY + 12))
    taken = {LONG_ALLEY}
    while len(taken) < alleys:
        number = rng.randint(2, 1300)
        if number not in taken:
            taken.add(number)
            wanted = rng.randint(HOUSEHOLDS_PER_ALLEY - 10, HOUSEHOLDS_PER_ALLEY + 20)
            sites.append(_alley(number, groups.shared(wanted), rng, doors_wanted=wanted))
    return tuple(sites)


def door_at(sites: tuple[Site, ...], address: str) -> Dwelling:
    """The door with this address; KeyError where the ward has none."""
    for site in sites:
        for door in site.doors:
            if door.address == address:
                return door
    raise KeyError(address)
