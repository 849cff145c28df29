"""The day board as lanes and table: turns what the service tells into the parts of a page. No names come
through here."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tannha.ground.ids import format_key
from tannha.plan.rules.plan import Stop, StopKind
from tannha.plan.service.faces import Face
from tannha.plan.service.reading import DayView, LaneView, MachineView
from tannha.plan.words import STOPS, clock, span
from tannha.web.parts import Bar, DayChart, Head, Lane, Row, Table, day_chart

EARLIEST, LATEST = 480, 1_020
QUARTER = 900
PAIRS = {StopKind.OUT_PICKUP: StopKind.OUT_DROP, StopKind.BACK_PICKUP: StopKind.BACK_DROP}


def chart_of(view: DayView) -> DayChart:
    """The day as bars: machines with their open hours, teams with visits and lunch, cars with rides."""
    lanes = [_machine_lane(view, machine) for machine in view.machines]
    lanes += [_mission_lane(view, lane) for lane in view.lanes]
    minutes = [m for lane in lanes for bar in lane.bars for m in (bar.start, bar.end)]
    start = min([EARLIEST, *minutes]) // 60 * 60
    end = -(-max([LATEST, *minutes]) // 60) * 60
    return day_chart(lanes=lanes, start=start, end=end)


def table_of(view: DayView) -> Table:
    """The same plan as a table: who goes where, when, to whom (place and needs)."""
    rows = []
    for lane in view.lanes:
        for stop in lane.stops:
            face = view.faces.get(UUID(stop.client)) if stop.client else None
            url = why_url(view, stop.client) if stop.client else ""
            where = face.spot if face else "–"
            needs = ", ".join(face.needs) if face and face.needs else "–"
            rows.append(
                Row(
                    cells=(lane.label, span(stop.start, stop.depart), STOPS[stop.kind], where, needs), url=url
                )
            )
    for machine in view.machines:
        for start, end in _filled(machine):
            count = sum(1 for s in machine.slots if start <= s[0] < end)
            people = ngettext("%(count)s slot", "%(count)s slots", count) % {"count": count}
            rows.append(Row(cells=(machine.label, span(start, end), people, _floor(machine), "–")))
    heads = (Head(_("Who")), Head(_("When")), Head(_("What")), Head(_("Place")), Head(_("What helps")))
    return Table(caption=_("The plan as a table"), heads=heads, rows=rows)


def why_url(view: DayView, client: str) -> str:
    """The page that says why this person has this time."""
    return reverse("plan:why", args=(view.on, UUID(client)))


def _floor(machine: MachineView) -> str:
    way = _("step-free") if machine.step_free else _("stairs only")
    return _("floor %(floor)s, %(way)s") % {"floor": machine.floor, "way": way}


def _machine_lane(view: DayView, machine: MachineView) -> Lane:
    kind = "open" if machine.step_free else "closed"
    bars = [
        Bar(
            start=start // 60,
            end=-(-end // 60),
            label=_("taken"),
            kind="visit",
            said=_("%(label)s taken from %(start)s to %(end)s")
            % {"label": machine.label, "start": clock(start), "end": clock(end)},
        )
        for start, end in _filled(machine)
    ]
    free = [
        Bar(start=start // 60, end=end // 60, label=_floor(machine), kind=kind, said=_floor(machine))
        for start, end in _free(machine)
    ]
    note = ngettext("%(count)s slot", "%(count)s slots", len(machine.slots)) % {"count": len(machine.slots)}
    label = _("%(label)s, fl. %(floor)s") % {"label": machine.label, "floor": machine.floor}
    return Lane(label=label, bars=(*free, *bars), note=note)


def _filled(machine: MachineView) -> list[tuple[int, int]]:
    """Stretches in which the machine is taken without a pause of a quarter of an hour."""
    spans: list[tuple[int, int]] = []
    for start, end, _client in sorted(machine.slots):
        if spans and start - spans[-1][1] < QUARTER:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _free(machine: MachineView) -> list[tuple[int, int]]:
    left = list(machine.open)
    for start, end in _filled(machine):
        cut = []
        for first, last in left:
            if end <= first or last <= start:
                cut.append((first, last))
                continue
            cut += [pair for pair in ((first, start), (end, last)) if pair[1] - pair[0] >= 60]
        left = cut
    return left


def _mission_lane(view: DayView, lane: LaneView) -> Lane:
    bars = []
    for index, stop in enumerate(lane.stops):
        face = view.faces.get(UUID(stop.client)) if stop.client else None
        if stop.kind is StopKind.LUNCH:
            bars.append(
                Bar(start=stop.start // 60, end=stop.depart // 60, label=str(STOPS[stop.kind]), kind="rest")
            )
        elif stop.kind is StopKind.VISIT and face is not None:
            bars.append(_visit_bar(view, lane, stop, face))
        elif stop.kind in PAIRS and face is not None:
            drop = next(
                s for s in lane.stops[index:] if s.client == stop.client and s.kind is PAIRS[stop.kind]
            )
            bars.append(_ride_bar(view, lane, stop, drop, face))
    url = reverse("plan:mission", args=(format_key(lane.mission_id),))
    note = _("%(busy)s/%(shift)s h") % {
        "busy": number_format(lane.busy_seconds / 3600, 1),
        "shift": number_format(lane.shift_seconds / 3600, 1),
    }
    return Lane(label=lane.label, bars=tuple(bars), url=url, note=note)


def _visit_bar(view: DayView, lane: LaneView, stop: Stop, face: Face) -> Bar:
    needs = f", {', '.join(face.needs)}" if face.needs else ""
    said = _("%(who)s, %(start)s to %(end)s, %(place)s%(needs)s") % {
        "who": lane.label,
        "start": clock(stop.start),
        "end": clock(stop.depart),
        "place": face.spot,
        "needs": needs,
    }
    return Bar(
        start=stop.start // 60,
        end=stop.depart // 60,
        label=face.mark or _("visit"),
        kind="visit",
        url=why_url(view, stop.client),
        said=said,
    )


def _ride_bar(view: DayView, lane: LaneView, pickup: Stop, drop: Stop, face: Face) -> Bar:
    there = pickup.kind is StopKind.OUT_PICKUP
    said = (
        _("%(who)s, %(start)s to %(end)s, fetch from %(place)s")
        if there
        else _("%(who)s, %(start)s to %(end)s, bring home to %(place)s")
    )
    words = {
        "who": lane.label,
        "start": clock(pickup.start),
        "end": clock(drop.depart),
        "place": face.spot,
    }
    return Bar(
        start=pickup.start // 60,
        end=drop.depart // 60,
        label=_("fetch") if there else _("home"),
        kind="ride",
        url=why_url(view, pickup.client),
        said=said % words,
    )
