"""What the ward lead may see, and the row of Today. Writes nothing but what it showed."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tannha.ground.access import Role
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.today import TodayRow
from tannha.progress.rules.waiting import WaitingReason, total
from tannha.progress.service.figures import (
    Coverage,
    GroupFigures,
    WardFigures,
    group_figures,
    heaps_of,
    sees_names,
    sees_ward,
    ward_figures,
)
from tannha.progress.service.officers import officers_week
from tannha.progress.service.people import WaitingList, show_waiting

__all__ = [
    "Coverage",
    "GroupFigures",
    "WaitingList",
    "WardFigures",
    "group_figures",
    "officers_week",
    "sees_names",
    "sees_ward",
    "show_waiting",
    "today_rows",
    "ward_figures",
]


def today_rows(actor: Actor, now: datetime) -> list[TodayRow]:
    """For a supervisor: those who need help and have waited longest. No names."""
    if actor.role is not Role.SUPERVISOR:
        return []
    day = local_day(now)
    frail = total(
        heap for heap in heaps_of(actor.ward_id) if heap.frail and heap.reason is not WaitingReason.AS_WISHED
    )
    if not frail.count:
        return []
    days = frail.days_on(day)
    longest = ngettext("longest %(days)s day", "longest %(days)s days", days) % {"days": days}
    people = ngettext("%(count)s person", "%(count)s people", frail.count) % {"count": frail.count}
    return [
        TodayRow(
            order=30,
            text=_("Need help and still wait"),
            detail=f"{people} · {longest}",
            count=frail.count,
            url_name="progress:longest",
            action=_("See who waits longest"),
        )
    ]
