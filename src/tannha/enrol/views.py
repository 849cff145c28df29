"""Pages of enrolment: read the form, call one verb, show or go on.

What is shown at which step: `steps_shown`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tannha.enrol import paper, service
from tannha.enrol.forms import (
    CalmedForm,
    CheckInForm,
    CorrectionForm,
    CountersignForm,
    ExceptionForm,
    PlaceForm,
)
from tannha.enrol.rules.acts import Place, Stage
from tannha.enrol.rules.fingers import left_to_take
from tannha.enrol.rules.gentle import WhyStopped
from tannha.enrol.steps_shown import Shown, countersign_rows, desk_line, old_in_words, shown_step
from tannha.enrol.words import FIELDS, thanks_to
from tannha.ground.access import Role
from tannha.ground.actor import Actor
from tannha.ground.ids import format_key
from tannha.web.notice import leave
from tannha.web.page import to


class Request(HttpRequest):
    """What the frame's middleware adds: who acts, and when."""

    actor: Actor
    now: datetime


def _go(name: str, *args: Any) -> HttpResponseBase:
    return to(reverse(name, args=args))


def _posted(request: Request) -> Any:
    """What was sent, even where a form has nothing but a file; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def _go_on(row: Any) -> HttpResponseBase:
    """To the page on which this enrolment goes on."""
    if row.stage == Stage.STOPPED:
        return _go("enrol:stopped", row.pk)
    return _go("enrol:bedside" if row.gentle else "enrol:case", row.pk)


def check_in(request: Request) -> HttpResponseBase:
    """Who came: scan the slip or type the number."""
    form = CheckInForm(_posted(request))
    nobody = False
    if request.method == "POST" and form.is_valid():
        found = service.find_arrival(request.actor, typed=form.cleaned_data["number"], now=request.now)
        if found is not None:
            return _go("enrol:arrival", found.case_id)
        nobody = True
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "enrol/check_in.html", {"form": form, "nobody": nobody}, status=status)


def arrival(request: Request, k: UUID) -> HttpResponseBase:
    """The person who came, what is promised, and the way in."""
    if request.method == "POST":
        form = PlaceForm(request.POST)
        place = Place(form.cleaned_data["place"]) if form.is_valid() else Place.COUNTER
        row = service.check_in(request.actor, case_id=k, place=place, now=request.now)
        if place is Place.HOME:
            return _go_on(row)
        leave(request, _("In the line: number %(ticket)s.") % {"ticket": service.ticket_name(row.ticket)})
        return _go("enrol:check_in")
    found = service.show_arrival(request.actor, case_id=k, now=request.now)
    return render(request, "enrol/arrival.html", {"found": found, "strip": found.strip})


def desk(request: Request, n: int) -> HttpResponseBase:
    """The counter: the line by numbers, the person who sits here, the next number."""
    if request.method == "POST":
        if request.POST.get("back"):
            own = service.find_at_desk(request.actor.user_id)
            if own is not None:
                service.put_back(request.actor, enrolment_id=own.pk, now=request.now)
            return _go("enrol:desk", n)
        return _go_on(service.call_next(request.actor, now=request.now))
    view = service.show_desk(request.actor, now=request.now)
    context = {"view": view, "n": n, "line": desk_line(view), "strip": view.strip}
    return render(request, "enrol/desk.html", context)


def case(request: Request, k: UUID) -> HttpResponseBase:
    """One enrolment at its step, at the counter."""
    return _step(request, k, "enrol/case.html")


def bedside(request: Request, k: UUID) -> HttpResponseBase:
    """One enrolment at its step, the gentle way."""
    return _step(request, k, "enrol/bedside.html")


def _step(request: Request, k: UUID, template: str) -> HttpResponseBase:
    view = service.show_case(request.actor, enrolment_id=k, now=request.now)
    if view.row.stage == Stage.STOPPED:
        return _go("enrol:stopped", k)
    if view.row.stage == Stage.CORRECTION:
        return _go("enrol:correction", k)
    step: Shown = shown_step(view, _posted(request), request.FILES or None)
    if request.method == "POST" and step.is_ready:
        step.do(request.actor, request.now)
        return _go("enrol:bedside" if "bedside" in template else "enrol:case", k)
    status = 422 if request.method == "POST" else 200
    return render(request, template, step.context, status=status)


def exception(request: Request, k: UUID) -> HttpResponseBase:
    """This finger or eye cannot be taken, and why."""
    view = service.show_case(request.actor, enrolment_id=k, now=request.now)
    subjects = left_to_take(view.part, view.state.exceptions) if view.part else ()
    form = ExceptionForm(_posted(request), subjects=subjects)
    if request.method == "POST" and form.is_valid():
        service.record_exception(request.actor, enrolment_id=k, now=request.now, **form.values())
        return _go_on(view.row)
    context = {"form": form, "view": view, "strip": view.strip, "k": format_key(k)}
    return render(request, "enrol/exception.html", context, status=422 if form.is_bound else 200)


def correction(request: Request, k: UUID) -> HttpResponseBase:
    """Old and new side by side, on the evidence of a paper."""
    view = service.show_case(request.actor, enrolment_id=k, now=request.now)
    form = CorrectionForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        service.correct(request.actor, enrolment_id=k, now=request.now, **form.values())
        leave(request, _("The correction is recorded. Old and new both stay."))
        return _go_on(view.row)
    pairs = [(FIELDS[name], old_in_words(name, old), form[name]) for name, old in view.current]
    context = {"form": form, "view": view, "pairs": pairs, "strip": view.strip}
    return render(request, "enrol/correction.html", context, status=422 if form.is_bound else 200)


@require_POST
def stop(request: Request, k: UUID) -> HttpResponseBase:
    """The stop word, or another day: ends at once."""
    why = WhyStopped.ANOTHER_DAY if request.POST.get("why") == "another_day" else WhyStopped.STOP_WORD
    service.stop(request.actor, enrolment_id=k, why=why, now=request.now)
    return _go("enrol:stopped", k)


def stopped(request: Request, k: UUID) -> HttpResponseBase:
    """A plain screen; outside the room, with consent, what calmed the person."""
    view = service.show_case(request.actor, enrolment_id=k, now=request.now)
    if view.row.stage != Stage.STOPPED:
        return _go_on(view.row)
    form = CalmedForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        if form.values():
            service.record_calmed(request.actor, enrolment_id=k, calmed=form.values(), now=request.now)
        return _go("web:today")
    outside = "outside" in request.GET or request.method == "POST"
    context = {
        "view": view,
        "form": form,
        "outside": outside,
        "k": format_key(k),
        "thanks": thanks_to(view.strip.spoken),
    }
    return render(request, "enrol/stopped.html", context)


@require_POST
def information_form(request: Request, k: UUID) -> HttpResponseBase:
    """The information form as a PDF."""
    form = service.print_information_form(request.actor, enrolment_id=k, now=request.now)
    return _pdf(paper.information_form_pdf(form))


@require_POST
def slip(request: Request, k: UUID) -> HttpResponseBase:
    """The appointment slip as a PDF, once the packet is sealed."""
    found = service.slip_after_commit(request.actor, enrolment_id=k, now=request.now)
    return _pdf(paper.appointment_slip_pdf(found, seal=service.seal_of(found, now=request.now)))


@require_GET
def frame(request: Request, k: UUID, number: int) -> HttpResponseBase:
    """One kept frame, small."""
    picture = service.show_frame(request.actor, enrolment_id=k, number=number, now=request.now)
    return HttpResponse(picture, content_type="image/jpeg")


@require_GET
def family(request: Request, k: UUID) -> HttpResponseBase:
    """The family's side on a second screen: one large sentence and nothing else. It reads no data."""
    return render(request, "enrol/family.html", {"k": format_key(k)})


def exceptions(request: Request, k: UUID | None = None) -> HttpResponseBase:
    """Packets that need a second person: look, and sign with one's own code of this moment."""
    waiting = service.list_exceptions(request.actor, chosen_id=k, now=request.now)
    chosen = next((one for one in waiting if one.row.pk == k), waiting[0] if waiting and k is None else None)
    if k is not None and chosen is None:
        return _go("enrol:exceptions")
    if chosen is None:
        return render(request, "enrol/exceptions.html", {"waiting": waiting, "chosen": None})
    supervises = request.actor.role is Role.SUPERVISOR
    form = CountersignForm(
        _posted(request),
        colleagues=() if supervises else service.list_supervisors(request.actor),
        own_username=request.actor.username if supervises else "",
        own_name=request.actor.display_name,
    )
    if request.method == "POST" and form.is_valid():
        service.countersign(request.actor, enrolment_id=chosen.row.pk, now=request.now, **form.values())
        agrees = form.values()["agrees"]
        leave(request, _("Countersigned. The operator can seal now.") if agrees else _("Kept: meet again."))
        return _go("enrol:exceptions") if supervises or not agrees else _go_on(chosen.row)
    context = {
        "waiting": waiting,
        "chosen": chosen,
        "number": waiting.index(chosen) + 1,
        "rows": countersign_rows(chosen),
        "form": form,
        "strip": chosen.strip,
    }
    return render(request, "enrol/exceptions.html", context, status=422 if form.is_bound else 200)


def _pdf(body: bytes) -> HttpResponse:
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = "inline; filename=enrolment.pdf"
    return response
