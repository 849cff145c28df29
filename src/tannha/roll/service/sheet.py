"""A table as a file: CSV or XLSX in which no cell calculates. Numbers stay text, so that no zero is lost.

The workbook is written as ISO/IEC 29500 asks of the smallest one, row by row: its parts, and one sheet of inline
strings under a heading that stays in view. A library that keeps an object for each cell costs ten times as much.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from xml.sax.saxutils import escape

from tannha.roll.rules.rejected import guarded


class SheetForm(StrEnum):
    """The two forms of a file."""

    XLSX = "xlsx"
    CSV = "csv"


MEDIA = {
    SheetForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    SheetForm.CSV: "text/csv; charset=utf-8",
}


_ROWS_AT_ONCE = 500
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KINDS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KINDS}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">'
    '<sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
_SHEET_BEGINS = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)


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
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as book:
        for name, part in _PARTS.items():
            book.writestr(name, _XML + part)
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write((_XML + _SHEET_BEGINS).encode())
            sheet.write(_row(heads).encode())
            for portion in _portions(rows):
                sheet.write("".join(map(_row, portion)).encode())
            sheet.write(b"</sheetData></worksheet>")
    return out.getvalue()


def _portions(rows: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    remaining = iter(rows)
    while portion := list(islice(remaining, _ROWS_AT_ONCE)):
        yield portion


def _row(cells: Sequence[str]) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(text: str) -> str:
    """Guarded text in a cell that says it is text; letters that XML forbids have no place in a workbook."""
    told = escape(_FORBIDDEN.sub("", guarded(text)))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{told}</t></is></c>' if told else "<c/>"
