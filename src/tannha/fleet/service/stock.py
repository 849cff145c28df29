"""Verbs for what a ward has: its station, machines, kits, teams and cars. Each one permission, one transaction, one
journal act. Without `row_id` the one of that name is changed or a new one entered. No residents are concerned.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from tannha.fleet.models import Kit, Machine, Station, Team, TeamMember, Vehicle
from tannha.fleet.refusals import Code
from tannha.fleet.rules.reach import may_say_step_free
from tannha.fleet.service.duty import ON_SHIFTS, duty_of
from tannha.fleet.service.keeping import coming_shifts, own_row, refuse_over_hours, refuse_shared_kit
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.models import User
from tannha.ground.names import nfc
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import not_there
from tannha.ground.verb import act

KINDS: dict[str, type[Machine] | type[Kit] | type[Vehicle]] = {
    "machine": Machine,
    "kit": Kit,
    "vehicle": Vehicle,
}
Row = TypeVar("Row", bound=models.Model)


def _keep(
    kind: type[Row], scope: dict[str, Any], label: str, kept: dict[str, Any], row_id: UUID | None, field: str
) -> Row:
    """Change the row of `row_id`, or the one in `scope` of that label, or make it; refuses a name that is taken."""
    rows = kind._default_manager.filter(**scope)
    named = rows.filter(**{field: label})
    if row_id is None:
        row = named.first() or kind(**scope, **{field: label})
        if getattr(row, "retired_on", None) is not None:
            raise Refused(Refusal(Code.LABEL_TAKEN, label=label))
    else:
        row = rows.get(pk=row_id)
        if named.exclude(pk=row_id).exists():
            raise Refused(Refusal(Code.LABEL_TAKEN, label=label))
    for name, value in {field: label, **kept}.items():
        setattr(row, name, value)
    row.save()
    return row


def _refuse_place(station: Station, *, label: str, floor: int, step_free: bool) -> None:
    if floor > station.floors:
        raise Refused(Refusal(Code.NO_SUCH_FLOOR, floor=floor, floors=station.floors, label=label))
    if step_free and not may_say_step_free(floor=floor, has_lift=station.has_lift):
        raise Refused(Refusal(Code.NOT_STEP_FREE, floor=floor))


def note_station(
    ward_id: UUID, *, name: str, address: str, floors: int, has_lift: bool, row_id: UUID | None = None
) -> Station:
    """Keep the station inside the running transaction, without access check and journal.

    Refused where a machine would stand on no floor, or be step-free without a lift.
    """
    kept = {"address": nfc(address), "floors": floors, "has_lift": has_lift}
    station = _keep(Station, {"ward_id": ward_id}, nfc(name), kept, row_id, "name")
    for machine in station.machines.filter(retired_on=None):
        _refuse_place(station, label=machine.label, floor=machine.floor, step_free=machine.step_free)
    return station


def note_machine(
    station: Station,
    *,
    label: str,
    floor: int,
    step_free: bool,
    hours: tuple[int, int],
    row_id: UUID | None = None,
) -> Machine:
    """Keep a machine inside the running transaction; refuses a floor that the station lacks, and step-free on one that
    no lift reaches.
    """
    _refuse_place(station, label=label, floor=floor, step_free=step_free)
    kept = {
        "floor": floor,
        "step_free": step_free,
        "open_start_minute": hours[0],
        "open_end_minute": hours[1],
    }
    return _keep(Machine, {"station_id": station.pk}, nfc(label), kept, row_id, "label")


@act(May.PLAN)
def save_station(
    actor: Actor,
    *,
    name: str,
    address: str,
    floors: int,
    has_lift: bool,
    now: datetime,
    row_id: UUID | None = None,
) -> Station:
    """Enter the ward's station, or change it. Refused where a machine would stand on no floor or lose its lift."""
    if row_id is not None:
        own_row(Station, row_id, actor.ward_id)
    station = note_station(
        actor.ward_id, name=name, address=address, floors=floors, has_lift=has_lift, row_id=row_id
    )
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
    row_id: UUID | None = None,
) -> Machine:
    """Enter a machine or change one. Refused: a floor that is not there, step-free on one that no lift reaches."""
    station = own_row(Station, station_id, actor.ward_id)
    if row_id is not None:
        own_row(Machine, row_id, actor.ward_id)
    machine = note_machine(
        station,
        label=label,
        floor=floor,
        step_free=step_free,
        hours=(open_start_minute, open_end_minute),
        row_id=row_id,
    )
    journal.act(actor, "fleet.machine_saved", now=now, details={"machine": str(machine.id)})
    return machine


@act(May.PLAN)
def save_kit(
    actor: Actor,
    *,
    label: str,
    battery_enrolments: int,
    cards: int,
    now: datetime,
    row_id: UUID | None = None,
) -> Kit:
    """Enter a kit, or change one. Refused: a name that is taken."""
    if row_id is not None:
        own_row(Kit, row_id, actor.ward_id)
    kept = {"battery_enrolments": battery_enrolments, "cards": cards}
    kit = _keep(Kit, {"ward_id": actor.ward_id}, nfc(label), kept, row_id, "label")
    journal.act(actor, "fleet.kit_saved", now=now, details={"kit": str(kit.id)})
    return kit


@act(May.PLAN)
def save_team(
    actor: Actor,
    *,
    label: str,
    kit_id: UUID | None,
    gentle: bool,
    members: tuple[UUID, ...],
    now: datetime,
    row_id: UUID | None = None,
) -> Team:
    """Enter a team with its kit and people, or change one.

    Refused: a name that is taken; a coming shift above the limits of a new officer, or with a kit that is elsewhere.
    """
    kit = own_row(Kit, kit_id, actor.ward_id) if kit_id else None
    people = list(
        User.objects.filter(id__in=members, ward_id=actor.ward_id, is_active=True, role__in=ON_SHIFTS)
    )
    if len(people) != len(set(members)):
        raise Refused(not_there())
    if row_id is not None:
        own_row(Team, row_id, actor.ward_id)
    kept = {"kit": kit, "gentle": gentle}
    team = _keep(Team, {"ward_id": actor.ward_id}, nfc(label), kept, row_id, "label")
    before = set(TeamMember.objects.filter(team=team).values_list("user_id", flat=True))
    for shift in coming_shifts(now, team_id=team.id):
        refuse_shared_kit(team, kit_id, shift.on, shift.start_minute, shift.end_minute)
        for person in people:
            if person.id not in before:
                refuse_over_hours(person, duty_of(shift), but=shift.pk)
    TeamMember.objects.filter(team=team).exclude(user__in=people).delete()
    for person in people:
        TeamMember.objects.get_or_create(team=team, user=person)
    journal.act(actor, "fleet.team_saved", now=now, details={"team": str(team.id), "members": len(people)})
    return team


@act(May.PLAN)
def save_vehicle(
    actor: Actor, *, label: str, seats: int, wheelchairs: int, now: datetime, row_id: UUID | None = None
) -> Vehicle:
    """Enter a car, or change one. Refused: a name that is taken."""
    if row_id is not None:
        own_row(Vehicle, row_id, actor.ward_id)
    kept = {"seats": seats, "wheelchairs": wheelchairs}
    vehicle = _keep(Vehicle, {"ward_id": actor.ward_id}, nfc(label), kept, row_id, "label")
    journal.act(actor, "fleet.vehicle_saved", now=now, details={"vehicle": str(vehicle.id)})
    return vehicle


@act(May.PLAN)
def set_working(actor: Actor, *, kind: str, row_id: UUID, working: bool, now: datetime) -> None:
    """Say that a machine, kit or vehicle works or is broken; coming plans are made without it."""
    if kind not in KINDS:
        raise Refused(not_there())
    row = own_row(KINDS[kind], row_id, actor.ward_id)
    row.working = working
    row.save(update_fields=["working"])
    journal.act(
        actor, "fleet.working_set", now=now, details={"kind": kind, "row": str(row_id), "working": working}
    )
