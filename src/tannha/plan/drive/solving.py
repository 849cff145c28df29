"""Solving the programme of a drive by HiGHS (through SciPy, sparse), also where no two groups are alike. Pure.

A programme with many columns is sifted: its cells are first taken together coarsely, which soon tells what each limit
of each day is worth; then it is solved over the columns that are cheap at these prices, and columns that turn out to
have a negative reduced cost are added until there is none. What comes out is the optimum of the whole programme (no
column left out could better it), with its duals; only the way there is shorter. Of 50,000 columns some 700 are used.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from tannha.plan.drive.programme import KINDS, LIMITS, Array, Cell, Programme
from tannha.plan.drive.quotas import Limit
from tannha.plan.drive.ward import Kind

FEW_COLUMNS = 5_000  # up to so many the whole is solved at once
COARSE = 12  # cells of one kind are taken together into at most so many
NEAR, MORE = 4, 8  # days of a cell taken in at first, and each time some are missing
MANY_COLUMNS = 3_000  # beyond it the interior point method of HiGHS is two to three times faster
TINY_COST, TINY = 1e-6, 1e-6
WITHOUT_LIMIT = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Served people ``[cell, day]``, crews on duty ``[crew cell, day]``, duals ``[limit, day]`` ≥ 0, duals of the
    people ``[cell]`` ≥ 0, the objective."""

    served: Array
    duty: Array
    duals: dict[Limit, Array]
    people: Array
    objective: float


def solve(
    programme: Programme, *, officer_minutes: Array | None = None, near: Solution | None = None
) -> Solution:
    """The best quotas in fractions; with ``officer_minutes`` of each day given only people are decided.

    ``near`` is a solution of almost the same programme (same cells): where to look first, it changes no result.
    """
    columns = columns_of(programme)
    if near is not None and near.served.shape != columns.shape:
        near = None
    if int(columns.sum()) <= FEW_COLUMNS:
        return solve_within(programme, columns, officer_minutes=officer_minutes)
    if officer_minutes is None and programme.crews:
        enough = np.full(programme.days, np.inf)
        found = _sifted(programme, columns, enough, near)
        duty = _duty_for(programme, minutes_needed(programme, found))
        if duty is not None:
            return replace(found, duty=duty)
        near = found
    return _sifted(programme, columns, officer_minutes, near, same=near is not None)


def minutes_needed(programme: Programme, found: Solution) -> Array:
    """Officers' minutes of each day that a solution takes."""
    units = np.array([cell.units.get(Limit.OFFICER_MINUTES, 0.0) for cell in programme.cells])
    needed: Array = units @ found.served if len(units) else np.zeros(programme.days)
    return needed


def _duty_for(programme: Programme, needed: Array) -> Array | None:
    """Crews on duty ``[crew cell, day]`` who together have the minutes needed, as few as can be; None where the crews
    do not suffice."""
    crews, days = programme.crews, programme.days
    rows = _Rows()
    minutes = np.repeat([float(one.minutes) for one in crews], days)
    rows.add(np.tile(np.arange(days), len(crews)), np.arange(len(crews) * days), -minutes, -needed)
    _rest(rows, programme, 0)
    upper = np.array([len(one.crews) * one.days for one in crews], dtype=float).reshape(-1)
    bounds = np.column_stack([np.zeros(len(upper)), upper])
    found = linprog(
        np.ones(len(upper)), A_ub=rows.matrix(len(upper)), b_ub=rows.right(), bounds=bounds, method="highs"
    )
    return found.x.reshape(len(crews), days) if found.status == 0 else None


def columns_of(programme: Programme) -> Array:
    """On which days each cell may be served, ``[cell, day]``."""
    days = [cell.days for cell in programme.cells]
    return np.array(days, dtype=bool).reshape(len(programme.cells), programme.days)


def reduced_costs(programme: Programme, found: Solution) -> Array:
    """What one person more in each ``[cell, day]`` would add to the objective at the duals found; ≥ 0 everywhere where
    they are served at all is what makes a solution the optimum."""
    cost = _costs(programme) + found.people[:, None]
    for limit in LIMITS:
        units = np.array([cell.units.get(limit, 0.0) for cell in programme.cells])
        cost += np.outer(units, found.duals[limit])
    return cost


def _costs(programme: Programme) -> Array:
    weight = np.array([cell.weight for cell in programme.cells], dtype=float)
    return np.outer(weight, np.arange(programme.days) - programme.days)


def _sifted(
    programme: Programme,
    columns: Array,
    officer_minutes: Array | None,
    near: Solution | None,
    *,
    same: bool = False,
) -> Solution:
    """``same``: what is near differs in the officers' minutes only, so that its prices are good ones too."""
    if near is not None and same:
        used = _cheapest(np.where(columns, reduced_costs(programme, near), np.inf), NEAR) & columns
    else:
        used = _first_columns(programme, columns, officer_minutes)
    if near is not None:
        used |= columns & (near.served > 0)
    while True:
        found = solve_within(programme, used, officer_minutes=officer_minutes)
        cost = np.where(columns & ~used, reduced_costs(programme, found), np.inf)
        fresh = _cheapest(cost, MORE) & (cost < -TINY_COST)
        if not fresh.any():
            return found
        used |= fresh


def _first_columns(programme: Programme, columns: Array, officer_minutes: Array | None) -> Array:
    """Where to look first: what a rough solution would deal out, and what is cheapest at its prices."""
    coarse, most, members = _coarse(programme)
    rough = solve_within(coarse, most > 0, officer_minutes=officer_minutes, most=most)
    priced = replace(rough, people=np.zeros(len(programme.cells)))
    cheapest = _cheapest(np.where(columns, reduced_costs(programme, priced), np.inf), NEAR) & columns
    return cheapest | _dealt_out(programme, columns, rough, members)


def _dealt_out(programme: Programme, columns: Array, rough: Solution, members: list[list[int]]) -> Array:
    """The days on which each cell would come if what the rough solution gives to many were dealt out among them."""
    chosen = np.zeros_like(columns)
    for row, numbers in enumerate(members):
        left = np.array([float(programme.cells[number].people) for number in numbers])
        for day in np.nonzero(rough.served[row] > 0)[0]:
            wanted = float(rough.served[row, day])
            for place, number in enumerate(numbers):
                if left[place] > 0 and columns[number, day]:
                    some = min(left[place], wanted)
                    left[place] -= some
                    wanted -= some
                    chosen[number, day] = True
                    if wanted <= 0:
                        break
    return chosen


def _cheapest(cost: Array, count: int) -> Array:
    """The ``count`` cheapest days of each row."""
    chosen = np.zeros(cost.shape, dtype=bool)
    count = min(count, cost.shape[1])
    days = np.argpartition(cost, count - 1, axis=1)[:, :count]
    np.put_along_axis(chosen, days, True, axis=1)
    return chosen


def _coarse(programme: Programme) -> tuple[Programme, Array, list[list[int]]]:
    """Cells of one kind taken together, those that take alike first; and how many of them may come each day."""
    chosen = columns_of(programme)
    together: dict[tuple[Kind, int], list[int]] = defaultdict(list)
    for kind in KINDS:
        of_kind = [number for number, cell in enumerate(programme.cells) if cell.kind is kind]
        of_kind.sort(key=lambda number: (sum(programme.cells[number].units.values()), number))
        for place, number in enumerate(of_kind):
            together[(kind, place * COARSE // len(of_kind))].append(number)
    cells, most = [], []
    for numbers in together.values():
        people = np.array([programme.cells[number].people for number in numbers], dtype=float)
        first = programme.cells[numbers[0]]
        units = {
            limit: float(sum(programme.cells[n].units.get(limit, 0.0) for n in numbers) / len(numbers))
            for limit in first.units
        }
        most.append(people @ chosen[numbers])
        cells.append(
            Cell(
                kind=first.kind,
                groups=tuple(group for number in numbers for group in programme.cells[number].groups),
                people=int(people.sum()),
                weight=first.weight,
                units=units,
                days=most[-1] > 0,
            )
        )
    coarse = Programme(days=programme.days, cells=tuple(cells), crews=programme.crews, has=programme.has)
    return coarse, np.array(most).reshape(len(cells), programme.days), list(together.values())


def solve_within(
    programme: Programme, columns: Array, *, officer_minutes: Array | None = None, most: Array | None = None
) -> Solution:
    """The best quotas in fractions among these columns ``[cell, day]``, none above ``most`` where that is given."""
    days, cells, crews = programme.days, programme.cells, programme.crews
    cell, day = np.nonzero(columns)
    count = len(cell)
    if not count:
        return _nothing(programme)
    rows = _Rows()
    number = np.arange(count)
    rows.add(cell, number, np.ones(count), np.array([float(one.people) for one in cells]))
    at: dict[Limit, int] = {}
    decide = officer_minutes is None and bool(crews)
    for limit in LIMITS:
        units = np.array([one.units.get(limit, 0.0) for one in cells])[cell]
        room = programme.has[limit]
        if limit is Limit.OFFICER_MINUTES:
            many = len(crews) if decide else 0
            room = np.zeros(days) if officer_minutes is None else _finite(officer_minutes)
            at[limit] = rows.add(
                np.concatenate([day, np.tile(np.arange(days), many)]).astype(int),
                np.concatenate([number, count + np.arange(many * days)]).astype(int),
                np.concatenate([units, -np.repeat([float(one.minutes) for one in crews[:many]], days)]),
                room,
            )
        else:
            at[limit] = rows.add(day, number, units, _finite(room))
    cost = _costs(programme)[cell, day]
    upper = np.full(count, np.inf) if most is None else most[cell, day]
    if decide:
        on_duty = np.array([len(one.crews) * one.days for one in crews], dtype=float)
        upper = np.concatenate([upper, on_duty.reshape(-1)])
        cost = np.concatenate([cost, np.zeros(len(crews) * days)])
        _rest(rows, programme, count)
    bounds = np.column_stack([np.zeros(len(cost)), upper])
    method = "highs-ipm" if count > MANY_COLUMNS else "highs"
    found = linprog(cost, A_ub=rows.matrix(len(cost)), b_ub=rows.right(), bounds=bounds, method=method)
    if found.status != 0:
        raise ArithmeticError(f"the linear programme was not solved: {found.message}")
    served = np.zeros((len(cells), days))
    served[cell, day] = np.maximum(found.x[:count], 0)
    duty = found.x[count:].reshape(len(crews), days) if decide else np.zeros((len(crews), days))
    prices = np.maximum(-found.ineqlin.marginals, 0)
    return Solution(
        served=served,
        duty=duty,
        duals={limit: prices[first : first + days] for limit, first in at.items()},
        people=prices[: len(cells)],
        objective=float(found.fun),
    )


def _finite(room: Array) -> Array:
    return np.where(np.isfinite(room), room, WITHOUT_LIMIT)


def _nothing(programme: Programme) -> Solution:
    return Solution(
        served=np.zeros((len(programme.cells), programme.days)),
        duty=np.zeros((len(programme.crews), programme.days)),
        duals={limit: np.zeros(programme.days) for limit in LIMITS},
        people=np.zeros(len(programme.cells)),
        objective=0.0,
    )


class _Rows:
    """Rows of the programme as they are written, sparse."""

    def __init__(self) -> None:
        self._parts: list[tuple[Array, Array, Array]] = []
        self._right: list[Array] = []
        self._count = 0

    def add(self, row: Array, column: Array, value: Array, right: Array) -> int:
        """A block of rows with its right sides; answers the number of its first row."""
        kept = value != 0
        self._parts.append((row[kept] + self._count, column[kept], value[kept]))
        self._right.append(right)
        first = self._count
        self._count += len(right)
        return first

    def right(self) -> Array:
        """All right sides."""
        return np.concatenate(self._right)

    def matrix(self, columns: int) -> Array:
        """All rows as one sparse table."""
        row, column, value = (np.concatenate([part[n] for part in self._parts]) for n in range(3))
        return coo_array((value, (row, column)), shape=(self._count, columns)).tocsr()


def _rest(rows: _Rows, programme: Programme, count: int) -> None:
    """Crews alike work at most their days a week, all together."""
    crews, days = len(programme.crews), programme.days
    week = np.arange(days) // 7
    weeks = int(week[-1]) + 1
    row = (np.arange(crews)[:, None] * weeks + week[None, :]).reshape(-1)
    most = np.repeat([float(len(one.crews) * one.days_a_week) for one in programme.crews], weeks)
    rows.add(row, count + np.arange(crews * days), np.ones(crews * days), most)
