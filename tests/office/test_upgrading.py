"""Data of every earlier release come to this version, row by row, on both engines; a kill loses nothing."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.program import ROOT, database_in

pytestmark = pytest.mark.program
RELEASED = sorted((Path(__file__).parent / "released").glob("*.jsonl.gz"))
ENGINES = ["sqlite", "postgres"]


def environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("TANNHA")}
    return kept | {"LANG": "C.UTF-8", "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


@contextmanager
def store_of(engine: str) -> Iterator[str]:
    """An empty PostgreSQL database's address, or nothing for the embedded store."""
    if engine == "sqlite":
        yield ""
        return
    cluster = os.environ.get("TANNHA_TEST_POSTGRES_URL")
    if not cluster:
        pytest.skip("no PostgreSQL is lent to this run")
    with database_in(cluster) as address:
        yield address


def tannha(*words: str, expect: int = 0) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "tannha.cli", *words],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == expect, done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stdout.strip().splitlines()
    return dict(json.loads(lines[-1])) if lines else {"said": done.stderr.strip()}


def older(kept: Path, folder: Path, database: str) -> int:
    """A folder as that release left it; gives its rows."""
    words = [
        sys.executable,
        "-m",
        "tests.office.older",
        str(kept),
        str(folder),
        *([database] if database else []),
    ]
    done = subprocess.run(words, capture_output=True, text=True, env=environment(), check=True)
    return int(done.stdout.strip())


def rows_of(folder: Path) -> dict[str, list[str]]:
    """Every row of our own tables as this version's backup would write it; JSON compared without the order of keys."""
    script = (
        "import json, django; django.setup();"
        "from django.apps import apps; from tannha.office.backups.rows import kept_models, lines;"
        "same = lambda line: json.dumps(json.loads(line), sort_keys=True);"
        "print(json.dumps({m._meta.label_lower: [same(x) for x in lines(m)] for m in kept_models(apps)}))"
    )
    known = environment() | {"TANNHA_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "tannha.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=known, check=True
    )
    return dict(json.loads(done.stdout))


def rows_kept(kept: Path) -> dict[str, dict[str, list[object]]]:
    """The released rows by model and key: the column names and values, as they were."""
    found: dict[str, dict[str, list[object]]] = {}
    label, columns = "", []
    with gzip.open(kept, "rt", encoding="utf-8") as lines:
        for text in lines:
            line = json.loads(text)
            if isinstance(line, list):
                found[label][str(line[0])] = [columns, line]
            elif "model" in line:
                label, columns = line["model"], line["columns"]
                found[label] = {}
    return found


def columns_now(folder: Path) -> dict[str, list[str]]:
    script = (
        "import json, django; django.setup();"
        "from django.apps import apps; from tannha.office.backups.rows import columns, kept_models;"
        "print(json.dumps({m._meta.label_lower: [f.attname for f in columns(m)] for m in kept_models(apps)}))"
    )
    known = environment() | {"TANNHA_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "tannha.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=known, check=True
    )
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kept", RELEASED, ids=lambda path: path.name.removesuffix(".jsonl.gz"))
def test_released_data_come_to_this_version_row_by_row(kept: Path, engine: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with store_of(engine) as database:
        rows = older(kept, folder, database)
        said = tannha("backup", str(tmp_path / "x.backup"), "--data", str(folder), expect=2)
        assert "tannha upgrade" in str(said["said"])
        checked = tannha("upgrade", "--check", "--data", str(folder), "--json", expect=1)
        assert checked["tried"] and checked["waiting"] and "backup" in str(checked["in_the_way"])
        tannha("upgrade", "--data", str(folder), "--json", expect=2)
        done = tannha("upgrade", "--without-backup", "--data", str(folder), "--json")
        assert done["done"] and int(str(done["rows"])) >= rows
        assert tannha("upgrade", "--check", "--data", str(folder), "--json")["waiting"] == []
        assert tannha("verify-journal", "--data", str(folder), "--json")["holds"]
        now, names = rows_of(folder), columns_now(folder)
        for label, released in rows_kept(kept).items():
            first = next(
                (columns[0] for columns, _ in released.values()), ""
            )  # the key, wherever it stands now
            place = names[label].index(str(first)) if first else 0
            found = {str(json.loads(text)[place]): json.loads(text) for text in now[label]}
            assert set(released) <= set(found), label
            for key, (columns, values) in released.items():
                for column, value in zip(columns, values, strict=True):  # type: ignore[call-overload] # two lists
                    if column in names[label]:
                        assert found[key][names[label].index(column)] == value, (label, key, column)
    assert not (folder / "trial").exists()


@pytest.mark.parametrize("engine", ENGINES)
def test_an_upgrade_killed_at_any_moment_leaves_the_old_data_or_the_new_and_can_be_run_again(
    engine: str, tmp_path: Path
) -> None:
    chance = random.Random(4)
    kept, folder = RELEASED[0], tmp_path / "data"
    with store_of(engine) as database:
        rows = older(kept, folder, database)
        words = [sys.executable, "-m", "tannha.cli", "upgrade", "--without-backup", "--data", str(folder)]
        for _ in range(4):
            child = subprocess.Popen(
                words, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(chance.uniform(0.6, 2.5))
            child.send_signal(signal.SIGKILL)
            child.wait()
        done = tannha("upgrade", "--without-backup", "--data", str(folder), "--json")
        assert done["ok"]
        report = tannha("verify-journal", "--data", str(folder), "--json")
        assert report["holds"]
        assert sum(len(lines) for lines in rows_of(folder).values()) >= rows


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    tannha("verify-journal", "--data", str(folder), "--json")
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(folder / "store.sqlite3"))
    connection.execute(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('ground', '9999_later', '2030-01-01')"
    )
    connection.commit()
    connection.close()
    said = tannha("upgrade", "--data", str(folder), expect=2)
    assert "newer" in str(said["said"])


def test_a_migration_that_loses_rows_is_seen_on_the_copy_and_nothing_is_changed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    older(RELEASED[0], folder, "")
    before = (folder / "store.sqlite3").read_bytes()
    script = (
        "import sys, django; django.setup();"
        "from django.db import connection;"
        "from tannha.ground.data_folder import DataFolder; from tannha.office import upgrading;"
        "real = upgrading.call_command;"
        "lose = lambda *a, **k: (real(*a, **k), connection.cursor().execute('DELETE FROM fleet_shift'));"
        "upgrading.call_command = lose\n"
        "try: upgrading.upgrade(DataFolder.current())\n"
        "except upgrading.CannotUpgrade as error: print(error.why)"
    )
    known = environment() | {"TANNHA_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "tannha.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=known, check=True
    )
    assert done.stdout.strip() == "lost"
    assert (folder / "store.sqlite3").read_bytes() == before


def test_a_leftover_of_a_killed_trial_is_cleared_away(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    older(RELEASED[0], folder, "")
    (folder / "trial").mkdir()
    shutil.copyfile(folder / "store.sqlite3", folder / "trial" / "store.sqlite3")
    tannha("upgrade", "--without-backup", "--data", str(folder), "--json")
    assert not (folder / "trial").exists()
