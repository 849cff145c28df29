"""Pages of the day under way: what is ahead, one report, the two ways on, and what people answered."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tannha.plan.forms import ReportForm
from tannha.plan.live.events import EventKind
from tannha.plan.live_words import CHOICES, REPORTS, WHAT, time_of
from tannha.plan.rules.promises import Told
from tannha.plan.service import live as verbs
from tannha.plan.service.live_reading import KINDS, LiveView, Newcomer, Subject, What, show_live
from tannha.plan.service.waiting import Waiting, show_one_waiting, show_waiting
from tannha.plan.views.days import UNFIT, Request
from tannha.plan.words import WAYS
from tannha.web.notice import leave
from tannha.web.page import to


def live(request: Request, on: date) -> HttpResponse:
    """The day under way."""
    return _live(request, show_live(request.actor, on=on, now=request.now))


def _live(request: Request, view: LiveView, *, fault: str = "", status: int = 200) -> HttpResponse:
    groups = [
        {
            "name": WHAT[what],
            "what": what.value,
            "rows": [_row(one) for one in view.subjects if one.what is what],
        }
        for what in What
    ]
    question = view.question
    asks = [
        {
            "ask": ask, "face": face,
            "told": f"{time_of(ask.told_start_minute)}–{time_of(ask.told_end_minute)}",
            "new": time_of(ask.start_minute) if ask.start_minute is not None else "",
            "way": WAYS[next(way for way in WAYS if way.value == ask.way)],
        }
        for ask, face in (question.asks if question else ())
    ]  # fmt: skip
    context: dict[str, Any] = {
        "on": view.on,
        "view": view,
        "groups": [group for group in groups if group["rows"]],
        "asks": asks,
        "waiting": sum(1 for ask, _face in (question.asks if question else ()) if ask.answer == "open"),
        "proposal": question.proposal if question else None,
        "newcomer": _newcomer(question.newcomer) if question and question.newcomer else None,
        "reports": [(row, REPORTS[EventKind(row.kind)], label) for row, label in view.reports],
        "fault": fault,
    }
    return render(request, "plan/live.html", context, status=status)


def _newcomer(one: Newcomer) -> dict[str, Any]:
    """Somebody urgent with the time of each way on, "" where it has none for them."""
    words = [f"{_span(told)}, {WAYS[told.way]}" if told else "" for told in (one.kept, one.asked)]
    return {"face": one.face, "kept": words[0], "asked": words[1]}


def _span(told: Told) -> str:
    return f"{time_of(told.start_minute)}–{time_of(told.end_minute)}"


def _row(one: Subject) -> dict[str, Any]:
    return {
        "one": one,
        "time": time_of(one.start_minute) if one.start_minute is not None else "",
        "way": WAYS[one.way] if one.way else "",
    }


def report(request: Request, on: date, what: str, k: UUID) -> HttpResponseBase:
    """Tell what happened to one person, machine, kit, team or car."""
    if what not in set(What):
        raise Http404
    kinds = KINDS[What(what)]
    form = ReportForm(request.POST or None, kinds=[(kind.value, CHOICES[kind]) for kind in kinds])
    if request.method == "POST" and form.is_valid():
        proposal = verbs.report(
            request.actor, on=on, kind=form.cleaned_data["kind"], subject=k, until_minute=form.until_minute(),
            late_minutes=form.cleaned_data.get("late_minutes") or 0, now=request.now,
        )  # fmt: skip
        if proposal.is_open:
            leave(request, _("Noted. Nothing has moved yet: choose how to go on."), mark="look")
        else:
            leave(request, _("Noted, and the plan is mended. Everybody else keeps the time they were told."))
        return to(reverse("plan:live", args=(on,)))
    subject = _subject(request, on, What(what), k)
    context = {"on": on, "row": _row(subject), "what": WHAT[subject.what], "form": form}
    return render(request, "plan/live_report.html", context, status=UNFIT if form.errors else 200)


def _subject(request: Request, on: date, what: What, k: UUID) -> Subject:
    """What the report is about, with no more of it than its page shows."""
    if what is What.URGENT:
        one = show_one_waiting(request.actor, case_id=k, now=request.now)
        return Subject(what=what, id=k, label=one.face.code, face=one.face)
    view = show_live(request.actor, on=on, now=request.now)
    subject = next((one for one in view.subjects if one.what is what and one.id == k), None)
    if subject is None:
        raise Http404
    return subject


def urgent(request: Request, on: date) -> HttpResponse:
    """Who waits for a visit or a ride and could be taken on today; one of them is picked."""
    code = request.GET.get("code", "")[:12]
    view = show_waiting(request.actor, code=code, outdoors=True, now=request.now)
    context = {"on": on, "view": view, "rows": [_waiting(one) for one in view.rows]}
    return render(request, "plan/live_urgent.html", context)


def _waiting(one: Waiting) -> dict[str, Any]:
    return {"one": one, "ways": ", ".join(str(WAYS[way]) for way in one.ways)}


@require_POST
def keep_all(request: Request, k: UUID) -> HttpResponseBase:
    """Keep every promise that can be kept."""
    proposal = verbs.keep_all(request.actor, proposal_id=k, now=request.now)
    if proposal.report.kind == EventKind.URGENT_CLIENT:
        if proposal.kept_missed:
            leave(
                request, _("Everything stays as it is. The person goes on waiting for a time."), mark="look"
            )
        else:
            leave(
                request, _("The person has a time, nobody else's promise has moved. Now they must be told.")
            )
        return to(reverse("plan:live", args=(proposal.plan_day.on,)))
    leave(
        request,
        ngettext(
            "All other promises are kept. %(count)s person waits for a new time.",
            "All other promises are kept. %(count)s people wait for a new time.",
            proposal.kept_missed,
        )
        % {"count": proposal.kept_missed},
    )
    return to(reverse("plan:live", args=(proposal.plan_day.on,)))


@require_POST
def answer(request: Request, k: UUID) -> HttpResponseBase:
    """What one person said to another time."""
    agreed = request.POST.get("answer") == "yes"
    consent = request.POST.get("consent", "")
    if agreed and not consent.strip():
        on = verbs.day_of_ask(request.actor, k)
        view = show_live(request.actor, on=on, now=request.now)
        return _live(request, view, fault=str(k), status=UNFIT)
    proposal = verbs.answer_ask(request.actor, ask_id=k, agreed=agreed, consent=consent, now=request.now)
    if proposal.is_taken:
        leave(request, _("Everybody asked has agreed. The new plan is in force."))
    elif agreed:
        leave(request, _("The yes is noted. The change happens when everybody asked has agreed."))
    else:
        leave(request, _("The person keeps their time. The question is put anew without them."), mark="wish")
    return to(reverse("plan:live", args=(proposal.plan_day.on,)))
