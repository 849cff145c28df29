"""What a reader hands over: sheets of cells with their row numbers. Pure.

A cell is a text, a number, a truth value, a date or nothing; a workbook's date cells come as dates, all else as stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

Cell = str | int | float | bool | date | None
CellRow = Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its name and its rows from the first used one; `first_row` is that row's number in the program."""

    name: str
    rows: Sequence[CellRow]
    first_row: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """All sheets of a file, and how its letters were read ("xlsx", "utf-8", "windows-1258", …)."""

    sheets: tuple[Sheet, ...]
    encoding: str = "xlsx"


def text_of(cell: Cell) -> str:
    """A cell as text: whole floats without their ".0", dates as ISO, surrounding blanks dropped."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def is_number(cell: Cell) -> bool:
    """Whether the cell holds a number, so that leading zeros may have been lost."""
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)
