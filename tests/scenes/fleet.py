"""Scenes of the fleet's verbs: Tuấn enters station, machine, kit, team and car, and puts them on duty."""

from __future__ import annotations

from datetime import date
from typing import Any

from tannha.fleet import service
from tannha.fleet.service import Hours, Kit, Machine, Shift, Station, Team, Vehicle
from tests.scenes import Scene, Scenes, World

TOMORROW = date(2026, 11, 25)
DAY = Hours(start_minute=480, end_minute=990)

STATION: dict[str, Any] = {"name": "Trạm", "address": "số 2 ngõ 85", "floors": 3, "has_lift": False}
MACHINE: dict[str, Any] = {
    "label": "Máy 1",
    "floor": 1,
    "step_free": True,
    "open_start_minute": 450,
    "open_end_minute": 1_020,
}
KIT: dict[str, Any] = {"label": "Bộ 1", "battery_enrolments": 10, "cards": 20}
CAR: dict[str, Any] = {"label": "Xe lăn 1", "seats": 3, "wheelchairs": 1}


def station(world: World) -> Station:
    """The ward's station."""
    return service.save_station(world.cast["tuan"], **STATION, now=world.now)


def machine(world: World) -> Machine:
    """Its machine on floor 1, reached without steps."""
    return service.save_machine(world.cast["tuan"], station_id=station(world).pk, **MACHINE, now=world.now)


def kit(world: World) -> Kit:
    """A kit for ten enrolments."""
    return service.save_kit(world.cast["tuan"], **KIT, now=world.now)


def team_of(world: World) -> dict[str, Any]:
    """Minh and Lan with the kit, trained for people who need calm."""
    members = (world.cast.user("minh").id, world.cast.user("lan").id)
    return {"label": "Tổ 1", "kit_id": kit(world).pk, "gentle": True, "members": members}


def team(world: World) -> Team:
    """The two, entered as a team."""
    return service.save_team(world.cast["tuan"], **team_of(world), now=world.now)


def car(world: World) -> Vehicle:
    """A car with a place for a wheelchair."""
    return service.save_vehicle(world.cast["tuan"], **CAR, now=world.now)


def retired_car(world: World) -> Vehicle:
    """The car, put out of use."""
    row = car(world)
    service.retire(world.cast["tuan"], kind="vehicle", row_id=row.pk, reason="hỏng", now=world.now)
    return row


def team_on_duty(world: World, hours: Hours = DAY) -> Shift:
    """The team's shift of tomorrow."""
    return service.save_shift(
        world.cast["tuan"], on=TOMORROW, hours=hours, team_id=team(world).pk, now=world.now
    )


def everything_on_duty(world: World) -> None:
    """Machine, team and car, all on duty tomorrow."""
    tuan = world.cast["tuan"]
    team_on_duty(world)
    service.save_shift(tuan, on=TOMORROW, hours=DAY, machine_id=machine(world).pk, now=world.now)
    service.save_shift(tuan, on=TOMORROW, hours=DAY, vehicle_id=car(world).pk, now=world.now)


def _planner(**arguments: object) -> Scene:
    return Scene(by="tuan", arguments=arguments)


def _of_own_ward(**arguments: object) -> Scene:
    return Scene(by="tuan", arguments=arguments, own_ward=True)


SCENES: Scenes = {
    "fleet.service.stock.save_station": lambda _world: _of_own_ward(**STATION),
    "fleet.service.stock.save_machine": lambda world: _planner(station_id=station(world).pk, **MACHINE),
    "fleet.service.stock.save_kit": lambda _world: _of_own_ward(**KIT),
    "fleet.service.stock.save_team": lambda world: _planner(**team_of(world)),
    "fleet.service.stock.save_vehicle": lambda _world: _of_own_ward(**CAR),
    "fleet.service.stock.set_working": lambda world: _planner(
        kind="machine", row_id=machine(world).pk, working=False
    ),
    "fleet.service.retiring.retire": lambda world: _planner(
        kind="vehicle", row_id=car(world).pk, reason="bán thanh lý"
    ),
    "fleet.service.retiring.bring_back": lambda world: _planner(
        kind="vehicle", row_id=retired_car(world).pk, reason="đã sửa"
    ),
    "fleet.service.verbs.save_shift": lambda world: _planner(on=TOMORROW, hours=DAY, team_id=team(world).pk),
    "fleet.service.verbs.remove_shift": lambda world: _planner(shift_id=team_on_duty(world).pk),
}
