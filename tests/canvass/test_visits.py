"""A knock and its result: one act, one visit, limits kept, ten seconds to take a mis-tap back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tannha.canvass.models import Case, CaseAct, Visit, Walk
from tannha.canvass.refusals import Code
from tannha.canvass.rules.case import CaseActKind, Step, VisitWay
from tannha.canvass.rules.limits import Hours
from tannha.canvass.rules.needs import NeedKind, ServiceWay
from tannha.canvass.rules.visit import Told, VisitOutcome
from tannha.canvass.service import (
    columns_of,
    find_case,
    may_visit_today,
    note_step,
    plannable_cases,
    record_visit,
    show_saved_visit,
    show_visit,
    state_of,
    undo_visit,
)
from tannha.ground.ids import new_id
from tannha.ground.models import JournalEntry, JournalPerson
from tannha.ground.refusal import Refused
from tannha.roll.models import Resident

TODAY = date(2026, 11, 24)


def refused(call: Any, **arguments: Any) -> str:
    with pytest.raises(Refused) as caught:
        call(**arguments)
    return str(caught.value.refusal.code)


def row_of(case: Case) -> dict[str, Any]:
    fresh = Case.objects.get(pk=case.pk)
    return {name: getattr(fresh, name) for name in columns_of(state_of(fresh))}


def test_a_case_is_opened_visited_agreed_and_can_be_planned(
    walk: Walk, case: Case, cast: Any, now: datetime
) -> None:
    record_visit(
        cast["lan"],
        case_id=case.pk,
        outcome="agreed",
        told=Told(
            needs=frozenset({NeedKind.WHEELCHAIR, NeedKind.SPEAKS_SLOWLY}),
            consent=True,
            good_hours=(Hours(weekday=None, start_minute=540, end_minute=660),),
            wished_way=ServiceWay.HOME,
        ),
        now=now,
    )
    (planned,) = plannable_cases(case.ward_id, TODAY + timedelta(days=1))
    assert planned.case_id == case.pk
    assert planned.ways == {ServiceWay.HOME}
    assert planned.windows == ((540, 660),)
    assert planned.service_minutes >= 60
    assert planned.wheelchair and planned.step_free and not planned.gentle
    assert (planned.tower, planned.floor, planned.has_lift, planned.group_number) == ("A", 15, True, 12)
    assert planned.days_waited == 31 and planned.weight == 8


def test_folding_the_acts_gives_the_row(walk: Walk, case: Case, cast: Any, now: datetime) -> None:
    record_visit(cast["lan"], case_id=case.pk, outcome="agreed", now=now)
    for kind in (
        CaseActKind.PROMISED,
        CaseActKind.CHECKED_IN,
        CaseActKind.ENROLMENT_STARTED,
        CaseActKind.STOPPED,
    ):
        note_step(case, kind, actor=cast["minh"], now=now)
        assert row_of(case) == columns_of(state_of(case))
    assert (case.step, case.not_before) == (Step.HELD, date(2026, 12, 8))
    assert [act.seq for act in CaseAct.objects.filter(case=case)] == [1, 2, 3, 4, 5, 6, 7]


def test_acts_are_only_ever_added(case: Case) -> None:
    act = CaseAct.objects.get(case=case)
    act.kind = "agreed"
    with pytest.raises(TypeError, match="only added"):
        act.save()
    with pytest.raises(TypeError, match="only added"):
        act.delete()
    with pytest.raises(TypeError, match="only added"):
        CaseAct.objects.filter(case=case).update(kind="agreed")
    with pytest.raises(TypeError, match="only added"):
        CaseAct.objects.filter(case=case).delete()


def test_one_journal_act_names_the_person_and_no_outcome_in_words(
    walk: Walk, case: Case, cast: Any, now: datetime
) -> None:
    before = JournalEntry.objects.count()
    record_visit(cast["lan"], case_id=case.pk, outcome="refused", now=now)
    (entry,) = JournalEntry.objects.order_by("seq")[before:]
    assert entry.what == "canvass.visit_recorded"
    assert list(JournalPerson.objects.filter(entry=entry).values_list("person_id", flat=True)) == [
        case.resident_id
    ]
    assert "ĐÀO" not in entry.body and "099147000001" not in entry.body


def test_a_double_tap_or_a_resend_makes_one_visit(walk: Walk, case: Case, cast: Any, now: datetime) -> None:
    act_id = new_id()
    record_visit(cast["lan"], case_id=case.pk, outcome="wants_to_think", act_id=act_id, now=now)
    again = {"case_id": case.pk, "outcome": "wants_to_think", "act_id": act_id}
    assert refused(record_visit, actor=cast["lan"], now=now, **again) == Code.ALREADY_SAVED
    assert Visit.objects.count() == 1
    assert CaseAct.objects.filter(case=case).count() == 3


def test_a_second_knock_on_one_day_is_refused_and_writes_nothing(
    walk: Walk, case: Case, cast: Any, now: datetime
) -> None:
    record_visit(cast["lan"], case_id=case.pk, outcome="nobody_home", now=now)
    acts, entries = CaseAct.objects.count(), JournalEntry.objects.count()
    later = now + timedelta(hours=6)
    assert (
        refused(record_visit, actor=cast["lan"], case_id=case.pk, outcome="agreed", now=later)
        == Code.VISIT_TODAY
    )
    assert (CaseAct.objects.count(), JournalEntry.objects.count()) == (acts, entries)


def test_the_fourth_visit_of_a_round_is_refused(walk: Walk, case: Case, cast: Any, now: datetime) -> None:
    for days in (28, 20, 10):
        record_visit(cast["hoa"], case_id=case.pk, outcome="nobody_home", now=now - timedelta(days=days))
    refusal = may_visit_today(case, TODAY)
    assert refusal is not None and refusal.code is Code.VISIT_LIMIT
    assert (
        refused(record_visit, actor=cast["lan"], case_id=case.pk, outcome="agreed", now=now)
        == Code.VISIT_LIMIT
    )


def test_a_telephone_call_counts_as_a_call(walk: Walk, case: Case, cast: Any, now: datetime) -> None:
    for hours in range(3):
        record_visit(
            cast["lan"],
            case_id=case.pk,
            outcome="nobody_home",
            told=Told(way=VisitWay.PHONE),
            now=now + timedelta(minutes=hours),
        )
    call = {"case_id": case.pk, "outcome": "agreed", "now": now + timedelta(minutes=9)}
    assert refused(record_visit, actor=cast["lan"], told=Told(way=VisitWay.PHONE), **call) == Code.CALL_LIMIT
    assert may_visit_today(case, TODAY) is None


@pytest.mark.parametrize(("hour", "code"), [(21, Code.OUTSIDE_HOURS), (12, Code.MEAL_OR_REST)])
def test_nobody_knocks_at_night_or_at_noon(
    walk: Walk, case: Case, cast: Any, now: datetime, hour: int, code: Code
) -> None:
    moment = now + timedelta(hours=hour - 9)
    assert refused(record_visit, actor=cast["lan"], case_id=case.pk, outcome="agreed", now=moment) == code


def test_a_visit_of_the_afternoon_is_recorded_in_the_evening_with_its_own_time(
    walk: Walk, case: Case, cast: Any, now: datetime
) -> None:
    evening = now + timedelta(hours=13)
    at = now + timedelta(hours=6)
    visit = record_visit(cast["lan"], case_id=case.pk, outcome="agreed", told=Told(at=at), now=evening)
    assert (visit.at, visit.saved_at) == (at, evening)
    ahead = Told(at=evening + timedelta(minutes=1))
    assert (
        refused(record_visit, actor=cast["lan"], case_id=case.pk, outcome="agreed", told=ahead, now=evening)
        == Code.TIME_OF_VISIT
    )


def test_needs_are_kept_only_with_consent(walk: Walk, case: Case, cast: Any, now: datetime) -> None:
    told = Told(needs=frozenset({NeedKind.OXYGEN}), consent=False)
    assert (
        refused(record_visit, actor=cast["lan"], case_id=case.pk, outcome="agreed", told=told, now=now)
        == Code.CONSENT_MISSING
    )
    assert not case.needs.exists() and Visit.objects.count() == 0


def test_needs_are_replaced_by_what_the_person_says_now(
    walk: Walk, case: Case, cast: Any, now: datetime
) -> None:
    first = Told(needs=frozenset({NeedKind.WHEELCHAIR, NeedKind.OXYGEN}), consent=True)
    record_visit(
        cast["hoa"], case_id=case.pk, outcome="wants_to_think", told=first, now=now - timedelta(days=8)
    )
    second = Told(needs=frozenset({NeedKind.WHEELCHAIR}), consent=True)
    record_visit(cast["lan"], case_id=case.pk, outcome="agreed", told=second, now=now)
    assert list(case.needs.values_list("kind", flat=True)) == ["wheelchair"]


def test_a_mis_tap_is_taken_back_within_ten_seconds(walk: Walk, case: Case, cast: Any, now: datetime) -> None:
    before = row_of(case)
    visit = record_visit(cast["lan"], case_id=case.pk, outcome="deceased", now=now)
    assert find_case(case.resident_id) is None
    undo_visit(cast["lan"], visit_id=visit.pk, now=now + timedelta(seconds=10))
    assert find_case(case.resident_id) == case
    after = row_of(case)
    assert {**after, "last_seq": 0} == {**before, "last_seq": 0}
    record_visit(cast["lan"], case_id=case.pk, outcome="agreed", now=now + timedelta(seconds=20))


def test_after_ten_seconds_or_by_somebody_else_it_stays(
    walk: Walk, case: Case, cast: Any, now: datetime
) -> None:
    visit = record_visit(cast["lan"], case_id=case.pk, outcome="agreed", now=now)
    assert refused(undo_visit, actor=cast["hoa"], visit_id=visit.pk, now=now) == "ground.not_there"
    late = now + timedelta(seconds=11)
    assert refused(undo_visit, actor=cast["lan"], visit_id=visit.pk, now=late) == Code.UNDO_TOO_LATE
    assert Case.objects.get(pk=case.pk).step == Step.PLAN


def test_lan_sees_only_who_stands_on_her_walk(
    walk: Walk, case: Case, ward: Any, dao: Resident, cast: Any, now: datetime
) -> None:
    assert show_visit(cast["lan"], case_id=case.pk, now=now).strip.spoken == "bác Đào"
    walk.doors.all().delete()
    assert refused(show_visit, actor=cast["lan"], case_id=case.pk, now=now) == "ground.not_there"
    assert show_visit(cast["hoa"], case_id=case.pk, now=now).number == 1


def test_khang_of_another_ward_sees_nothing(case: Case, cast: Any, now: datetime) -> None:
    assert refused(show_visit, actor=cast["khang"], case_id=case.pk, now=now) == "ground.not_there"
    assert (
        refused(record_visit, actor=cast["khang"], case_id=case.pk, outcome="agreed", now=now)
        == "ground.not_there"
    )


def test_the_visit_page_tells_what_happened_before(walk: Walk, case: Case, cast: Any, now: datetime) -> None:
    earlier = now - timedelta(days=12)
    record_visit(cast["hoa"], case_id=case.pk, outcome="wants_to_think", now=earlier)
    view = show_visit(cast["lan"], case_id=case.pk, now=now)
    assert (view.number, view.of, view.refusal) == (2, 3, None)
    assert [(last.outcome, last.visitor) for last in view.last] == [(VisitOutcome.WANTS_TO_THINK, "Hoa")]


def test_a_saved_visit_is_shown_to_whoever_saved_it(walk: Walk, case: Case, cast: Any, now: datetime) -> None:
    visit = record_visit(cast["lan"], case_id=case.pk, outcome="refused", now=now)
    assert show_saved_visit(cast["lan"], visit_id=visit.pk, now=now).outcome is VisitOutcome.REFUSED
    assert refused(show_saved_visit, actor=cast["hoa"], visit_id=visit.pk, now=now) == "ground.not_there"


def test_the_protection_officer_records_a_wish_but_sees_no_needs(
    case: Case, cast: Any, now: datetime
) -> None:
    case.needs.create(kind="oxygen", consent_at=now)
    assert show_visit(cast["yen"], case_id=case.pk, now=now).needs == frozenset()
    assert show_visit(cast["hoa"], case_id=case.pk, now=now).needs == {NeedKind.OXYGEN}
