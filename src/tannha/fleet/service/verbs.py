"""Verbs that change the fleet: each one permission, one transaction, one journal act. No residents are
concerned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model

from tannha.fleet.models import Kit, Machine, Shift, Station, Team, TeamMember, Vehicle
from tannha.fleet.refusals import Code
from tannha.fleet.rules.hours import Duty, OverHours, TooMuch, why_too_much
from tannha.fleet.rules.reach import may_say_step_free
from tannha.fleet.service.duty import duties_of, limits_of
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day
from tannha.ground.models import User
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act

KINDS: dict[str, type[Machine] | type[Kit] | type[Vehicle]] = {
    "machine": Machine,
    "kit": Kit,
    "vehicle": Vehicle,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A shift's hours: minutes of the local day, and lunch inside its window."""

    start_minute: int
    end_minute: int
    lunch_start_minute: int = 660
    lunch_end_minute: int = 780
    lunch_minutes: int = 45


def _own(kind: type[Model], row_id: UUID, ward_id: UUID) -> Model:
    path = "station__ward_id" if kind is Machine else "ward_id"
    row = kind._default_manager.filter(pk=row_id, **{path: ward_id}).first()
    if row is None:
        raise Refused(not_there())
    return row


def note_station(ward_id: UUID, *, name: str, address: str, floors: int, has_lift: bool) -> Station:
    """Keep the station inside the running transaction, without access check and journal."""
    kept = {"address": address, "floors": floors, "has_lift": has_lift}
    station, _ = Station.objects.update_or_create(ward_id=ward_id, name=name, defaults=kept)
    return station


def note_machine(
    station: Station, *, label: str, floor: int, step_free: bool, hours: tuple[int, int]
) -> Machine:
    """Keep a machine inside the running transaction; refuses step-free on a floor that no lift reaches."""
    if step_free and not may_say_step_free(floor=floor, has_lift=station.has_lift):
        raise Refused(Refusal(Code.NOT_STEP_FREE, floor=floor))
    kept = {
        "floor": floor,
        "step_free": step_free,
        "open_start_minute": hours[0],
        "open_end_minute": hours[1],
    }
    machine, _ = Machine.objects.update_or_create(station=station, label=label, defaults=kept)
    return machine


@act(May.PLAN)
def save_station(
    actor: Actor, *, name: str, address: str, floors: int, has_lift: bool, now: datetime
) -> Station:
    """Enter the ward's station, or change it."""
    station = note_station(actor.ward_id, name=name, address=address, floors=floors, has_lift=has_lift)
    journal.act(actor, "fleet.station_saved", now=now, details={"station": str(station.id)})
    return station


@act(May.PLAN)
def save_machine(
    actor: Actor,
    *,
    station_id: UUID,
    label: str,
    floor: int,
    step_free: bool,
    open_start_minute: int,
    open_end_minute: int,
    now: datetime,
) -> Machine:
    """Enter a machine or change the one of that label. Refused: step-free on a floor that no lift reaches."""
    station = _own(Station, station_id, actor.ward_id)
    assert isinstance(station, Station)
    hours = (open_start_minute, open_end_minute)
    machine = note_machine(station, label=label, floor=floor, step_free=step_free, hours=hours)
    journal.act(actor, "fleet.machine_saved", now=now, details={"machine": str(machine.id)})
    return machine


@act(May.PLAN)
def save_kit(actor: Actor, *, label: str, battery_enrolments: int, cards: int, now: datetime) -> Kit:
    """Enter a kit, or change the one of that label."""
    kit, _ = Kit.objects.update_or_create(
        ward_id=actor.ward_id,
        label=label,
        defaults={"battery_enrolments": battery_enrolments, "cards": cards},
    )
    journal.act(actor, "fleet.kit_saved", now=now, details={"kit": str(kit.id)})
    return kit


@act(May.PLAN)
def save_team(
    actor: Actor, *, label: str, kit_id: UUID | None, gentle: bool, members: tuple[UUID, ...], now: datetime
) -> Team:
    """Enter a team with its kit and people, or change the one of that label."""
    kit = _own(Kit, kit_id, actor.ward_id) if kit_id else None
    assert kit is None or isinstance(kit, Kit)
    people = User.objects.filter(id__in=members, ward_id=actor.ward_id, is_active=True)
    if people.count() != len(set(members)):
        raise Refused(not_there())
    team, _ = Team.objects.update_or_create(
        ward_id=actor.ward_id, label=label, defaults={"kit": kit, "gentle": gentle}
    )
    TeamMember.objects.filter(team=team).exclude(user__in=people).delete()
    for person in people:
        TeamMember.objects.get_or_create(team=team, user=person)
    journal.act(actor, "fleet.team_saved", now=now, details={"team": str(team.id), "members": len(members)})
    return team


@act(May.PLAN)
def save_vehicle(actor: Actor, *, label: str, seats: int, wheelchairs: int, now: datetime) -> Vehicle:
    """Enter a car, or change the one of that label."""
    vehicle, _ = Vehicle.objects.update_or_create(
        ward_id=actor.ward_id, label=label, defaults={"seats": seats, "wheelchairs": wheelchairs}
    )
    journal.act(actor, "fleet.vehicle_saved", now=now, details={"vehicle": str(vehicle.id)})
    return vehicle


@act(May.PLAN)
def set_working(actor: Actor, *, kind: str, row_id: UUID, working: bool, now: datetime) -> None:
    """Say that a machine, kit or vehicle works or is broken; coming plans are made without it."""
    if kind not in KINDS:
        raise Refused(not_there())
    row = _own(KINDS[kind], row_id, actor.ward_id)
    assert isinstance(row, (Machine, Kit, Vehicle))
    row.working = working
    row.save(update_fields=["working"])
    journal.act(
        actor, "fleet.working_set", now=now, details={"kind": kind, "row": str(row_id), "working": working}
    )


@act(May.PLAN)
def save_shift(
    actor: Actor,
    *,
    on: date,
    hours: Hours,
    now: datetime,
    team_id: UUID | None = None,
    machine_id: UUID | None = None,
    vehicle_id: UUID | None = None,
    user_id: UUID | None = None,
) -> Shift:
    """Put one team, machine, vehicle or officer on duty on a day. Refused above the limits of any officer
    concerned."""
    ids = {"team": team_id, "machine": machine_id, "vehicle": vehicle_id, "user": user_id}
    given = {name: row_id for name, row_id in ids.items() if row_id is not None}
    if len(given) != 1:
        raise Refused(not_there())
    if not 0 <= hours.start_minute < hours.end_minute <= 1_440 or on < local_day(now):
        raise Refused(Refusal(Code.SHIFT_ORDER))
    ((name, row_id),) = given.items()
    owner: dict[str, Any] = {f"{name}_id": row_id}
    _own({"team": Team, "machine": Machine, "vehicle": Vehicle, "user": User}[name], row_id, actor.ward_id)
    for person in _people(name, row_id):
        _refuse_over_hours(person, on, hours)
    shift, _ = Shift.objects.update_or_create(
        on=on,
        **owner,
        defaults={
            "ward_id": actor.ward_id,
            "start_minute": hours.start_minute,
            "end_minute": hours.end_minute,
            "lunch_start_minute": hours.lunch_start_minute,
            "lunch_end_minute": hours.lunch_end_minute,
            "lunch_minutes": hours.lunch_minutes,
        },
    )
    journal.act(actor, "fleet.shift_saved", now=now, details={"shift": str(shift.id), "on": on.isoformat()})
    return shift


@act(May.PLAN)
def remove_shift(actor: Actor, *, shift_id: UUID, now: datetime) -> None:
    """Take a shift away."""
    shift = _own(Shift, shift_id, actor.ward_id)
    shift.delete()
    journal.act(actor, "fleet.shift_removed", now=now, details={"shift": str(shift_id)})


def _people(name: str, row_id: UUID) -> list[User]:
    if name == "user":
        return list(User.objects.filter(id=row_id))
    if name == "team":
        members = TeamMember.objects.filter(team_id=row_id).values_list("user_id", flat=True)
        return list(User.objects.filter(id__in=list(members)))
    return []


def _refuse_over_hours(person: User, on: date, hours: Hours) -> None:
    new = Duty(
        on=on,
        start_minute=hours.start_minute,
        end_minute=hours.end_minute,
        lunch_minutes=hours.lunch_minutes,
    )
    around = duties_of(person.id, on - timedelta(days=7), on + timedelta(days=7))
    over = why_too_much(new, [duty for duty in around if duty.on != on], limits_of(person.ward_id))
    if over is not None:
        raise Refused(_refusal(person, over))


def _refusal(person: User, over: OverHours) -> Refusal:
    code = {TooMuch.DAY: Code.OVER_DAY, TooMuch.WEEK: Code.OVER_WEEK, TooMuch.REST: Code.SHORT_REST}[
        over.limit
    ]
    return Refusal(code, who=person.display_name, over=over.over_minutes, limit=over.limit_minutes // 60)
