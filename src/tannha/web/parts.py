"""Plain values for the named parts of a page, so that views build them and templates only show them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=False)
class StepMark:
    """One step of a step line: its word and where it stands (done, now, todo, left_out)."""

    label: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=False)
class Head:
    """A column's head; `figure` sets its cells right."""

    label: str
    figure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A table row; the first cell is its head and carries the link, if any."""

    cells: Sequence[Any]
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table for comparing: caption, heads, rows."""

    caption: str
    heads: Sequence[Head]
    rows: Sequence[Row]
    hide_caption: bool = False

    def lines(self) -> list[tuple[Row, list[tuple[Head, Any]]]]:
        """Each row with its cells beside their heads."""
        return [(row, list(zip(self.heads, row.cells, strict=True))) for row in self.rows]


@dataclass(frozen=True, slots=True, kw_only=False)
class Summary:
    """One line of a check page: label, answer, and where to change it."""

    label: str
    value: Any
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarLine:
    """One bar: label, value, its length in permille of the longest, and a link."""

    label: str
    value: int
    length: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Bars from zero and the unit of their values."""

    lines: Sequence[BarLine]
    unit: str


def bar_chart(rows: Iterable[Sequence[Any]], unit: str = "") -> BarChart:
    """Bars of (label, value) or (label, value, url); lengths are shares of the greatest, zero stays zero."""
    given = [(str(row[0]), int(row[1]), str(row[2]) if len(row) > 2 else "") for row in rows]
    longest = max((value for _, value, _ in given), default=0) or 1
    return BarChart(
        lines=[
            BarLine(label=label, value=value, length=round(value * 1000 / longest), url=url)
            for label, value, url in given
        ],
        unit=unit,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of a day on a lane: minutes since midnight, label, kind (open visit ride rest closed), link.

    `said` is the bar's name for those who do not see it: who, when, where.
    """

    start: int
    end: int
    label: str
    kind: str = "visit"
    url: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One machine, team or vehicle over a day, its bars, and a note at the right end."""

    label: str
    bars: Sequence[Bar] = ()
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnBar:
    """A bar with its place on the picture."""

    bar: Bar
    x: int
    y: int
    width: int
    letters: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLane:
    """A lane with its place on the picture."""

    lane: Lane
    y: int
    text_y: int
    bars: Sequence[DrawnBar]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChart:
    """A day as lanes: everything in picture units, painted by SVG attributes only."""

    width: int
    height: int
    left: int
    right: int
    hours: Sequence[tuple[int, str]]
    lanes: Sequence[DrawnLane]


_LEFT, _RIGHT, _WIDTH, _LANE, _TOP, _BAR = 150, 110, 1100, 48, 34, 32
_LETTER = 9


def day_chart(*, lanes: Sequence[Lane], start: int = 480, end: int = 1020) -> DayChart:
    """Lay lanes out between two minutes of a day; what lies outside is cut at the edge.

    A label longer than its bar is left out of the picture: the bar's name and the table say it.
    """
    span = max(end - start, 60)
    room = _WIDTH - _LEFT - _RIGHT

    def place(minute: int) -> int:
        return _LEFT + round((min(max(minute, start), end) - start) * room / span)

    drawn = []
    for number, lane in enumerate(lanes):
        y = _TOP + number * _LANE
        bars = []
        for bar in lane.bars:
            x, width = place(bar.start), max(place(bar.end) - place(bar.start), 2)
            letters = bar.label if len(bar.label) * _LETTER + 12 <= width else ""
            bars.append(DrawnBar(bar=bar, x=x, y=y + 6, width=width, letters=letters))
        drawn.append(DrawnLane(lane=lane, y=y, text_y=y + 27, bars=bars))
    hours = [(place(hour * 60), str(hour)) for hour in range(-(-start // 60), end // 60 + 1)]
    return DayChart(
        width=_WIDTH,
        height=_TOP + len(lanes) * _LANE + 4,
        left=_LEFT,
        right=_WIDTH - _RIGHT,
        hours=hours,
        lanes=drawn,
    )
