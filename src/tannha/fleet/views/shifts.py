"""Pages of the fleet: what is there and who is on duty. No residents come through here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tannha.fleet import service
from tannha.fleet.forms import ShiftForm, minute_of, time_of
from tannha.fleet.service import Hours
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.ids import parse_key
from tannha.ground.refusal import Refusal, Refused
from tannha.web.notice import leave
from tannha.web.page import to

UNFIT, REFUSED = 422, 409


class Request(HttpRequest):
    """What the middleware adds to each request of a signed-in person."""

    actor: Actor
    now: datetime


@require_safe
def fleet(request: Request) -> HttpResponse:
    """Station, machines, kits, teams and cars."""
    return render(request, "fleet/fleet.html", {"stock": service.list_stock(request.actor.ward_id)})


def shifts(request: Request) -> HttpResponseBase:
    """Who is on duty on a day, officers' hours of that week, and the form for one more shift."""
    actor, owners = request.actor, service.list_owners(request.actor.ward_id)
    refusal: Refusal | None = None
    if request.method == "POST":
        form = ShiftForm(request.POST, owners=owners)
        if form.is_valid():
            on = form.cleaned_data["on"]
            try:
                _save(request, form.cleaned_data)
            except Refused as refused:
                refusal = refused.refusal
            else:
                leave(request, _("The shift is kept."))
                return to(f"{reverse('fleet:shifts')}?on={on.isoformat()}")
    else:
        form = ShiftForm(owners=owners, initial=_start(request))
    on = _day(request)
    context = {
        "form": form,
        "refusal": refusal,
        "owners": owners,
        "on": on,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "coming": on >= local_day(request.now),
        "rows": [
            (shift, label, service.owner_key(shift))
            for shift, label in service.list_shifts(actor.ward_id, on)
        ],
        "hours": service.list_hours(actor.ward_id, on),
    }
    status = REFUSED if refusal else UNFIT if form.errors else 200
    return render(request, "fleet/shifts.html", context, status=status)


def _start(request: Request) -> dict[str, Any]:
    """What the form begins with: the asked day, usual hours, or the shift that is to be changed."""
    on, asked = _day(request), request.GET.get("owner", "")
    for shift, _label in service.list_shifts(request.actor.ward_id, on):
        if asked and service.owner_key(shift) == asked:
            times = {"start": time_of(shift.start_minute), "end": time_of(shift.end_minute)}
            return {"on": on, "owner": asked, **times}
    return {"on": on, "start": "08:00", "end": "16:30"}


def _save(request: Request, given: dict[str, Any]) -> None:
    kind, _colon, key = given["owner"].partition(":")
    hours = Hours(start_minute=minute_of(given["start"]), end_minute=minute_of(given["end"]))
    if hours.end_minute - hours.start_minute <= 300:
        hours = Hours(start_minute=hours.start_minute, end_minute=hours.end_minute, lunch_minutes=0)
    owner: dict[str, Any] = {f"{kind}_id": parse_key(key)}
    service.save_shift(
        request.actor, on=given["on"], until=given["until"], hours=hours, now=request.now, **owner
    )


def _day(request: Request) -> date:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return local_day(request.now) + timedelta(days=1)


@require_POST
def remove(request: Request, k: UUID) -> HttpResponseBase:
    """Take a shift away."""
    on = service.remove_shift(request.actor, shift_id=k, now=request.now)
    leave(request, _("The shift is taken away."))
    return to(f"{reverse('fleet:shifts')}?on={on.isoformat()}")
