"""Pages on which a ward enters station, machines, kits, teams and cars, changes, retires and brings back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tannha.fleet import service
from tannha.fleet.forms import (
    KitForm,
    MachineForm,
    ReasonForm,
    StationForm,
    TeamForm,
    VehicleForm,
    minute_of,
    time_of,
)
from tannha.fleet.refusals import Code
from tannha.ground.ids import format_key
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.web.notice import leave
from tannha.web.page import to

UNFIT, REFUSED = 422, 409
_both = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a page of one kind says: its heading for a new one, and the notice when it is kept."""

    enter: str
    kept: str


def _words(kind: str) -> Words:
    found = {
        "station": Words(enter=_("Enter the station"), kept=_("The station is kept.")),
        "machine": Words(enter=_("Enter a machine"), kept=_("The machine is kept. Coming plans use it.")),
        "kit": Words(enter=_("Enter a kit"), kept=_("The kit is kept. A team can go out with it.")),
        "team": Words(enter=_("Enter a team"), kept=_("The team is kept. It can be put on duty.")),
        "vehicle": Words(enter=_("Enter a car"), kept=_("The car is kept. It can be put on duty.")),
    }
    if kind not in found:
        raise Refused(not_there())
    return found[kind]


def _form(request: Any, kind: str, row: Any) -> forms.Form:
    """The form of a kind, filled from the row or with what is usual, or with what was typed."""
    stock = service.list_stock(request.actor.ward_id)
    typed = request.POST if request.method == "POST" else None
    if kind == "team":
        officers = service.list_officers(request.actor.ward_id)
        kits = [(kit.id, kit.label) for kit in stock.kits]
        return TeamForm(typed, initial=_team_start(row), officers=officers, kits=kits)
    start = {"label": row.label} if row and kind != "station" else {}
    if kind == "station":
        fields = ("name", "address", "floors", "has_lift")
        return StationForm(
            typed, initial={name: getattr(row, name) for name in fields} if row else {"floors": 1}
        )
    if kind == "machine":
        hours = (row.open_start_minute, row.open_end_minute) if row else (450, 1_020)
        place = {"floor": row.floor if row else 1, "step_free": row.step_free if row else False}
        times = {"open_from": time_of(hours[0]), "open_to": time_of(hours[1])}
        return MachineForm(typed, initial=start | place | times)
    if kind == "kit":
        lasts = (row.battery_enrolments, row.cards) if row else (10, 20)
        return KitForm(typed, initial=start | {"battery_enrolments": lasts[0], "cards": lasts[1]})
    room = (row.seats, row.wheelchairs) if row else (3, 0)
    return VehicleForm(typed, initial=start | {"seats": room[0], "wheelchairs": room[1]})


def _team_start(row: Any) -> dict[str, Any]:
    if row is None:
        return {}
    members = [format_key(user.id) for user in service.list_members(row.id)]
    kit = format_key(row.kit_id) if row.kit_id else ""
    return {"label": row.label, "members": members, "kit": kit, "gentle": row.gentle}


def _save(request: Any, kind: str, row_id: UUID | None, given: dict[str, Any]) -> None:
    actor, now = request.actor, request.now
    if kind == "station":
        service.save_station(actor, **given, now=now, row_id=row_id)
    elif kind == "machine":
        station = service.station_of(actor.ward_id)
        if station is None:
            raise Refused(not_there())
        service.save_machine(
            actor,
            station_id=station.id,
            label=given["label"],
            floor=given["floor"],
            step_free=given["step_free"],
            open_start_minute=minute_of(given["open_from"]),
            open_end_minute=minute_of(given["open_to"]),
            now=now,
            row_id=row_id,
        )
    elif kind == "kit":
        service.save_kit(actor, **given, now=now, row_id=row_id)
    elif kind == "team":
        service.save_team(
            actor,
            label=given["label"],
            kit_id=given["kit"],
            gentle=given["gentle"],
            members=given["members"],
            now=now,
            row_id=row_id,
        )
    else:
        service.save_vehicle(actor, **given, now=now, row_id=row_id)


@_both
def enter(request: Any, kind: str) -> HttpResponseBase:
    """A new machine, kit, team or car; or the station of a ward that has none."""
    stock, words = service.list_stock(request.actor.ward_id), _words(kind)
    if (kind == "station" and stock.station) or (kind == "machine" and stock.station is None):
        raise Refused(not_there())
    return _page(request, kind, None, words.enter)


@_both
def change(request: Any, kind: str, k: UUID) -> HttpResponseBase:
    """Change what was entered, its name too."""
    _words(kind)
    row: Any
    if kind == "station":
        row = service.station_of(request.actor.ward_id)
        if row is None or row.id != k:
            raise Refused(not_there())
        return _page(request, kind, row, row.name)
    row = service.find_row(kind, k, request.actor.ward_id)
    if row.retired_on is not None:
        raise Refused(not_there())
    return _page(request, kind, row, row.label)


def _page(request: Any, kind: str, row: Any, title: str) -> HttpResponseBase:
    form = _form(request, kind, row)
    context: dict[str, Any] = {"form": form, "kind": kind, "row": row, "title": title}
    context["seen"] = _as_shown(form)
    context["no_officers"] = kind == "team" and not service.list_officers(request.actor.ward_id)
    if request.method != "POST":
        return render(request, "fleet/stock.html", context)
    if not form.is_valid():
        return render(request, "fleet/stock.html", context, status=UNFIT)
    if row is not None and request.POST.get("seen", context["seen"]) != context["seen"]:
        context |= {"refusal": Refusal(Code.CHANGED_SINCE), "stands": _stands(form)}
        return render(request, "fleet/stock.html", context, status=REFUSED)
    labels = {other.label.casefold() for other in _others(request, kind)} if row is None else set()
    if str(form.cleaned_data.get("label", "")).strip().casefold() in labels:
        form.add_error(
            "label", _("This name is there already. Open it to change it, or choose another name.")
        )
        return render(request, "fleet/stock.html", context, status=UNFIT)
    try:
        _save(request, kind, row.id if row else None, form.cleaned_data)
    except Refused as refused:
        return render(request, "fleet/stock.html", context | {"refusal": refused.refusal}, status=REFUSED)
    leave(request, _words(kind).kept)
    return to(reverse("fleet:fleet"))


def _as_shown(form: forms.Form) -> str:
    """What stood in the form when its page was shown, as a short digest: whoever saves must have seen the newest."""
    return hashlib.sha256(json.dumps(form.initial, sort_keys=True).encode()).hexdigest()[:16]


def _stands(form: Any) -> list[tuple[str, str]]:
    """What stands in the store now, field by field, in words."""
    rows = []
    for name, field in form.fields.items():
        value, choices = form.initial.get(name, ""), list(getattr(field, "choices", []))
        if choices:
            chosen = value if isinstance(value, list) else [value]
            value = ", ".join(str(label) for key, label in choices if key in chosen)
        elif isinstance(value, bool):
            value = _("yes") if value else _("no")
        rows.append((str(field.label), str(value)))
    return rows


def _others(request: Any, kind: str) -> list[Any]:
    stock = service.list_stock(request.actor.ward_id)
    rows: dict[str, list[Any]] = {
        "machine": list(stock.machines),
        "kit": list(stock.kits),
        "team": [team for team, _members in stock.teams],
        "vehicle": list(stock.vehicles),
    }
    return rows.get(kind, [])


@require_POST
def working(request: Any, kind: str, k: UUID) -> HttpResponseBase:
    """Say that something works or is broken."""
    works = request.POST.get("working") == "yes"
    service.set_working(request.actor, kind=kind, row_id=k, working=works, now=request.now)
    sentence = _("Works again.") if works else _("Noted as broken. Coming plans go on without it.")
    leave(request, sentence)
    return to(reverse("fleet:fleet"))


@_both
def retire(request: Any, kind: str, k: UUID) -> HttpResponseBase:
    """Put something out of use for good, with a reason."""
    return _with_reason(request, kind, k, "fleet/retire.html", service.retire, _("Retired. Its past stays."))


@_both
def bring_back(request: Any, kind: str, k: UUID) -> HttpResponseBase:
    """Take something into use again, with a reason."""
    return _with_reason(
        request, kind, k, "fleet/bring_back.html", service.bring_back, _("It is in use again.")
    )


def _with_reason(
    request: Any, kind: str, k: UUID, template: str, verb: Callable[..., None], said: str
) -> HttpResponse | HttpResponseBase:
    row = service.find_row(kind, k, request.actor.ward_id)
    if (row.retired_on is None) is not (verb is service.retire):
        raise Refused(not_there())
    form = ReasonForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "row": row, "kind": kind}
    if request.method != "POST":
        return render(request, template, context)
    if not form.is_valid():
        return render(request, template, context, status=UNFIT)
    try:
        verb(request.actor, kind=kind, row_id=k, reason=form.cleaned_data["reason"], now=request.now)
    except Refused as refused:
        return render(request, template, context | {"refusal": refused.refusal}, status=REFUSED)
    leave(request, said)
    return to(reverse("fleet:fleet"))
