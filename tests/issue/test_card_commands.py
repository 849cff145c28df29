"""`tannha card read` takes numbers and days as people write them, and says in one sentence what it lacks."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tannha import cli
from tannha.icao.access_control.passwords import PasswordKind
from tannha.issue.commands.cards import _day, _passwords


@pytest.mark.parametrize(
    ("written", "in_the_zone"),
    [
        ("470115", "470115"),
        ("15/01/1947", "470115"),
        ("15-01-1947", "470115"),
        ("1947-01-15", "470115"),
        ("01/1947", "4701<<"),
        ("1947", "47<<<<"),
        ("43<<<<", "43<<<<"),
    ],
)
def test_a_day_is_taken_as_people_write_it(written: str, in_the_zone: str) -> None:
    assert _day(written) == in_the_zone


@pytest.mark.parametrize("written", ["", "15", "15/1/47", "yesterday", "15.01.19470", "4701155"])
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="no day"):
        _day(written)


def test_twelve_digits_give_the_zone_of_a_vietnamese_card() -> None:
    (zone,) = _passwords(None, "099147000001", "15/01/1947", "991231")
    assert zone.kind is PasswordKind.MRZ
    assert zone.text.startswith("147000001")
    (can,) = _passwords(None, "099147000001", None, None)
    assert (can.kind, can.text) == (PasswordKind.CAN, "000001")
    assert "000001" not in repr(can)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--birth", "470115"],
        ["--number", "C01X0006H"],
        ["--can", "12a456"],
        ["--number", "C01X0006H", "--birth", "soon", "--expiry", "991231"],
    ],
)
def test_a_missing_or_odd_password_is_one_sentence(words: list[str], tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.app, ["card", "read", "--anchors", str(tmp_path), *words])
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        cli.app, ["card", "read", "--can", "123456", "--anchors", str(tmp_path / "none")]
    )
    assert done.exit_code == 2
    assert "none" in done.stderr


def test_an_unknown_profile_is_refused_with_the_known_ones() -> None:
    done = CliRunner().invoke(cli.app, ["card", "simulate", "--profile", "gold"])
    assert done.exit_code == 2
    assert "pace-brainpool" in done.stderr
