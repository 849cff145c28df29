"""Pages of planning: a form read into plain values, one verb, a template."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tannha.ground.access import May, Scope, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.plan import service
from tannha.plan.board import chart_of, table_of
from tannha.plan.forms import LateForm, MoveForm
from tannha.plan.paper import notices_pdf
from tannha.plan.rules.instance import Way
from tannha.plan.rules.plan import Reason
from tannha.plan.rules.promises import Told
from tannha.plan.service.notices import Notice
from tannha.plan.service.reading import A_PAGE, UnservedView, WhyView
from tannha.plan.words import (
    CHECKS,
    STOPS,
    WAYS,
    changes_in_words,
    minutes_of,
    offer_in_words,
    span,
    why_not_in_words,
    why_this_time_in_words,
)
from tannha.web.notice import leave
from tannha.web.page import to
from tannha.web.paging import page_number

UNFIT = 422


class Request(HttpRequest):
    """What the middleware adds to each request of a signed-in person."""

    actor: Actor
    now: datetime


def next_day(request: Request) -> HttpResponseBase:
    """To the day a planner turns to."""
    on = service.next_day(request.actor.ward_id, local_day(request.now))
    return to(reverse("plan:day", args=(on,)))


def day(request: Request, on: date) -> HttpResponse:
    """The day board: machines, teams, cars; who is not placed."""
    view = service.show_day(request.actor, on=on, now=request.now)
    context: dict[str, Any] = {
        "on": on,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "view": view,
        "past": on < local_day(request.now),
        "as_table": request.GET.get("as") == "table",
    }
    if view is not None:
        groups = _groups(view.unserved, view.labels)
        context |= {
            "chart": chart_of(view),
            "table": table_of(view),
            "groups": groups,
            "several": any(count > 1 for _words, count in groups),
            "published": view.day.state == "published",
            "may_print": cell(request.actor.role, May.PRINT_NOTICES) is not None,
        }
    return render(request, "plan/day.html", context)


def _groups(unserved: tuple[UnservedView, ...], labels: Mapping[str, str]) -> list[tuple[str, int]]:
    """How many people share each reason, most first; the amounts they need as one span."""
    alike: dict[tuple[str, str], list[Reason]] = {}
    for entry in unserved:
        alike.setdefault((entry.reason.code, entry.reason.subject), []).append(entry.reason)
    counts: dict[str, int] = {}
    for reasons in alike.values():
        ordered = sorted(reasons, key=lambda reason: reason.amount)
        words = why_not_in_words(ordered[0], labels, most=ordered[-1].amount)
        counts[words] = counts.get(words, 0) + len(reasons)
    return sorted(counts.items(), key=lambda item: -item[1])


@require_POST
def make(request: Request, on: date) -> HttpResponseBase:
    """Make the plan of a day."""
    made = service.make_plan(request.actor, on=on, now=request.now)
    if service.has_begun(made, request.now):
        leave(
            request,
            _("Only the rest of the day is planned anew: what has begun and every promise stay as they are."),
        )
    else:
        leave(request, _("The plan is made. Nobody has been told yet."))
    return to(reverse("plan:day", args=(on,)))


def unserved(request: Request, on: date) -> HttpResponse:
    """Who has no time on a day, why, and what would help."""
    view = service.show_unserved(request.actor, on=on, now=request.now, page=page_number(request))
    rows = [
        {
            "entry": entry,
            "why": why_not_in_words(entry.reason, view.labels),
            "offer": offer_in_words(entry.reason),
        }
        for entry in view.unserved
    ]
    page = Paginator(range(view.total), A_PAGE).page(view.number)
    return render(request, "plan/unserved.html", {"on": on, "page": page, "rows": rows})


@require_POST
def take_offer(request: Request, on: date, k: UUID) -> HttpResponseBase:
    """Take the planner's own offer for one person."""
    service.take_offer(request.actor, on=on, case_id=k, now=request.now)
    leave(request, _("The offer is taken and the plan made anew with it."))
    return to(reverse("plan:unserved", args=(on,)))


def why(request: Request, on: date, k: UUID) -> HttpResponse:
    """Why one person has this time, or none; from here a promise is moved or withdrawn."""
    return _why(request, on, k, MoveForm())


def _why(request: Request, on: date, k: UUID, form: MoveForm, status: int = 200) -> HttpResponse:
    view = service.show_why(request.actor, on=on, case_id=k, now=request.now)
    context = {
        "on": on,
        "view": view,
        "form": form,
        "facts": _facts(view),
        "why": why_this_time_in_words(view.why) if view.why else (),
        "why_not": why_not_in_words(view.reason, view.labels) if view.reason else "",
        "changes": changes_in_words(view.relax, view.labels),
        "offer": offer_in_words(view.reason) if view.reason else "",
    }
    return render(request, "plan/why.html", context, status=status)


def _facts(view: WhyView) -> list[tuple[str, str]]:
    """Place, things to take along (never a word about health), what was told."""
    rows = [(_("Place"), view.face.spot), (_("What helps"), ", ".join(view.face.bring) or _("nothing noted"))]
    if view.told is not None:
        rows += [
            (_("How"), str(WAYS[view.told.way])),
            (_("When"), _told_time(view.told)),
            (_("Who"), view.owner_label),
        ]
    return rows


def _told_time(told: Told) -> str:
    """The told minutes in words of figures."""
    return span(told.start_minute * 60, told.end_minute * 60)


@require_POST
def move(request: Request, on: date, k: UUID) -> HttpResponseBase:
    """Move a promise with the person's yes."""
    form = MoveForm(request.POST)
    view = service.show_why(request.actor, on=on, case_id=k, now=request.now)
    if view.promise is None or not form.is_valid():
        return _why(request, on, k, form, status=UNFIT)
    service.move_promise(
        request.actor,
        promise_id=view.promise.id,
        start_minute=form.start_minute(),
        consent=form.cleaned_data["consent"],
        now=request.now,
    )
    leave(request, _("The promise is moved. Everybody else keeps the time they were told."))
    return to(reverse("plan:why", args=(on, k)))


@require_POST
def withdraw(request: Request, on: date, k: UUID) -> HttpResponseBase:
    """Withdraw a promise."""
    view = service.show_why(request.actor, on=on, case_id=k, now=request.now)
    if view.promise is not None:
        service.withdraw_promise(request.actor, promise_id=view.promise.id, now=request.now)
        leave(request, _("The promise is withdrawn. The person waits for a new time."), mark="wish")
    return to(reverse("plan:day", args=(on,)))


def review(request: Request, on: date) -> HttpResponse:
    """The independent checks and what publishing would do."""
    view = service.show_review(request.actor, on=on, now=request.now)
    checks = [(CHECKS[check.name], check) for check in view.checks]
    failed = sum(1 for check in view.checks if not check.holds)
    context = {
        "on": on,
        "view": view,
        "checks": checks,
        "failed": failed,
        "ready": not failed and view.to_tell > 0,
        "on_paper": view.to_tell - view.by_phone,
    }
    return render(request, "plan/review.html", context)


@require_POST
def publish(request: Request, on: date) -> HttpResponseBase:
    """Promise everybody their time."""
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isdecimal() else 0
    service.publish(request.actor, on=on, version=version, now=request.now)
    leave(request, _("Published. The supervisor now prints the notices and makes the calls."))
    return to(reverse("plan:day", args=(on,)))


def missions(request: Request) -> HttpResponse:
    """The team's own missions of today and the next day; planner and supervisor see those of the whole ward."""
    today = local_day(request.now)
    days = []
    for on in dict.fromkeys((today, service.next_day(request.actor.ward_id, today))):
        rows = service.list_missions(request.actor.ward_id, on)
        if _own_only(request) and request.actor.user_id:
            own = {stop.mission_id for stop in service.missions_for(request.actor.user_id, on)}
            rows = [row for row in rows if row.id in own]
        if rows:
            days.append({"on": on, "missions": rows})
    return render(request, "plan/missions.html", {"days": days})


def _own_only(request: Request) -> bool:
    found = cell(request.actor.role, May.READ_RUN_SHEET)
    return found is not None and found.scope is Scope.ASSIGNED


def mission(request: Request, k: UUID) -> HttpResponse:
    """A run sheet: names and needs for the team, codes and doors for the planner."""
    return _mission(request, k, LateForm())


def _mission(request: Request, k: UUID, form: LateForm, status: int = 200) -> HttpResponse:
    sheet = service.show_run_sheet(request.actor, mission_id=k, now=request.now)
    lines: list[dict[str, Any]] = [
        {
            "line": line,
            "time": span(line.stop.start, line.stop.depart),
            "what": STOPS[line.stop.kind],
            "face": line.named.face if line.named else line.face,
        }
        for line in sheet.stops
    ]
    waiting = [one for one in lines if one["line"].case_id and one["line"].arrived_at is None]
    context = {"sheet": sheet, "lines": lines, "first": waiting[0] if waiting else None, "form": form}
    return render(request, "plan/mission.html", context, status=status)


@require_POST
def arrived(request: Request, k: UUID, case: UUID) -> HttpResponseBase:
    """The team stands at the door."""
    service.note_arrival(request.actor, mission_id=k, case_id=case, now=request.now)
    leave(request, _("Arrival noted."))
    return to(reverse("plan:mission", args=(k,)))


@require_POST
def late(request: Request, k: UUID, case: UUID) -> HttpResponseBase:
    """The team tells that it will be late."""
    form = LateForm(request.POST)
    if not form.is_valid():
        return _mission(request, k, form, status=UNFIT)
    minutes = form.cleaned_data["late_minutes"]
    service.note_arrival(request.actor, mission_id=k, case_id=case, late_minutes=minutes, now=request.now)
    leave(request, _("The planner sees that you will be %(time)s late.") % {"time": minutes_of(minutes * 60)})
    return to(reverse("plan:mission", args=(k,)))


def notices(request: Request, on: date) -> HttpResponse:
    """Calls to make and notices to print."""
    view = service.show_notices(request.actor, on=on, now=request.now)
    rows = [(notice, _when(notice)) for notice in view.calls]
    paper = [(notice, _when(notice)) for notice in view.notices if notice not in view.calls]
    return render(request, "plan/notices.html", {"on": on, "view": view, "calls": rows, "paper": paper})


def _when(notice: Notice) -> str:
    if notice.way == Way.RIDE.value and notice.fetch_minute is not None:
        home = notice.home_minute or notice.end_minute
        return _("at the door %(fetch)s, home by %(home)s") % {
            "fetch": _minute(notice.fetch_minute),
            "home": _minute(home),
        }
    if notice.way == Way.HOME.value:
        return _("between %(start)s and %(end)s") % {
            "start": _minute(notice.start_minute),
            "end": _minute(notice.end_minute),
        }
    return _("at %(start)s") % {"start": _minute(notice.start_minute)}


def _minute(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def notices_paper(request: Request, on: date) -> HttpResponse:
    """All notices of a day as one PDF."""
    view = service.show_notices(request.actor, on=on, now=request.now)
    return _pdf(notices_pdf(view, view.notices))


def one_paper(request: Request, k: UUID) -> HttpResponse:
    """One person's notice as PDF."""
    view = service.show_one_notice(request.actor, promise_id=k, now=request.now)
    return _pdf(notices_pdf(view, view.notices))


def _pdf(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="giay-bao.pdf"'
    return response


@require_POST
def told(request: Request, on: date, k: UUID) -> HttpResponseBase:
    """The person was called or got the notice."""
    service.note_told(request.actor, promise_id=k, now=request.now)
    left = service.count_calls(request.actor.ward_id, on)
    sentence = ngettext("Noted. %(count)s call left.", "Noted. %(count)s calls left.", left) % {"count": left}
    leave(request, sentence)
    return to(reverse("plan:notices", args=(on,)))
