"""The checks check themselves: what counts, what fails, what is left out, and that nothing is left behind."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tannha.checks import lanes as lanes_module
from tannha.checks import running
from tannha.checks.lanes import Command, Lane, lanes, room_tests, why_not
from tannha.checks.postgres import find_programs, last_line, temporary_postgres
from tannha.checks.running import Count, read_report, run_lanes, summary

PASSES = Command(words=(sys.executable, "-c", "pass"))
FAILS = Command(words=(sys.executable, "-c", "raise SystemExit(1)"))


def lane(*commands: Command, **others: object) -> Lane:
    return replace(Lane(name="tried", what="a lane of this test", commands=commands), **others)  # type: ignore[arg-type]


def pytest_command(*words: str) -> Command:
    return Command(
        words=(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:django", *words),
        is_pytest=True,
    )


def counted(tmp_path: Path, *chosen: Lane) -> Count:
    results = run_lanes(chosen, tmp_path, lambda line: None)
    return sum((result.count for result in results), Count())


def test_a_command_counts_as_one_check(tmp_path: Path) -> None:
    assert counted(tmp_path, lane(PASSES, PASSES)) == Count(passed=2)
    assert counted(tmp_path, lane(FAILS, PASSES)) == Count(passed=1, failed=1)


def test_a_command_that_cannot_be_started_fails(tmp_path: Path) -> None:
    assert counted(tmp_path, lane(Command(words=("/nowhere/tool",)))) == Count(failed=1)


def test_tests_are_counted_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text(
        "import pytest\n"
        "def test_one(): pass\n"
        "def test_two(): assert False\n"
        "@pytest.mark.skip\ndef test_three(): pass\n"
    )
    assert counted(tmp_path, lane(pytest_command("test_some.py"))) == Count(passed=1, failed=1, skipped=1)


def test_a_test_lane_without_tests_fails(tmp_path: Path) -> None:
    (tmp_path / "test_none.py").write_text("")
    assert counted(tmp_path, lane(pytest_command("test_none.py"))) == Count(failed=1)


def test_a_lane_that_cannot_run_fails_and_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes_module, "find_programs", lambda: None)
    wanting = lane(PASSES, needs=("postgres",))
    said = why_not(wanting)
    assert said is not None
    assert said.endswith("sudo apt-get install postgresql")
    results = run_lanes([wanting], tmp_path, lambda line: None)
    assert [(result.count, result.could_not) for result in results] == [(Count(failed=1), said)]


def test_a_server_that_does_not_start_fails_its_lane(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise running.CannotStart("no room on the disk")

    monkeypatch.setattr(running, "why_not", lambda lane: None)
    monkeypatch.setattr(running, "temporary_postgres", refuse)
    (result,) = run_lanes([lane(PASSES, needs=("postgres",))], tmp_path, lambda line: None)
    assert result.count == Count(failed=1)
    assert "no room on the disk" in result.could_not


def test_the_last_line_is_the_sum_alone() -> None:
    results = [running.Result(lane=lane(PASSES), count=Count(passed=3, failed=1), seconds=1.0)]
    lines = summary(results, left_out=[lane(PASSES, name="postgres")])
    assert lines[-1] == "3 passed, 1 failed"
    assert any(
        "postgres" in line and "slow tests" in line and "Left out by --quick" in line for line in lines
    )
    assert summary([], [])[-1] == "0 passed, 0 failed"
    assert re.fullmatch(r"\d+ passed, \d+ failed, 2 skipped", str(Count(skipped=2)))


def test_quick_leaves_out_browser_postgres_and_started_programs_only() -> None:
    left_out = {each.name for each in lanes() if not each.in_quick}
    assert left_out == {"programs", "cards", "journeys", "postgres", "journeys-postgres", "browser"}


def test_every_folder_with_tests_is_in_some_lane() -> None:
    root = Path(__file__).resolve().parents[2]
    words = {word for each in lanes() for command in each.commands for word in command.words}
    folders = {path.relative_to(root).parts[1] for path in (root / "tests").rglob("test_*.py")}
    assert {f"tests/{name}" for name in folders} <= words
    assert set(room_tests(root)) <= words


def test_a_broken_report_counts_nothing(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    assert read_report(report) == Count()
    report.write_text("<testsuites><testsuite tests=")
    assert read_report(report) == Count()
    report.write_text('<testsuites><testsuite tests="5" failures="1" errors="1" skipped="1"/></testsuites>')
    assert read_report(report) == Count(passed=2, failed=2, skipped=1)


def test_the_last_words_of_a_program_are_its_last_line() -> None:
    assert last_line(b"first\nFATAL: no\n\n") == "FATAL: no"
    assert last_line(b"") == ""


@pytest.mark.skipif(find_programs() is None, reason="PostgreSQL is not on this machine")
def test_a_lent_postgres_answers_and_leaves_nothing_behind() -> None:
    import psycopg

    with temporary_postgres() as address:
        with psycopg.connect(address) as connection:
            row = connection.execute("select 'Đào', current_setting('data_directory')").fetchone()
        assert row is not None
        assert row[0] == "Đào"
        folder = Path(row[1]).parent
        assert folder.exists()
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address, connect_timeout=2)
