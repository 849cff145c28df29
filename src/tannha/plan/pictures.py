"""The map of a day and the machines' load as pictures: what the service tells, laid out in picture units. No names
come through here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tannha.ground.ids import format_key
from tannha.plan.rules.building import STATION
from tannha.plan.rules.load import HalfHour
from tannha.plan.rules.plan import Stop
from tannha.plan.service.picturing import LoadView, MapView, WayView
from tannha.plan.words import STOPS, clock, span
from tannha.web.parts import Head, Row, Table

WIDE, HIGH, EDGE, LINE = 1_000, 680, 60, 19
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STYLES = 6
COLUMN, TALL, TOP = 56, 260, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One halt on the map: its sign (way and number, as A3), where its letters stand, its line in the list."""

    sign: str
    x: int
    y: int
    letters: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One halt in the list beside the map; ``drawn`` says whether the map has it."""

    sign: str
    when: str
    what: str
    where: str
    url: str
    drawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnWay:
    """A team's or car's way: letter, label, style number (colour and dashes), corners as SVG points, halts."""

    letter: str
    label: str
    style: int
    url: str
    points: str
    marks: Sequence[Mark]
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMap:
    """The whole picture; ``station`` is None where nothing is known of where places lie."""

    width: int
    height: int
    station: tuple[int, int] | None
    metres: int
    scale: int
    ways: Sequence[DrawnWay]
    missing: int


def map_of(view: MapView, only: str = "") -> DayMap:
    """The map of a day; ``only`` is the letter of the one way to draw, "" for all of them."""
    place, scale = _fitted(view.positions)
    depth: dict[tuple[int, int], int] = {}
    ways = []
    for number, way in enumerate(view.ways):
        letter = LETTERS[number % len(LETTERS)]
        if only in ("", letter):
            ways.append(_way(view, way, letter, number % STYLES, place, depth))
    metres = next((size for size in (100, 200, 500, 1_000, 2_000) if size * scale >= 80), 5_000)
    return DayMap(
        width=WIDE,
        height=HIGH,
        station=place.get(STATION),
        metres=metres,
        scale=round(metres * scale),
        ways=ways,
        missing=sum(1 for way in ways for line in way.lines if not line.drawn),
    )


def _fitted(known: Mapping[str, tuple[float, float]]) -> tuple[dict[str, tuple[int, int]], float]:
    """Places in picture units, north up, and how many units a metre has."""
    if not known:
        return {}, 1.0
    easts, norths = [east for east, _ in known.values()], [north for _, north in known.values()]
    wide, deep = max(max(easts) - min(easts), 100.0), max(max(norths) - min(norths), 100.0)
    scale = min((WIDE - 2 * EDGE) / wide, (HIGH - 2 * EDGE) / deep)
    return {
        key: (round(EDGE + (east - min(easts)) * scale), round(HIGH - EDGE - (north - min(norths)) * scale))
        for key, (east, north) in known.items()
    }, scale


def _way(
    view: MapView, way: WayView, letter: str, style: int, place: dict[str, tuple[int, int]],
    depth: dict[tuple[int, int], int],
) -> DrawnWay:  # fmt: skip
    marks, lines, corners = [], [], [place[STATION]] if STATION in place else []
    for number, stop in enumerate(way.stops, start=1):
        sign, face = f"{letter}{number}", view.faces.get(UUID(stop.client))
        where = _("station") if stop.place == STATION else face.spot if face else "–"
        line = Line(
            sign=sign,
            when=span(stop.start, stop.depart),
            what=str(STOPS[stop.kind]),
            where=where,
            url=reverse("plan:why", args=(view.on, UUID(stop.client))),
            drawn=stop.place in place,
        )
        lines.append(line)
        if not line.drawn:
            continue
        corners.append(place[stop.place])
        if stop.place != STATION:
            marks.append(_mark(view, stop, line, place[stop.place], depth))
    if corners and STATION in place:
        corners.append(place[STATION])
    return DrawnWay(
        letter=letter,
        label=way.label,
        style=style,
        url=reverse("plan:mission", args=(format_key(way.mission_id),)) if way.mission_id else "",
        points=" ".join(f"{x},{y}" for x, y in corners),
        marks=marks,
        lines=lines,
    )


def _mark(
    view: MapView, stop: Stop, line: Line, spot: tuple[int, int], depth: dict[tuple[int, int], int]
) -> Mark:
    """A halt's sign beside its spot; several at one spot (a tower) stand one below the other, with their floors."""
    row = depth.get(spot, 0)
    depth[spot] = row + 1
    floor = view.floors.get(stop.client, 0)
    letters = _("%(sign)s fl.%(floor)s") % {"sign": line.sign, "floor": floor} if floor > 1 else line.sign
    said = _("%(sign)s, %(when)s, %(what)s, %(where)s") % {
        "sign": line.sign, "when": line.when, "what": line.what, "where": line.where,
    }  # fmt: skip
    left = spot[0] > WIDE - 2 * EDGE
    return Mark(
        sign=line.sign,
        x=spot[0] + (-62 if left else 8),
        y=spot[1] + row * LINE - 4,
        letters=letters,
        said=said,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadColumn:
    """One half hour as a column from the ground up: ordinary people, frail people, and the line of what is open."""

    x: int
    hour: str
    ordinary_y: int
    ordinary: int
    frail_y: int
    frail: int
    held_y: int
    held: int
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadChart:
    """The load of a day as a picture."""

    width: int
    height: int
    ground: int
    column: int
    columns: Sequence[LoadColumn]


def load_chart(view: LoadView) -> LoadChart:
    """Entries by half hour: taken by ordinary people below, by frail people on them, the reserve hatched at the top."""
    most = max((half.capacity for half in view.half_hours), default=0) or 1
    ground = TOP + TALL

    def high(entries: int) -> int:
        return round(entries * TALL / most)

    columns = []
    for number, half in enumerate(view.half_hours):
        ordinary, frail = high(half.ordinary), high(half.frail)
        columns.append(
            LoadColumn(
                x=8 + number * COLUMN,
                hour=str(half.start // 3_600) if half.start % 3_600 == 0 else "",
                ordinary_y=ground - ordinary,
                ordinary=ordinary,
                frail_y=ground - ordinary - frail,
                frail=frail,
                held_y=ground - high(half.capacity),
                held=high(half.held),
                capacity=high(half.capacity),
            )
        )
    return LoadChart(
        width=16 + max(len(columns), 1) * COLUMN,
        height=ground + 26,
        ground=ground,
        column=COLUMN - 8,
        columns=columns,
    )


def load_table(view: LoadView) -> Table:
    """The same as a table."""
    rows = [
        Row(
            cells=(
                f"{clock(half.start)}–{clock(half.start + 1_800)}",
                half.capacity, half.step_free, half.ordinary, half.frail, half.held,
                half.capacity - half.ordinary - half.frail,
            )
        )
        for half in view.half_hours
    ]  # fmt: skip
    heads = (
        Head(_("When")), Head(_("Open"), True), Head(_("Step-free"), True), Head(_("Taken by others"), True),
        Head(_("Taken by frail people"), True), Head(_("Kept back"), True), Head(_("Free"), True),
    )  # fmt: skip
    return Table(caption=_("Entries of the machines by half hour"), heads=heads, rows=rows)


def finding_of(view: LoadView) -> str:
    """The load in one sentence: the fullest half hour, and whether the reserve is touched."""
    if not view.half_hours:
        return _("No machine is open on this day.")
    fullest = max(
        view.half_hours, key=lambda half: ((half.ordinary + half.frail) * 1_000 // half.capacity, -half.start)
    )
    words = {
        "start": clock(fullest.start),
        "taken": fullest.ordinary + fullest.frail,
        "capacity": fullest.capacity,
    }
    sentence = _("Fullest at %(start)s: %(taken)s of %(capacity)s entries are taken.") % words
    touched = _touched(view.half_hours)
    if touched:
        return sentence + " " + _("The reserve is touched from %(times)s.") % {"times": ", ".join(touched)}
    return sentence + " " + _("The reserve is free all day.")


def _touched(half_hours: Iterable[HalfHour]) -> list[str]:
    return [clock(half.start) for half in half_hours if half.into_reserve]
