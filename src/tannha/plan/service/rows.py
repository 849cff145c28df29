"""How a plan is kept in the tables beside its JSON: what a promise row holds, one row for each mission. No verbs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tannha.plan.models import DayState, Mission, PlanDay
from tannha.plan.rules.plan import Plan
from tannha.plan.rules.promises import Told


def columns_of(day: PlanDay, told: Told) -> dict[str, object]:
    """What a promise row holds of what a person is told."""
    return {
        "ward_id": day.ward_id,
        "plan_day": day,
        "way": told.way.value,
        "on": day.on,
        "start_minute": told.start_minute,
        "end_minute": told.end_minute,
        "fetch_minute": told.fetch_minute,
        "home_minute": told.home_minute,
        "machine_id": UUID(told.machine) if told.machine else None,
        "team_id": UUID(told.team) if told.team else None,
    }


def note_missions(day: PlanDay, plan: Plan) -> None:
    """Keep one row for each mission of a plan, so that its key lasts; numbers run in the plan's order."""
    kept = []
    for number, mission in enumerate(plan.missions, start=1):
        owner: dict[str, Any] = {"team_id": mission.team} if mission.team else {"vehicle_id": mission.vehicle}
        row, _ = Mission.objects.update_or_create(plan_day=day, **owner, defaults={"number": number})
        kept.append(row.id)
    gone = Mission.objects.filter(plan_day=day).exclude(id__in=kept)
    if day.state != DayState.PUBLISHED:
        gone.filter(arrivals__isnull=True).delete()
