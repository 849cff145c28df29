"""Reads .xlsx through `python-calamine`, which is fast but must not be trusted with every file.

One cell at the far corner of a sheet makes it ask for hundreds of gigabytes and abort the process. So what the archive
says of its parts is looked at first, and the reading itself happens in a child process with limits on memory and time.
The child gets the bytes on its standard input; nothing is written to disk. Where it gives up, the parts are looked
through for the reason.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from tannha.ground.refusal import Refusal, Refused
from tannha.roll.reading import workbook_child
from tannha.roll.refusals import Code
from tannha.roll.rules.analysis import Counted
from tannha.roll.rules.cells import Book, Sheet

UNPACKED_MEGABYTES = 256
MOST_CELLS = 6_000_000
SECONDS = (
    90  # of the clock, on a machine busy with other things; of the processor the child takes CPU_SECONDS
)
_CHUNK = 1 << 20
_OVERLAP = 64
_MOST_PARTS = 2000
_FAR_COLUMN = re.compile(rb'\br="([A-Z]{2,3})\d{1,7}"')
_FAR_ROW = re.compile(rb'\br="[A-Z]{1,3}(\d{5,7})"')
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError)


def read_workbook(data: bytes, counted: Counted | None = None) -> Book:
    """Read all sheets of a workbook; refuses damaged, inflating and far-flung ones without paying for them."""
    _check_directory(data)
    sheets: list[Sheet] = []
    rows: list[Any] = []
    read = 0
    for part in _ask_child(data):
        if type(part) is dict:
            rows = []
            sheets.append(Sheet(name=part["name"], rows=rows))
        else:
            rows += [[sys.intern(cell) if type(cell) is str else cell for cell in row] for row in part]
            read += len(part)
            if counted is not None:
                counted(read)
    return Book(sheets=tuple(sheets))


def unpacked_size(data: bytes) -> int:
    """How many bytes a workbook says that it holds; 0 where it says nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(part.file_size for part in archive.infolist())
    except _DAMAGED:
        return 0


def _check_directory(data: bytes) -> None:
    """What the archive says of itself: a workbook, not locked, of a size that can be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except _DAMAGED as error:
        raise Refused(Refusal(Code.FILE_BROKEN)) from error
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused(Refusal(Code.FILE_NOT_A_LIST))
    if "xl/workbook.bin" in names:
        raise Refused(Refusal(Code.FILE_OLD_EXCEL))
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(Refusal(Code.FILE_LOCKED))
    limit = UNPACKED_MEGABYTES * 1024 * 1024
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > limit:
        raise Refused(Refusal(Code.FILE_INFLATES, limit=UNPACKED_MEGABYTES))


def _why(data: bytes) -> Refusal:
    """Why the child gave up: a part that is larger than it says, a cell far out, or simply too much."""
    left = UNPACKED_MEGABYTES * 1024 * 1024
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.infolist():
                if part.filename.startswith("xl/"):
                    size, row, column = _measure(archive, part, left)
                    left -= size
                    if left <= 0:
                        return Refusal(Code.FILE_INFLATES, limit=UNPACKED_MEGABYTES)
                    if row * column > MOST_CELLS:
                        return Refusal(Code.FILE_FAR_CELL, row=row, column=column)
    except _DAMAGED:
        return Refusal(Code.FILE_BROKEN)
    return Refusal(Code.FILE_TOO_SLOW)


def _measure(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> tuple[int, int, int]:
    """Unpack one part in chunks, as far as `left` bytes; its size, and how far its cells reach."""
    is_sheet = bool(_SHEET.match(part.filename))
    size, row, column, rest = 0, 9_999, 26, b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size >= left:
                break
            if is_sheet:
                window = rest + chunk
                column = max([column, *(_column(found) for found in _FAR_COLUMN.findall(window))])
                row = max([row, *(int(found) for found in _FAR_ROW.findall(window))])
                rest = window[-_OVERLAP:]
    return size, row, column


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _ask_child(data: bytes) -> Iterator[Any]:
    """The child's lines while it is still reading; a refusal where it gave up, was stopped, or died."""
    child = subprocess.Popen(
        [sys.executable, "-I", workbook_child.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    clock = threading.Timer(SECONDS, child.kill)
    clock.start()
    try:
        with child:
            assert child.stdin is not None and child.stdout is not None
            with contextlib.suppress(BrokenPipeError):
                child.stdin.write(data)
                child.stdin.close()
            for line in child.stdout:
                yield json.loads(line, object_hook=_day_or_sheet)
    finally:
        clock.cancel()
        if child.poll() is None:
            child.kill()
    if child.returncode == workbook_child.UNREADABLE:
        raise Refused(Refusal(Code.FILE_BROKEN))
    if child.returncode:
        raise Refused(_why(data))


def _day_or_sheet(value: dict[str, Any]) -> Any:
    return date.fromisoformat(value["date"]) if "date" in value else value
