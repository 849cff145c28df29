"""What the verbs of the fleet share: the ward's own rows, officers' hours, one kit in one place. No verbs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Model

from tannha.fleet.models import Machine, Retirable, Shift, Team, TeamMember
from tannha.fleet.refusals import Code
from tannha.fleet.rules.hours import Duty, OverHours, TooMuch, why_too_much
from tannha.fleet.service.duty import duties_of, limits_of
from tannha.ground.clock import local_day
from tannha.ground.models import User
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there

Row = TypeVar("Row", bound=Model)


def own_row(kind: type[Row], row_id: UUID, ward_id: UUID, *, retired: bool = False, lock: bool = True) -> Row:
    """A row of the own ward, locked for a verb; refused where there is none, and for a retired one unless asked for."""
    path = "station__ward_id" if kind is Machine else "ward_id"
    rows = kind._default_manager.filter(pk=row_id, **{path: ward_id})
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None or (isinstance(row, Retirable) and row.retired_on is not None and not retired):
        raise Refused(not_there())
    return row


def people_of(team_id: UUID) -> list[User]:
    """The officers of a team."""
    members = TeamMember.objects.filter(team_id=team_id).values_list("user_id", flat=True)
    return list(User.objects.filter(id__in=list(members)))


def coming_shifts(now: datetime, **owner: UUID) -> list[Shift]:
    """The shifts of an owner (`team_id=…`) from today on, in order."""
    return list(Shift.objects.filter(on__gte=local_day(now), **owner).order_by("on", "id"))


def refuse_over_hours(person: User, new: Duty, *, but: UUID | None = None) -> None:
    """Refuse a duty above the person's limits of day, week or rest, beside all others but the shift it replaces."""
    around = duties_of(person.id, new.on - timedelta(days=7), new.on + timedelta(days=7), but=but)
    over = why_too_much(new, around, limits_of(person.ward_id))
    if over is not None:
        raise Refused(_too_much(person, over))


def _too_much(person: User, over: OverHours) -> Refusal:
    code = {TooMuch.DAY: Code.OVER_DAY, TooMuch.WEEK: Code.OVER_WEEK, TooMuch.REST: Code.SHORT_REST}[
        over.limit
    ]
    return Refusal(code, who=person.display_name, over=over.over_minutes, limit=over.limit_minutes // 60)


def refuse_shared_kit(team: Team, kit_id: UUID | None, on: date, start_minute: int, end_minute: int) -> None:
    """Refuse a stretch in which another team is out with the same kit: a kit is in one place at a time."""
    if kit_id is None:
        return
    other = (
        Shift.objects.filter(
            on=on, team__kit_id=kit_id, start_minute__lt=end_minute, end_minute__gt=start_minute
        )
        .exclude(team=team)
        .select_related("team")
        .first()
    )
    if other is not None and other.team is not None:
        raise Refused(Refusal(Code.KIT_ELSEWHERE, team=other.team.label, on=f"{on:%d/%m/%Y}"))
