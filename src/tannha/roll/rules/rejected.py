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
from tannha.roll.rules.people import RowReading

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rejected_as_csv(
    lists: Sequence[Listed], rows: Iterable[tuple[str, RowReading, tuple[FindingCode, ...]]]
) -> str:
    """UTF-8 text with mark, `;` between cells and CRLF: the file's row number, outcome, reasons, then the cells."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    labels = list(lists[0].heading.labels) if lists else []
    writer.writerow(["row", "outcome", "reasons", *(guarded(label) for label in labels)])
    by_row = dict(_numbered(lists))
    for outcome, reading, codes in rows:
        cells = by_row.get(reading.row, ())
        reasons = ", ".join(code.value for code in codes)
        writer.writerow([guarded(reading.row), outcome, reasons, *(guarded(text_of(cell)) for cell in cells)])
    return "\ufeff" + out.getvalue()


def guarded(text: str) -> str:
    """The text, quoted where a spreadsheet would calculate it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _numbered(lists: Sequence[Listed]) -> Iterable[tuple[str, CellRow]]:
    several = len(lists) > 1
    for listed in lists:
        first = listed.sheet.first_row + listed.heading.first_data_row
        for offset, row in enumerate(listed.rows):
            yield (f"{listed.sheet.name} " if several else "") + str(first + offset), row
