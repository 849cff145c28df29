"""An import killed at any moment is all or nothing: nothing of it is seen, it is swept, and written whole next time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.roll.lists import csv_text, many

pytestmark = [pytest.mark.journey, pytest.mark.program]
ROWS = 1500

_KILLED = """
import os, signal, sys
from pathlib import Path
from tannha.ground.command import opened

moment, folder, file = sys.argv[1:]

def die(*_arguments, **_named):
    os.kill(os.getpid(), signal.SIGKILL)

def after(count, real):
    calls = iter(range(10**9))
    def counted(*arguments, **named):
        if next(calls) >= count:
            die()
        return real(*arguments, **named)
    return counted

with opened(Path(folder)) as console:
    from tannha.ground import journal
    from tannha.roll import service
    from tannha.roll.service import importing, inserting, writing

    readied = service.read_list(console.actor, file_name=file, data=Path(file).read_bytes())
    if moment == "before the first row":
        writing.Writer.write = die
    elif moment == "inside the first transaction":
        inserting.Insert.rows = after(2, inserting.Insert.rows)
    elif moment == "inside the second transaction":
        inserting.Insert.rows = after(8, inserting.Insert.rows)
    elif moment == "before the last row":
        importing.finish_import = die
    elif moment == "after the last row, before its act":
        real = journal.act
        last = "roll.import_accepted"
        journal.act = lambda actor, what, **named: die() if what == last else real(actor, what, **named)
    service.import_readied(console.actor, readied=readied, now=console.now)
    if moment == "after all":
        die()
"""
_LOOKED = """
import json, sys
from pathlib import Path
from tannha.ground.command import opened

with opened(Path(sys.argv[1])) as console:
    from tannha.roll import service
    from tannha.roll.models import Household, ImportBatch, Resident

    seen = Resident.objects.count()
    service.sweep_leftovers(console.now)
    left = {"residents": Resident.every.count(), "homes": Household.every.count()}
    states = sorted(ImportBatch.objects.values_list("state", flat=True))
    file = Path(sys.argv[2])
    readied = service.read_list(console.actor, file_name=file.name, data=file.read_bytes())
    again = service.import_readied(console.actor, readied=readied, now=console.now).written
    print(json.dumps({"seen": seen, "left": left, "states": states, "again": again, "all": Resident.objects.count()}))
"""


def run(script, *words):
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("TANNHA_", "DJANGO_"))
    }
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, words)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


@pytest.mark.parametrize(
    "moment",
    [
        "before the first row",
        "inside the first transaction",
        "inside the second transaction",
        "before the last row",
        "after the last row, before its act",
    ],
)
def test_a_kill_leaves_nothing(moment, tmp_path: Path):
    file, folder = tmp_path / "all.csv", tmp_path / "data"
    file.write_text(csv_text(*many(ROWS)), encoding="utf-8")
    killed = run(_KILLED, moment, folder, file)
    assert killed.returncode == -signal.SIGKILL, killed.stderr[-1000:]
    looked = run(_LOOKED, folder, file)
    found = json.loads(looked.stdout)
    assert found["seen"] == 0
    assert found["left"] == {"residents": 0, "homes": 0}
    assert found["states"] == ["staged"]
    assert (found["again"], found["all"]) == (ROWS, ROWS)


def test_a_kill_after_the_last_row_leaves_everything(tmp_path: Path):
    file, folder = tmp_path / "all.csv", tmp_path / "data"
    file.write_text(csv_text(*many(ROWS)), encoding="utf-8")
    assert run(_KILLED, "after all", folder, file).returncode == -signal.SIGKILL
    found = json.loads(run(_LOOKED, folder, file).stdout)
    assert (found["seen"], found["again"], found["all"]) == (ROWS, 0, ROWS)
    assert found["states"] == ["accepted"]
