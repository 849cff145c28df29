"""The dispatcher's day: anh Tâm is not calm, a machine breaks, and bác Đào of the 15th floor keeps her time."""

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
from tannha.plan.live.events import EventKind
from tannha.plan.models import AskAnswer, PlanDay, Promise, PromiseState, Proposal, ProposalAsk, ProposalState
from tannha.plan.rules.instance import decode_instance
from tannha.plan.rules.plan import decode_plan
from tannha.plan.service import live
from tannha.plan.service.live_reading import show_live

from .conftest import TOMORROW
from .test_pages import NAMES

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
MORNING = at_local(TOMORROW, 505)
DAY = f"/plan/{TOMORROW.isoformat()}/live/"


@pytest.fixture
def under_way(fleet: Any, people: Any, cast: Any, now: datetime) -> Iterator[PlanDay]:
    """The day is published on the eve; it is twenty-five past eight."""
    day = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    service.publish(cast["tuan"], on=TOMORROW, version=day.version, now=now)
    with time_machine.travel(MORNING, tick=False):
        yield day


def told() -> dict[Any, tuple[int, int]]:
    rows = Promise.objects.filter(state=PromiseState.OPEN)
    return {row.case_id: (row.start_minute, row.end_minute) for row in rows}


def report(cast: Any, kind: EventKind, subject: Any, **more: Any) -> Proposal:
    return live.report(cast["tuan"], on=TOMORROW, kind=kind.value, subject=subject, now=MORNING, **more)


def test_not_calm_and_a_broken_machine_leave_the_fifteenth_floor_her_time(
    under_way: PlanDay, fleet: Any, people: Any, cast: Any
) -> None:
    before = told()
    calm = report(cast, EventKind.NOT_CALM, people["tam"].pk)
    assert calm.state == ProposalState.KEPT, "nobody loses a promise by it: in force at once"
    assert people["tam"].pk not in told()
    report(cast, EventKind.MACHINE_DOWN, fleet["machines"][0].pk, until_minute=570)
    now = told()
    assert now[people["dao"].pk] == before[people["dao"].pk]
    assert all(now[case] == before[case] for case in now), "no promise moved by a report"


def test_a_wish_not_to_be_visited_is_in_force_at_once(under_way: PlanDay, people: Any, cast: Any) -> None:
    version = under_way.version
    report(cast, EventKind.DO_NOT_VISIT, people["tam"].pk)
    day = PlanDay.objects.get(pk=under_way.pk)
    assert day.version == version + 1 and people["tam"].pk not in told()
    assert str(people["tam"].pk) not in {
        stop.client for mission in decode_plan(day.plan).missions for stop in mission.stops
    }


def asked(cast: Any, people: Any, fleet: Any) -> Proposal:
    """Both kits are out until the afternoon: bác Đào's morning cannot be kept, only asked for."""
    report(cast, EventKind.KIT_DOWN, fleet["teams"][1].kit_id)
    return report(cast, EventKind.KIT_DOWN, fleet["teams"][0].kit_id, until_minute=570)


def test_nothing_moves_before_everybody_asked_has_agreed(
    under_way: PlanDay, fleet: Any, people: Any, cast: Any
) -> None:
    before = told()
    proposal = asked(cast, people, fleet)
    assert proposal.state == ProposalState.OPEN and proposal.kept_missed > proposal.missed
    assert told() == before
    asks = list(proposal.asks.all())
    with pytest.raises(Refused) as refused:
        live.answer_ask(cast["tuan"], ask_id=asks[0].pk, agreed=True, consent=" ", now=MORNING)
    assert refused.value.refusal.code == "plan.consent_missing"
    assert told() == before
    for ask in asks:
        proposal = live.answer_ask(
            cast["tuan"], ask_id=ask.pk, agreed=True, consent="con gái, điện thoại 9:15", now=MORNING
        )
    assert proposal.state == ProposalState.TAKEN
    moved = Promise.objects.get(case_id=asks[0].case_id, state=PromiseState.OPEN)
    assert moved.consent == "con gái, điện thoại 9:15" and moved.told_at == MORNING
    with pytest.raises(Refused):
        live.keep_all(cast["tuan"], proposal_id=proposal.pk, now=MORNING)


def test_after_a_no_the_question_is_put_without_that_person(
    under_way: PlanDay, fleet: Any, people: Any, cast: Any
) -> None:
    before = told()
    proposal = asked(cast, people, fleet)
    ask = proposal.asks.first()
    assert ask is not None
    anew = live.answer_ask(cast["tuan"], ask_id=ask.pk, agreed=False, now=MORNING)
    assert anew.pk != proposal.pk and told() == before
    assert ProposalAsk.objects.get(pk=ask.pk).answer == AskAnswer.NO
    assert not anew.asks.filter(case_id=ask.case_id).exists()
    live.keep_all(cast["tuan"], proposal_id=anew.pk, now=MORNING)
    assert set(told()) < set(before)


def test_reports_of_another_day_or_about_nothing_are_refused(
    under_way: PlanDay, people: Any, cast: Any, now: datetime
) -> None:
    cases = [
        ("plan.day_not_under_way", {"subject": people["tam"].pk, "now": now}),
        ("plan.nothing_ahead", {"subject": under_way.pk, "now": MORNING}),
        ("plan.time_is_past", {"subject": people["tam"].pk, "now": MORNING, "until_minute": 500}),
    ]
    for code, more in cases:
        kind = EventKind.NOT_CALM.value
        if "until_minute" in more:
            kind, more["subject"] = (
                EventKind.VEHICLE_DOWN.value,
                decode_instance(under_way.instance).vehicles[0].id,
            )
        with pytest.raises(Refused) as refused:
            live.report(cast["tuan"], on=TOMORROW, kind=kind, **more)
        assert refused.value.refusal.code == code


def test_the_page_names_nobody_and_takes_reports_and_answers(
    under_way: PlanDay, fleet: Any, people: Any, cast: Any, client_as: As
) -> None:
    tuan = client_as("tuan")
    for language in ("vi", "en"):
        tuan.cookies["django_language"] = language
        source = tuan.get(DAY).content.decode()
        assert not any(name in source for name in NAMES)
        person = f"{DAY}person/{format_key(people['tam'].pk)}/"
        assert not any(name in tuan.get(person).content.decode() for name in NAMES)
    assert tuan.post(person, {"kind": "late"}).status_code == 422
    kit = f"{DAY}kit/{format_key(fleet['teams'][0].kit_id)}/"
    assert tuan.post(kit, {"kind": "kit_down", "until": ""}).status_code == 303
    view = show_live(cast["tuan"], on=TOMORROW, now=MORNING)
    assert view.question is not None
    source = tuan.get(DAY).content.decode()
    assert "Giữ mọi lời hẹn" in source and not any(name in source for name in NAMES)
    keep = f"/plan/live/{format_key(view.question.proposal.pk)}/keep/"
    assert tuan.post(keep).status_code == 303
    assert client_as("lan").get(DAY).status_code == 404
    assert client_as("khang").post(keep).status_code in (404, 403)
