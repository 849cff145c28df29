"""Small random days for the tests of this room, from a seed; and a plain day that everybody can read."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from tannha.plan.rules.instance import (
    INSTANCE_FORMAT,
    Client,
    Kit,
    Machine,
    PlanInstance,
    Settings,
    Team,
    TimeWindow,
    Vehicle,
    Way,
    validate,
)
from tannha.plan.travel.grid import Door, grid_travel

HOUR = 3_600
DAY = date(2026, 11, 25)


def hours(start: float, end: float) -> TimeWindow:
    return TimeWindow(start=int(start * HOUR), end=int(end * HOUR))


def machine(name: str = "m1", **changes: object) -> Machine:
    plain = Machine(
        id=name, place="station", step_free=True, open=(hours(8, 17),), entry_seconds=450, stay_seconds=450
    )
    return replace(plain, **changes)


def team(name: str = "t1", **changes: object) -> Team:
    plain = Team(
        id=name,
        officers=2,
        kit=f"kit-{name}",
        skills=frozenset({"gentle"}),
        shift=hours(7.5, 17),
        start="station",
        end="station",
        lunch=hours(11, 13),
        lunch_seconds=2_700,
        longest_shift_seconds=10 * HOUR,
    )
    return replace(plain, **changes)


def car(name: str = "v1", **changes: object) -> Vehicle:
    plain = Vehicle(
        id=name,
        profile="car",
        seats=3,
        wheelchairs=1,
        shift=hours(7.5, 17),
        start="station",
        end="station",
        lunch=hours(11, 13),
        lunch_seconds=2_700,
        longest_shift_seconds=10 * HOUR,
    )
    return replace(plain, **changes)


def person(name: str, place: str = "home-1", **changes: object) -> Client:
    plain = Client(
        id=name,
        case=name,
        place=place,
        weight=3,
        ways=frozenset({Way.HOME}),
        time_windows=(hours(8, 17),),
        calm_windows=(),
        service_duration=HOUR,
        entries=2,
        boarding_seconds=600,
        alighting_seconds=300,
        party=2,
        wheelchair=False,
        step_free=False,
        gentle=False,
        max_ride_time=1_500,
        liked_team="",
        not_before=None,
        family="",
    )
    return replace(plain, **changes)


def walker(name: str, **changes: object) -> Client:
    quick = {"weight": 1, "ways": frozenset({Way.WALK_IN}), "entries": 1, "party": 1, "service_duration": 420}
    return person(name, **{**quick, **changes})


def day(
    clients: list[Client] | tuple[Client, ...] = (),
    *,
    machines: tuple[Machine, ...] = (machine(),),
    teams: tuple[Team, ...] = (team(),),
    vehicles: tuple[Vehicle, ...] = (car(),),
    settings: Settings | None = None,
    **changes: object,
) -> PlanInstance:
    """A lawful instance with two homes near and two far, and a kit for each team."""
    homes = sorted({client.place for client in clients} - {"station"} | {"home-1", "home-2", "home-3"})
    doors = [Door(key="station", spot="station")]
    doors += [
        Door(key=home, spot=home, floor=number * 3, has_lift=number % 2 == 0)
        for number, home in enumerate(homes)
    ]
    kits = {t.kit: Kit(id=t.kit, battery_enrolments=8, cards=20) for t in teams if t.kit}
    instance = PlanInstance(
        format=INSTANCE_FORMAT,
        day=DAY,
        seed_note="test",
        machines=machines,
        kits=tuple(kits.values()),
        teams=teams,
        vehicles=vehicles,
        clients=tuple(clients),
        travel=grid_travel(tuple(doors)),
        settings=settings or Settings(owner="test", since="2026-01-01", reserve_percent=0),
    )
    instance = replace(instance, **changes)
    validate(instance)
    return instance


def random_day(seed: int, *, most: int = 12) -> PlanInstance:
    """A day with up to `most` clients of all kinds; sometimes no team, car or machine, one officer, a tiny battery."""
    chance = random.Random(seed)
    places = [f"home-{number}" for number in range(chance.randint(1, 6))]
    machines = tuple(
        machine(
            f"m{n}",
            step_free=chance.random() < 0.5,
            open=chance.choice([(hours(8, 17),), (hours(8, 11), hours(13, 16)), (hours(8, 9),), ()]),
            entry_seconds=chance.choice([144, 450]),
            stay_seconds=chance.choice([360, 450]),
        )
        for n in range(chance.randint(0, 3))
    )
    teams = tuple(
        team(
            f"t{n}",
            officers=chance.choice([1, 2, 2, 3]),
            kit=chance.choice([f"kit-t{n}", "kit-t0", ""]),
            skills=frozenset({"gentle"} if chance.random() < 0.5 else ()),
            shift=chance.choice([hours(7.5, 17), hours(8, 12), hours(13, 17.5)]),
            lunch_seconds=chance.choice([0, 2_700]),
            longest_shift_seconds=chance.choice([10 * HOUR, 4 * HOUR]),
        )
        for n in range(chance.randint(0, 3))
    )
    vehicles = tuple(
        car(f"v{n}", seats=chance.choice([1, 2, 3]), wheelchairs=chance.choice([0, 1]), shift=hours(8, 16))
        for n in range(chance.randint(0, 2))
    )
    clients = [_random_client(chance, number, places) for number in range(chance.randint(0, most))]
    settings = Settings(
        owner="test",
        since="2026-01-01",
        crowd_cap=chance.choice([2, 6, 100]),
        reserve_percent=chance.choice([0, 12, 60]),
        frail_home_seconds=chance.choice([0, HOUR]),
    )
    kits = tuple(
        Kit(id=kit, battery_enrolments=chance.choice([1, 3, 8]), cards=chance.choice([2, 20]))
        for kit in sorted({t.kit for t in teams if t.kit})
    )
    return day(clients, machines=machines, teams=teams, vehicles=vehicles, settings=settings, kits=kits)


def _random_client(chance: random.Random, number: int, places: list[str]) -> Client:
    windows = chance.choice(
        [(hours(8, 17),), (hours(9, 11),), (hours(8, 10), hours(14, 16)), (hours(13, 13.5),)]
    )
    gentle = chance.random() < 0.25
    ways = chance.choice([{Way.HOME}, {Way.RIDE}, {Way.WALK_IN}, {Way.HOME, Way.RIDE}, set(Way), set()])
    return person(
        f"c{number:02}",
        chance.choice(places),
        weight=chance.choice([1, 2, 3, 5, 8]),
        ways=frozenset(ways),
        time_windows=windows,
        calm_windows=chance.choice([(hours(9, 11),), (hours(8, 17),), ()]) if gentle else (),
        service_duration=chance.choice([600, 1_800, HOUR]),
        entries=chance.choice([1, 2, 4]),
        party=chance.choice([1, 2]),
        wheelchair=chance.random() < 0.2,
        step_free=chance.random() < 0.3,
        gentle=gentle,
        max_ride_time=chance.choice([300, 900, 1_500]),
        not_before=chance.choice([None, None, None, date(2026, 11, 26), DAY]),
        family=chance.choice(["", "", "", "f1"]),
        do_not_visit=chance.random() < 0.05,
    )
