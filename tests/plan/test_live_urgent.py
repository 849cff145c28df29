"""Somebody who cannot wait is taken on while the day is under way: picked by the dispatcher, never forced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from tannha.ground.clock import at_local
from tannha.ground.ids import format_key
from tannha.ground.refusal import Refused
from tannha.plan import service
from tannha.plan.check import check_plan
from tannha.plan.live.events import EventKind, LiveEvent
from tannha.plan.live.newcomer import with_door
from tannha.plan.live.replan import replan
from tannha.plan.models import PlanDay, Promise, PromiseState, Proposal, ProposalState
from tannha.plan.rules.instance import Travel, decode_instance
from tannha.plan.rules.plan import decode_plan
from tannha.plan.rules.wire import BadInput
from tannha.plan.service import live
from tannha.plan.service.live_reading import show_live
from tannha.plan.service.waiting import show_waiting

from .conftest import TOMORROW, agreed

MORNING = at_local(TOMORROW, 505)
DAY = f"/plan/{TOMORROW.isoformat()}/live/"
NAMES = ("VŨ", "GẤP", "ĐÀO", "0903")
As = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def under_way(fleet: Any, people: Any, cast: Any, now: datetime) -> Iterator[PlanDay]:
    """The day is published on the eve; it is twenty-five past eight."""
    day = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    service.publish(cast["tuan"], on=TOMORROW, version=day.version, now=now)
    with time_machine.travel(MORNING, tick=False):
        yield day


def somebody(
    ward: Any, cast: Any, now: datetime, *, hours: tuple[int, int] = (540, 960), flat: str = "P1201"
) -> Any:
    """Frail, agreed after the plan was published, of a door the day does not know."""
    return agreed(
        ward,
        cast["lan"],
        now,
        "VŨ THỊ GẤP",
        flat=flat,
        needs=("stays_at_home",),
        hours=hours,
        phone="0903111222",
    )


def told() -> dict[Any, tuple[int, int]]:
    rows = Promise.objects.filter(state=PromiseState.OPEN)
    return {row.case_id: (row.start_minute, row.end_minute) for row in rows}


def take_on(cast: Any, case: Any) -> Proposal:
    return live.report(
        cast["tuan"], on=TOMORROW, kind=EventKind.URGENT_CLIENT.value, subject=case.pk, now=MORNING
    )


def test_somebody_urgent_is_only_a_question_until_the_dispatcher_takes_the_time(
    under_way: PlanDay, ward: Any, cast: Any, now: datetime
) -> None:
    case, before = somebody(ward, cast, now), told()
    proposal = take_on(cast, case)
    assert proposal.state == ProposalState.OPEN and told() == before
    assert PlanDay.objects.get(pk=under_way.pk).version == under_way.version, "the day itself has not changed"
    view = show_live(cast["tuan"], on=TOMORROW, now=MORNING)
    assert view.question is not None and view.question.newcomer is not None
    time = view.question.newcomer.kept
    assert time is not None and time.start_minute >= 540
    live.keep_all(cast["tuan"], proposal_id=proposal.pk, now=MORNING)
    after = told()
    assert after.pop(case.pk) == (time.start_minute, time.end_minute) and after == before
    promise = Promise.objects.get(case=case)
    assert promise.told_at is None and promise.by_phone, "the call list holds them until they are told"
    day = PlanDay.objects.get(pk=under_way.pk)
    assert check_plan(decode_instance(day.instance), decode_plan(day.plan)) == ()
    case.refresh_from_db()
    assert case.promised


def test_where_there_is_no_time_without_asking_nothing_is_taken_by_leaving_it_so(
    under_way: PlanDay, ward: Any, fleet: Any, cast: Any, now: datetime
) -> None:
    for team in fleet["teams"]:
        live.report(
            cast["tuan"], on=TOMORROW, kind=EventKind.KIT_DOWN.value, subject=team.kit_id, now=MORNING
        )
        for proposal in Proposal.objects.filter(state=ProposalState.OPEN):
            live.keep_all(cast["tuan"], proposal_id=proposal.pk, now=MORNING)
    case, before = somebody(ward, cast, now), told()
    proposal = take_on(cast, case)
    assert proposal.state == ProposalState.OPEN and proposal.kept_missed == 1
    live.keep_all(cast["tuan"], proposal_id=proposal.pk, now=MORNING)
    assert told() == before
    case.refresh_from_db()
    assert not case.promised


@pytest.mark.parametrize("why", ["promised", "refused", "hours_over", "comes_alone"])
def test_who_cannot_be_taken_on_is_refused_and_an_open_question_stays(
    under_way: PlanDay, ward: Any, people: Any, fleet: Any, cast: Any, now: datetime, why: str
) -> None:
    case = people["dao"]
    if why == "hours_over":
        case = somebody(ward, cast, now, hours=(480, 500))
    elif why == "refused":
        case = somebody(ward, cast, now)
        type(case).objects.filter(pk=case.pk).update(wish=3)
    elif why == "comes_alone":
        case = agreed(ward, cast["lan"], now, "ĐỖ VĂN KHOẺ", flat="P1101")
    for team in fleet["teams"]:
        live.report(
            cast["tuan"], on=TOMORROW, kind=EventKind.KIT_DOWN.value, subject=team.kit_id, now=MORNING
        )
    open_before = list(Proposal.objects.filter(state=ProposalState.OPEN))
    with pytest.raises(Refused) as refused:
        take_on(cast, case)
    assert refused.value.refusal.code == "plan.not_waiting"
    assert list(Proposal.objects.filter(state=ProposalState.OPEN)) == open_before


def test_the_page_finds_a_case_by_its_code_names_nobody_and_takes_it_on(
    under_way: PlanDay, ward: Any, people: Any, cast: Any, now: datetime, client_as: As
) -> None:
    case = somebody(ward, cast, now)
    code = format_key(case.pk)[-6:].upper()
    tuan = client_as("tuan")
    for language, words in (("vi", "không thể chờ"), ("en", "cannot wait for another day")):
        tuan.cookies["tannha_language"] = language
        board = tuan.get(DAY).content.decode()
        assert f"{DAY}urgent/" in board and words in board
        source = tuan.get(f"{DAY}urgent/").content.decode()
        assert code in source and not any(name in source for name in NAMES)
    assert code in tuan.get(f"{DAY}urgent/", {"code": code[:3].lower()}).content.decode()
    assert code not in tuan.get(f"{DAY}urgent/", {"code": "ZZZZZZ"}).content.decode().split("<main", 1)[1]
    one = f"{DAY}urgent/{format_key(case.pk)}/"
    assert one in source and not any(name in tuan.get(one).content.decode() for name in NAMES)
    assert tuan.post(one, {"kind": "late"}).status_code == 422
    assert tuan.post(one, {"kind": "urgent_client"}).status_code == 303
    source = tuan.get(DAY).content.decode()
    assert words in source and code in source and not any(name in source for name in NAMES)
    proposal = Proposal.objects.get(state=ProposalState.OPEN)
    assert tuan.post(f"/plan/live/{format_key(proposal.pk)}/keep/").status_code == 303
    assert case.pk in told()
    assert tuan.post(one, {"kind": "urgent_client"}).status_code in (409, 422)
    assert client_as("lan").get(f"{DAY}urgent/").status_code == 404
    assert client_as("khang").get(one).status_code in (403, 404)


def test_the_list_is_short_and_says_how_many_there_are(
    under_way: PlanDay, ward: Any, cast: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        somebody(ward, cast, now, flat=f"P{number + 20}01")
    monkeypatch.setattr("tannha.plan.service.waiting.MOST_SHOWN", 2)
    view = show_waiting(cast["tuan"], outdoors=True, now=MORNING)
    assert len(view.rows) == 2 and view.count == 3


def test_a_file_may_make_somebody_without_a_time_urgent_and_nobody_with_one(under_way: PlanDay) -> None:
    instance, plan = decode_instance(under_way.instance), decode_plan(under_way.plan)
    planned = next(stop.client for mission in plan.missions for stop in mission.stops if stop.client)
    client = next(one for one in instance.clients if one.id == planned)
    with pytest.raises(BadInput) as bad:
        replan(
            instance, plan, (LiveEvent(id="e1", kind=EventKind.URGENT_CLIENT, client=client),), now=505 * 60
        )
    assert (bad.value.field, bad.value.problem) == ("events.client.id", "has a time already")


def test_a_new_door_joins_the_roads_and_leaves_the_others_as_they_are() -> None:
    old = Travel(
        profiles=("team",), places=("a", "b"), seconds=((((0, 5), (6, 0)),),), metres=((0, 1), (1, 0)),
        access_seconds=(7, 8),
    )  # fmt: skip
    wider = Travel(
        profiles=("team",), places=("b", "c", "a"), seconds=((((0, 1, 2), (3, 0, 4), (5, 6, 0)),),),
        metres=((0, 1, 2), (1, 0, 3), (2, 3, 0)), access_seconds=(80, 90, 70),
    )  # fmt: skip
    from .days import random_day

    day = random_day(3)
    instance = type(day)(**{name: getattr(day, name) for name in day.__slots__} | {"travel": old})
    grown = with_door(instance, "c", wider).travel
    assert grown.places == ("a", "b", "c") and grown.access_seconds == (7, 8, 90)
    assert grown.seconds == ((((0, 5, 6), (6, 0, 1), (4, 3, 0)),),)
    assert grown.metres == ((0, 1, 3), (1, 0, 1), (3, 1, 0))
    assert with_door(instance, "a", wider) is instance
    with pytest.raises(BadInput):
        with_door(instance, "d", wider)


def test_the_time_of_somebody_urgent_comes_with_the_last_yes_of_those_asked(
    under_way: PlanDay, ward: Any, fleet: Any, cast: Any, now: datetime
) -> None:
    live.report(
        cast["tuan"],
        on=TOMORROW,
        kind=EventKind.KIT_DOWN.value,
        subject=fleet["teams"][1].kit_id,
        now=MORNING,
    )
    for proposal in Proposal.objects.filter(state=ProposalState.OPEN):
        live.keep_all(cast["tuan"], proposal_id=proposal.pk, now=MORNING)
    before = told()
    case = somebody(ward, cast, now, hours=(515, 590), flat="P1602")  # just before bác Đào's own time
    proposal = take_on(cast, case)
    assert proposal.kept_missed == 1 and proposal.missed == 0, "nobody else can give way without being asked"
    (ask,) = proposal.asks.all()
    assert told() == before and not Promise.objects.filter(case=case).exists()
    view = show_live(cast["tuan"], on=TOMORROW, now=MORNING)
    assert view.question is not None and view.question.newcomer is not None
    assert view.question.newcomer.kept is None and view.question.newcomer.asked is not None
    live.answer_ask(cast["tuan"], ask_id=ask.pk, agreed=True, consent="con gái, điện thoại 8:30", now=MORNING)
    after = told()
    assert case.pk in after and after[ask.case_id] != before[ask.case_id]
    assert {key: time for key, time in after.items() if key not in (case.pk, ask.case_id)} == {
        key: time for key, time in before.items() if key != ask.case_id
    }
    day = PlanDay.objects.get(pk=under_way.pk)
    assert check_plan(decode_instance(day.instance), decode_plan(day.plan)) == ()
