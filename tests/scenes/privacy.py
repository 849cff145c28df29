"""Scenes of residents' rights: bác Đào's family asks, an incident is found."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from tannha.ground.clock import local_day
from tannha.privacy import service
from tests.scenes import Scene, Scenes, World
from tests.scenes.roll import dao


def taken(world: World, kind: str = "see") -> tuple[UUID, UUID]:
    """A request about bác Đào, received yesterday; the request and the person."""
    person = dao(world)
    row = service.take_request(
        world.cast["yen"],
        kind=kind,
        asked_by="con gái Hạnh, có giấy",
        channel="counter",
        words="Xin biết phường giữ gì",
        received_on=local_day(world.now) - timedelta(days=1),
        number=person.personal_number,
        now=world.now,
    )
    return row.pk, person.pk


def _of(world: World, *, by: str = "yen", kind: str = "see", shown: bool = False, **more: object) -> Scene:
    request, person = taken(world, kind)
    return Scene(by=by, arguments={"request_id": request, **more}, shows={person} if shown else set())


def _extend(world: World) -> Scene:
    request, _person = taken(world)
    service.acknowledge_request(world.cast["yen"], request_id=request, now=world.now)
    return Scene(by="yen", arguments={"request_id": request, "reason": "hồ sơ ở kho giấy"})


def _take(world: World) -> Scene:
    return Scene(
        by="yen",
        arguments={
            "kind": "see",
            "asked_by": "con gái Hạnh",
            "channel": "phone",
            "words": "Xin biết phường giữ gì",
            "received_on": local_day(world.now),
            "resident_id": dao(world).pk,
        },
    )


def _all(world: World) -> Scene:
    return Scene(by="yen", arguments={}, shows={taken(world)[1]})


def _looks(world: World) -> Scene:
    person = dao(world)
    return Scene(
        by="ngan", arguments={"number": person.personal_number, "reason": "gia đình hỏi"}, shows={person.pk}
    )


INCIDENT = {"what": "Gửi nhầm một bảng", "people": 12, "biometrics": False, "measures": ""}


def _incident(world: World, *, told: bool = False, **more: object) -> Scene:
    row = service.note_incident(
        world.cast["yen"], detected_at=world.now - timedelta(hours=1), now=world.now, **INCIDENT
    )
    if told:
        service.note_incident_told(
            world.cast["yen"], incident_id=row.pk, authority=True, people=False, measures="", now=world.now
        )
    return Scene(by="yen", arguments={"incident_id": row.pk, **more})


SCENES: Scenes = {
    "privacy.service.requests.take_request": _take,
    "privacy.service.requests.show_requests": _all,
    "privacy.service.requests.show_request": lambda world: _of(world, shown=True),
    "privacy.service.requests.acknowledge_request": _of,
    "privacy.service.requests.extend_request": _extend,
    "privacy.service.requests.answer_request": lambda world: _of(
        world, kind="restrict", outcome="granted", answer="Đã hạn chế"
    ),
    "privacy.service.requests.erase_voluntary": lambda world: _of(
        world, kind="erase", answer="Đã xoá phần tự nguyện", second=world.cast.second("oanh", world.now)
    ),
    "privacy.service.looks.show_looks": _looks,
    "privacy.service.copies.hand_copy": lambda world: _of(world, by="hoa", shown=True),
    "privacy.service.incidents.note_incident": lambda world: Scene(
        by="yen", arguments={"detected_at": world.now, **INCIDENT}, own_ward=True
    ),
    "privacy.service.incidents.note_incident_told": lambda world: _incident(
        world, authority=True, people=False, measures=""
    ),
    "privacy.service.incidents.close_incident": lambda world: _incident(world, told=True),
}
