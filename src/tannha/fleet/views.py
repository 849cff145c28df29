"""Pages of the fleet: what is there and who is on duty. No residents come through here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tannha.fleet import service
from tannha.fleet.forms import MachineForm, ShiftForm, minute_of
from tannha.fleet.service import Hours
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.ids import parse_key
from tannha.web.notice import leave
from tannha.web.page import to

UNFIT = 422


class Request(HttpRequest):
    """What the middleware adds to each request of a signed-in person."""

    actor: Actor
    now: datetime


def fleet(request: Request) -> HttpResponse:
    """Station, machines, kits, teams and cars."""
    return _fleet(request, MachineForm())


def _fleet(request: Request, form: MachineForm, status: int = 200) -> HttpResponse:
    context = {"stock": service.list_stock(request.actor.ward_id), "form": form}
    return render(request, "fleet/fleet.html", context, status=status)


@require_POST
def machine(request: Request) -> HttpResponseBase:
    """Enter a machine or change the one of that name."""
    form = MachineForm(request.POST)
    station = service.station_of(request.actor.ward_id)
    if not form.is_valid() or station is None:
        return _fleet(request, form, status=UNFIT)
    given = form.cleaned_data
    service.save_machine(
        request.actor,
        station_id=station.id,
        label=given["label"],
        floor=given["floor"],
        step_free=given["step_free"],
        open_start_minute=minute_of(given["open_from"]),
        open_end_minute=minute_of(given["open_to"]),
        now=request.now,
    )
    leave(request, _("The machine is kept. Coming plans use it."))
    return to(reverse("fleet:fleet"))


@require_POST
def working(request: Request, kind: str, k: UUID) -> HttpResponseBase:
    """Say that something works or is broken."""
    works = request.POST.get("working") == "yes"
    service.set_working(request.actor, kind=kind, row_id=k, working=works, now=request.now)
    sentence = _("Works again.") if works else _("Noted as broken. Coming plans go on without it.")
    leave(request, sentence)
    return to(reverse("fleet:fleet"))


def shifts(request: Request) -> HttpResponseBase:
    """Who is on duty on a day, officers' hours of that week, and the form for one more shift."""
    actor = request.actor
    owners = service.list_owners(actor.ward_id)
    if request.method == "POST":
        form = ShiftForm(request.POST, owners=owners)
        if form.is_valid():
            on = form.cleaned_data["on"]
            _save(request, form.cleaned_data)
            leave(request, _("The shift is kept."))
            return to(f"{reverse('fleet:shifts')}?on={on.isoformat()}")
    else:
        form = ShiftForm(owners=owners, initial={"on": _day(request)})
    on = _day(request)
    context = {
        "form": form,
        "on": on,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "rows": service.list_shifts(actor.ward_id, on),
        "hours": service.list_hours(actor.ward_id, on),
    }
    return render(request, "fleet/shifts.html", context, status=UNFIT if form.errors else 200)


def _save(request: Request, given: dict[str, Any]) -> None:
    kind, _colon, key = given["owner"].partition(":")
    hours = Hours(start_minute=minute_of(given["start"]), end_minute=minute_of(given["end"]))
    if hours.end_minute - hours.start_minute <= 300:
        hours = Hours(start_minute=hours.start_minute, end_minute=hours.end_minute, lunch_minutes=0)
    service.save_shift(
        request.actor, on=given["on"], hours=hours, now=request.now, **{f"{kind}_id": parse_key(key)}
    )


def _day(request: Request) -> date:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return local_day(request.now) + timedelta(days=1)


@require_POST
def remove(request: Request, k: UUID) -> HttpResponseBase:
    """Take a shift away."""
    service.remove_shift(request.actor, shift_id=k, now=request.now)
    leave(request, _("The shift is taken away."))
    return to(reverse("fleet:shifts"))
