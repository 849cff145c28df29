"""Scenes of canvassing's verbs: bác Đào of P1504, her open case, and Lan's walk of the day."""

from __future__ import annotations

from datetime import timedelta

from tannha.canvass import service
from tannha.canvass.service import Case, Visit
from tannha.ground.clock import local_day
from tannha.ground.ids import new_id
from tannha.roll.service import Resident
from tests.canvass.conftest import resident_at
from tests.scenes import Scene, Scenes, World

WISH = "Con gái Hạnh gọi điện sáng nay"


def dao(world: World) -> Resident:
    """Bác Đào of the roll."""
    return resident_at(world.ward, "TRẦN THỊ ĐÀO", flat="P1504", number="099147000001", spoken="bác Đào")


def case_of_dao(world: World) -> Case:
    """Her open case, on Lan's walk of today."""
    case = service.open_case(dao(world), actor=world.cast["hoa"], now=world.now - timedelta(days=30))
    service.make_walk(
        world.cast["lan"], place=service.Place(tower="A"), on=local_day(world.now), now=world.now
    )
    return case


def refusal_of_dao(world: World) -> Visit:
    """Lan's visit of today: she does not want to."""
    return service.record_visit(
        world.cast["lan"], case_id=case_of_dao(world).pk, outcome="refused", now=world.now
    )


def _case(world: World, *, by: str = "lan", shown: bool = False, **arguments: object) -> Scene:
    case = case_of_dao(world)
    return Scene(
        by=by, arguments={"case_id": case.pk, **arguments}, shows={case.resident_id} if shown else set()
    )


def _make_walk(world: World) -> Scene:
    dao(world)
    return Scene(by="lan", arguments={"place": service.Place(tower="A"), "on": local_day(world.now)})


def _show_walk(world: World) -> Scene:
    case = case_of_dao(world)
    (walk,) = service.list_walks(world.cast["lan"], on=local_day(world.now))
    return Scene(by="lan", arguments={"walk_id": walk.walk_id}, shows={case.resident_id})


def _of_visit(world: World, *, shown: bool = False, **arguments: object) -> Scene:
    visit = refusal_of_dao(world)
    return Scene(
        by="lan",
        arguments={"visit_id": visit.pk, **arguments},
        shows={visit.case.resident_id} if shown else set(),
    )


def _invitation(world: World) -> Scene:
    visit = refusal_of_dao(world)
    return Scene(by="lan", arguments={"case_id": visit.case_id})


def _further(world: World) -> Scene:
    case = case_of_dao(world)
    for days in (28, 20, 10):
        service.record_visit(
            world.cast["hoa"], case_id=case.pk, outcome="nobody_home", now=world.now - timedelta(days=days)
        )
    return Scene(by="hoa", arguments={"case_id": case.pk, "reason": "Con gái đã về"})


def _lift(world: World) -> Scene:
    case = case_of_dao(world)
    wish = service.set_do_not_visit(world.cast["lan"], case_id=case.pk, household=True, now=world.now)
    return Scene(
        by="hoa",
        arguments={
            "wish_id": wish.pk,
            "family_wish": WISH,
            "second": world.cast.second("binh", world.now),
        },
    )


def _standing_wish(world: World) -> Scene:
    case = case_of_dao(world)
    wish = service.set_do_not_visit(world.cast["lan"], case_id=case.pk, household=True, now=world.now)
    return Scene(by="hoa", arguments={"wish_id": wish.pk}, shows={case.resident_id})


def _limits(world: World) -> Scene:
    return Scene(by="hoa", arguments={}, shows={refusal_of_dao(world).case.resident_id})


def _start_case(world: World) -> Scene:
    return Scene(by="hoa", arguments={"resident_id": dao(world).pk})


def _way(world: World) -> Scene:
    person = case_of_dao(world).resident_id
    return Scene(by="lan", arguments={"resident_id": person}, shows={person})


ASKED = {"asked_by": "Hạnh", "relation": "con gái", "phone": "", "channel": "phone", "way": None, "words": ""}


def _asked(world: World) -> Scene:
    case = case_of_dao(world)
    return Scene(by="hoa", arguments={"resident_id": case.resident_id, "act_id": new_id(), **ASKED})


def _requests(world: World, *, close: bool = False) -> Scene:
    case = case_of_dao(world)
    row = service.take_family_request(
        world.cast["hoa"], resident_id=case.resident_id, act_id=new_id(), now=world.now, **ASKED
    )
    if close:
        return Scene(by="hoa", arguments={"request_id": row.pk, "done": True, "answer": "Đã hẹn thứ Năm"})
    return Scene(by="hoa", arguments={}, shows={case.resident_id})


SCENES: Scenes = {
    "canvass.service.family_requests.take_family_request": _asked,
    "canvass.service.family_requests.show_family_requests": _requests,
    "canvass.service.family_requests.close_family_request": lambda world: _requests(world, close=True),
    "canvass.service.walk_making.make_walk": _make_walk,
    "canvass.service.walks.show_walk": _show_walk,
    "canvass.service.visits.show_visit": lambda world: _case(world, shown=True),
    "canvass.service.visits.record_visit": lambda world: _case(world, outcome="agreed"),
    "canvass.service.visits.undo_visit": _of_visit,
    "canvass.service.visits.show_saved_visit": lambda world: _of_visit(world, shown=True),
    "canvass.service.wishes.record_follow_up": lambda world: _of_visit(world, wish=None),
    "canvass.service.wishes.set_do_not_visit": lambda world: _case(world, household=True),
    "canvass.service.wishes.lift_do_not_visit": _lift,
    "canvass.service.wishes.record_invitation": _invitation,
    "canvass.service.wishes.set_quiet_days": lambda world: _case(
        world, until=local_day(world.now) + timedelta(days=7)
    ),
    "canvass.service.wishes.allow_further_visit": _further,
    "canvass.service.wishes.start_case": _start_case,
    "canvass.service.way.show_way": _way,
    "canvass.service.limits_desk.show_limits": _limits,
    "canvass.service.limits_desk.show_standing_wish": _standing_wish,
    "canvass.service.limits_desk.show_case_limits": lambda world: _case(world, shown=True),
}
