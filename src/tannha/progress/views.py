"""Pages of progress: the ward in sentences, one group, who waits, officers' hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.ids import format_key, parse_key
from tannha.ground.refusal import Refusal, Refused
from tannha.progress import service
from tannha.progress.refusals import Code
from tannha.progress.rules.hours import percent
from tannha.progress.rules.waiting import SMALL_CELL, Sum, WaitingReason, may_show
from tannha.progress.words import REASONS
from tannha.web.paging import page_number
from tannha.web.parts import Head, Row, Table, bar_chart
from tannha.web.values import format_number, format_percent


class Request(HttpRequest):
    """A request as the middleware hands it on: who acts, and when."""

    actor: Actor
    now: datetime


def ward(request: Request) -> HttpResponse:
    """The ward in sentences, each with its list or table behind it; one's own hours for whoever sees only those."""
    if not service.sees_ward(request.actor):
        return hours(request)
    figures = service.ward_figures(request.actor, now=request.now)
    context = {
        "now": request.now,
        "figures": figures,
        "percent": percent(figures.coverage.covered, figures.coverage.people) / 100,
        "kept": percent(figures.promises_kept, figures.promises_past) / 100,
        "days": figures.frail.days_on(local_day(request.now)),
        "frail": _said(figures.frail.count, exact=figures.exact),
        "shows_days": may_show(figures.frail.count, exact=figures.exact),
        "chart": _chart(figures.reasons, exact=figures.exact),
        "small": SMALL_CELL,
        "groups": _group_table(request, figures),
    }
    return render(request, "progress/ward.html", context)


def _said(count: int, *, exact: bool) -> str:
    if may_show(count, exact=exact):
        return format_number(count, get_language() or "vi")
    return _("fewer than %(small)s") % {"small": SMALL_CELL}


def _chart(reasons: Mapping[WaitingReason, Sum], *, exact: bool, group: str = "") -> object:
    bars = []
    for reason, found in reasons.items():
        if not may_show(found.count, exact=exact):
            continue
        query = urlencode({"why": reason.value, **({"group": group} if group else {})})
        url = f"{reverse('progress:waiting')}?{query}" if exact else ""
        bars.append((str(REASONS[reason]), found.count, url))
    return bar_chart(bars, unit=_("people")) if bars else None


def _group_table(request: Request, figures: service.WardFigures) -> Table:
    rows = [
        Row(
            cells=(
                line.name,
                _said(line.waiting.count, exact=figures.exact),
                _days(line.waiting, local_day(request.now), exact=figures.exact),
                _part(line.coverage, exact=figures.exact),
            ),
            url=reverse("progress:group", args=[line.group_id]),
        )
        for line in figures.groups
    ]
    return Table(
        caption=_("Residential groups"),
        heads=(
            Head(_("Group")),
            Head(_("People who wait"), figure=True),
            Head(_("Longest, in days"), figure=True),
            Head(_("Have a card"), figure=True),
        ),
        rows=tuple(rows),
        hide_caption=True,
    )


def _days(waiting: Sum, day: date, *, exact: bool) -> str:
    if not waiting.count or not may_show(waiting.count, exact=exact):
        return "–"
    return format_number(waiting.days_on(day), get_language() or "vi")


def _part(coverage: service.Coverage, *, exact: bool) -> str:
    if not coverage.people or not may_show(coverage.people, exact=exact):
        return "–"
    part = percent(coverage.covered, coverage.people) / 100
    return format_percent(part, get_language() or "vi")


def group(request: Request, k: UUID) -> HttpResponse:
    """One residential group: how far, why people wait, and for a supervisor who they are."""
    figures = service.group_figures(request.actor, group_id=k, now=request.now)
    waiting = service.show_waiting(request.actor, group_id=k, now=request.now) if figures.exact else None
    context = {
        "figures": figures,
        "percent": percent(figures.coverage.covered, figures.coverage.people) / 100,
        "waiting": waiting,
        "table": _people_table(waiting) if waiting and waiting.people else None,
        "small": SMALL_CELL,
        "shows_part": may_show(figures.coverage.people, exact=figures.exact),
        "waiting_said": _said(figures.waiting.count, exact=figures.exact),
        "chart": _chart(figures.reasons, exact=figures.exact, group=format_key(k)),
        "walk_url": f"{reverse('canvass:walks')}?{urlencode({'place': f'group:{format_key(k)}'})}",
    }
    return render(request, "progress/group.html", context)


def waiting(request: Request) -> HttpResponse:
    """Who waits, longest first: everybody, for one reason, in one group, or those who need help."""
    reason = _reason_in(request.GET.get("why", ""))
    group_id = _group_in(request.GET.get("group", ""))
    return _waiting_page(request, reason=reason, group_id=group_id, frail=False)


def longest(request: Request) -> HttpResponse:
    """Those who need help, longest first."""
    return _waiting_page(request, reason=None, group_id=None, frail=True)


def _waiting_page(
    request: Request, *, reason: WaitingReason | None, group_id: UUID | None, frail: bool
) -> HttpResponse:
    shown = service.show_waiting(
        request.actor,
        reason=reason,
        group_id=group_id,
        frail=frail,
        number=page_number(request),
        now=request.now,
    )
    kept = {name: request.GET[name] for name in ("why", "group") if request.GET.get(name)}
    context = {
        "waiting": shown,
        "table": _people_table(shown) if shown.people else None,
        "reason": REASONS[reason] if reason else "",
        "frail": frail,
        "before": _page_url(kept, shown.number - 1) if shown.number > 1 else "",
        "after": _page_url(kept, shown.number + 1) if shown.number < shown.pages else "",
    }
    return render(request, "progress/waiting.html", context)


def _page_url(kept: dict[str, str], number: int) -> str:
    return f"?{urlencode({**kept, 'page': number})}"


def _reason_in(text: str) -> WaitingReason | None:
    if not text:
        return None
    try:
        return WaitingReason(text)
    except ValueError:
        raise Refused(Refusal(Code.NO_SUCH_REASON)) from None


def _group_in(text: str) -> UUID | None:
    try:
        return parse_key(text) if text else None
    except ValueError:
        raise Refused(Refusal(Code.NO_SUCH_REASON)) from None


def _people_table(shown: service.WaitingList) -> Table:
    rows = [
        Row(
            cells=(
                person.name,
                person.place,
                ngettext("%(days)s day", "%(days)s days", person.days) % {"days": person.days},
                str(REASONS[person.reason]),
            ),
            url=reverse("canvass:way", args=[person.resident_id]),
        )
        for person in shown.people
    ]
    heads = (Head(_("Name")), Head(_("Lives at")), Head(_("Has waited")), Head(_("Waits for")))
    return Table(caption=_("Who waits, longest first"), heads=heads, rows=tuple(rows), hide_caption=True)


def hours(request: Request) -> HttpResponse:
    """Officers' hours of this week against the limit; no rank."""
    weeks = service.officers_week(request.actor, now=request.now)
    rows = [
        Row(
            cells=(
                week.name,
                _("%(hours)s of %(limit)s hours")
                % {"hours": week.minutes // 60, "limit": week.limit_minutes // 60},
                _nearly(week.near),
                _outside(week.days_outside),
            )
        )
        for week in weeks
    ]
    heads = (
        Head(_("Officer")),
        Head(_("This week")),
        Head(_("Against the limit")),
        Head(_("Outside the shift")),
    )
    table = Table(caption=_("Hours of this week"), heads=heads, rows=tuple(rows), hide_caption=True)
    context = {"table": table if rows else None, "sees_ward": service.sees_ward(request.actor)}
    return render(request, "progress/hours.html", context)


def _nearly(near: bool) -> str:
    return _("nearly full: lighten the coming days") if near else _("within the limit")


def _outside(days: int) -> str:
    if not days:
        return _("never")
    return ngettext("on %(days)s day", "on %(days)s days", days) % {"days": days}
