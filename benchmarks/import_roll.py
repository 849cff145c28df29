"""How long a spreadsheet of invented residents takes: looked at, accepted, and given a second time.

The real command is run in processes of its own on one folder, so that starting and opening the store count too.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

SIZE = 20_000
GOALS = {"look_seconds": ("most", 15.0), "accept_seconds": ("most", 30.0), "written_again": ("most", 0.0)}
ON = date(2026, 11, 24)
SEED = 20261124


def measure(folder: Path, size: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Invent a list of `size` people, and time the command three times."""
    say(f"inventing a list of {size} people …")
    sheet = folder / "list.xlsx"
    write_sheet(sheet, size)
    looked, look_seconds = ask(folder, sheet)
    say("accepting …")
    accepted, accept_seconds = ask(folder, sheet, "--accept")
    say("the same file again …")
    again, again_seconds = ask(folder, sheet, "--accept")
    return {
        "rows": looked["rows"],
        "look_seconds": look_seconds,
        "accept_seconds": accept_seconds,
        "again_seconds": again_seconds,
        "written": accepted["accepted"],
        "written_again": again["accepted"],
        "rows_per_second": round(looked["rows"] / accept_seconds),
    }


def write_sheet(path: Path, size: int) -> None:
    """The invented ward's own list as a spreadsheet, every cell a text."""
    from openpyxl import Workbook

    from tannha.demo.rules.papers import Ages
    from tannha.demo.rules.roll_list import ward_file
    from tannha.demo.rules.ward import invent_ward
    from tannha.ground.regime import regime_on

    regime = regime_on(ON)
    ages = Ages(first=regime.required_from_age, change=regime.change_ages, grace_years=regime.grace_years)
    text = ward_file(invent_ward(seed=SEED, residents=size, on=ON, ages=ages)).decode("utf-8-sig")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    for row in csv.reader(io.StringIO(text)):
        sheet.append(row)
    book.save(path)


def ask(folder: Path, sheet: Path, *words: str) -> tuple[dict[str, Any], float]:
    """The answer of `import-roll` and its seconds by the clock on the wall."""
    command = [
        sys.executable,
        "-m",
        "tannha.cli",
        "import-roll",
        str(sheet),
        "--json",
        "--data",
        str(folder / "ward"),
    ]
    began = time.perf_counter()
    done = subprocess.run([*command, *words], capture_output=True, text=True, check=True)
    seconds = round(time.perf_counter() - began, 2)
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer, seconds
