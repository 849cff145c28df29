"""Every hostile file through `import-roll` as a process: exit 2 and one sentence, or findings; nothing left."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tannha.roll.refusals import CATALOGUE
from tests.roll.hostile import FORMULAS, READ, REFUSED
from tests.roll.lists import workbook

pytestmark = [pytest.mark.slow, pytest.mark.program]

MOST_SECONDS = 20
MOST_MEGABYTES = 500


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """One ward's folder for all."""
    return tmp_path_factory.mktemp("hostile") / "ward"


def memory_of(process: int) -> int:
    """Bytes that a process and all below it take, pages they share counted once."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
        below = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return 0
    own = next((int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("Pss:")), 0)
    return own + sum(memory_of(int(child)) for child in below)


def give(folder: Path, name: str, data: bytes) -> tuple[int, str, str]:
    """Exit code, standard output and error; the work and the memory of all processes lie within the limits."""
    file = folder.parent / name
    file.write_bytes(data)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    variables = {key: value for key, value in os.environ.items() if not key.startswith(("TANNHA_", "LC_"))}
    running = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tannha.cli",
            "import-roll",
            str(file),
            "--accept",
            "--json",
            "--data",
            str(folder),
        ],
        env=variables | {"LANG": "C.UTF-8", "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    peak = 0
    while running.poll() is None:
        peak = max(peak, memory_of(running.pid))
        time.sleep(0.05)
    out, err = running.communicate()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{name}: exit {running.returncode}, {work:.1f} s of the processor, {peak >> 20} MB, {err.strip()[-160:]}"
    )
    assert work < MOST_SECONDS and peak >> 20 < MOST_MEGABYTES
    assert "Traceback" not in err
    return running.returncode, out, err


def kept(folder: Path) -> tuple[int, ...]:
    """How many imports, files and residents the store holds."""
    store = folder / "store.sqlite3"
    if not store.exists():
        return (0, 0, 0)
    with sqlite3.connect(store) as opened:
        tables = ("roll_importbatch", "roll_importfile", "roll_resident")
        return tuple(opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


@pytest.mark.parametrize("kind", REFUSED)
def test_it_is_refused_with_a_sentence_and_nothing_is_left(kind, folder):
    name, make, codes = REFUSED[kind]
    before = kept(folder)
    code, out, err = give(folder, name, make())
    assert (code, out) == (2, "")
    assert any(CATALOGUE[one].cannot.partition("%")[0] in err.splitlines()[-1] for one in codes)
    assert kept(folder) == before


@pytest.mark.parametrize("kind", READ)
def test_a_strange_but_whole_file_is_read(kind, folder):
    name, make = READ[kind]
    code, out, err = give(folder, name, make())
    assert code == 0, err
    assert json.loads(out)["rows"] >= 1


def test_formulas_and_scripts_are_text(folder):
    code, out, err = give(folder, "formulas.xlsx", workbook(*FORMULAS))
    assert code == 0, err
    assert json.loads(out)["rows"] == 2
