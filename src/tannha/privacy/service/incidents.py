"""Incidents: written down when found, told to the authority within the law's hours, their file kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act
from tannha.privacy.models import Incident
from tannha.privacy.refusals import Code
from tannha.privacy.rules.clocks import law_on, report_by


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentView:
    """One incident with its clock; hours left may be negative. No resident is named in it."""

    id: UUID
    row: Incident
    report_by: datetime
    hours_left: int
    law: str
    must_tell_people: bool


@act(May.RIGHTS)
def note_incident(
    actor: Actor,
    *,
    detected_at: datetime,
    what: str,
    people: int | None,
    biometrics: bool,
    measures: str,
    now: datetime,
) -> Incident:
    """Write an incident down; the 72 hours run from the moment it was found. No names stand in it."""
    if detected_at > now:
        raise Refused(Refusal(Code.DAY))
    if not what.strip():
        raise Refused(Refusal(Code.REASON_MISSING))
    row = Incident.objects.create(
        ward_id=actor.ward_id,
        detected_at=detected_at,
        what=what.strip()[:500],
        people=people,
        biometrics=biometrics,
        measures=measures.strip()[:500],
        noted_at=now,
        noted_by_id=actor.user_id,
    )
    journal.act(actor, "privacy.incident_noted", now=now, details={"incident": str(row.pk)})
    return row


@act(May.RIGHTS)
def note_incident_told(
    actor: Actor, *, incident_id: UUID, authority: bool, people: bool, measures: str, now: datetime
) -> Incident:
    """Write down that the authority, or the people concerned, were told now; and what was done since."""
    row = _open(actor, incident_id)
    if authority and row.authority_told_at is None:
        row.authority_told_at = now
    if people and row.people_told_at is None:
        row.people_told_at = now
    if measures.strip():
        row.measures = measures.strip()[:500]
    row.save(update_fields=["authority_told_at", "people_told_at", "measures"])
    journal.act(
        actor,
        "privacy.incident_told",
        now=now,
        details={"incident": str(row.pk), "authority": authority, "people": people},
    )
    return row


@act(May.RIGHTS)
def close_incident(actor: Actor, *, incident_id: UUID, now: datetime) -> Incident:
    """Close an incident once everybody whom the law names was told."""
    row = _open(actor, incident_id)
    if row.authority_told_at is None or (row.biometrics and row.people_told_at is None):
        raise Refused(Refusal(Code.INCIDENT_OPEN))
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    journal.act(actor, "privacy.incident_closed", now=now, details={"incident": str(row.pk)})
    return row


def list_incidents(ward_id: UUID, now: datetime) -> list[IncidentView]:
    """Incidents of a ward, newest first."""
    return [_view(row, now) for row in Incident.objects.filter(ward_id=ward_id)[:100]]


def get_incident(actor: Actor, incident_id: UUID, now: datetime) -> IncidentView:
    """One incident of the own ward; another ward's is not there."""
    row = Incident.objects.filter(ward_id=actor.ward_id, pk=incident_id).first()
    if row is None:
        raise Refused(not_there())
    return _view(row, now)


def _open(actor: Actor, incident_id: UUID) -> Incident:
    row = Incident.objects.select_for_update().filter(ward_id=actor.ward_id, pk=incident_id).first()
    if row is None:
        raise Refused(not_there())
    if row.closed_at is not None:
        raise Refused(Refusal(Code.INCIDENT_CLOSED))
    return row


def _view(row: Incident, now: datetime) -> IncidentView:
    day = local_day(row.detected_at)
    until = report_by(row.detected_at, day)
    return IncidentView(
        id=row.pk,
        row=row,
        report_by=until,
        hours_left=int((until - now).total_seconds() // 3600),
        law=law_on(day).law,
        must_tell_people=row.biometrics,
    )
