"""Verbs for who is on duty: each one permission, one transaction, one journal act. No residents are concerned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tannha.fleet.models import Machine, Shift, Team, Vehicle
from tannha.fleet.refusals import Code
from tannha.fleet.rules.hours import Duty, working_days
from tannha.fleet.service.duty import ON_SHIFTS
from tannha.fleet.service.keeping import own_row, people_of, refuse_over_hours, refuse_shared_kit
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.models import User
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act

LONGEST_SERIES = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A shift's hours: minutes of the local day, and lunch inside its window."""

    start_minute: int
    end_minute: int
    lunch_start_minute: int = 660
    lunch_end_minute: int = 780
    lunch_minutes: int = 45


@act(May.PLAN)
def save_shift(
    actor: Actor,
    *,
    on: date,
    hours: Hours,
    now: datetime,
    until: date | None = None,
    team_id: UUID | None = None,
    machine_id: UUID | None = None,
    vehicle_id: UUID | None = None,
    user_id: UUID | None = None,
) -> Shift:
    """Put one team, machine, vehicle or officer on duty on a day. Refused above the limits of any officer
    concerned, and for a kit that another team has out then.

    With `until` also on each day from Monday to Friday after it, up to 31 days on: all of them, or none.
    """
    ids = {"team": team_id, "machine": machine_id, "vehicle": vehicle_id, "user": user_id}
    given = {name: row_id for name, row_id in ids.items() if row_id is not None}
    if len(given) != 1:
        raise Refused(not_there())
    last = until or on
    if not 0 <= hours.start_minute < hours.end_minute <= 1_440 or on < local_day(now):
        raise Refused(Refusal(Code.SHIFT_ORDER))
    if not on <= last <= on + LONGEST_SERIES:
        raise Refused(Refusal(Code.SHIFT_ORDER))
    ((name, row_id),) = given.items()
    row: Any = own_row(
        {"team": Team, "machine": Machine, "vehicle": Vehicle, "user": User}[name], row_id, actor.ward_id
    )
    if isinstance(row, User) and (not row.is_active or row.role not in ON_SHIFTS):
        raise Refused(not_there())
    shifts = [_keep(row, {f"{name}_id": row_id}, day, hours) for day in (on, *working_days(on, last))]
    details = {"shift": str(shifts[0].id), "on": on.isoformat(), "days": len(shifts)}
    journal.act(actor, "fleet.shift_saved", now=now, details=details)
    return shifts[0]


@act(May.PLAN)
def remove_shift(actor: Actor, *, shift_id: UUID, now: datetime) -> date:
    """Take a coming shift away; gives its day. Refused for a day that is over: hours are counted from it."""
    shift = own_row(Shift, shift_id, actor.ward_id)
    if shift.on < local_day(now):
        raise Refused(Refusal(Code.SHIFT_OVER))
    shift.delete()
    details = {"shift": str(shift_id), "on": shift.on.isoformat()}
    journal.act(actor, "fleet.shift_removed", now=now, details=details)
    return shift.on


def _keep(row: Team | Machine | Vehicle | User, owner: dict[str, Any], on: date, hours: Hours) -> Shift:
    kept = Shift.objects.filter(on=on, **owner).first()
    duty = Duty(
        on=on,
        start_minute=hours.start_minute,
        end_minute=hours.end_minute,
        lunch_minutes=hours.lunch_minutes,
    )
    people = [row] if isinstance(row, User) else people_of(row.pk) if isinstance(row, Team) else []
    for person in people:
        refuse_over_hours(person, duty, but=kept.pk if kept else None)
    if isinstance(row, Team):
        refuse_shared_kit(row, row.kit_id, on, hours.start_minute, hours.end_minute)
    ward_id = row.station.ward_id if isinstance(row, Machine) else row.ward_id
    shift = kept or Shift(on=on, **owner)
    shift.ward_id = ward_id
    shift.start_minute, shift.end_minute = hours.start_minute, hours.end_minute
    shift.lunch_start_minute, shift.lunch_end_minute = hours.lunch_start_minute, hours.lunch_end_minute
    shift.lunch_minutes = hours.lunch_minutes
    shift.save()
    return shift
