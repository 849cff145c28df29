"""Reads .xlsx through `python-calamine`, which is fast but must not be trusted with every file.

One cell at the far corner of a sheet makes it ask for hundreds of gigabytes and abort the process. So the parts' sizes
and the cells' references are checked first, streaming, and the reading itself happens in a child process with limits on
memory and time. The child gets the bytes on its standard input; nothing is written to disk.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from datetime import date
from typing import Any

from tannha.ground.refusal import Refusal, Refused
from tannha.roll.reading import workbook_child
from tannha.roll.refusals import Code
from tannha.roll.rules.cells import Book, Cell, Sheet

UNPACKED_MEGABYTES = 256
MOST_CELLS = 6_000_000
SECONDS = 18
_CHUNK = 1 << 20
_OVERLAP = 64
_MOST_PARTS = 2000
_FAR_COLUMN = re.compile(rb'\br="([A-Z]{2,3})\d{1,7}"')
_FAR_ROW = re.compile(rb'\br="[A-Z]{1,3}(\d{5,7})"')
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")


def read_workbook(data: bytes) -> Book:
    """Read all sheets of a workbook; refuses damaged, inflating and far-flung ones before they cost anything."""
    _check_parts(data)
    answer = _ask_child(data)
    return Book(
        sheets=tuple(
            Sheet(
                name=sheet["name"],
                first_row=sheet["first_row"],
                rows=[[_cell(value) for value in row] for row in sheet["rows"]],
            )
            for sheet in answer
        )
    )


def _cell(value: Any) -> Cell:
    if type(value) is dict:
        return date.fromisoformat(value["date"])
    return value  # type: ignore[no-any-return] # JSON scalars are cells


def _check_parts(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if "[Content_Types].xml" not in archive.namelist() or not any(
                part.filename.startswith("xl/") for part in parts
            ):
                raise Refused(Refusal(Code.FILE_NOT_A_LIST))
            limit = UNPACKED_MEGABYTES * 1024 * 1024
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > limit:
                raise Refused(Refusal(Code.FILE_INFLATES, limit=UNPACKED_MEGABYTES))
            unpacked = 0
            for part in parts:
                if part.flag_bits & 1:
                    raise Refused(Refusal(Code.FILE_LOCKED))
                unpacked += _check_part(archive, part, limit - unpacked)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError) as error:
        raise Refused(Refusal(Code.FILE_BROKEN)) from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Unpack one part in chunks: its true size counts, and a sheet must not reach far into the empty."""
    if not part.filename.startswith("xl/"):
        return 0
    is_sheet = bool(_SHEET.match(part.filename))
    size, row, column, rest = 0, 9_999, 26, b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise Refused(Refusal(Code.FILE_INFLATES, limit=UNPACKED_MEGABYTES))
            if is_sheet:
                window = rest + chunk
                column = max([column, *(_column(found) for found in _FAR_COLUMN.findall(window))])
                row = max([row, *(int(found) for found in _FAR_ROW.findall(window))])
                rest = window[-_OVERLAP:]
    if row * column > MOST_CELLS:
        raise Refused(Refusal(Code.FILE_FAR_CELL, row=row, column=column))
    return size


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _ask_child(data: bytes) -> list[dict[str, Any]]:
    try:
        child = subprocess.run(
            [sys.executable, "-I", workbook_child.__file__],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(Refusal(Code.FILE_TOO_SLOW)) from error
    if child.returncode == workbook_child.UNREADABLE:
        raise Refused(Refusal(Code.FILE_BROKEN))
    if child.returncode:
        raise Refused(Refusal(Code.FILE_TOO_SLOW))
    return [json.loads(line) for line in child.stdout.splitlines() if line]
