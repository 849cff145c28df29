"""SIGKILL in the middle of an import and of a seeding: the next start goes on, and nothing is half there."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tannha.demo.rules.papers import Ages
from tannha.demo.rules.roll_list import ward_file
from tannha.demo.rules.ward import invent_ward
from tests.journeys.program import ROOT, fresh_database, kill_all, start, tannha, variables

pytestmark = pytest.mark.journey

PATIENCE = 240
LISTED = 9000

LOOK = """
import django; django.setup()
import json
from tannha.canvass.models import Case, Visit
from tannha.canvass.service import columns_of, state_of
from tannha.ground.models import User
from tannha.plan.models import PlanDay
from tannha.roll.models import ImportBatch, Resident
cases = list(Case.objects.all())
wrong = [1 for case in cases if any(getattr(case, k) != v for k, v in columns_of(state_of(case)).items())]
numbers = list(Resident.objects.exclude(personal_number="").values_list("personal_number", flat=True))
print(json.dumps({
    "residents": Resident.objects.count(), "rows": Resident.every.count(), "twice": len(numbers) - len(set(numbers)),
    "accounts": User.objects.count(), "cases": len(cases), "not_folded": len(wrong),
    "visits": Visit.objects.count(), "days": PlanDay.objects.count(),
    "accepted": ImportBatch.objects.filter(state="accepted").count(),
}))
"""


def look(folder: Path, database: str) -> dict[str, Any]:
    """What stands in a store, seen from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        env=variables(folder, database) | {"DJANGO_SETTINGS_MODULE": "tannha.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen


def kill_when(process: subprocess.Popen[bytes], is_reached: Callable[[], bool], said: Path) -> None:
    """Kill a process group once a point is reached; fail when it ends before."""
    until = time.monotonic() + PATIENCE
    while not is_reached():
        assert process.poll() is None and time.monotonic() < until, said.read_text()[-2000:]
        time.sleep(0.01)
    kill_all(process)


def test_a_killed_import_leaves_nothing_to_see_and_the_same_list_then_comes_in_whole(tmp_path: Path) -> None:
    folder, listed, said = tmp_path / "ward", tmp_path / "list.csv", tmp_path / "said"
    ward = invent_ward(
        seed=5,
        residents=LISTED,
        on=date(2026, 11, 24),
        ages=Ages(first=14, change=(25, 40, 60), grace_years=2),
    )
    listed.write_bytes(ward_file(ward))
    with fresh_database() as database:
        process = start("import-roll", str(listed), "--accept", folder=folder, database=database, said=said)
        kill_when(process, lambda: "5000" in said.read_text(errors="replace"), said)
        after = look(folder, database)
        assert after["residents"] == 0 and after["accepted"] == 0

        again = tannha("import-roll", str(listed), "--accept", "--json", folder=folder, database=database)
        assert again.returncode == 0, again.stderr[-2000:]
        whole = look(folder, database)
        told = json.loads(again.stdout.splitlines()[-1])
        assert whole["residents"] == whole["rows"] == told["accepted"] == LISTED - told["pending"]
        assert (whole["twice"], whole["accepted"]) == (0, 1)


@pytest.mark.parametrize(
    "kills",
    [
        pytest.param((("month", 9),), id="once"),
        pytest.param(
            (("accounts", 5), ("station", 9), ("month", 9), ("month", 30)),
            id="often",
            marks=pytest.mark.night,
        ),
    ],
)
def test_a_killed_seeding_goes_on_and_ends_as_one_whole_ward(
    tmp_path: Path, kills: tuple[tuple[str, int], ...]
) -> None:
    folder, said = tmp_path / "ward", tmp_path / "said"
    folder.mkdir()
    (folder / "demo.json").write_text('{"demo": 1}\n')
    state = folder / "invented-ward.json"

    def steps_of(stage: str) -> int:
        try:
            return int(json.loads(state.read_text())["done_steps"].get(stage, 0))
        except (FileNotFoundError, ValueError):
            return 0

    with fresh_database() as database:
        for stage, steps in kills:
            process = start("prepare-demo", "--residents", "100", folder=folder, database=database, said=said)
            kill_when(process, lambda stage=stage, steps=steps: steps_of(stage) >= steps, said)
        done = tannha("prepare-demo", "--residents", "100", folder=folder, database=database)
        assert done.returncode == 0, done.stderr[-2000:]
        assert json.loads(state.read_text())["seeded"] is True
        seen = look(folder, database)
        assert (seen["residents"], seen["twice"], seen["accepted"]) == (100, 0, 1)
        assert seen["accounts"] == 18
        assert seen["cases"] > 8 and seen["not_folded"] == 0
        assert seen["days"] == 2
        journal = tannha("verify-journal", "--json", folder=folder, database=database)
        assert json.loads(journal.stdout.splitlines()[-1])["holds"] is True
