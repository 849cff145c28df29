"""`tannha import-roll` as its own process: figures, exit codes, and a kill in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.roll.lists import CLEAN, csv_text, many, workbook

pytestmark = [pytest.mark.journey, pytest.mark.program]
FAULTY = (4, "Vũ Thị Hà", "31/02/1950", "Nữ", "", "", "9 ngõ 71 Pháp Vân", 12, "")


def program(folder: Path, *words: str) -> subprocess.Popen[str]:
    """The program at work on a folder of its own, in English."""
    variables = {
        name: value for name, value in os.environ.items() if not name.startswith(("TANNHA_", "LC_", "LANG"))
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tannha.cli", *words, "--data", str(folder)],
        env=variables | {"LANG": "C.UTF-8", "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    process = program(folder, *words)
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def figures(folder: Path, *words: str) -> dict:
    """The command's one JSON line; it must be the last of standard output and the only one."""
    code, out, err = run(folder, "import-roll", *words, "--json")
    assert code == 0, err
    assert len(out.splitlines()) == 1
    return json.loads(out)


@pytest.fixture
def folder(tmp_path):
    """A data folder that does not exist yet."""
    return tmp_path / "data"


def test_a_list_is_looked_at_written_and_then_known(tmp_path, folder):
    file = tmp_path / "to-12.xlsx"
    file.write_bytes(workbook(*CLEAN, FAULTY))
    looked = figures(folder, str(file))
    assert (looked["rows"], looked["accepted"], looked["pending"], looked["same"]) == (4, 3, 1, 0)
    assert looked["findings"] == {"year_only": 1, "impossible_date": 1}
    assert looked["doubles"] == 0 and looked["seconds"] >= 0
    assert figures(folder, str(file), "--accept")["accepted"] == 3
    again = figures(folder, str(file), "--accept")
    assert (again["accepted"], again["same"], again["pending"]) == (0, 3, 1)


def test_what_cannot_be_read_ends_with_exit_two_and_one_sentence(tmp_path, folder):
    for name, data, words in (
        ("ds.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 99, ("Save As",)),
        ("ds.pdf", b"%PDF-1.7", (".xlsx", ".csv")),
        ("ds.csv", b"", ("empty", "trống")),
    ):
        file = tmp_path / name
        file.write_bytes(data)
        code, out, err = run(folder, "import-roll", str(file), "--accept", "--json")
        assert (code, out) == (2, ""), err
        assert any(word in err.splitlines()[-1] for word in words) and "Traceback" not in err
    code, _out, err = run(folder, "import-roll", str(tmp_path / "not-there.xlsx"))
    assert code == 2 and "not-there.xlsx" in err.splitlines()[-1]


def test_a_kill_in_the_middle_leaves_nothing_to_see_and_the_next_run_writes_all(tmp_path, folder):
    file = tmp_path / "all.csv"
    file.write_text(csv_text(*many(8000)), encoding="utf-8")
    process = program(folder, "import-roll", str(file), "--accept")
    for line in process.stderr:
        if "5000 residents written" in line:
            break
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    looked = figures(folder, str(file))
    assert (looked["accepted"], looked["same"], looked["doubles"]) == (8000, 0, 0)
    written = figures(folder, str(file), "--accept")
    assert (written["accepted"], written["doubles"]) == (8000, 0)
    assert figures(folder, str(file))["same"] == 8000
    assert run(folder, "verify-journal")[0] == 0


def test_figures_without_names_are_written_once_and_a_table_with_names_asks_who_takes_it(tmp_path, folder):
    file = tmp_path / "to-12.xlsx"
    file.write_bytes(workbook(*CLEAN))
    figures(folder, str(file), "--accept")
    out = tmp_path / "figures.csv"
    assert run(folder, "export-roll", str(out))[0] == 0
    text = out.read_text(encoding="utf-8-sig")
    assert "<10" in text and "Nguyễn" not in text
    assert run(folder, "export-roll", str(out))[0] == 2
    code, _out, err = run(
        folder, "export-roll", str(tmp_path / "names.csv"), "--table", "no-key", "--as", "hoa"
    )
    assert code == 2 and "key" in err
    assert not (tmp_path / "names.csv").exists()
