"""The page beside a caller: three times are said, one is promised."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tannha.ground.actor import Actor
from tannha.plan import service
from tannha.plan.offer_forms import TimesForm, wanted_from
from tannha.plan.offer_words import choice_in_words
from tannha.plan.service.waiting import show_waiting
from tannha.plan.words import WAYS, span
from tannha.web.notice import leave
from tannha.web.page import to

UNFIT = 422


class Request(HttpRequest):
    """What the middleware adds to each request of a signed-in person."""

    actor: Actor
    now: datetime


def callers(request: Request) -> HttpResponse:
    """Who waits for a time: the case of whoever calls is picked, by its code or from the list."""
    view = show_waiting(request.actor, code=request.GET.get("code", "")[:12], now=request.now)
    rows = [{"one": one, "ways": ", ".join(str(WAYS[way]) for way in one.ways)} for one in view.rows]
    return render(request, "plan/callers.html", {"view": view, "rows": rows})


def times(request: Request, k: UUID) -> HttpResponseBase:
    """The times a caller can be promised now; sent back with one of them, that is promised."""
    if request.method != "POST":
        return _told(request, k, TimesForm())
    wanted = wanted_from(request.POST.get("time", ""))
    if wanted is None:
        return _told(request, k, TimesForm(request.POST), status=UNFIT)
    promise = service.promise_time(
        request.actor, case_id=k, on=wanted.on, way=wanted.way, start=wanted.start, now=request.now
    )
    leave(request, _("The time is promised. Say it once more before you end the call."))
    return to(reverse("plan:why", args=(promise.on, k)))


def _told(request: Request, k: UUID, form: TimesForm, status: int = 200) -> HttpResponse:
    view = service.show_offer(request.actor, case_id=k, now=request.now)
    form.tell(view.choices)
    form.is_valid()
    facts = [
        (_("Place"), view.face.spot),
        (_("What helps"), ", ".join(view.face.needs) or _("nothing noted")),
    ]
    return render(request, "plan/times.html", {"view": view, "form": form, "facts": facts}, status=status)


def whom_to_ask(request: Request, k: UUID) -> HttpResponse:
    """Where nothing can be promised: the fewest people whose yes to another time would free one."""
    view = service.show_whom_to_ask(request.actor, case_id=k, now=request.now)
    moves = [
        {
            "face": view.faces.get(move.client),
            "on": view.freed.choice.day,
            "told": span(move.told.start, move.told.end),
            "instead": choice_in_words(move.instead),
            "same_day": move.instead.day == view.freed.choice.day,
        }
        for move in view.freed.moves
    ] if view.freed else []  # fmt: skip
    time = choice_in_words(view.freed.choice) if view.freed else ""
    return render(request, "plan/whom_to_ask.html", {"view": view, "moves": moves, "time": time})
