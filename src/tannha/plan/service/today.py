"""What waits today: for the planner who is not placed, for the team its first stop, for the supervisor the
calls."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tannha.ground.access import Role
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.regime import is_working_day
from tannha.ground.today import TodayRow
from tannha.plan.models import Arrival, DayState, PlanDay
from tannha.plan.rules.plan import StopKind, decode_plan
from tannha.plan.service.notices import count_calls
from tannha.plan.service.sheets import missions_for
from tannha.plan.words import day_in_words


def next_day(ward_id: UUID, today: date) -> date:
    """The day a planner turns to: tomorrow's plan if there is one, else the next working day."""
    tomorrow = today + timedelta(days=1)
    if PlanDay.objects.filter(ward_id=ward_id, on=tomorrow).exists():
        return tomorrow
    for ahead in range(1, 15):
        if is_working_day(today + timedelta(days=ahead)):
            return today + timedelta(days=ahead)
    return tomorrow


def today_rows(actor: Actor, now: datetime) -> list[TodayRow]:
    """Rows without names for planner, operator, canvasser and supervisor."""
    today = local_day(now)
    if actor.role is Role.PLANNER:
        return [_planner_row(actor, next_day(actor.ward_id, today))]
    if actor.role in (Role.OPERATOR, Role.CANVASSER):
        return _team_rows(actor, today)
    if actor.role is Role.SUPERVISOR:
        return _call_rows(actor, today)
    return []


def _planner_row(actor: Actor, on: date) -> TodayRow:
    day = PlanDay.objects.filter(ward_id=actor.ward_id, on=on).first()
    when = day_in_words(on)
    if day is None:
        return TodayRow(
            order=10,
            text=_("No plan yet for %(day)s") % {"day": when},
            url_name="plan:day",
            url_args=(on,),
            action=_("Open the day"),
        )
    left = len(decode_plan(day.plan).unserved)
    text = ngettext("%(day)s: %(count)s person not placed", "%(day)s: %(count)s people not placed", left) % {
        "day": when,
        "count": left,
    }
    text = text if left else _("%(day)s: everybody is placed") % {"day": when}
    published = day.state == DayState.PUBLISHED
    return TodayRow(
        order=10,
        text=f"{text[:1].upper()}{text[1:]}",
        detail=_("published") if published else _("not published yet"),
        count=left or None,
        url_name="plan:unserved" if left else "plan:day",
        url_args=(on,),
        action=_("See why") if left else _("Open the day"),
    )


def _team_rows(actor: Actor, today: date) -> list[TodayRow]:
    if actor.user_id is None:
        return []
    stops = [stop for stop in missions_for(actor.user_id, today) if stop.kind is not StopKind.LUNCH]
    missions = list({stop.mission_id for stop in stops})
    done = set(
        Arrival.objects.filter(mission_id__in=missions, late_minutes=0).values_list("case_id", flat=True)
    )
    waiting = [(number, stop) for number, stop in enumerate(stops, start=1) if stop.case_id not in done]
    if not waiting:
        return []
    number, stop = waiting[0]
    when = f"{stop.start_minute // 60}:{stop.start_minute % 60:02}"
    return [
        TodayRow(
            order=5,
            text=_("Stop %(number)s at %(time)s") % {"number": number, "time": when},
            detail=ngettext("%(count)s stop left", "%(count)s stops left", len(waiting))
            % {"count": len(waiting)},
            count=len(waiting),
            url_name="plan:mission",
            url_args=(stop.mission_id,),
            action=_("Open the run sheet"),
        )
    ]


def _call_rows(actor: Actor, today: date) -> list[TodayRow]:
    rows = []
    for on in (today, next_day(actor.ward_id, today)):
        calls = count_calls(actor.ward_id, on)
        if calls:
            text = ngettext(
                "%(count)s call to make for %(day)s", "%(count)s calls to make for %(day)s", calls
            )
            rows.append(
                TodayRow(
                    order=20,
                    text=text % {"count": calls, "day": day_in_words(on)},
                    count=calls,
                    url_name="plan:notices",
                    url_args=(on,),
                    action=_("Open the call list"),
                )
            )
    return rows
