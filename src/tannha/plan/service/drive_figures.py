"""What a drive is made from on a ward's own figures: cases without a promise by group and need, and its fleet.

Counts only, nobody is shown.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from tannha.canvass.service import count_to_serve
from tannha.fleet.service import Stock, list_stock
from tannha.ground.figures import figures_of
from tannha.ground.regime.calendar import is_working_day
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
)
from tannha.plan.rules.building import MACHINE_FRAIL_SECONDS, RideTimes
from tannha.plan.travel.grid import Grid

WEEKS = 12
SHIFT_MINUTES = 555
INSIDE_MINUTES = 6
METRES_A_MINUTE = 267
PARKING_MINUTES = 2
VISIT_MINUTES = 60


def ward_of(ward_id: UUID, first_day: date) -> DriveWard:
    """What a drive is made from: cases without a promise by group and need, and the fleet that works."""
    stock = list_stock(ward_id)
    machines = tuple(
        DriveMachine(
            id=machine.label,
            step_free=machine.step_free,
            open_minutes=machine.open_end_minute - machine.open_start_minute,
            entry_seconds=machine.entry_seconds,
        )
        for machine in stock.machines
        if machine.working
    )
    beat = min((machine.entry_seconds for machine in machines), default=450)
    closed = tuple(
        day
        for day in (first_day + timedelta(days=number) for number in range(WEEKS * 7))
        if not is_working_day(day)
    )
    return DriveWard(
        format=DRIVE_FORMAT,
        ward=str(ward_id),
        first_day=first_day,
        days=WEEKS * 7,
        kinds=_needs(beat),
        groups=_groups(count_to_serve(ward_id)),
        machines=machines,
        kits=_kits(stock),
        cars=tuple(
            DriveCar(id=car.label, minutes=SHIFT_MINUTES, seats=car.seats, wheelchairs=car.wheelchairs)
            for car in stock.vehicles
            if car.working
        ),
        crews=_crews(stock, _days_a_week(ward_id)),
        settings=DriveSettings(owner="ward", since=first_day.replace(month=1, day=1).isoformat()),
        closed_days=closed,
    )


def _needs(beat: int) -> tuple[KindNeed, ...]:
    times, entries = RideTimes(), -(-MACHINE_FRAIL_SECONDS // beat)
    car_minutes = 2 * (times.boarding + times.alighting) // 60
    return (
        KindNeed(kind=Kind.WALK_IN, weight=1, entries=1, party=1),
        KindNeed(kind=Kind.RIDE, weight=3, entries=entries, step_free=True, car_minutes=car_minutes, party=2),
        KindNeed(kind=Kind.HOME, weight=3, kit_minutes=VISIT_MINUTES),
        KindNeed(kind=Kind.GENTLE, weight=3, kit_minutes=VISIT_MINUTES),
    )


def _groups(counts: dict[tuple[int, str], int]) -> tuple[Group, ...]:
    grid, station = Grid(), Grid().corner("station")
    found = []
    for number in sorted({number for number, _ in counts}):
        metres = grid.metres(station, grid.corner(f"group {number}"))
        walk_in, ride, home, gentle = (counts.get((number, kind.value), 0) for kind in Kind)
        found.append(
            Group(
                id=str(number),
                way_minutes=metres // METRES_A_MINUTE + PARKING_MINUTES,
                inside_minutes=INSIDE_MINUTES,
                walk_in=walk_in,
                ride=ride,
                home=home,
                gentle=gentle,
            )
        )
    return tuple(found)


def _kits(stock: Stock) -> tuple[DriveKit, ...]:
    """Kits of teams with two officers at least; a kit without such a team does not go out."""
    found = {}
    for team, officers in stock.teams:
        kit = team.kit
        if kit is not None and kit.working and len(officers) >= 2 and kit.label not in found:
            found[kit.label] = DriveKit(
                id=kit.label,
                minutes=SHIFT_MINUTES,
                battery_enrolments=min(kit.battery_enrolments, kit.cards),
                gentle=team.gentle,
            )
    return tuple(found.values())


def _crews(stock: Stock, days_a_week: int) -> tuple[Crew, ...]:
    """One crew for each team, one officer at each machine and in each car that works."""
    teams = tuple(
        Crew(id=team.label, officers=len(officers), minutes=SHIFT_MINUTES, days_a_week=days_a_week)
        for team, officers in stock.teams
        if len(officers) >= 2
    )
    others = [machine.label for machine in stock.machines if machine.working]
    others += [car.label for car in stock.vehicles if car.working]
    known = {crew.id for crew in teams}
    return teams + tuple(
        Crew(id=label, officers=1, minutes=SHIFT_MINUTES, days_a_week=7)
        for label in dict.fromkeys(others)
        if label not in known
    )


def _days_a_week(ward_id: UUID) -> int:
    week_minutes = figures_of(ward_id)["fleet.week_hours"] * 60
    return min(week_minutes // SHIFT_MINUTES, 6)
