"""Invented days for measuring and trying: the ward day of planning.md section 6, from a seed. Pure.

Nobody in them exists. The same kind, seed and number of teams give the same bytes. Kinds: *normal* (45 home
visits of 10-40 minutes, 20 rides, 520 who come by themselves), *overloaded* (75 and 30), *careful* (every
home visit lasts an hour) and *huge* (five times the ward).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tannha.plan.rules.instance import (
    INSTANCE_FORMAT,
    Client,
    Kit,
    Machine,
    PlanInstance,
    Settings,
    Team,
    TimeWindow,
    Travel,
    Vehicle,
    Way,
    validate,
)

STATION = "station"
MINUTE, HOUR = 60, 3_600
WIDE_METRES, DEEP_METRES, TOWERS = 2_600, 2_000, 12
SHIFT = TimeWindow(start=7 * HOUR + 30 * MINUTE, end=17 * HOUR + 30 * MINUTE)
EVENING = TimeWindow(start=18 * HOUR, end=23 * HOUR)
LUNCH = TimeWindow(start=11 * HOUR, end=13 * HOUR)
ENTRY_SECONDS = 450
PROFILES = (("team", 16, 120), ("car", 14, 180))


class DayKind(StrEnum):
    """Which invented day."""

    NORMAL = "normal"
    OVERLOADED = "overloaded"
    CAREFUL = "careful"
    HUGE = "huge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many of what a kind of day holds."""

    home: int = 45
    ride: int = 20
    walk: int = 520
    machines: int = 4
    teams: int = 3
    cars: int = 2
    visit_minutes: tuple[int, int] = (10, 40)


SIZES = {
    DayKind.NORMAL: Size(),
    DayKind.OVERLOADED: Size(home=75, ride=30),
    DayKind.CAREFUL: Size(visit_minutes=(60, 60)),
    DayKind.HUGE: Size(home=225, ride=100, walk=2_600, machines=20, teams=15, cars=10),
}


def make_day(seed: int, kind: DayKind = DayKind.NORMAL, *, teams: int | None = None) -> PlanInstance:
    """The invented day of this kind and seed; ``teams`` takes another number of teams with kits than three."""
    size = SIZES[kind]
    chance = random.Random(f"tannha {kind.value} {seed}")
    crews = size.teams if teams is None else teams
    towers = [_corner(chance) for _ in range(TOWERS)]
    outdoors = _home_clients(chance, size) + _ride_clients(chance, size)
    corners = [(WIDE_METRES // 2, DEEP_METRES // 2)]
    corners += [chance.choice(towers) if chance.random() < 0.7 else _corner(chance) for _ in outdoors]
    instance = PlanInstance(
        format=INSTANCE_FORMAT,
        day=date(2026, 11, 25),
        seed_note=f"{kind.value} {seed}",
        machines=tuple(_machine(number) for number in range(size.machines)),
        kits=tuple(Kit(id=f"kit-{n:02}", battery_enrolments=60, cards=200) for n in range(1, crews + 1)),
        teams=tuple(_team(number, crews) for number in range(1, crews + 1)),
        vehicles=tuple(_car(number) for number in range(1, size.cars + 1)),
        clients=tuple(outdoors + [_walker(chance, number) for number in range(1, size.walk + 1)]),
        travel=_travel((STATION, *(client.place for client in outdoors)), corners),
        settings=Settings(
            owner="invented",
            since="2026-01-01",
            frail_home_seconds=HOUR if kind is DayKind.CAREFUL else 0,
            crowd_cap=size.machines * 40,
            reserve_percent=0,
        ),
    )
    validate(instance)
    return instance


def _corner(chance: random.Random) -> tuple[int, int]:
    return chance.randrange(0, WIDE_METRES, 20), chance.randrange(0, DEEP_METRES, 20)


def _travel(places: tuple[str, ...], corners: list[tuple[int, int]]) -> Travel:
    metres = tuple(tuple(abs(a - c) + abs(b - d) for c, d in corners) for a, b in corners)
    tables = []
    for _, kmh, parking in PROFILES:
        table = tuple(
            tuple(0 if i == j else -(-length * 18 // (kmh * 5)) + parking for j, length in enumerate(row))
            for i, row in enumerate(metres)
        )
        tables.append((table,))
    return Travel(
        profiles=tuple(profile for profile, _, _ in PROFILES),
        places=places,
        seconds=tuple(tables),
        metres=metres,
        access_seconds=(0,) * len(places),
    )


def _machine(number: int) -> Machine:
    return Machine(
        id=f"machine-{number + 1:02}",
        place=STATION,
        step_free=number % 2 == 0,
        open=(SHIFT, EVENING),
        entry_seconds=ENTRY_SECONDS,
        stay_seconds=ENTRY_SECONDS,
    )


def _team(number: int, crews: int) -> Team:
    gentle = number <= -(-2 * crews // 3)
    return Team(
        id=f"team-{number:02}",
        officers=2,
        kit=f"kit-{number:02}",
        skills=frozenset({"gentle"} if gentle else ()),
        shift=SHIFT,
        start=STATION,
        end=STATION,
        lunch=LUNCH,
        lunch_seconds=45 * MINUTE,
        longest_shift_seconds=10 * HOUR,
    )


def _car(number: int) -> Vehicle:
    return Vehicle(
        id=f"car-{number:02}",
        profile="car",
        seats=3,
        wheelchairs=1,
        shift=SHIFT,
        start=STATION,
        end=STATION,
        lunch=LUNCH,
        lunch_seconds=45 * MINUTE,
        longest_shift_seconds=10 * HOUR,
    )


def _home_clients(chance: random.Random, size: Size) -> list[Client]:
    """Home visits: 8 of 45 are sensitive to light with 90 calm minutes, 15 of 45 may be fetched instead."""
    clients = []
    for number in range(size.home):
        gentle, may_ride = number % 45 < 8, number % 45 >= 30
        minutes = chance.randint(*size.visit_minutes)
        window = _window(chance)
        calm: tuple[TimeWindow, ...] = ()
        if gentle:
            first = chance.randrange(
                window.start, max(window.start + 1, window.end - 90 * MINUTE), 15 * MINUTE
            )
            calm = (TimeWindow(start=first, end=first + 90 * MINUTE),)
            window = SHIFT
        ways = {Way.HOME, Way.RIDE} if may_ride else {Way.HOME}
        name = f"home-{number + 1:03}"
        clients.append(_frail(chance, name, ways, window, minutes=minutes, calm=calm))
    return clients


def _ride_clients(chance: random.Random, size: Size) -> list[Client]:
    """Rides, mostly with three hours to choose from; 8 of 20 may be visited instead."""
    clients = []
    for number in range(size.ride):
        window = SHIFT
        if chance.random() < 0.8:
            first = chance.randrange(SHIFT.start, SHIFT.end - 3 * HOUR + 1, 30 * MINUTE)
            window = TimeWindow(start=first, end=first + 3 * HOUR)
        ways = {Way.RIDE, Way.HOME} if number % 20 < 8 else {Way.RIDE}
        minutes = chance.randint(*size.visit_minutes)
        clients.append(_frail(chance, f"ride-{number + 1:03}", ways, window, minutes=minutes, calm=()))
    return clients


def _frail(
    chance: random.Random,
    name: str,
    ways: set[Way],
    window: TimeWindow,
    *,
    minutes: int,
    calm: tuple[TimeWindow, ...],
) -> Client:
    boarding = chance.randint(6, 15) * MINUTE
    return Client(
        id=name,
        case=name,
        place=f"door-{name}",
        weight=chance.choices((3, 5, 8), (50, 30, 20))[0],
        ways=frozenset(ways),
        time_windows=(window,),
        calm_windows=calm,
        service_duration=minutes * MINUTE,
        entries=2,
        boarding_seconds=boarding,
        alighting_seconds=boarding // 2,
        party=2,
        wheelchair=chance.random() < 0.3,
        step_free=True,
        gentle=bool(calm),
        max_ride_time=25 * MINUTE,
        liked_team="",
        not_before=None,
        family="",
    )


def _walker(chance: random.Random, number: int) -> Client:
    whole = TimeWindow(start=SHIFT.start, end=EVENING.end)
    return Client(
        id=f"walk-{number:04}",
        case=f"walk-{number:04}",
        place=STATION,
        weight=chance.choices((1, 2, 4), (70, 20, 10))[0],
        ways=frozenset({Way.WALK_IN}),
        time_windows=(_window(chance, whole),),
        calm_windows=(),
        service_duration=7 * MINUTE,
        entries=1,
        boarding_seconds=0,
        alighting_seconds=0,
        party=1,
        wheelchair=False,
        step_free=chance.random() < 0.05,
        gentle=False,
        max_ride_time=0,
        liked_team="",
        not_before=None,
        family="",
    )


def _window(chance: random.Random, whole: TimeWindow = SHIFT) -> TimeWindow:
    """Good hours: 40 % the whole day, 40 % half of it, 20 % two hours."""
    kind = chance.random()
    if kind < 0.4:
        return whole
    if kind < 0.8:
        half = (whole.end - whole.start) // 2
        first = whole.start + half * chance.randrange(2)
        return TimeWindow(start=first, end=first + half)
    first = chance.randrange(whole.start, whole.end - 2 * HOUR + 1, 30 * MINUTE)
    return TimeWindow(start=first, end=first + 2 * HOUR)
