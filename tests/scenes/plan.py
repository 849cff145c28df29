"""Scenes of planning: bác Đào is visited at home tomorrow; Tuấn plans and publishes the day, Hoa tells her."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from tannha.canvass.service import Case
from tannha.fleet.service import Hours, Kit
from tannha.ground.clock import at_local
from tannha.plan import service
from tannha.plan.models import PlanDay, Promise, Proposal
from tannha.plan.service import live
from tests.plan.conftest import agreed
from tests.scenes import Scene, Scenes, World
from tests.scenes.fleet import TOMORROW, everything_on_duty, team_on_duty

ONE_VISIT = Hours(start_minute=480, end_minute=570, lunch_minutes=0)


def case_of_dao(world: World) -> Case:
    """Bác Đào agreed; she stays at home and is best seen between nine and eleven."""
    return agreed(
        world.ward,
        world.cast["lan"],
        world.now,
        "TRẦN THỊ ĐÀO",
        flat="P1504",
        needs=("wheelchair", "stays_at_home", "speaks_slowly"),
        hours=(540, 660),
        phone="0912345678",
        number="099147000001",
    )


def made(world: World) -> tuple[PlanDay, Case]:
    """Tomorrow's plan with her in it."""
    case = case_of_dao(world)
    everything_on_duty(world)
    return service.make_plan(world.cast["tuan"], on=TOMORROW, now=world.now), case


def published(world: World) -> Promise:
    """The same, published: what she is promised."""
    day, case = made(world)
    service.publish(world.cast["tuan"], on=TOMORROW, version=day.version, now=world.now)
    promise = service.find_promise(case.pk)
    assert promise is not None
    return promise


def one_left_out(world: World) -> Case:
    """Two stay at home and the only team ends after one visit: who has no time."""
    homes = [("VŨ THỊ MỘT", "P201"), ("VŨ THỊ HAI", "P301")]
    lan = world.cast["lan"]
    cases = {
        case.pk: case
        for name, flat in homes
        for case in [agreed(world.ward, lan, world.now, name, flat=flat, needs=("stays_at_home",))]
    }
    team_on_duty(world, ONE_VISIT)
    tuan = world.cast["tuan"]
    service.make_plan(tuan, on=TOMORROW, now=world.now)
    (left,) = service.show_unserved(tuan, on=TOMORROW, now=world.now).unserved
    return cases[left.face.case_id]


def _of_day(by: str = "tuan", shows: Iterable[UUID] = (), **arguments: object) -> Scene:
    return Scene(by=by, arguments={"on": TOMORROW, **arguments}, shows=set(shows))


def _offer(world: World) -> Scene:
    case = case_of_dao(world)
    everything_on_duty(world)
    return Scene(by="tuan", arguments={"case_id": case.pk}, shows={case.resident_id})


def _promise_time(world: World) -> Scene:
    scene = _offer(world)
    told = service.show_offer(world.cast["tuan"], **scene.arguments, now=world.now).choices[0]
    return Scene(
        by="tuan", arguments={**scene.arguments, "on": told.day, "way": told.way, "start": told.start}
    )


def _make(world: World) -> Scene:
    case_of_dao(world)
    everything_on_duty(world)
    return Scene(by="tuan", arguments={"on": TOMORROW}, own_ward=True)


def _publish(world: World) -> Scene:
    return _of_day(version=made(world)[0].version)


def _take_offer(world: World) -> Scene:
    return _of_day(case_id=one_left_out(world).pk)


def _review(world: World) -> Scene:
    made(world)
    return _of_day()


def _why(world: World) -> Scene:
    _day, case = made(world)
    return _of_day(case_id=case.pk, shows={case.resident_id})


def _promise(world: World, *, by: str = "tuan", shown: bool = False, **arguments: object) -> Scene:
    promise = published(world)
    return Scene(
        by=by,
        arguments={"promise_id": promise.pk, **arguments},
        shows={promise.case.resident_id} if shown else set(),
    )


def _run_sheet(world: World) -> Scene:
    promise = published(world)
    return Scene(by="minh", arguments={"mission_id": _mission(world)}, shows={promise.case.resident_id})


def _arrival(world: World) -> Scene:
    promise = published(world)
    return Scene(by="minh", arguments={"mission_id": _mission(world), "case_id": promise.case_id})


def _mission(world: World) -> UUID:
    """The mission on which Minh goes to her."""
    (stop,) = service.missions_for(world.cast.user("minh").id, TOMORROW)
    return stop.mission_id


def under_way(world: World) -> tuple[Promise, datetime]:
    """Tomorrow is published and has come: her promise, and twenty-five past eight of that day."""
    return published(world), at_local(TOMORROW, 505)


def _report(world: World) -> Scene:
    promise, morning = under_way(world)
    arguments = {"on": TOMORROW, "kind": "do_not_visit", "subject": promise.case_id}
    return Scene(by="tuan", arguments=arguments, now=morning)


def _question(world: World) -> tuple[Proposal, datetime]:
    """Every kit is out until ten: an open question about her."""
    _promise_row, morning = under_way(world)
    (kit,) = Kit.objects.filter(ward=world.ward)
    proposal = live.report(
        world.cast["tuan"], on=TOMORROW, kind="kit_down", subject=kit.pk, until_minute=570, now=morning
    )
    return proposal, morning


def _keep_all(world: World) -> Scene:
    proposal, morning = _question(world)
    return Scene(by="tuan", arguments={"proposal_id": proposal.pk}, now=morning)


def _waiting(world: World) -> Scene:
    return Scene(
        by="tuan", arguments={"outdoors": True}, shows={case_of_dao(world).resident_id}, own_ward=True
    )


def _one_waiting(world: World) -> Scene:
    case = case_of_dao(world)
    return Scene(by="tuan", arguments={"case_id": case.pk}, shows={case.resident_id})


def _answer(world: World) -> Scene:
    proposal, morning = _question(world)
    ask = proposal.asks.first()
    assert ask is not None
    arguments = {"ask_id": ask.pk, "agreed": True, "consent": "con gái, điện thoại"}
    return Scene(by="tuan", arguments=arguments, now=morning)


SCENES: Scenes = {
    "plan.service.making.make_plan": _make,
    "plan.service.making.take_offer": _take_offer,
    "plan.service.promising.publish": _publish,
    "plan.service.promising.move_promise": lambda world: _promise(
        world, start_minute=615, consent="con gái, điện thoại"
    ),
    "plan.service.promising.withdraw_promise": _promise,
    "plan.service.driving.show_drive": lambda world: Scene(by="tuan", arguments={}, own_ward=True),
    "plan.service.driving.show_proof": lambda world: Scene(by="tuan", arguments={}, own_ward=True),
    "plan.service.driving.ask_proof": lambda world: Scene(by="tuan", arguments={}, own_ward=True),
    "plan.service.offering.show_offer": _offer,
    "plan.service.offering.promise_time": _promise_time,
    "plan.service.live.report": _report,
    "plan.service.live.keep_all": _keep_all,
    "plan.service.live.answer_ask": _answer,
    "plan.service.live_reading.show_live": lambda world: Scene(
        by="tuan",
        arguments={"on": TOMORROW},
        shows={published(world).case.resident_id},
        now=at_local(TOMORROW, 505),
    ),
    "plan.service.asking.show_whom_to_ask": _offer,
    "plan.service.overnight.search_overnight": lambda world: _of_day(on=made(world)[0].on),
    "plan.service.waiting.show_waiting": _waiting,
    "plan.service.waiting.show_one_waiting": _one_waiting,
    "plan.service.reading.show_day": lambda world: _of_day(shows={made(world)[1].resident_id}),
    "plan.service.picturing.show_map": lambda world: _of_day(shows={made(world)[1].resident_id}),
    "plan.service.picturing.show_load": _review,
    "plan.service.reading.show_unserved": lambda world: _of_day(shows={one_left_out(world).resident_id}),
    "plan.service.reading.show_review": _review,
    "plan.service.reading.show_why": _why,
    "plan.service.notices.show_notices": lambda world: _of_day(
        by="hoa", shows={published(world).case.resident_id}
    ),
    "plan.service.notices.show_one_notice": lambda world: _promise(world, by="hoa", shown=True),
    "plan.service.notices.note_told": lambda world: _promise(world, by="hoa"),
    "plan.service.sheets.show_run_sheet": _run_sheet,
    "plan.service.sheets.note_arrival": _arrival,
}
