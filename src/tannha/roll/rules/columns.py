"""Columns of a list: a cell to its value, remembering what was read, since cells of a list repeat. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

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


class Remembered(dict[Cell, Value]):
    """What cells of a column say: read once, then looked up, which costs a tenth. Only texts are kept.

    Numbers, dates and truth values are read each time, since 1, 1.0 and True would be one key.
    """

    __slots__ = ("_nothing", "_read")

    def __init__(self, read: Callable[[Cell], Value], nothing: Value) -> None:
        """`nothing` is what an empty cell says."""
        super().__init__()
        self._read = read
        self._nothing = nothing
        self[None] = self[""] = nothing

    def __missing__(self, cell: Cell) -> Value:
        """A cell that is met for the first time."""
        found = self._read(cell)
        if type(cell) is str:
            if len(self) >= _REMEMBERED:
                self.clear()
                self[None] = self[""] = self._nothing
            self[cell] = found
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Value]):
    """One column of a list: its place (None where the list has none), and what its cells say."""

    place: int | None
    known: Remembered[Value]
    nothing: Value

    def of(self, row: CellRow) -> Value:
        """What the row says in this column. Rows must be as wide as the place."""
        return self.nothing if self.place is None else self.known[row[self.place]]


def remembering(place: int | None, read: Callable[[Cell], Value], nothing: Value) -> Column[Value]:
    """The column at `place`: `nothing` where a cell is empty or there is no such column, else `read`, remembered."""
    return Column(place=place, known=Remembered(read, nothing), nothing=nothing)


def text(place: int | None, longest: int) -> Column[str]:
    """The cell as clean text, cut at `longest`."""
    return remembering(place, lambda cell: clean(text_of(cell))[:longest], "")


def birth(place: int | None, on: date) -> Column[BirthReading]:
    """The cell as a date of birth."""
    return remembering(place, lambda cell: read_birth(cell, on=on), BirthReading())


def sex(place: int | None) -> Column[str]:
    """ "male", "female", "unknown" for an empty cell, "" for one that cannot be read."""
    return remembering(place, lambda cell: sex_of(text_of(cell)), "unknown")


def sex_of(written: str) -> str:
    """A sex as people write it; "" where it cannot be read."""
    return _SEXES.get(fold(written), "" if written else "unknown")


def lift(place: int | None) -> Column[bool | None]:
    """Whether there is a lift; None where the cell does not say."""
    return remembering(place, lambda cell: _LIFTS.get(fold(text_of(cell))), None)


def document(place: int | None) -> Column[str]:
    """The wire word of a document, "" where it is not known."""
    return remembering(place, lambda cell: _DOCUMENTS.get(fold(text_of(cell)), ""), "")


def issued(place: int | None, on: date) -> Column[date | None]:
    """A full date on or before `on`."""

    def read(cell: Cell) -> date | None:
        known = read_birth(cell, on=on).birth
        return known.earliest if known is not None and known.is_full else None

    return remembering(place, read, None)


def ends(place: int | None) -> Column[tuple[date | None, bool]]:
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
