"""Invented wards for trying and measuring a drive, from a seed. Pure; nobody in them exists."""

from __future__ import annotations

import random
from datetime import date

from tannha.plan.drive.ward import (
    DRIVE_FORMAT,
    Crew,
    DriveCar,
    DriveKit,
    DriveMachine,
    DriveSettings,
    DriveWard,
    Group,
    Kind,
    KindNeed,
    validate_ward,
)

FIRST_DAY = date(2026, 11, 30)
NEEDS = (
    KindNeed(kind=Kind.WALK_IN, weight=1, entries=1, party=1),
    KindNeed(kind=Kind.RIDE, weight=3, entries=2, step_free=True, car_minutes=30, party=2),
    KindNeed(kind=Kind.HOME, weight=3, kit_minutes=60),
    KindNeed(kind=Kind.GENTLE, weight=5, kit_minutes=75),
)


def make_ward(seed: int, *, groups: int = 120, days: int = 140) -> DriveWard:
    """A ward of so many residential groups with two machines, three kits, two cars and eight crews; bigger wards
    have the same, and so need more of the days."""
    chance = random.Random(f"tannha ward {seed}")
    ward = DriveWard(
        format=DRIVE_FORMAT,
        ward=f"invented-{seed}",
        first_day=FIRST_DAY,
        days=days,
        kinds=NEEDS,
        groups=tuple(_group(chance, number) for number in range(1, groups + 1)),
        machines=tuple(
            DriveMachine(id=f"machine-{n}", step_free=n == 1, open_minutes=555, entry_seconds=450)
            for n in (1, 2)
        ),
        kits=tuple(
            DriveKit(id=f"kit-{n}", minutes=555, battery_enrolments=10, gentle=n < 3) for n in (1, 2, 3)
        ),
        cars=tuple(DriveCar(id=f"car-{n}", minutes=555) for n in (1, 2)),
        crews=tuple(Crew(id=f"crew-{n}", officers=2, minutes=555, days_a_week=5) for n in range(1, 9)),
        settings=DriveSettings(owner="invented", since="2026-01-01"),
        closed_weekdays=frozenset({6}),
    )
    validate_ward(ward)
    return ward


def _group(chance: random.Random, number: int) -> Group:
    return Group(
        id=f"group-{number:03}",
        walk_in=chance.randint(60, 140),
        ride=chance.randint(2, 8),
        home=chance.randint(3, 9),
        gentle=chance.randint(0, 4),
        way_minutes=chance.randint(3, 12),
        inside_minutes=chance.randint(4, 9),
    )
