from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tannha.plan.replays import REPLAY_FORMAT, WAYS, decode_replayed, encode_replayed, replayed_of
from tannha.plan.rules.wire import BadInput
from tannha.plan.service import replaying
from tannha.plan.service.replaying import FILE, find_replay
from tannha.plan.simulation.figures import summary, ways_of
from tannha.plan.simulation.policies import Policy
from tannha.plan.simulation.replay import Setting, replay_day
from tannha.plan.solvers.greedy import Greedy
from tannha.plan.views.replay import brings_of, clock_of, finding_of, table_of

As = Callable[[str], Client]


class Elsewhere:
    """A data folder of the test's own."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def current(self) -> Elsewhere:
        return self


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(replaying, "DataFolder", Elsewhere(tmp_path))
    return tmp_path


def test_the_run_that_comes_with_the_program_holds_every_way_of_working(folder: Path) -> None:
    view = find_replay()
    assert not view.own and not view.odd
    assert tuple(way.name for way in view.run.ways) == WAYS
    assert decode_replayed(encode_replayed(view.run)) == view.run
    ours = view.run.ways[4]
    assert ours.closes_minute <= 19 * 60 and ours.frail >= 60 and ours.in_vain <= 5 and ours.carried == 0
    assert view.run.days >= 40 and view.run.frail_people == 65


def test_what_the_command_counted_is_what_is_kept() -> None:
    days = replay_day(9, ways_of([Policy.STATION]), setting=Setting(), solver=Greedy())
    given = {"kind": "normal", "seed": 9, "reps": 1, "machines": 3, "kits": 3, "cars": 2}
    run = replayed_of({**given, **summary(days)})
    assert [way.name for way in run.ways] == ["station", "station_pipelined"]
    assert run.ways[0].closes_minute == round(days[0].closes_at / 60) and run.frail_people == 65
    assert finding_of(run) == "" and brings_of(run) == [] and len(table_of(run).rows) == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"format": "tannha-plan-replay/9"}, "format"),
        ({"ways": []}, "ways"),
        ({"days": "many"}, "days"),
        ({"more": 1}, "more"),
    ],
)
def test_a_file_that_is_none_is_named_and_the_page_stays(
    folder: Path, change: dict[str, Any], field: str
) -> None:
    data = json.loads(encode_replayed(find_replay().run)) | change
    with pytest.raises(BadInput) as problem:
        decode_replayed(json.dumps(data))
    assert problem.value.field == field
    (folder / FILE).write_text(json.dumps(data), encoding="utf-8")
    view = find_replay()
    assert not view.own and view.odd == field


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [("name", "theirs", "ways.name"), ("name", "station", "ways.name"), ("frail", -1, "ways.frail")],
)
def test_a_way_of_working_is_known_named_once_and_counts_upwards(
    folder: Path, key: str, value: Any, field: str
) -> None:
    data = json.loads(encode_replayed(find_replay().run))
    data["ways"][0][key] = value
    with pytest.raises(BadInput) as problem:
        decode_replayed(json.dumps(data))
    assert problem.value.field == field


def test_the_next_day_is_said_in_words() -> None:
    assert clock_of(17 * 60 + 57) == "17:57" and clock_of(1_552).startswith("01:52 ")


@pytest.mark.django_db
def test_the_page_speaks_both_languages_shows_the_wards_own_run_and_is_the_planners(
    folder: Path, client_as: As, cast: Any
) -> None:
    tuan = client_as("tuan")
    for language, words in (("vi", "Diễn lại một ngày đông"), ("en", "A peak day replayed")):
        tuan.cookies["tannha_language"] = language
        assert words in tuan.get("/plan/replay/").content.decode()
    run = json.loads(encode_replayed(find_replay().run)) | {"days": 37, "kind": "careful"}
    (folder / FILE).write_text(json.dumps(run), encoding="utf-8")
    source = tuan.get("/plan/replay/").content.decode()
    assert "37 invented days" in source and "the ward's own run" in source and "takes an hour" in source
    (folder / FILE).write_text('{"format": "' + REPLAY_FORMAT + '"', encoding="utf-8")
    assert "cannot be read (line 1)" in tuan.get("/plan/replay/").content.decode()
    assert client_as("lan").get("/plan/replay/").status_code in (403, 404)
