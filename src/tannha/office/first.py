"""The set-up page of a real ward: the terminal's code, then ward, station, machines and people, a look at all, done.

What was typed stays in the session until the last step writes everything at once; a new code of a new start takes up
where the old one left.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tannha.ground import set_up
from tannha.ground.accounts import ensure_ward
from tannha.ground.command import console_actor
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.office.first_forms import CodeForm, MachineForm, PeopleForm, StationForm, WardForm
from tannha.office.setting_up import FirstMachine, FirstStation, set_up_ward
from tannha.web.page import to
from tannha.web.parts import StepMark, Summary

_both = require_http_methods(["GET", "HEAD", "POST"])
_SESSION = "first"
STEPS = ("ward", "station", "machines", "people", "check")


def _words() -> dict[str, str]:
    return {
        "ward": _("The ward"),
        "station": _("The station"),
        "machines": _("The machines"),
        "people": _("Two people"),
        "check": _("A last look"),
    }


def _marks(now_at: str) -> list[StepMark]:
    place = STEPS.index(now_at)
    states = ["done" if n < place else "now" if n == place else "todo" for n in range(len(STEPS))]
    return [StepMark(word, state) for word, state in zip(_words().values(), states, strict=True)]


@_both
@sensitive_post_parameters("code")
def code(request: Any) -> HttpResponseBase:
    """The code of the newest start opens the page."""
    if not set_up.is_needed():
        raise Refused(not_there())
    if request.method != "POST":
        return render(request, "office/first_code.html", {"form": CodeForm()})
    form = CodeForm(request.POST)
    if not form.is_valid():
        return render(request, "office/first_code.html", {"form": form}, status=422)
    try:
        given = set_up.check_set_up_code(form.cleaned_data["code"])
    except Refused as refused:
        context = {"form": form, "refusal": refused.refusal}
        return render(request, "office/first_code.html", context, status=409)
    request.session.cycle_key()
    request.session[_SESSION] = request.session.get(_SESSION, {}) | {"pass": given}
    return to(reverse("office:first-ward"))


def _kept(request: Any) -> dict[str, Any] | None:
    """What was typed so far; None where the code must be typed (again)."""
    if not set_up.is_needed():
        raise Refused(not_there())
    kept: dict[str, Any] | None = request.session.get(_SESSION)
    return kept if kept is not None and set_up.is_open_to(kept["pass"]) else None


def _keep(request: Any, step: str, typed: Any) -> None:
    request.session[_SESSION] = request.session[_SESSION] | {step: typed}


def _missing_before(kept: dict[str, Any], step: str) -> str | None:
    """The first earlier step that has not been filled in."""
    return next((before for before in STEPS[: STEPS.index(step)] if before not in kept), None)


def _step(request: Any, step: str, make: Callable[[dict[str, Any]], list[forms.Form]]) -> HttpResponseBase:
    """One step: the forms that `make` gives, valid → kept → the next one, or the look at all when coming from there."""
    kept = _kept(request)
    if kept is None:
        return to(reverse("office:first"))
    missing = _missing_before(kept, step)
    if missing is not None:
        return to(reverse(f"office:first-{missing}"))
    shown = make(kept)
    valid = [form.is_valid() for form in shown] if request.method == "POST" else [False]
    if all(valid):
        typed = [{name: form[name].value() for name in form.fields} for form in shown]
        _keep(request, step, typed)
        following = STEPS[STEPS.index(step) + 1]
        return to(reverse(f"office:first-{following}"))
    context = {
        "form": shown[0],
        "forms": shown,
        "steps": _marks(step),
        "step": step,
        "title": _words()[step],
        "back": reverse(f"office:first-{STEPS[STEPS.index(step) - 1]}") if step != STEPS[0] else "",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/first_step.html", context, status=status)


def _one(request: Any, step: str, kind: type[forms.Form], initial: dict[str, Any]) -> HttpResponseBase:
    def make(kept: dict[str, Any]) -> list[forms.Form]:
        typed = kept.get(step)
        return [
            kind(request.POST) if request.method == "POST" else kind(initial=typed[0] if typed else initial)
        ]

    return _step(request, step, make)


@_both
def ward(request: Any) -> HttpResponseBase:
    """The ward's names."""
    return _one(request, "ward", WardForm, {})


@_both
def station(request: Any) -> HttpResponseBase:
    """The station with floors and lift."""
    return _one(request, "station", StationForm, {"floors": 1, "machines": 2})


@_both
def machines(request: Any) -> HttpResponseBase:
    """Each machine with its floor and way; as many as the step before named."""

    def make(kept: dict[str, Any]) -> list[forms.Form]:
        building = _building(kept)
        typed = kept.get("machines", [])
        shown: list[forms.Form] = []
        for n in range(building["machines"]):
            start = typed[n] if n < len(typed) else _first_guess(n)
            options = {"floors": building["floors"], "has_lift": building["has_lift"], "prefix": f"m{n + 1}"}
            shown.append(
                MachineForm(request.POST, **options)
                if request.method == "POST"
                else MachineForm(initial=start, **options)
            )
        labels = [form.data.get(form.add_prefix("label"), "").strip().casefold() for form in shown]
        for n, form in enumerate(shown):
            if request.method == "POST" and labels[n] and labels[n] in labels[:n]:
                form.add_error("label", _("Another machine has this name already."))
        return shown

    return _step(request, "machines", make)


def _first_guess(n: int) -> dict[str, Any]:
    return {
        "label": _("Machine %(n)s") % {"n": n + 1},
        "floor": 1,
        "step_free": True,
        "open_from": "07:30",
        "open_to": "17:00",
    }


@_both
def people(request: Any) -> HttpResponseBase:
    """The first administrator and the first supervisor."""
    return _one(request, "people", PeopleForm, {})


def _building(kept: dict[str, Any]) -> dict[str, Any]:
    form = StationForm(kept["station"][0])
    form.full_clean()
    return form.cleaned_data


@_both
def check(request: Any) -> HttpResponseBase:
    """Everything on one page; then it is written at once, and the two codes are shown, once."""
    kept = _kept(request)
    if kept is None:
        return to(reverse("office:first"))
    missing = _missing_before(kept, "check")
    if missing is not None:
        return to(reverse(f"office:first-{missing}"))
    context: dict[str, Any] = {"rows": _rows(kept), "steps": _marks("check")}
    if request.method != "POST":
        return render(request, "office/first_check.html", context)
    try:
        first, building = _plain(kept)
    except forms.ValidationError:
        del request.session[_SESSION]["machines"]
        request.session.modified = True
        return to(reverse("office:first-machines"))
    try:
        actor = console_actor(ensure_ward(request.now).id)
        codes = set_up_ward(actor, first=first, station=building, now=request.now)
    except Refused as refused:
        return render(request, "office/first_check.html", context | {"refusal": refused.refusal}, status=409)
    del request.session[_SESSION]
    address = request.build_absolute_uri(reverse("office:welcome"))
    names = {who.username.casefold(): who.display_name for who in (first.administrator, first.supervisor)}
    cards = [(names[username], username, code) for username, code in codes.items()]
    return render(request, "office/first_done.html", {"cards": cards, "address": address})


def _rows(kept: dict[str, Any]) -> list[Summary]:
    named, place, who = kept["ward"][0], kept["station"][0], kept["people"][0]
    lift = _("with a lift") if place["has_lift"] else _("without a lift")
    rows = [
        Summary(
            _("The ward"),
            f"{named['name']}, {named['province']} ({named['code']})",
            reverse("office:first-ward"),
        ),
        Summary(
            _("The station"),
            _("%(name)s, %(address)s; floors: %(floors)s, %(lift)s")
            % {
                "name": place["station"],
                "address": place["address"],
                "floors": place["floors"],
                "lift": lift,
            },
            reverse("office:first-station"),
        ),
    ]
    for machine in kept["machines"]:
        way = _("step-free") if machine["step_free"] else _("stairs only")
        value = _("floor %(floor)s, %(way)s, %(start)s to %(end)s") % {
            "floor": machine["floor"],
            "way": way,
            "start": machine["open_from"],
            "end": machine["open_to"],
        }
        rows.append(Summary(machine["label"], value, reverse("office:first-machines")))
    for label, role in ((_("Administrator"), "administrator"), (_("Supervisor"), "supervisor")):
        rows.append(Summary(label, f"{who[f'{role}_name']} ({who[role]})", reverse("office:first-people")))
    return rows


def _plain(kept: dict[str, Any]) -> tuple[set_up.FirstWard, FirstStation]:
    """The kept words as values. Raises ValidationError where a changed building no longer bears its machines."""
    named, who, building = kept["ward"][0], kept["people"][0], _building(kept)
    found: list[FirstMachine] = []
    for typed in kept["machines"][: building["machines"]]:
        form = MachineForm(typed, floors=building["floors"], has_lift=building["has_lift"])
        if not form.is_valid():
            raise forms.ValidationError("machines")
        given = form.cleaned_data
        hours = (_minute(given["open_from"]), _minute(given["open_to"]))
        found.append(
            FirstMachine(
                label=given["label"], floor=given["floor"], step_free=given["step_free"], hours=hours
            )
        )
    if len(found) < building["machines"]:
        raise forms.ValidationError("machines")
    first = set_up.FirstWard(
        name=named["name"],
        code=named["code"],
        province=named["province"],
        administrator=set_up.FirstAccount(
            username=who["administrator"], display_name=who["administrator_name"]
        ),
        supervisor=set_up.FirstAccount(username=who["supervisor"], display_name=who["supervisor_name"]),
    )
    place = FirstStation(
        name=building["station"],
        address=building["address"],
        floors=building["floors"],
        has_lift=building["has_lift"],
        machines=tuple(found),
    )
    return first, place


def _minute(value: time) -> int:
    return value.hour * 60 + value.minute
