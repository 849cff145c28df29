"""The map of a day and the machines' load: what stands on them, and that no name does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tannha.ground.data_folder import DataFolder
from tannha.plan import service
from tannha.plan.pictures import map_of
from tannha.plan.rules.load import load_of
from tannha.plan.rules.plan import StopKind
from tannha.plan.service import picturing
from tannha.plan.solvers.greedy import Greedy

from .conftest import TOMORROW
from .days import day, hours, machine, walker


def test_entries_are_counted_in_the_half_hour_in_which_they_begin() -> None:
    clients = [walker("a"), walker("b"), walker("c", step_free=True)]
    machines = (machine("m1", open=(hours(8, 9),), entry_seconds=900),)
    instance = day(clients, machines=machines, teams=())
    instance = replace(instance, settings=replace(instance.settings, reserve_percent=12))
    halves = load_of(instance, Greedy().solve(instance))
    assert [half.start for half in halves] == [8 * 3_600, 8 * 3_600 + 1_800]
    assert [half.capacity for half in halves] == [2, 2] == [half.step_free for half in halves]
    assert sum(half.frail for half in halves) == 1
    assert sum(half.ordinary for half in halves) == 2
    assert all(half.held == 1 for half in halves)
    assert all(half.into_reserve == max(half.ordinary - 1, 0) for half in halves)


@pytest.mark.django_db
def test_every_halt_stands_on_the_map_with_its_floor_and_number(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    view = picturing.show_map(cast["tuan"], on=TOMORROW, now=now)
    halts = [stop for way in view.ways for stop in way.stops]
    assert halts and all(stop.kind is not StopKind.LUNCH for stop in halts)
    drawn = map_of(view)
    assert drawn.missing == 0 and drawn.station is not None
    letters = [mark.letters for way in drawn.ways for mark in way.marks]
    assert any("15" in text for text in letters)
    inside = [
        0 < mark.x < drawn.width and 0 < mark.y < drawn.height for way in drawn.ways for mark in way.marks
    ]
    assert all(inside)
    (first, *_) = drawn.ways
    assert [way.letter for way in map_of(view, first.letter).ways] == [first.letter]


@pytest.mark.django_db
def test_where_nothing_is_known_of_the_places_the_list_still_tells(
    fleet: Any, people: Any, cast: Any, now: datetime, client_as: Any
) -> None:
    service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    folder = DataFolder.current().path / "travel"
    folder.mkdir(parents=True)
    ways = folder / "ways.csv"
    try:
        ways.write_text("from,to,profile,seconds,metres\nstation,x,team,1,1\n", encoding="utf-8")
        page = client_as("tuan").get(reverse("plan:map", args=(TOMORROW,))).content.decode()
    finally:
        ways.unlink()
        Path(folder).rmdir()
    assert "spots.csv" in page and 'id="stop-A1"' in page and "<polyline" not in page.split("<section>")[0]


@pytest.mark.django_db
def test_the_pictures_name_nobody_and_open_one_way_alone(
    fleet: Any, people: Any, cast: Any, now: datetime, client_as: Any
) -> None:
    service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    client = client_as("tuan")
    for name in ("plan:map", "plan:load"):
        page = client.get(reverse(name, args=(TOMORROW,))).content.decode()
        assert "ĐÀO" not in page.upper() and "099147000001" not in page
    one = client.get(reverse("plan:map", args=(TOMORROW,)) + "?way=A").content.decode()
    assert 'id="stop-A1"' in one and 'id="stop-B1"' not in one
    odd = client.get(reverse("plan:map", args=(TOMORROW,)) + "?way=%3Cscript").content.decode()
    assert 'id="stop-A1"' in odd and "<script>" not in odd.split("<main")[1]
