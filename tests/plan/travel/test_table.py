"""A table of ways filled in by the ward."""

from __future__ import annotations

import pytest

from tannha.plan.rules.wire import BadInput
from tannha.plan.travel.sources import unreached
from tannha.plan.travel.table import read_table, table_travel

HEAD = "from,to,profile,seconds,metres,period\n"
TWO_PERIODS = HEAD + "station,a,team,300,1200,\nstation,a,team,480,1200,07:00\na,station,team,200,1100,\n"


def test_the_way_back_is_the_way_there_where_nothing_else_is_written() -> None:
    travel = table_travel(
        read_table(HEAD + "station,a,team,300,1200,\n"), [("s", "station"), ("x", "a")], profiles=("team",)
    )
    assert travel.seconds == ((((0, 300), (300, 0)),),)
    assert travel.metres == ((0, 1_200), (1_200, 0))


def test_a_period_without_its_own_line_takes_the_one_before() -> None:
    travel = table_travel(read_table(TWO_PERIODS), [("s", "station"), ("x", "a")], profiles=("team",))
    assert travel.period_starts == (0, 7 * 3_600)
    early, late = travel.seconds[0]
    assert early == ((0, 300), (200, 0))
    assert late[0][1] == 480


def test_a_place_without_a_line_has_no_way_and_is_named() -> None:
    places = [("s", "station"), ("x", "a"), ("y", "b")]
    travel = table_travel(read_table(TWO_PERIODS), places, profiles=("team",))
    assert travel.seconds[0][0][0][2] == -1
    assert unreached(travel) == ("y",)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("from,to,seconds,metres\n", "line 1"),
        (HEAD, "line 2"),
        (HEAD + "station,a,team,-3,1200,\n", "line 2, seconds"),
        (HEAD + "station,a,team,3.5,1200,\n", "line 2, seconds"),
        (HEAD + "station,,team,3,1200,\n", "line 2, to"),
        (HEAD + "station,a,team,3,1200,25:00\n", "line 2, period"),
        (HEAD + "station,a,team,3,1200,noon\n", "line 2, period"),
        (HEAD + "station,a,team,3,12,\nstation,a,team,4,12,\n", "line 3"),
    ],
)
def test_a_table_with_a_fault_is_refused_with_its_line(text: str, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_table(text)
    assert refused.value.field == field
