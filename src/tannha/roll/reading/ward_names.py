"""The ward's own file of dated ward names, `ward-names.csv` in the data folder: what it knows better than the program.

One name a line, `name;from;until;now`; days as 2025-07-01, empty for open; `now` is what the place is called since.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from tannha.ground.names import nfc
from tannha.ground.refusal import Refusal, Refused
from tannha.roll.refusals import Code
from tannha.roll.rules.areas import KNOWN, AreaName

FILE = "ward-names.csv"
_LONGEST = 1_000_000


def names_in(folder: Path) -> tuple[AreaName, ...]:
    """The names known to the program, then those of the folder's file, which come before them where both speak.

    Refuses a file that cannot be read, with the first such line; a folder without one is no fault.
    """
    path = folder / FILE
    if not path.is_file():
        return KNOWN
    try:
        text = path.read_bytes()[:_LONGEST].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(Refusal(Code.WARD_NAMES_UNREADABLE, line=1)) from error
    own = []
    for line, cells in enumerate(csv.reader(text.splitlines(), delimiter=";"), start=1):
        if not cells or cells[0].startswith("#") or (line == 1 and cells[0] == "name"):
            continue
        try:
            own.append(_name(*cells))
        except (TypeError, ValueError) as error:
            raise Refused(Refusal(Code.WARD_NAMES_UNREADABLE, line=line)) from error
    return (*KNOWN, *own)


def _name(name: str, since: str, until: str, now: str = "") -> AreaName:
    """Raises ValueError for a day that is none, no name, or a last day before the first."""
    first, last = _day(since), _day(until)
    if not name.strip() or (first and last and last < first):
        raise ValueError("no name, or no span")
    return AreaName(name=nfc(name).strip(), since=first, until=last, now=nfc(now).strip())


def _day(text: str) -> date | None:
    return date.fromisoformat(text.strip()) if text.strip() else None
