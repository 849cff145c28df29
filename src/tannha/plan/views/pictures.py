"""Pages of the day's pictures: the map, and the machines' load."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from tannha.plan.pictures import finding_of, load_chart, load_table, map_of
from tannha.plan.service import picturing
from tannha.plan.views.days import Request


def day_map(request: Request, on: date) -> HttpResponse:
    """The ways of a day on a map beside the list of halts; ``?way=B`` draws one of them."""
    view = picturing.show_map(request.actor, on=on, now=request.now)
    only = request.GET.get("way", "")[:1].upper()
    everything = map_of(view)
    letters = [(way.letter, way.label) for way in everything.ways]
    chosen = only if only in {letter for letter, _ in letters} else ""
    context = {
        "on": on,
        "map": map_of(view, chosen) if chosen else everything,
        "letters": letters,
        "only": chosen,
    }
    return render(request, "plan/map.html", context)


def load(request: Request, on: date) -> HttpResponse:
    """How full the machines are, against what is kept back."""
    view = picturing.show_load(request.actor, on=on, now=request.now)
    context = {
        "on": on, "view": view, "chart": load_chart(view), "table": load_table(view), "finding": finding_of(view),
    }  # fmt: skip
    return render(request, "plan/load.html", context)
