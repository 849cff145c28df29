"""Readers of one column each: a cell to its value, remembering what it has read, since cells of a list repeat. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from tannha.ground.dates import PartialDate
from tannha.ground.names import fold
from tannha.roll.rules.births import BirthReading, read_birth
from tannha.roll.rules.cells import Cell, CellRow, text_of
from tannha.roll.rules.due import DocumentKind
from tannha.roll.rules.quick import clean

_REMEMBERED = 50_000
_SEXES = {
    **dict.fromkeys(("nam", "trai", "m", "male", "nam gioi", "boy", "man", "ong"), "male"),
    **dict.fromkeys(("nu", "gai", "f", "female", "nu gioi", "girl", "woman", "ba"), "female"),
}
_LIFTS = {
    **dict.fromkeys(("co", "x", "yes", "y", "true", "1", "co thang may"), True),
    **dict.fromkeys(("khong", "no", "n", "false", "0", "khong co"), False),
}
_ENDLESS = frozenset({"khong thoi han", "vo thoi han", "no expiry", "unlimited"})
_DOCUMENTS = {
    **{kind.value: kind.value for kind in DocumentKind},
    **dict.fromkeys(("cccd gan chip", "the gan chip", "can cuoc", "the can cuoc", "chip card"), "chip"),
    **dict.fromkeys(("cmnd", "cmnd 9 so", "cmt"), "cmnd9"),
    **dict.fromkeys(("cmnd 12 so",), "cmnd12"),
    **dict.fromkeys(("cccd ma vach", "the ma vach"), "barcode"),
    **dict.fromkeys(("chua co", "khong co", "khong"), "none"),
}

Value = TypeVar("Value")
Reader = Callable[[CellRow], Value]


def remembering(place: int | None, read: Callable[[Cell], Value], nothing: Value) -> Reader[Value]:
    """A reader of the cell at `place`: `nothing` where it is empty or there is no such column, else `read`, remembered.

    Rows must be as wide as the place.
    """
    if place is None:
        return lambda _row: nothing
    at = place
    known: dict[str, Value] = {}

    def value(row: CellRow) -> Value:
        cell = row[at]
        if cell is None or cell == "":
            return nothing
        if type(cell) is not str:
            return read(cell)
        try:
            return known[cell]
        except KeyError:
            if len(known) >= _REMEMBERED:
                known.clear()
            found = known[cell] = read(cell)
            return found

    return value


def text(place: int | None, longest: int) -> Reader[str]:
    """The cell as clean text, cut at `longest`."""
    return remembering(place, lambda cell: clean(text_of(cell))[:longest], "")


def birth(place: int | None, on: date) -> Reader[BirthReading]:
    """The cell as a date of birth."""
    return remembering(place, lambda cell: read_birth(cell, on=on), BirthReading())


def sex(place: int | None) -> Reader[str]:
    """ "male", "female", "unknown" for an empty cell, "" for one that cannot be read."""
    return remembering(place, lambda cell: sex_of(text_of(cell)), "unknown")


def sex_of(written: str) -> str:
    """A sex as people write it; "" where it cannot be read."""
    return _SEXES.get(fold(written), "" if written else "unknown")


def lift(place: int | None) -> Reader[bool | None]:
    """Whether there is a lift; None where the cell does not say."""
    return remembering(place, lambda cell: _LIFTS.get(fold(text_of(cell))), None)


def document(place: int | None) -> Reader[str]:
    """The wire word of a document, "" where it is not known."""
    return remembering(place, lambda cell: _DOCUMENTS.get(fold(text_of(cell)), ""), "")


def issued(place: int | None, on: date) -> Reader[date | None]:
    """A full date on or before `on`."""

    def read(cell: Cell) -> date | None:
        known = read_birth(cell, on=on).birth
        return known.earliest if known is not None and known.is_full else None

    return remembering(place, read, None)


def ends(place: int | None) -> Reader[tuple[date | None, bool]]:
    """The last day of a document, and whether it says that there is none."""

    def read(cell: Cell) -> tuple[date | None, bool]:
        written = text_of(cell)
        if fold(written) in _ENDLESS:
            return None, True
        try:
            known = PartialDate.parse(written)
        except ValueError:
            return None, False
        return (known.earliest if known.is_full else None), False

    return remembering(place, read, (None, False))
