"""What the room puts on a Today page: requests whose clocks run, incidents not yet told. No names."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from tannha.ground.access import May, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.today import TodayRow
from tannha.privacy.models import Incident
from tannha.privacy.service.incidents import list_incidents
from tannha.privacy.service.requests import open_requests

_ORDER_INCIDENT = 1
_ORDER_LATE = 4
_ORDER_REQUESTS = 25


def today_rows(actor: Actor, now: datetime) -> list[TodayRow]:
    """Open incidents first, then open requests with the nearest last day."""
    if cell(actor.role, May.RIGHTS) is None:
        return []
    rows = []
    if Incident.objects.filter(ward_id=actor.ward_id, authority_told_at=None, closed_at=None).exists():
        nearest = min(
            (one for one in list_incidents(actor.ward_id, now) if one.row.authority_told_at is None),
            key=lambda one: one.report_by,
        )
        rows.append(
            TodayRow(
                order=_ORDER_INCIDENT,
                text=_("An incident is to be reported"),
                detail=_hours(nearest.hours_left),
                url_name="privacy:incidents",
                action=_("Open the incidents"),
            )
        )
    waiting = open_requests(actor.ward_id, now)
    if waiting:
        day, late = waiting[0]
        rows.append(
            TodayRow(
                order=_ORDER_LATE if late else _ORDER_REQUESTS,
                text=_("Residents ask about their data"),
                detail=_("overdue") if late else _days((day - local_day(now)).days),
                count=len(waiting),
                url_name="privacy:requests",
                action=_("Open the requests"),
            )
        )
    return rows


def _hours(left: int) -> str:
    return _("%(n)s hours left") % {"n": left} if left >= 0 else _("overdue")


def _days(left: int) -> str:
    return _("the nearest is due in %(n)s days") % {"n": left} if left else _("the nearest is due today")
