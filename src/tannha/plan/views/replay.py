"""The page of a peak day replayed: ways of working beside each other on the same invented days."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tannha.plan.replays import Replayed, ReplayedWay
from tannha.plan.service.replaying import find_replay
from tannha.plan.views.days import Request
from tannha.web.parts import BarChart, Head, Row, Table, bar_chart
from tannha.web.values import format_number

DAY = 1_440
NAMES: dict[str, Promise] = {
    "article": gettext_lazy("First come, first served"),
    "article_pipelined": gettext_lazy("First come, first served, machines overlapped"),
    "station": gettext_lazy("Numbers at the station, nobody goes out"),
    "station_pipelined": gettext_lazy("Numbers at the station, machines overlapped"),
    "ours": gettext_lazy("This program's plan, machines overlapped"),
    "ours_one_at_a_time": gettext_lazy("This program's plan, one person at a time"),
}


def replay(request: Request) -> HttpResponse:
    """The kept run as sentences, bars and a table."""
    view = find_replay()
    run = view.run
    context = {
        "view": view,
        "run": run,
        "finding": finding_of(run),
        "brings": brings_of(run),
        "charts": charts_of(run),
        "table": table_of(run),
    }
    return render(request, "plan/replay.html", context)


def clock_of(minute: int) -> str:
    """18:05; past midnight with its mark."""
    hour = f"{minute // 60 % 24:02}:{minute % 60:02}"
    return _("%(hour)s the next day") % {"hour": hour} if minute >= DAY else hour


def finding_of(run: Replayed) -> str:
    """The run in one sentence or two: when the last one goes home, and how many frail people were served."""
    ways = {way.name: way for way in run.ways}
    ours, article = ways.get("ours"), ways.get("article")
    if ours is None or article is None:
        return ""
    return _(
        "With this program's plan the last one goes home at %(ours)s, and %(frail)s of %(all)s frail people are "
        "served; first come, first served it is %(article)s, and %(few)s are served."
    ) % {
        "ours": clock_of(ours.closes_minute), "frail": ours.frail, "all": run.frail_people,
        "article": clock_of(article.closes_minute), "few": article.frail,
    }  # fmt: skip


def brings_of(run: Replayed) -> list[tuple[str, str]]:
    """What overlapping the machines brings, and what the plan brings on top of it."""
    ways = {way.name: way for way in run.ways}
    rows = []
    before, after, ours = ways.get("article"), ways.get("article_pipelined"), ways.get("ours")
    if before and after:
        words = _("Closing moves from %(before)s to %(after)s; frail people served: %(few)s, then %(more)s.") % {
            "before": clock_of(before.closes_minute), "after": clock_of(after.closes_minute),
            "few": before.frail, "more": after.frail,
        }  # fmt: skip
        rows.append((_("Overlapping the machines alone"), words))
    if after and ours:
        words = _(
            "Frail people served: %(few)s, then %(more)s; visits in vain a day: %(many)s, then %(vain)s; "
            "nineteen of twenty wait at most %(long)s minutes, then %(short)s."
        ) % {
            "few": after.frail, "more": ours.frail, "many": after.in_vain, "vain": ours.in_vain,
            "long": _number(after.wait_most_minutes), "short": _number(ours.wait_most_minutes),
        }  # fmt: skip
        rows.append((_("The plan on top of it"), words))
    return rows


def charts_of(run: Replayed) -> list[tuple[str, BarChart]]:
    """Three comparisons as bars from zero."""
    hours = [(NAMES[way.name], max(way.closes_minute - 450, 0) // 60) for way in run.ways]
    return [
        (_("Hours from opening until the last one goes home"), bar_chart(hours, _("hours"))),
        (
            _("Minutes that nineteen of twenty people wait at most"),
            bar_chart([(NAMES[way.name], way.wait_most_minutes) for way in run.ways], _("minutes")),
        ),
        (
            _("Frail people served, of %(all)s") % {"all": run.frail_people},
            bar_chart([(NAMES[way.name], way.frail) for way in run.ways], _("people")),
        ),
    ]


def table_of(run: Replayed) -> Table:
    """Everything that was counted, a line for each way of working."""
    heads = (
        Head(_("Way of working")), Head(_("Closes at"), True), Head(_("Closed by 19:00"), True),
        Head(_("Half wait at most"), True), Head(_("19 of 20 wait at most"), True), Head(_("Cards"), True),
        Head(_("Frail served"), True), Head(_("On a bad day"), True), Head(_("Visits in vain"), True),
        Head(_("Carried upstairs, all days"), True), Head(_("Officer hours"), True),
    )  # fmt: skip
    return Table(caption=_("Ways of working on the same days"), heads=heads, rows=[_row(w) for w in run.ways])


def _row(way: ReplayedWay) -> Row:
    return Row(
        cells=(
            NAMES[way.name], clock_of(way.closes_minute),
            _("%(share)s %% of days") % {"share": way.by_seven_percent},
            _("%(count)s min") % {"count": _number(way.wait_half_minutes)},
            _("%(count)s min") % {"count": _number(way.wait_most_minutes)},
            _number(way.cards), way.frail, way.frail_low, way.in_vain, _number(way.carried),
            _number(way.officer_hours),
        )
    )  # fmt: skip


def _number(value: int) -> str:
    return format_number(value, get_language() or "vi")
