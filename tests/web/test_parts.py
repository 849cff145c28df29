"""Plain values of the parts: bars from zero, lanes of a day, table lines."""

from __future__ import annotations

import pytest

from tannha.web.parts import Bar, Head, Lane, Row, Table, bar_chart, day_chart


def test_bars_start_at_zero_and_the_greatest_fills_the_width():
    chart = bar_chart([("a", 88), ("b", 44, "/x/"), ("c", 0)], "people")
    assert [line.length for line in chart.lines] == [1000, 500, 0]
    assert chart.lines[1].url == "/x/"


def test_bars_of_nothing_have_no_length():
    assert [line.length for line in bar_chart([("a", 0)]).lines] == [0]
    assert bar_chart([]).lines == []


def test_a_day_is_laid_out_in_order_and_what_lies_outside_is_cut_at_the_edge():
    early, inside = Bar(start=0, end=600, label=""), Bar(start=600, end=660, label="P1504")
    chart = day_chart(lanes=[Lane(label="Tổ 1", bars=[early, inside])], start=480, end=1020)
    first, second = chart.lanes[0].bars
    assert first.x == chart.left
    assert first.x + first.width == second.x
    assert second.x + second.width < chart.right
    assert [letters for _, letters in chart.hours] == [str(hour) for hour in range(8, 18)]


def test_a_label_longer_than_its_bar_is_left_to_the_bars_name():
    chart = day_chart(lanes=[Lane(label="x", bars=[Bar(start=600, end=610, label="tháp A tầng 15")])])
    assert chart.lanes[0].bars[0].letters == ""


def test_forty_lanes_grow_the_picture_and_not_the_lanes():
    chart = day_chart(lanes=[Lane(label=str(n)) for n in range(40)])
    gaps = {after.y - before.y for before, after in zip(chart.lanes, chart.lanes[1:], strict=False)}
    assert len(gaps) == 1
    assert chart.height > chart.lanes[-1].y


def test_a_row_with_too_few_cells_is_a_mistake_of_the_view():
    table = Table(caption="x", heads=(Head("a"), Head("b")), rows=(Row(cells=("1",)),))
    with pytest.raises(ValueError, match="shorter"):
        table.lines()
