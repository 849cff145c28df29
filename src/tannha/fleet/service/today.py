"""What the fleet says on Today: that nobody is on duty yet, so that no plan could be made."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from tannha.fleet.models import Shift, Team
from tannha.ground.access import May, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.today import TodayRow


def today_rows(actor: Actor, now: datetime) -> list[TodayRow]:
    """For whoever plans: one row while no shift of today or later is entered; it leads to what is missing first."""
    if cell(actor.role, May.PLAN) is None:
        return []
    if Shift.objects.filter(ward_id=actor.ward_id, on__gte=local_day(now)).exists():
        return []
    has_team = Team.objects.filter(ward_id=actor.ward_id, retired_on=None).exists()
    return [
        TodayRow(
            order=15,
            text=_("Nobody is on duty in the coming days"),
            detail=_("a plan is made of machines, teams and cars with their hours"),
            url_name="fleet:shifts" if has_team else "fleet:fleet",
            action=_("Enter the shifts") if has_team else _("Enter kits and teams"),
        )
    ]
