"""A plan made anew while its day is under way: nothing begun is lost, nobody is planned into the past."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from tannha.canvass.rules.case import CaseActKind
from tannha.canvass.service import note_step, set_do_not_visit, set_quiet_days
from tannha.ground.clock import at_local, local_minute
from tannha.ground.ids import format_key
from tannha.ground.refusal import Refused
from tannha.plan import service
from tannha.plan.check import check_plan
from tannha.plan.models import DayState, PlanDay, Promise, PromiseState, Proposal, ProposalState
from tannha.plan.rules.instance import decode_instance
from tannha.plan.rules.plan import Plan, Stop, decode_plan
from tannha.plan.service import live

from .conftest import TOMORROW, agreed

DAY = f"/plan/{TOMORROW.isoformat()}/live/"
MIDDAY = at_local(TOMORROW, 615)
As = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def under_way(fleet: Any, people: Any, cast: Any, now: datetime) -> Iterator[PlanDay]:
    """The day is published on the eve; it is a quarter past ten, bác Đào's visit is over or under way."""
    day = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    service.publish(cast["tuan"], on=TOMORROW, version=day.version, now=now)
    with time_machine.travel(MIDDAY, tick=False):
        yield PlanDay.objects.get(pk=day.pk)


def begun(plan: Plan, moment: datetime) -> set[tuple[str, Stop]]:
    second = local_minute(moment) * 60
    return {(m.owner, stop) for m in plan.missions for stop in m.stops if stop.start <= second}


def told() -> dict[Any, tuple[int, int]]:
    rows = Promise.objects.filter(state=PromiseState.OPEN)
    return {row.case_id: (row.start_minute, row.end_minute) for row in rows}


def test_nothing_begun_is_lost_and_every_promise_stays(under_way: PlanDay, cast: Any, people: Any) -> None:
    before, plan = told(), decode_plan(under_way.plan)
    assert begun(plan, MIDDAY), "something has begun, else this tells nothing"
    for hour in (MIDDAY, MIDDAY + timedelta(hours=1), MIDDAY + timedelta(hours=4)):
        day = service.make_plan(cast["tuan"], on=TOMORROW, now=hour)
        instance, made = decode_instance(day.instance), decode_plan(day.plan)
        assert check_plan(instance, made) == ()
        starts = {(owner, stop.kind, stop.client, stop.start) for owner, stop in begun(made, hour)}
        assert {(o, s.kind, s.client, s.start) for o, s in begun(plan, hour)} <= starts
        assert instance.frozen.stops and instance.now == local_minute(hour) * 60
        assert told() == before
        plan = made


def test_the_button_on_the_page_says_that_only_the_rest_is_planned_anew(
    under_way: PlanDay, client_as: As
) -> None:
    tuan = client_as("tuan")
    tuan.cookies["tannha_language"] = "en"
    done = tuan.post(f"/plan/{TOMORROW.isoformat()}/make/", follow=True)
    assert "Only the rest of the day" in done.content.decode()
    day = PlanDay.objects.get(pk=under_way.pk)
    assert day.version == under_way.version + 1 and day.published_plan == day.plan


def test_a_promise_withdrawn_during_the_day_leaves_what_has_begun(
    under_way: PlanDay, cast: Any, people: Any
) -> None:
    promise, before = Promise.objects.get(case=people["tam"]), begun(decode_plan(under_way.plan), MIDDAY)
    service.withdraw_promise(cast["tuan"], promise_id=promise.pk, now=MIDDAY)
    day = PlanDay.objects.get(pk=under_way.pk)
    instance, plan = decode_instance(day.instance), decode_plan(day.plan)
    assert check_plan(instance, plan) == () and people["tam"].pk not in told()
    starts = {(o, s.kind, s.client, s.start) for o, s in begun(plan, MIDDAY)}
    assert {(o, s.kind, s.client, s.start) for o, s in before} <= starts
    done = Promise.objects.filter(case=people["dao"], state=PromiseState.OPEN).get()
    late = MIDDAY + timedelta(hours=3)
    with pytest.raises(Refused) as refused:
        service.withdraw_promise(cast["tuan"], promise_id=done.pk, now=late)
    assert refused.value.refusal.code == "plan.nothing_ahead"


def test_a_promise_moved_during_the_day_leaves_what_has_begun(
    under_way: PlanDay, cast: Any, people: Any
) -> None:
    promise, before = Promise.objects.get(case=people["tam"]), begun(decode_plan(under_way.plan), MIDDAY)
    service.move_promise(
        cast["tuan"], promise_id=promise.pk, start_minute=900, consent="mẹ, điện thoại", now=MIDDAY
    )
    day = PlanDay.objects.get(pk=under_way.pk)
    instance, plan = decode_instance(day.instance), decode_plan(day.plan)
    assert check_plan(instance, plan) == ()
    starts = {(o, s.kind, s.client, s.start) for o, s in begun(plan, MIDDAY)}
    assert {(o, s.kind, s.client, s.start) for o, s in before} <= starts
    started = Promise.objects.get(case=people["dao"])
    with pytest.raises(Refused) as refused:
        service.move_promise(
            cast["tuan"], promise_id=started.pk, start_minute=660, consent="con gái", now=MIDDAY
        )
    assert refused.value.refusal.code == "plan.promise_closed"


def test_a_day_not_told_to_anybody_is_planned_from_now_on(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    for minute in (480, 615, 840, 1_100):
        moment = at_local(TOMORROW, minute)
        day = service.make_plan(cast["tuan"], on=TOMORROW, now=moment)
        instance, plan = decode_instance(day.instance), decode_plan(day.plan)
        assert day.state == DayState.DRAFT and check_plan(instance, plan) == ()
        starts = [stop.start for mission in plan.missions for stop in mission.stops]
        assert all(start >= minute * 60 for start in [*starts, *(slot.start for slot in plan.slots)])


def test_a_caller_is_offered_and_promised_a_time_of_the_rest_of_the_day(
    under_way: PlanDay, ward: Any, cast: Any, now: datetime
) -> None:
    case = agreed(ward, cast["lan"], now, "VŨ THỊ GỌI", flat="P901", needs=("stays_at_home",))
    before, kept = begun(decode_plan(under_way.plan), MIDDAY), told()
    choices = service.show_offer(cast["tuan"], case_id=case.pk, now=MIDDAY).choices
    today = next(choice for choice in choices if choice.day == TOMORROW)
    assert today.start >= local_minute(MIDDAY) * 60
    service.promise_time(
        cast["tuan"], case_id=case.pk, on=TOMORROW, way=today.way, start=today.start, now=MIDDAY
    )
    day = PlanDay.objects.get(pk=under_way.pk)
    instance, plan = decode_instance(day.instance), decode_plan(day.plan)
    assert check_plan(instance, plan) == ()
    starts = {(o, s.kind, s.client, s.start) for o, s in begun(plan, MIDDAY)}
    assert {(o, s.kind, s.client, s.start) for o, s in before} <= starts
    assert {case_id: time for case_id, time in told().items() if case_id != case.pk} == kept


@pytest.mark.parametrize("way", ["page", "quiet_days", "do_not_visit", "stop_word"])
def test_a_wish_noted_in_canvassing_takes_the_stop_off_the_day_at_once(
    under_way: PlanDay, people: Any, cast: Any, fleet: Any, client_as: As, way: str
) -> None:
    case = people["tam"]
    mission = under_way.missions.get(team=fleet["teams"][0])
    tuan = client_as("tuan")
    code = format_key(case.pk)[-6:].upper()
    assert code in tuan.get(DAY).content.decode()
    if way == "page":
        asked = client_as("lan").post(f"/canvass/no-visit/{format_key(case.pk)}/", {"scope": "person"})
        assert asked.status_code == 303
    elif way == "quiet_days":
        set_quiet_days(cast["hoa"], case_id=case.pk, until=TOMORROW, now=MIDDAY)
    elif way == "do_not_visit":
        set_do_not_visit(cast["hoa"], case_id=case.pk, household=True, now=MIDDAY)
    else:
        note_step(case, CaseActKind.STOPPED, actor=cast["minh"], now=MIDDAY)
    board = tuan.get(DAY).content.decode()
    assert code not in board and f"/plan/{TOMORROW.isoformat()}/make/" in board
    sheet = service.show_run_sheet(cast["hoa"], mission_id=mission.pk, now=MIDDAY)
    assert case.pk not in {line.case_id for line in sheet.stops} and sheet.left_out == 1
    lanes = service.show_day(cast["tuan"], on=TOMORROW, now=MIDDAY).lanes
    assert str(case.pk) not in {stop.client for lane in lanes for stop in lane.stops}
    before = begun(decode_plan(under_way.plan), MIDDAY)
    assert tuan.post(f"/plan/{TOMORROW.isoformat()}/make/").status_code == 303
    day = PlanDay.objects.get(pk=under_way.pk)
    instance, plan = decode_instance(day.instance), decode_plan(day.plan)
    assert case.pk not in told() and check_plan(instance, plan) == ()
    assert str(case.pk) not in {stop.client for one in plan.missions for stop in one.stops}
    starts = {(o, s.kind, s.client, s.start) for o, s in begun(plan, MIDDAY)}
    assert {(o, s.kind, s.client, s.start) for o, s in before} <= starts


def test_another_report_takes_a_wish_into_account(
    under_way: PlanDay, people: Any, cast: Any, fleet: Any
) -> None:
    set_do_not_visit(cast["hoa"], case_id=people["tam"].pk, household=False, now=MIDDAY)
    live.report(cast["tuan"], on=TOMORROW, kind="machine_down", subject=fleet["machines"][1].pk, now=MIDDAY)
    for proposal in Proposal.objects.filter(state=ProposalState.OPEN):
        live.keep_all(cast["tuan"], proposal_id=proposal.pk, now=MIDDAY)
    assert people["tam"].pk not in told()


def test_somebody_who_comes_alone_keeps_the_slot_when_the_door_is_to_be_left_alone(
    under_way: PlanDay, people: Any, cast: Any
) -> None:
    day = PlanDay.objects.get(pk=under_way.pk)
    last = max(decode_plan(day.plan).slots, key=lambda slot: slot.start)
    with time_machine.travel(at_local(TOMORROW, 482), tick=False):
        early = at_local(TOMORROW, 482)
        live.report(cast["tuan"], on=TOMORROW, kind="do_not_visit", subject=UUID(last.client), now=early)
    assert last in decode_plan(PlanDay.objects.get(pk=under_way.pk).plan).slots
    assert UUID(last.client) in told()
