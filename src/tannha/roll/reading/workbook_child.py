"""The child that unpacks a workbook: bytes in, one JSON line per sheet out. Runs alone, with limits it sets itself.

It imports nothing of this program, so that it starts at once and reaches nothing.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY_MEGABYTES = 500
ANSWER_MEGABYTES = 80
CPU_SECONDS = 16
UNREADABLE = 3
TOO_MUCH = 4


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is float or kind is int or kind is bool or value is None:
        return value
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, (time, timedelta)):
        return str(value)
    return str(value)


def main() -> int:
    """Read standard input, write sheets; exit code says what went wrong, never a text about the content."""
    limit = MEMORY_MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine

    written = 0

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            first_row = sheet.start[0] + 1 if sheet.start else 1
            rows = [[_plain(value) for value in row] for row in sheet.to_python(skip_empty_area=True)]
            answer = json.dumps({"name": name, "first_row": first_row, "rows": rows})
            written += len(answer)
            if written > ANSWER_MEGABYTES * 1024 * 1024:
                return TOO_MUCH
            sys.stdout.write(answer + "\n")
    except MemoryError:
        return TOO_MUCH
    except Exception:
        return UNREADABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
