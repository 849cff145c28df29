"""Officers' hours: duty against the limit, and work outside the shift. By name, without any rank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from tannha.canvass.service import moments_of_visits
from tannha.enrol.service import Enrolment
from tannha.fleet.service import Shift, TeamMember, list_hours
from tannha.ground.access import Role
from tannha.ground.actor import Actor
from tannha.ground.clock import at_local, local_day, local_minute
from tannha.progress.rules.hours import Moment, Span, days_outside_duty


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerWeek:
    """One officer's week: minutes on duty against the limit, and days with work outside the shift."""

    name: str
    minutes: int
    limit_minutes: int
    near: bool
    days_outside: int


def officers_week(actor: Actor, *, now: datetime) -> tuple[OfficerWeek, ...]:
    """The week's hours by officer, by name, without rank: the ward's for supervisors and planners, else one's own."""
    day = local_day(now)
    monday = day - timedelta(days=day.weekday())
    rows = list_hours(actor.ward_id, day)
    if actor.role not in (Role.SUPERVISOR, Role.PLANNER):
        rows = [row for row in rows if row.user_id == actor.user_id]
    ids = {row.user_id for row in rows}
    done, spans = _moments(ids, monday, day), _spans(actor.ward_id, monday, day)
    weeks = [
        OfficerWeek(
            name=row.display_name,
            minutes=row.minutes,
            limit_minutes=row.limit_minutes,
            near=row.near,
            days_outside=days_outside_duty(spans.get(row.user_id, []), done.get(row.user_id, [])),
        )
        for row in rows
    ]
    return tuple(sorted(weeks, key=lambda week: week.name))


def _spans(ward_id: UUID, first: date, last: date) -> dict[UUID, list[Span]]:
    """Stretches of duty by officer: own shifts and those of the teams. Two queries."""
    teams: dict[UUID, list[UUID]] = {}
    for member in TeamMember.objects.filter(team__ward_id=ward_id):
        teams.setdefault(member.team_id, []).append(member.user_id)
    spans: dict[UUID, list[Span]] = {}
    for shift in Shift.objects.filter(ward_id=ward_id, on__range=(first, last)):
        officers = [shift.user_id] if shift.user_id else teams.get(shift.team_id, []) if shift.team_id else []
        for officer in officers:
            span = Span(on=shift.on, start_minute=shift.start_minute, end_minute=shift.end_minute)
            spans.setdefault(officer, []).append(span)
    return spans


def _moments(user_ids: set[UUID], first: date, last: date) -> dict[UUID, list[Moment]]:
    done: dict[UUID, list[Moment]] = {}
    captures = Enrolment.objects.filter(operator_id__in=user_ids, last_at__gte=at_local(first, 0))
    moments = [*moments_of_visits(user_ids, first, last), *captures.values_list("operator_id", "last_at")]
    for user_id, at in moments:
        if user_id is not None:
            done.setdefault(user_id, []).append(Moment(on=local_day(at), minute=local_minute(at)))
    return done
