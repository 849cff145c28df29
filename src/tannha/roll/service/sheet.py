"""A table as a file: CSV or XLSX in which no cell calculates. Numbers stay text, so that no zero is lost.

openpyxl takes a quarter of a second to import, so it is imported when the first workbook is written.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from enum import StrEnum

from tannha.roll.rules.rejected import guarded


class SheetForm(StrEnum):
    """The two forms of a file."""

    XLSX = "xlsx"
    CSV = "csv"


MEDIA = {
    SheetForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    SheetForm.CSV: "text/csv; charset=utf-8",
}


def as_file(form: SheetForm, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The bytes of a file with one heading row; cells that a spreadsheet would take for a formula are quoted."""
    return _csv(heads, rows) if form is SheetForm.CSV else _xlsx(heads, rows)


def _csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([guarded(head) for head in heads])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _xlsx(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    from openpyxl import Workbook  # type: ignore[import-untyped] # it ships no types

    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    sheet.append([_plain(head) for head in heads])
    for row in rows:
        sheet.append([_plain(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(text: str) -> str:
    """Guarded text never begins as a formula does, so the workbook keeps it as text; control letters have no place."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped] # it ships no types

    return str(ILLEGAL_CHARACTERS_RE.sub("", guarded(text)))
