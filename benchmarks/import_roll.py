"""How long a spreadsheet of invented residents takes from file to roll, beside bare reads of the same file.

The real command is run in processes of its own on one folder and watched: seconds, work, memory of all its processes.
Then once more on PostgreSQL, and through the pages of a served ward, whose other pages are asked for meanwhile.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from xml.parsers import expat

from benchmarks import import_served
from tannha.checks import postgres

SIZE = 90_000
GOALS = {
    "rows_per_second": ("least", 5000.0),
    "peak_megabytes": ("most", 500.0),
    "written_again": ("most", 0.0),
    "pages_p95_ms": ("most", 300.0),
}
ON = date(2026, 11, 24)
SEED = 20261124
_MEGABYTE = 1024 * 1024
_WATCHED_EVERY = 0.05


def measure(folder: Path, size: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Invent a list of `size` people; look, accept, give it again; beside them two bare reads of the same file.

    `rows_per_second` is from the opened store to the last row written: the file read, compared, written, searchable.
    """
    say(f"inventing a list of {size} people …")
    sheet = folder / "list.xlsx"
    write_sheet(sheet, size)
    xml_seconds, xml_megabytes = bare_xml(sheet)
    say("a bare read by openpyxl …")
    openpyxl_seconds = bare_openpyxl(sheet)
    say("looking …")
    looked = ask(folder, sheet)
    say("accepting …")
    accepted = ask(folder, sheet, "--accept")
    say("the same file again …")
    again = ask(folder, sheet, "--accept")
    shared = shared_store(folder, sheet, say)
    pages = import_served.measure_pages(folder / "served", sheet, say)
    seconds = accepted.answer["seconds"]
    return {
        "rows": looked.answer["rows"],
        "rows_per_second": round(looked.answer["rows"] / seconds),
        "rows_per_cpu_second": round(looked.answer["rows"] / accepted.cpu_seconds),
        "accept_seconds": seconds,
        "accept_cpu_seconds": round(accepted.cpu_seconds, 2),
        "peak_megabytes": max(run.peak_megabytes for run in (looked, accepted, again)),
        "look_seconds": looked.answer["seconds"],
        "again_seconds": again.answer["seconds"],
        "written": accepted.answer["accepted"],
        "written_again": again.answer["accepted"],
        "openpyxl_seconds": openpyxl_seconds,
        "openpyxl_rows_per_second": round(looked.answer["rows"] / openpyxl_seconds),
        "xml_seconds": xml_seconds,
        "xml_megabytes": xml_megabytes,
        **shared,
        **pages,
        "load": round(os.getloadavg()[0], 1),
    }


def shared_store(folder: Path, sheet: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """The same list accepted into PostgreSQL, where its programs are on this machine."""
    if postgres.find_programs() is None:
        return {}
    say("accepting on PostgreSQL …")
    with postgres.temporary_postgres() as address:
        accepted = ask(folder / "shared", sheet, "--accept", address=address)
    return {
        "postgres_rows_per_second": round(accepted.answer["rows"] / accepted.answer["seconds"]),
        "postgres_cpu_seconds": round(accepted.cpu_seconds, 2),
        "postgres_peak_megabytes": accepted.peak_megabytes,
    }


def bare_xml(sheet: Path) -> tuple[float, int]:
    """Seconds to unpack and parse the sheet's XML with expat, doing nothing with it, and its megabytes."""
    began = time.perf_counter()
    size = 0
    with zipfile.ZipFile(sheet) as archive, archive.open("xl/worksheets/sheet1.xml") as stream:
        parser = expat.ParserCreate()
        while chunk := stream.read(_MEGABYTE):
            size += len(chunk)
            parser.Parse(chunk)
    return round(time.perf_counter() - began, 2), size // _MEGABYTE


def bare_openpyxl(sheet: Path) -> float:
    """Seconds for openpyxl to read all rows in its quickest way, doing nothing with them."""
    from openpyxl import load_workbook

    began = time.perf_counter()
    book = load_workbook(sheet, read_only=True, data_only=True)
    for _row in book.worksheets[0].iter_rows(values_only=True):
        pass
    return round(time.perf_counter() - began, 2)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the command: its answer, the work of all its processes, their memory together at its highest."""

    answer: dict[str, Any]
    cpu_seconds: float
    peak_megabytes: int


def ask(folder: Path, sheet: Path, *words: str, address: str | None = None) -> Run:
    """Run `import-roll` in a process of its own and watch it; `address` names a shared store."""
    folder.mkdir(exist_ok=True)
    store = {"TANNHA_DATABASE_URL": address} if address else {}
    command = [sys.executable, "-m", "tannha.cli", "import-roll", str(sheet), "--json"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with (folder / "said").open("w+") as said:
        running = subprocess.Popen(
            [*command, "--data", str(folder / "ward"), *words],
            stdout=said,
            stderr=subprocess.DEVNULL,
            env=os.environ | store,
        )
        peak = 0
        while running.poll() is None:
            peak = max(peak, memory_of(running.pid))
            time.sleep(_WATCHED_EVERY)
        if running.returncode:
            raise RuntimeError(f"import-roll ended with {running.returncode}")
        said.seek(0)
        answer: dict[str, Any] = json.loads(said.read().strip().splitlines()[-1])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(answer=answer, cpu_seconds=work, peak_megabytes=peak // _MEGABYTE)


def memory_of(process: int) -> int:
    """Resident bytes of a process and of all below it, as Linux counts them."""
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        below = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        return pages * resource.getpagesize() + sum(memory_of(int(child)) for child in below)
    return 0
