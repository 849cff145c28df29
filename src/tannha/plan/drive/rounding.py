"""From fractions to whole people and whole days on duty, never above what a day has.

Days are dealt out in order. What a cell is to have on a day, with what was left over before, is rounded by largest
remainder; people go to groups already entered that day, then to groups already begun, so that few groups are entered
(each entering costs its way out and back in kit minutes). What finds no room is carried to later days; at the end the
rest goes wherever there is room, earliest first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from tannha.plan.drive.programme import Array, Cell, Programme
from tannha.plan.drive.quotas import Duty, Limit
from tannha.plan.drive.solving import Solution
from tannha.plan.drive.ward import DriveWard, Kind

TINY = 1e-6
AT_HOME = frozenset({Kind.HOME, Kind.GENTLE})


@dataclass(slots=True)
class Dealt:
    """People by (day, group, kind), units used by limit and day, groups entered by day."""

    persons: dict[tuple[int, int, Kind], int]
    used: dict[Limit, Array]
    entered: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def rota_of(ward: DriveWard, programme: Programme, solution: Solution) -> tuple[Duty, ...]:
    """Which crews are on duty on which day: whole crews within each week's days, in turn."""
    duties = []
    for row, cell in enumerate(programme.crews):
        turn, crews = 0, len(cell.crews)
        for first in range(0, programme.days, 7):
            days = range(first, min(first + 7, programme.days))
            wanted = _whole(
                [float(solution.duty[row, day]) for day in days],
                [crews if cell.days[day] else 0 for day in days],
                crews * cell.days_a_week,
            )
            for day, count in zip(days, wanted, strict=True):
                for _ in range(count):
                    duties.append(Duty(day=ward.day(day), crew=ward.crews[cell.crews[turn % crews]].id))
                    turn += 1
    return tuple(sorted(duties, key=lambda duty: (duty.day, duty.crew)))


def _whole(shares: list[float], most: list[int], budget: int) -> list[int]:
    """Whole numbers, none above its own most, all together the budget as far as that goes: each share rounded up,
    then one less where least is lost, or one more where most is wanted (whom nobody needs is left out later)."""
    days = range(len(shares))
    whole = [min(int(np.ceil(share - TINY)), cap) for share, cap in zip(shares, most, strict=True)]
    while sum(whole) > budget:
        day = min((n for n in days if whole[n]), key=lambda n: (shares[n] - whole[n], n))
        whole[day] -= 1
    while sum(whole) < budget and any(whole[n] < most[n] for n in days):
        day = min((n for n in days if whole[n] < most[n]), key=lambda n: (whole[n] - shares[n], n))
        whole[day] += 1
    return whole


def officer_minutes_of(ward: DriveWard, rota: tuple[Duty, ...]) -> Array:
    """Officers' minutes of each day on this rota."""
    minutes = {crew.id: crew.officers * crew.minutes for crew in ward.crews}
    found = np.zeros(ward.days)
    for duty in rota:
        found[(duty.day - ward.first_day).days] += minutes[duty.crew]
    return found


def needed_rota(ward: DriveWard, rota: tuple[Duty, ...], used: Array) -> tuple[Duty, ...]:
    """The same rota without crews whom a day does not need."""
    minutes = {crew.id: crew.officers * crew.minutes for crew in ward.crews}
    spare = officer_minutes_of(ward, rota) - used
    kept = []
    for duty in reversed(rota):
        day = (duty.day - ward.first_day).days
        if spare[day] >= minutes[duty.crew] > 0:
            spare[day] -= minutes[duty.crew]
        else:
            kept.append(duty)
    return tuple(reversed(kept))


def deal(
    ward: DriveWard, programme: Programme, solution: Solution, has: dict[Limit, Array], entering: list[float]
) -> Dealer:
    """Whole people. ``has`` is what each day has of every limit, ``entering[group]`` kit minutes for going there."""
    dealer = Dealer(ward, programme, has, entering)
    carried = np.zeros(len(programme.cells))
    heavy = dealer.heavy
    for day in range(programme.days):
        carried += solution.served[:, day]
        wanted = np.floor(carried + TINY).astype(int)
        rest = carried - wanted
        more = int(rest.sum() + TINY)
        for number in sorted(heavy, key=lambda n: (-rest[n], n))[:more]:
            wanted[number] += int(rest[number] > TINY)
        for number in heavy:
            if wanted[number] > 0:
                carried[number] -= dealer.give(number, day, int(wanted[number]))
    dealer.give_rest(range(programme.days))
    return dealer


class Dealer:
    """Gives people of cells to days while there is room."""

    def __init__(
        self, ward: DriveWard, programme: Programme, has: dict[Limit, Array], entering: list[float]
    ) -> None:
        self._cells, self._has, self._entering = programme.cells, has, entering
        self._left = [
            {group: ward.groups[group].people(cell.kind) for group in cell.groups} for cell in self._cells
        ]
        self._cell_of = {
            (group, cell.kind): number for number, cell in enumerate(self._cells) for group in cell.groups
        }
        self.heavy = sorted(range(len(self._cells)), key=lambda n: (-self._cells[n].weight, n))
        self._begun: set[int] = set()
        self.dealt = Dealt(persons={}, used={limit: np.zeros(programme.days) for limit in Limit})

    def left(self, number: int) -> int:
        """People of a cell who have no day yet."""
        return sum(self._left[number].values())

    def give_rest(self, days: Sequence[int]) -> None:
        """Give whoever has no day yet wherever there is room on these days, the heaviest and earliest first."""
        for number in self.heavy:
            for day in days:
                left = self.left(number)
                if left == 0:
                    break
                self.give(number, day, left)

    def take_back(self, day: int, group: int, kind: Kind, count: int) -> None:
        """Take so many people of a group and kind off a day; their minutes are free again, those of the way to the
        group are not."""
        number = self._cell_of[(group, kind)]
        self.dealt.persons[(day, group, kind)] -= count
        self._left[number][group] += count
        for limit, unit in self._cells[number].units.items():
            self.dealt.used[limit][day] -= unit * count

    def give(self, number: int, day: int, wanted: int) -> int:
        """Give up to ``wanted`` people of a cell this day; answers how many found room."""
        cell, given = self._cells[number], 0
        if not cell.days[day]:
            return 0
        entered = self.dealt.entered[day]
        groups = sorted(
            (group for group, people in self._left[number].items() if people),
            key=lambda group: (group not in entered, group not in self._begun, group),
        )
        for group in groups:
            if given >= wanted:
                break
            count = min(wanted - given, self._left[number][group], self._room(cell, group, day))
            if count <= 0:
                if cell.kind in AT_HOME and group not in entered:
                    continue
                break
            self._take(cell, group, day, count)
            self._left[number][group] -= count
            given += count
        return given

    def _extra(self, cell: Cell, group: int, day: int) -> float:
        """Kit minutes for entering the group on this day, 0 when it is entered already or nobody goes there."""
        return self._entering[group] if cell.kind in AT_HOME and group not in self.dealt.entered[day] else 0.0

    def _room(self, cell: Cell, group: int, day: int) -> int:
        most = 10**9
        extra = self._extra(cell, group, day)
        for limit, unit in cell.units.items():
            if unit <= 0:
                continue
            free = self._has[limit][day] - self.dealt.used[limit][day]
            if limit in cell.units and extra and limit in (Limit.KIT_MINUTES, Limit.GENTLE_KIT_MINUTES):
                free -= extra
            if extra and limit is Limit.OFFICER_MINUTES:
                free -= extra * unit / cell.units[Limit.KIT_MINUTES]
            most = min(most, int((free + TINY) // unit) if np.isfinite(free) else 10**9)
        return max(most, 0)

    def _take(self, cell: Cell, group: int, day: int, count: int) -> None:
        extra = self._extra(cell, group, day)
        used = self.dealt.used
        for limit, unit in cell.units.items():
            used[limit][day] += unit * count
        if extra:
            for limit in (Limit.KIT_MINUTES, Limit.GENTLE_KIT_MINUTES):
                used[limit][day] += extra if limit in cell.units else 0.0
            used[Limit.OFFICER_MINUTES][day] += (
                extra * cell.units[Limit.OFFICER_MINUTES] / cell.units[Limit.KIT_MINUTES]
            )
        if cell.kind in AT_HOME:
            self.dealt.entered[day].add(group)
        self._begun.add(group)
        key = (day, group, cell.kind)
        self.dealt.persons[key] = self.dealt.persons.get(key, 0) + count
