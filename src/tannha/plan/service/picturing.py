"""What the planner looks at as pictures: the ways of a day on a map, and the machines' load against the reserve.
No names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tannha.canvass.service import plannable_of
from tannha.ground import journal
from tannha.ground.access import May
from tannha.ground.actor import Actor
from tannha.ground.data_folder import DataFolder
from tannha.ground.verb import reads
from tannha.plan.models import Mission
from tannha.plan.rules.building import STATION, door_of
from tannha.plan.rules.door import Door
from tannha.plan.rules.instance import decode_instance
from tannha.plan.rules.load import HalfHour, load_of
from tannha.plan.rules.plan import Plan, Stop, StopKind, decode_plan
from tannha.plan.service.faces import Face, faces_of, labels_of
from tannha.plan.service.making import get_day
from tannha.plan.travel.sources import positions_of


@dataclass(frozen=True, slots=True, kw_only=True)
class WayView:
    """The way of one team or car: its mission, label, and its halts without lunch, in order."""

    mission_id: UUID | None
    label: str
    is_team: bool
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """The ways of a day: metres east and north of the station for each place known, floors by client."""

    on: date
    ways: tuple[WayView, ...]
    positions: Mapping[str, tuple[float, float]]
    floors: Mapping[str, int]
    faces: Mapping[UUID, Face]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadView:
    """Entries of the machines by half hour, and how much of them is kept back."""

    on: date
    half_hours: tuple[HalfHour, ...]
    reserve_percent: int


@reads(May.PLAN)
def show_map(actor: Actor, *, on: date, now: datetime) -> MapView:
    """Where teams and cars go on a day, in order. Names nobody; the read says whose places were shown."""
    day = get_day(actor, on)
    plan = decode_plan(day.plan)
    clients = [UUID(stop.client) for mission in plan.missions for stop in mission.stops if stop.client]
    faces = faces_of(clients, on)
    people = [face.resident_id for face in faces.values()]
    journal.read(actor, "plan.day_shown", now=now, people=people, purpose="plan", fields=("place",))
    doors = {str(case.case_id): door_of(case) for case in plannable_of(clients, on)}
    here = Door(key=STATION, spot=STATION)
    folder = DataFolder.current().path / "travel"
    return MapView(
        on=on,
        ways=_ways(plan, _missions(actor, on), labels_of(actor.ward_id)),
        positions=positions_of((here, *doors.values()), folder),
        floors={client: door.floor for client, door in doors.items()},
        faces=faces,
    )


@reads(May.PLAN)
def show_load(actor: Actor, *, on: date, now: datetime) -> LoadView:
    """How full the machines are against what is kept back; numbers only, nobody is shown."""
    day = get_day(actor, on)
    journal.read(actor, "plan.day_shown", now=now, people=(), purpose="plan")
    instance, plan = decode_instance(day.instance), decode_plan(day.plan)
    return LoadView(
        on=on, half_hours=load_of(instance, plan), reserve_percent=instance.settings.reserve_percent
    )


def _missions(actor: Actor, on: date) -> dict[str, UUID]:
    rows = Mission.objects.filter(plan_day__ward_id=actor.ward_id, plan_day__on=on)
    return {str(row.team_id or row.vehicle_id): row.id for row in rows}


def _ways(plan: Plan, missions: Mapping[str, UUID], labels: Mapping[str, str]) -> tuple[WayView, ...]:
    return tuple(
        WayView(
            mission_id=missions.get(mission.owner),
            label=labels.get(mission.owner, ""),
            is_team=bool(mission.team),
            stops=tuple(stop for stop in mission.stops if stop.kind is not StopKind.LUNCH),
        )
        for mission in plan.missions
    )
