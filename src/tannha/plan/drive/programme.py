"""The linear programme of a drive: people served on each day, within what each day has.

Variables ``x[cell, day]`` ≥ 0 and ``duty[crew, day]`` in 0..1; least Σ weight × (day − days) × x, so that whoever is
not served counts as served on the day after the last. Rows: people of each cell; of each day entries, step-free
entries (both less the reserve), kit minutes, minutes of kits trained for calm, battery, car minutes, officers'
minutes, crowd; days a week of each crew. Solved by HiGHS through SciPy, sparse. The duals of the rows are what one
more unit would bring.

A *cell* is all groups and one kind whose columns are the same (same minutes, same days on which they may be served):
taking them together changes neither the optimum nor the duals, only the size. Crews alike are taken together too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np

from tannha.plan.drive.quotas import Limit
from tannha.plan.drive.ward import Crew, DriveWard, Kind, is_there

OPENS, BLOCK = (
    27_000,
    7_200,
)  # seconds of the day at which machines open; of a block for which a reserve is held
KINDS = tuple(Kind)
LIMITS = tuple(Limit)
Array = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Groups of one kind that are alike to the programme: their numbers, what one person takes, on which days."""

    kind: Kind
    groups: tuple[int, ...]
    people: int
    weight: int
    units: dict[Limit, float]
    days: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewCell:
    """Crews that are alike: their numbers, officers' minutes of one of them a day, days a week, on which days."""

    crews: tuple[int, ...]
    minutes: int
    days_a_week: int
    days: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A ward as the programme sees it; ``has[limit]`` is what each day has (officers' minutes are the crews')."""

    days: int
    cells: tuple[Cell, ...]
    crews: tuple[CrewCell, ...]
    has: dict[Limit, Array]


def units_of(
    ward: DriveWard, group: int, kind: Kind, *, kit_percent: int = 100, car_percent: int = 100
) -> dict[Limit, float]:
    """What one person of a group and kind takes; minutes of kits and cars stretched by the percentages."""
    need, place = ward.need(kind), ward.groups[group]
    if kind in (Kind.HOME, Kind.GENTLE):
        minutes = (need.kit_minutes + place.inside_minutes) * kit_percent / 100
        officers = max((kit.officers for kit in ward.kits), default=2)
        units = {Limit.KIT_MINUTES: minutes, Limit.BATTERY: 1.0, Limit.OFFICER_MINUTES: minutes * officers}
        return units | ({Limit.GENTLE_KIT_MINUTES: minutes} if kind is Kind.GENTLE else {})
    beat = min((machine.entry_seconds for machine in ward.machines), default=450) / 60
    officers = max((machine.officers for machine in ward.machines), default=1)
    units = {
        Limit.ENTRIES: float(need.entries),
        Limit.CROWD: float(need.party),
        Limit.OFFICER_MINUTES: need.entries * beat * officers,
    }
    if need.step_free:
        units[Limit.STEP_FREE_ENTRIES] = float(need.entries)
    if kind is Kind.RIDE:
        minutes = (need.car_minutes + 4 * place.way_minutes) * car_percent / 100
        units[Limit.CAR_MINUTES] = minutes
        units[Limit.OFFICER_MINUTES] += minutes * max((car.officers for car in ward.cars), default=1)
    return units


def entering(ward: DriveWard, group: int, *, kit_percent: int = 100) -> float:
    """Kit minutes of going to a group and back at all, paid once a day when whole people are dealt out."""
    return 2 * ward.groups[group].way_minutes * kit_percent / 100


def programme_of(ward: DriveWard, *, kit_percent: int = 100, car_percent: int = 100) -> Programme:
    """The ward as a programme."""
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    days = allowed(ward)
    for number, group in enumerate(ward.groups):
        for kind in KINDS:
            if group.people(kind):
                units = units_of(ward, number, kind, kit_percent=kit_percent, car_percent=car_percent)
                alike[(kind, tuple(sorted(units.items())), days[number].tobytes())].append(number)
    cells = tuple(
        Cell(
            kind=kind,
            groups=tuple(numbers),
            people=sum(ward.groups[number].people(kind) for number in numbers),
            weight=ward.need(kind).weight,
            units=dict(units),
            days=days[numbers[0]],
        )
        for (kind, units, _), numbers in alike.items()
    )
    return Programme(days=ward.days, cells=cells, crews=_crew_cells(ward), has=has_of(ward))


def _crew_cells(ward: DriveWard) -> tuple[CrewCell, ...]:
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    days = [crew_days(ward, crew) for crew in ward.crews]
    for number, crew in enumerate(ward.crews):
        alike[(crew.officers * crew.minutes, crew.days_a_week, days[number].tobytes())].append(number)
    return tuple(
        CrewCell(crews=tuple(numbers), minutes=minutes, days_a_week=most, days=days[numbers[0]])
        for (minutes, most, _), numbers in alike.items()
    )


def crew_days(ward: DriveWard, crew: Crew) -> Array:
    """On which days a crew can be on duty."""
    there = np.array([is_there(crew, ward.day(number)) for number in range(ward.days)], dtype=bool)
    days: Array = open_days(ward) & there
    return days


def has_of(ward: DriveWard) -> dict[Limit, Array]:
    """What each day has of each limit but officers' minutes; the crowd may be without limit. Of the entries the reserve
    is held back as on a real day: in each block of hours, the machines open together."""
    has = {limit: np.zeros(ward.days) for limit in LIMITS}
    free: dict[tuple[tuple[int, int], ...], int] = {}
    for number in range(ward.days):
        if not ward.is_open(number):
            continue
        day = ward.day(number)
        machines = [machine for machine in ward.machines if is_there(machine, day)]
        for limit, some in (
            (Limit.ENTRIES, machines),
            (Limit.STEP_FREE_ENTRIES, [machine for machine in machines if machine.step_free]),
        ):
            hours = tuple(sorted((machine.open_minutes, machine.entry_seconds) for machine in some))
            if hours not in free:
                free[hours] = _not_held(hours, ward.settings.reserve_percent)
            has[limit][number] = free[hours]
        for kit in ward.kits:
            if is_there(kit, day):
                has[Limit.KIT_MINUTES][number] += kit.minutes
                has[Limit.GENTLE_KIT_MINUTES][number] += kit.minutes * kit.gentle
                has[Limit.BATTERY][number] += kit.battery_enrolments
        has[Limit.CAR_MINUTES][number] = sum(car.minutes for car in ward.cars if is_there(car, day))
        has[Limit.CROWD][number] = ward.settings.crowd_a_day or np.inf
    return has


def _not_held(hours: tuple[tuple[int, int], ...], percent: int) -> int:
    """Entries of machines (minutes open, seconds an entry) that are not held back in their block of two hours."""
    blocks: Counter[int] = Counter()
    for minutes, beat in hours:
        blocks.update((OPENS + number * beat) // BLOCK for number in range(minutes * 60 // beat))
    return sum(count - -(-count * percent // 100) for count in blocks.values())


def allowed(ward: DriveWard) -> Array:
    """Whether each group may be served on each day."""
    opened = open_days(ward)
    table = np.tile(opened, (len(ward.groups), 1))
    for row, group in enumerate(ward.groups):
        if group.not_before is not None:
            table[row, : max((group.not_before - ward.first_day).days, 0)] = False
        quiet = [(day - ward.first_day).days for day in group.quiet_days]
        table[row, [number for number in quiet if 0 <= number < ward.days]] = False
    return table


def open_days(ward: DriveWard) -> Array:
    """Whether anybody works on each day."""
    return np.array([ward.is_open(number) for number in range(ward.days)], dtype=bool)
