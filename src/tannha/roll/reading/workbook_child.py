"""The child that unpacks a workbook: bytes in, JSON lines out. Runs alone, with limits it sets itself.

A line is a sheet's beginning (an object with its name) or some of its rows (a list), so that whoever reads
need not wait for the end. It imports nothing of this program, so that it starts at once and reaches nothing.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from datetime import date, datetime
from typing import Any

MEMORY_MEGABYTES = 400
ANSWER_MEGABYTES = 80
MOST_ROWS = 400_000
MOST_CELLS = 4_000_000
CPU_SECONDS = 15
UNREADABLE = 3
TOO_MUCH = 4
_ROWS_A_LINE = 1000


def _plain(value: Any) -> Any:
    """What JSON has no word for: days as an object, times of day as text."""
    if isinstance(value, datetime):
        return {"date": value.date().isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return str(value)


class TooMuch(Exception):
    """More than a list of residents needs."""


class _Answer:
    """The lines, counted."""

    def __init__(self) -> None:
        self._written = 0
        self._cells = 0

    def hold(self, row: list[Any]) -> None:
        """Count a row's cells before they are written."""
        self._cells += len(row)
        if self._cells > MOST_CELLS:
            raise TooMuch

    def line(self, value: Any) -> None:
        text = json.dumps(value, ensure_ascii=False, default=_plain)
        self._written += len(text)
        if self._written > ANSWER_MEGABYTES * 1024 * 1024:
            raise TooMuch
        sys.stdout.write(text + "\n")


def _write_sheet(answer: _Answer, name: str, sheet: Any) -> None:
    """All rows from the first on; empty ones only where a used one follows."""
    answer.line({"name": name})
    rows: list[list[Any]] = []
    blanks = count = 0
    for row in sheet.iter_rows():
        count += 1
        if count > MOST_ROWS:
            raise TooMuch
        if row.count("") == len(row):
            blanks += 1
            continue
        if blanks:
            rows.extend([] for _ in range(blanks))
            blanks = 0
        answer.hold(row)
        rows.append(row)
        if len(rows) >= _ROWS_A_LINE:
            answer.line(rows)
            rows = []
    if rows:
        answer.line(rows)


def main() -> int:
    """Read standard input, write sheets; exit code says what went wrong, never a text about the content."""
    limit = MEMORY_MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr] # a text stream here
    import python_calamine

    answer = _Answer()
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        for name in book.sheet_names:
            _write_sheet(answer, name, book.get_sheet_by_name(name))
    except (MemoryError, TooMuch):
        return TOO_MUCH
    except Exception:
        return UNREADABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
