"""Travel times from a table that the ward fills in itself: CSV, one line for each way. Pure.

Columns: ``from,to,profile,seconds,metres`` and, where the hour matters, ``period`` (the moment at which it begins,
as 07:00; the first is 00:00). A way that is not written in one direction is taken as the one in the other. A way
written in neither is no way (-1): nobody is sent there, and `Missing` names it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tannha.plan.rules.instance import DAY_SECONDS, Travel
from tannha.plan.rules.wire import BadInput

COLUMNS = ("from", "to", "profile", "seconds", "metres")
NO_WAY = -1
Way = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The ways of a file: seconds and metres by (from, to, profile, start of the period)."""

    ways: Mapping[Way, tuple[int, int]]
    profiles: tuple[str, ...]
    period_starts: tuple[int, ...]

    @property
    def spots(self) -> frozenset[str]:
        """Every spot that stands in the file."""
        return frozenset(spot for start, end, _, _ in self.ways for spot in (start, end))


def read_table(text: str) -> Table:
    """Read a table. Raises BadInput naming the line and the column of the first thing wrong."""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    for column in COLUMNS:
        if column not in (rows.fieldnames or ()):
            raise BadInput(field="line 1", problem=f"no column {column}")
    ways: dict[Way, tuple[int, int]] = {}
    for row in rows:
        line = f"line {rows.line_num}"
        start, end, profile = (_word(row, name, line) for name in ("from", "to", "profile"))
        key = (start, end, profile, _moment(row.get("period") or "00:00", line))
        if key in ways:
            raise BadInput(field=line, problem="named twice")
        ways[key] = (_whole(row, "seconds", line), _whole(row, "metres", line))
    if not ways:
        raise BadInput(field="line 2", problem="no way")
    starts = tuple(sorted({0, *(period for _, _, _, period in ways)}))
    profiles = tuple(sorted({profile for _, _, profile, _ in ways}))
    return Table(ways=ways, profiles=profiles, period_starts=starts)


def table_travel(
    table: Table, spots: Iterable[tuple[str, str]], *, profiles: tuple[str, ...], access: Iterable[int] = ()
) -> Travel:
    """Travel over places, each (key, spot of the file), with what it costs to get in at each door (seconds).

    A period without a line of its own takes the last one before it.
    """
    places = tuple(spots)
    seconds = tuple(
        tuple(_square(table, places, profile, period, 0) for period in table.period_starts)
        for profile in profiles
    )
    return Travel(
        profiles=profiles,
        places=tuple(key for key, _ in places),
        seconds=seconds,
        metres=_square(table, places, profiles[0], 0, 1),
        access_seconds=tuple(access) or (0,) * len(places),
        period_starts=table.period_starts,
    )


def _square(
    table: Table, places: tuple[tuple[str, str], ...], profile: str, period: int, which: int
) -> tuple[tuple[int, ...], ...]:
    earlier = [moment for moment in reversed(table.period_starts) if moment <= period]

    def way(start: str, end: str) -> int:
        if start == end:
            return 0
        for moment in earlier:
            found = table.ways.get((start, end, profile, moment)) or table.ways.get(
                (end, start, profile, moment)
            )
            if found is not None:
                return found[which]
        return NO_WAY

    return tuple(tuple(way(start, end) for _, end in places) for _, start in places)


def _word(row: dict[str, str], name: str, line: str) -> str:
    word = (row.get(name) or "").strip()
    if not word:
        raise BadInput(field=f"{line}, {name}", problem="missing")
    return word


def _whole(row: dict[str, str], name: str, line: str) -> int:
    word = _word(row, name, line)
    if not word.isascii() or not word.isdecimal():
        raise BadInput(field=f"{line}, {name}", problem="not a whole number")
    return int(word)


def _moment(text: str, line: str) -> int:
    hour, _, minute = text.strip().partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(minute) == 2):
        raise BadInput(field=f"{line}, period", problem="not a time like 07:00")
    moment = int(hour) * 3_600 + int(minute) * 60
    if int(minute) > 59 or moment >= DAY_SECONDS:
        raise BadInput(field=f"{line}, period", problem="outside the day")
    return moment
