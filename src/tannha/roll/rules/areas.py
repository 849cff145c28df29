"""Names of wards by date: a name holds from a day until a day; a reform ends it or gives it to another place. Pure.

Known here: Hoàng Mai district of Hà Nội before and since Resolution 1656/NQ-UBTVQH15 of 16 June 2025, in force on
1 July 2025, by which wards were divided among several; so no successor is guessed. What a ward knows better it says in
a file of its own (`docs/formats/ward-names.md`). An address is never rewritten: the text stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tannha.ground.names import fold
from tannha.roll.rules.address import names_a_street

REFORM = date(2025, 7, 1)
_LAST_DAY = date(2025, 6, 30)


class AreaName(NamedTuple):
    """A ward's name with its first and last day (None: open), and what its place is called now ("" not known)."""

    name: str
    since: date | None = None
    until: date | None = None
    now: str = ""

    def holds(self, on: date) -> bool:
        """Whether the name is in force on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


_BEFORE = (
    "Đại Kim|Định Công|Giáp Bát|Hoàng Liệt|Hoàng Văn Thụ|Lĩnh Nam|Mai Động|Tân Mai|Thanh Trì|Thịnh Liệt|Trần Phú|"
    "Tương Mai|Vĩnh Hưng|Yên Sở"
)
_SINCE = "Định Công|Hoàng Liệt|Hoàng Mai|Lĩnh Nam|Tương Mai|Vĩnh Hưng|Yên Sở"
KNOWN: tuple[AreaName, ...] = tuple(
    [AreaName(name=name, until=_LAST_DAY) for name in _BEFORE.split("|")]
    + [AreaName(name=name, since=REFORM) for name in _SINCE.split("|")]
)

_WARD = re.compile(r"^(?:phường\b|phuong\b|p\.|p\s|xã\b|xa\b|x\.)\s*(?=[^\W\d])(.+)$", re.IGNORECASE)
_MAY_SAY = ("p", "P", "x", "X")
_PARTS = re.compile(r"\s*[,;]\s*|\s+[-–]\s+")


class Areas:
    """The dated names an import goes by."""

    __slots__ = ("_by_name",)

    def __init__(self, names: Sequence[AreaName] = KNOWN) -> None:
        """`names` in any order; of several that hold on one day the last one counts."""
        self._by_name: dict[str, list[AreaName]] = {}
        for one in names:
            self._by_name.setdefault(fold(one.name), []).append(one)

    def former(self, address: str, *, told_on: date, on: date) -> AreaName | None:
        """The name in an address that does not stand for its place any more, or None.

        `told_on` is the day the address was told (of the document beside it, else of the list): it decides which of two
        places of one name is meant. None for a name that nobody here knows, and for one that still holds.
        """
        parts = _PARTS.split(address, maxsplit=1)
        for key, says_ward, before in _named(parts):
            names = self._by_name.get(key)
            if names is None or not (says_ward or names_a_street([parts[0], *before])):
                continue
            then = _in_force(names, told_on)
            if then is None or then.holds(on):
                then = then or _ended(names, on)
            if then is None or then.holds(on):
                return None
            still = _in_force(names, on) is not None
            return then if not still or (then.now and fold(then.now) != key) else None
        return None


def _in_force(names: Sequence[AreaName], on: date) -> AreaName | None:
    return next((one for one in reversed(names) if one.holds(on)), None)


def _ended(names: Sequence[AreaName], on: date) -> AreaName | None:
    """The name as it was, where none of this name holds on the day."""
    if _in_force(names, on) is not None:
        return None
    return max(reversed(names), key=lambda one: one.until or date.max)


Named = tuple[str, bool, tuple[str, ...]]


def _named(parts: Sequence[str]) -> Iterator[Named]:
    """Folded names that may be wards, nearest the street first, for a district may bear a ward's name.

    With each whether it says so ("phường"), and what stands before it after the first part.
    """
    if parts[0][:1] in _MAY_SAY and (said := _WARD.match(parts[0])):
        yield fold(said.group(1)), True, ()
    if len(parts) > 1:
        yield from _behind(parts[1])


@lru_cache(maxsize=8192)
def _behind(rest: str) -> tuple[Named, ...]:
    """The same for what follows the first part; many rows share it."""
    found: list[Named] = []
    parts = _PARTS.split(rest)
    for place, part in enumerate(parts):
        said = _WARD.match(part)
        found.append((fold(said.group(1) if said else part), said is not None, tuple(parts[:place])))
    return tuple(found)


def told(area: AreaName) -> str:
    """A name with its last day and what holds now, as a sample: "Đại Kim (– 30/6/2025) → Định Công"."""
    last = f" (– {area.until.day}/{area.until.month}/{area.until.year})" if area.until is not None else ""
    return f"{area.name}{last} → {area.now}" if area.now else f"{area.name}{last}"
