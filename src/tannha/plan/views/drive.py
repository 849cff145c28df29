"""The page of the drive: quotas week by week, what one more of each would bring; the groups' calendar, the rota."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tannha.ground.actor import Actor
from tannha.plan import service
from tannha.plan.drive.papers import calendar_of, rota_of
from tannha.plan.drive.quotas import Drive, Means, OneMore
from tannha.plan.drive.ward import Kind
from tannha.plan.tasks import prove_drive
from tannha.plan.words import day_in_words
from tannha.web.page import to
from tannha.web.parts import Head, Row, Table
from tannha.web.values import format_number

MORE: dict[Means, Promise] = {
    Means.MACHINE: gettext_lazy("One more machine"),
    Means.KIT: gettext_lazy("One more kit"),
    Means.CAR: gettext_lazy("One more car"),
    Means.CREW: gettext_lazy("One more team of officers"),
}
USED: dict[Means, Promise] = {
    Means.MACHINE: gettext_lazy("Machines"),
    Means.KIT: gettext_lazy("Kits"),
    Means.CAR: gettext_lazy("Cars"),
    Means.CREW: gettext_lazy("Officers"),
}
KINDS: dict[Kind, Promise] = {
    Kind.WALK_IN: gettext_lazy("Come to the station"),
    Kind.RIDE: gettext_lazy("Fetched"),
    Kind.HOME: gettext_lazy("Visited"),
    Kind.GENTLE: gettext_lazy("Visited calmly"),
}


class Request(HttpRequest):
    """What the middleware adds to each request of a signed-in person."""

    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week of the drive: its first day, the quotas by group, how full everything is."""

    first: date
    table: Table
    used: tuple[tuple[str, str], ...]


def drive(request: Request) -> HttpResponse:
    """The drive over the coming weeks."""
    view = service.show_drive(request.actor, now=request.now)
    found = view.drive
    served = sum(quota.persons for quota in found.quotas)
    left = sum(one.persons for one in found.left)
    context: dict[str, Any] = {
        "proof": view.proof,
        "samples": samples_of(found),
        "served": served,
        "left": left,
        "last_day": found.last_day,
        "more": [more_in_words(one) for one in found.one_more],
        "weeks": weeks_of(found),
    }
    return render(request, "plan/drive.html", context)


@require_POST
def prove(request: Request) -> HttpResponseBase:
    """Have the sampled days planned for real, by the worker."""
    asked = service.ask_proof(request.actor, now=request.now)
    if asked is not None:
        prove_drive.enqueue(str(asked))
    return to(reverse("plan:drive"))


@require_safe
def proof(request: Request) -> HttpResponse:
    """How far the proof is, for polling; done once it stands."""
    found = service.show_proof(request.actor, now=request.now)
    samples = samples_of(found.drive) if found is not None and found.drive is not None else None
    response = render(request, "plan/drive_proof.html", {"proof": found, "samples": samples, "polled": True})
    if found is None or not found.under_way:
        response.headers["X-Done"] = "1"
    return response


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """What came of the sampled days, all together."""

    days: int
    asked: int
    placed: int
    moved: int


def samples_of(found: Drive) -> Samples | None:
    """The sampled days of a drive, all together; None where no day was planned for real."""
    if not found.samples:
        return None
    sums = (sum(getattr(sample, name) for sample in found.samples) for name in ("asked", "placed", "moved"))
    asked, placed, moved = sums
    return Samples(days=len(found.samples), asked=asked, placed=placed, moved=moved)


def calendar(request: Request) -> HttpResponse:
    """The groups' days as a calendar to be taken over elsewhere."""
    view = service.show_drive(request.actor, now=request.now)
    text = calendar_of(view.drive, now=request.now, language=_language())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="drive.ics"'
    return response


def rota(request: Request) -> HttpResponse:
    """Who works on which day, as a table for a spreadsheet."""
    view = service.show_drive(request.actor, now=request.now)
    text = "\ufeff" + rota_of(view.drive, language=_language())
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rota.csv"'
    return response


def _language() -> str:
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def weeks_of(found: Drive) -> list[Week]:
    """The drive week by week, those with somebody in them."""
    weeks: dict[date, dict[tuple[int, str], dict[Kind, int]]] = defaultdict(lambda: defaultdict(dict))
    days: dict[tuple[date, str], set[date]] = defaultdict(set)
    for quota in found.quotas:
        first = found.first_day + timedelta(days=(quota.day - found.first_day).days // 7 * 7)
        order = (int(quota.group) if quota.group.isdecimal() else 0, quota.group)
        kinds = weeks[first][order]
        kinds[quota.kind] = kinds.get(quota.kind, 0) + quota.persons
        days[(first, quota.group)].add(quota.day)
    used: dict[date, list[tuple[str, str]]] = defaultdict(list)
    for use in found.uses:
        if use.had_minutes:
            share = format_number(round(100 * use.used_minutes / use.had_minutes), get_language() or "vi")
            words = _("%(share)s %% of %(hours)s hours") % {"share": share, "hours": use.had_minutes // 60}
            used[use.week].append((str(USED[use.means]), words))
    return [
        Week(first=first, table=_table(first, groups, days), used=tuple(used[first]))
        for first, groups in sorted(weeks.items())
    ]


def _table(
    first: date, groups: dict[tuple[int, str], dict[Kind, int]], days: dict[tuple[date, str], set[date]]
) -> Table:
    rows = []
    for (_order, group), kinds in sorted(groups.items()):
        on = sorted(days[(first, group)])
        when = f"{on[0]:%d/%m}" if len(on) == 1 else f"{on[0]:%d/%m}\u2060–\u2060{on[-1]:%d/%m}"
        cells = [_("group %(number)s") % {"number": group}, when]
        rows.append(Row(cells=(*cells, *(kinds.get(kind, 0) or "–" for kind in Kind))))
    heads = [Head(_("Residential group")), Head(_("Days"))]
    heads += [Head(str(KINDS[kind]), figure=True) for kind in Kind]
    caption = _("Quotas of the week from %(day)s") % {"day": day_in_words(first)}
    return Table(caption=caption, heads=heads, rows=rows, hide_caption=True)


def more_in_words(one: OneMore) -> tuple[str, str]:
    """What one more of a kind would bring: people more, waiting less, the last day then."""
    if not one.days_sooner:
        return str(MORE[one.means]), _("Would bring nothing: it is not what holds the drive up.")
    parts = []
    if one.people_more:
        more = ngettext(
            "%(count)s person more has a day.", "%(count)s people more have a day.", one.people_more
        )
        parts.append(more % {"count": one.people_more})
    days = ngettext(
        "%(count)s day of waiting less, the frail counted threefold.",
        "%(count)s days of waiting less, the frail counted threefold.",
        one.days_sooner,
    )
    parts.append(days % {"count": one.days_sooner})
    if one.last_day is not None:
        parts.append(_("The last day would be %(day)s.") % {"day": day_in_words(one.last_day)})
    return str(MORE[one.means]), " ".join(parts)
