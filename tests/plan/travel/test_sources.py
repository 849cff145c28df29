"""Which source a ward's day takes its travel times from, and the command that gives them to a day's file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tannha.ground.data_folder import DataFolder
from tannha.ground.refusal import Refused
from tannha.plan import service
from tannha.plan.commands import register
from tannha.plan.rules.instance import decode_instance, encode_instance
from tannha.plan.rules.plan import ReasonCode, decode_plan
from tests.plan.conftest import TOMORROW
from tests.plan.days import day, person

from .maps import corner, write_map

app = typer.Typer()
register(app)
app.command("other")(lambda: None)


def travel(*words: str | Path) -> tuple[int, dict[str, Any], str]:
    """Exit code, answer (empty where it was refused) and everything said of `plan travel`."""
    done = CliRunner().invoke(app, ["plan", "travel", *map(str, words), "--json"])
    answer = json.loads(done.stdout.splitlines()[-1]) if done.exit_code == 0 else {}
    return done.exit_code, answer, done.output


@pytest.fixture
def ward_day(tmp_path: Path) -> Path:
    path = tmp_path / "day.json"
    path.write_text(encode_instance(day([person("a", "home-1"), person("b", "home-2")])), encoding="utf-8")
    return path


def spots(path: Path, **places: tuple[int, int]) -> Path:
    lines = ["spot,latitude,longitude"]
    for name, (row, column) in places.items():
        latitude, longitude = corner(row, column)
        lines.append(f"{name.replace('_', '-')},{latitude:.6f},{longitude:.6f}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_day_gets_the_times_of_a_street_map(ward_day: Path, tmp_path: Path) -> None:
    streets = write_map(tmp_path / "ward.osm")
    where = spots(tmp_path / "spots.csv", station=(0, 0), home_1=(5, 5), home_2=(7, 1))
    out = tmp_path / "new.json"
    code, answer, _ = travel(ward_day, "--out", out, "--streets", streets, "--spots", where)
    assert (code, answer["source"], answer["unreachable"]) == (0, "streets", ["home-3"])
    before, after = (decode_instance(path.read_text(encoding="utf-8")) for path in (ward_day, out))
    assert after.travel.places == before.travel.places and after.travel.seconds != before.travel.seconds
    assert after.travel.access_seconds == before.travel.access_seconds


def test_places_that_nobody_can_reach_are_named(ward_day: Path, tmp_path: Path) -> None:
    streets = write_map(tmp_path / "ward.osm")
    where = spots(tmp_path / "spots.csv", station=(0, 0), home_1=(1_000, 0))
    code, _, said = travel(ward_day, "--out", tmp_path / "new.json", "--streets", streets, "--spots", where)
    assert code == 2 and "home-1, home-2" in said
    assert not (tmp_path / "new.json").exists()


def test_one_source_is_named_and_no_more(ward_day: Path, tmp_path: Path) -> None:
    table = tmp_path / "ways.csv"
    table.write_text("from,to,profile,seconds,metres\nstation,home-1,team,60,500\n", encoding="utf-8")
    out = tmp_path / "new.json"
    assert travel(ward_day, "--out", out)[0] == 2
    assert travel(ward_day, "--out", out, "--streets", table)[0] == 2
    assert travel(ward_day, "--out", out, "--table", tmp_path / "none.csv")[0] == 2
    code, _, said = travel(ward_day, "--out", out, "--table", table)
    assert code == 2 and "car" in said


@pytest.fixture
def folder() -> Iterator[Path]:
    """The ward's own folder of travel times, empty."""
    path = DataFolder.current().path / "travel"
    path.mkdir(parents=True)
    yield path
    for file in path.iterdir():
        file.unlink()
    path.rmdir()


@pytest.mark.django_db
def test_a_wards_table_decides_its_day_and_a_door_without_a_way_is_told(
    fleet: Any, people: Any, cast: Any, now: datetime, folder: Path
) -> None:
    plan = decode_plan(service.make_plan(cast["tuan"], on=TOMORROW, now=now).plan)
    served = {stop.client for mission in plan.missions for stop in mission.stops if stop.client}
    assert str(people["dao"].id) in served
    lines = ["from,to,profile,seconds,metres"]
    lines += [f"station,nowhere,{profile},600,3000" for profile in ("team", "car")]
    (folder / "ways.csv").write_text("\n".join(lines), encoding="utf-8")
    plan = decode_plan(service.make_plan(cast["tuan"], on=TOMORROW, now=now).plan)
    why = {entry.client: entry.why.code for entry in plan.unserved}
    assert why[str(people["dao"].id)] is ReasonCode.NO_WAY
    assert not any(stop.client for mission in plan.missions for stop in mission.stops)


@pytest.mark.django_db
def test_a_wards_table_with_a_fault_is_refused_and_the_old_plan_stays(
    fleet: Any, people: Any, cast: Any, now: datetime, folder: Path
) -> None:
    before = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    (folder / "ways.csv").write_text("from,to\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    assert refused.value.refusal.details["field"] == "line 1"
    after = service.find_day(before.ward_id, TOMORROW)
    assert after is not None and after.plan == before.plan
