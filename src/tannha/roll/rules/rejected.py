"""Rows that were not written, as a CSV text to mend and import again: each as it stood, with its reasons. Pure.

Cells that a spreadsheet would take for a formula are quoted.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from tannha.roll.rules.analysis import Listed
from tannha.roll.rules.cells import CellRow, text_of
from tannha.roll.rules.findings import FindingCode
from tannha.roll.rules.people import Outcome, RowReading

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class RejectedRows:
    """UTF-8 text with mark, `;` between cells and CRLF: the file's row number, outcome, reasons, then the cells.

    Rows are added as they come and the text is taken away from time to time, so that it never lies there whole.
    """

    def __init__(self, lists: Sequence[Listed]) -> None:
        """The heading line is there at once."""
        self._out = io.StringIO()
        self._out.write("\ufeff")
        self._writer = csv.writer(self._out, delimiter=";", lineterminator="\r\n")
        labels = list(lists[0].heading.labels) if lists else []
        self._writer.writerow(["row", "outcome", "reasons", *(guarded(label) for label in labels)])
        self._cells = dict(_numbered(lists))

    def add(self, reading: RowReading, codes: tuple[FindingCode, ...], outcome: Outcome) -> None:
        """One more row that is not written."""
        cells = self._cells.get(reading.row, ())
        reasons = ", ".join(code.value for code in codes)
        self._writer.writerow(
            [guarded(reading.row), outcome.value, reasons, *(guarded(text_of(cell)) for cell in cells)]
        )

    @property
    def waiting(self) -> int:
        """How many letters wait to be taken."""
        return self._out.tell()

    def take(self) -> str:
        """The text since the last time."""
        text = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return text


def guarded(text: str) -> str:
    """The text, quoted where a spreadsheet would calculate it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _numbered(lists: Sequence[Listed]) -> Iterable[tuple[str, CellRow]]:
    several = len(lists) > 1
    for listed in lists:
        first = listed.sheet.first_row + listed.heading.first_data_row
        for offset, row in enumerate(listed.rows):
            yield (f"{listed.sheet.name} " if several else "") + str(first + offset), row
