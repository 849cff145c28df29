"""Streets of a map: speeds by class, one way, alleys, and places that nobody can reach."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from tannha.plan.rules.wire import BadInput
from tannha.plan.travel.spots import Spot, read_spots
from tannha.plan.travel.streets import Streets, read_streets, street_travel

from .maps import corner, write_map

METRES_EAST = 111.195 * 0.9335  # a step of longitude near 21 degrees north
METRES_NORTH = 111.195


@pytest.fixture
def streets(tmp_path: Path) -> Streets:
    path = write_map(tmp_path / "ward.osm")
    return read_streets(path, path.stat().st_mtime_ns)


def spot(name: str, row: int, column: int) -> tuple[str, Spot]:
    latitude, longitude = corner(row, column)
    return name, Spot(name=name, latitude=latitude, longitude=longitude)


def test_a_straight_street_takes_its_length_at_the_speed_of_its_class(streets: Streets) -> None:
    travel, unreachable = street_travel(streets, [spot("a", 0, 0), spot("b", 0, 7), spot("c", 7, 0)])
    assert unreachable == ()
    assert travel.metres[0][1] == pytest.approx(7 * METRES_EAST, abs=3)
    assert travel.metres[0][2] == pytest.approx(7 * METRES_NORTH, abs=3)
    assert travel.seconds[0][0][0][1] == pytest.approx(7 * METRES_EAST * 3.6 / 16, abs=3)
    assert travel.seconds[1][0][0][2] == pytest.approx(7 * METRES_NORTH * 3.6 / 22, abs=3)


def test_a_one_way_street_is_longer_against_its_way(streets: Streets) -> None:
    travel, _ = street_travel(streets, [spot("west", 3, 0), spot("east", 3, 7)])
    for (table,) in travel.seconds:
        assert table[1][0] > table[0][1]


def test_an_alley_is_open_to_the_team_and_closed_to_the_car(streets: Streets) -> None:
    travel, _ = street_travel(streets, [spot("south", 0, 2), spot("north", 7, 2)])
    team, car = travel.seconds[0][0], travel.seconds[1][0]
    around = 7 * METRES_NORTH * 3.6 / 22 + 2 * METRES_EAST * 3.6 / 12
    assert car[0][1] == pytest.approx(around, rel=0.02)
    assert team[0][1] < car[0][1]


def test_islands_and_far_places_are_named_and_have_no_way(streets: Streets) -> None:
    travel, unreachable = street_travel(
        streets, [spot("a", 0, 0), spot("island", 1_000, 0), spot("sea", 500, 300)]
    )
    assert unreachable == ("island", "sea")
    assert all(table[0][1] == table[1][0] == -1 == table[1][2] for (table,) in travel.seconds)
    assert travel.metres[0][2] == -1 and travel.metres[1][1] == 0


def test_going_by_a_third_place_is_never_shorter(streets: Streets) -> None:
    spots = [spot(f"{row}-{column}", row, column) for row, column in itertools.product((0, 3, 6), (1, 2, 5))]
    travel, _ = street_travel(streets, spots)
    for (table,) in travel.seconds:
        for a, b, c in itertools.permutations(range(len(spots)), 3):
            assert table[a][c] <= table[a][b] + table[b][c] + 1


@pytest.mark.parametrize("text", ["", "no map at all", '<?xml version="1.0"?><osm version="0.6"></osm>'])
def test_what_is_no_map_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ward.osm"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput):
        read_streets(path, path.stat().st_mtime_ns)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("spot,latitude\na,1", "line 1"),
        ("spot,latitude,longitude\n,21,105", "line 2, spot"),
        ("spot,latitude,longitude\na,north,105", "line 2, latitude"),
        ("spot,latitude,longitude\na,91,105", "line 2, latitude"),
        ("spot,latitude,longitude\na,21,nan", "line 2, longitude"),
        ("spot,latitude,longitude\na,21,105\na,21,105", "line 3, spot"),
    ],
)
def test_a_list_of_spots_with_a_fault_is_refused_with_its_line(text: str, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_spots(text)
    assert refused.value.field == field
