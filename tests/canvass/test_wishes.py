"""The family's own wishes: a no in one tap, do-not-visit, its lifting by two persons, invitations."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tannha.canvass.models import Case, CaseAct, DoNotVisit, Walk
from tannha.canvass.refusals import Code
from tannha.canvass.rules.case import CaseActKind, Step, Wish
from tannha.canvass.rules.visit import FollowUp, Worry
from tannha.canvass.rules.walk import DoorState
from tannha.canvass.service import (
    Place,
    allow_further_visit,
    find_case,
    lift_do_not_visit,
    make_walk,
    may_visit_today,
    note_step,
    open_case,
    plannable_cases,
    record_follow_up,
    record_invitation,
    record_visit,
    set_do_not_visit,
    set_quiet_days,
    show_limits,
    show_standing_wish,
    show_walk,
    undo_visit,
    who_asked_not_to_come,
)
from tannha.ground.models import JournalEntry, JournalPerson
from tannha.ground.refusal import Refused
from tannha.roll.models import Resident

TODAY = date(2026, 11, 24)
WISH = "Con gái Hạnh gọi điện sáng nay, mời đến lại"


def refused(call: Any, **arguments: Any) -> str:
    with pytest.raises(Refused) as caught:
        call(**arguments)
    return str(caught.value.refusal.code)


def test_a_no_needs_no_reason_and_the_family_calls_us(
    walk: Walk, case: Case, cast: Any, now: datetime
) -> None:
    record_visit(cast["lan"], case_id=case.pk, outcome="refused", now=now)
    refusal = may_visit_today(case, TODAY + timedelta(days=30))
    assert refusal is not None and refusal.code is Code.FAMILY_CALLS
    assert Case.objects.get(pk=case.pk).step == Step.REFUSED


def test_ask_again_from_a_day_holds_until_that_day(walk: Walk, case: Case, cast: Any, now: datetime) -> None:
    visit = record_visit(cast["lan"], case_id=case.pk, outcome="refused", now=now)
    record_follow_up(
        cast["lan"],
        visit_id=visit.pk,
        wish=FollowUp.ASK_AGAIN,
        from_day=date(2026, 12, 20),
        worry=Worry.TIRED,
        now=now,
    )
    case.refresh_from_db()
    early = may_visit_today(case, date(2026, 12, 19))
    assert early is not None and early.code is Code.NOT_BEFORE
    assert may_visit_today(case, date(2026, 12, 20)) is None
    past = {"visit_id": visit.pk, "wish": FollowUp.ASK_AGAIN, "from_day": TODAY}
    assert refused(record_follow_up, actor=cast["lan"], now=now, **past) == Code.DAY_IS_PAST


def test_do_not_visit_of_a_household_binds_everybody_behind_the_door(
    walk: Walk, case: Case, brother: Resident, cast: Any, now: datetime
) -> None:
    other = open_case(brother, actor=cast["hoa"], now=now)
    set_do_not_visit(cast["lan"], case_id=case.pk, household=True, now=now)
    for bound in (case, other):
        bound.refresh_from_db()
        assert bound.wish == Wish.DO_NOT_VISIT
        refusal = may_visit_today(bound, TODAY + timedelta(days=200))
        assert refusal is not None and refusal.code is Code.DO_NOT_VISIT


def test_do_not_visit_of_a_person_leaves_the_others_free(
    walk: Walk, case: Case, brother: Resident, cast: Any, now: datetime
) -> None:
    other = open_case(brother, actor=cast["hoa"], now=now)
    set_do_not_visit(cast["lan"], case_id=case.pk, household=False, now=now)
    assert may_visit_today(other, TODAY) is None


def test_do_not_visit_binds_walks_plans_visits_calls_and_notices(
    walk: Walk, case: Case, neighbour: Resident, cast: Any, now: datetime
) -> None:
    record_visit(cast["lan"], case_id=case.pk, outcome="agreed", now=now)
    assert plannable_cases(case.ward_id, TODAY)
    set_do_not_visit(cast["lan"], case_id=case.pk, household=True, now=now)
    later = now + timedelta(days=20)
    assert plannable_cases(case.ward_id, TODAY + timedelta(days=20)) == []
    assert who_asked_not_to_come([case.pk], TODAY) == {case.pk}
    assert (
        refused(record_visit, actor=cast["hoa"], case_id=case.pk, outcome="agreed", now=later)
        == Code.DO_NOT_VISIT
    )
    assert (
        refused(note_step, case=case, kind=CaseActKind.PROMISED, actor=cast["tuan"], now=now)
        == Code.DO_NOT_VISIT
    )
    assert (
        refused(note_step, case=case, kind=CaseActKind.INVITED_AGAIN, actor=cast["hoa"], now=now)
        == Code.DO_NOT_VISIT
    )
    anew = make_walk(cast["lan"], place=Place(tower="A"), on=TODAY, now=now)
    assert [door.household_id for door in anew.doors.all()] == [neighbour.household_id]


def test_a_door_that_asked_us_not_to_come_stays_on_the_walk_without_a_name(
    walk: Walk, case: Case, neighbour: Resident, cast: Any, now: datetime
) -> None:
    set_do_not_visit(cast["hoa"], case_id=case.pk, household=True, now=now)
    before = JournalEntry.objects.count()
    view = show_walk(cast["lan"], walk_id=walk.pk, now=now)
    assert [(door.label, door.state, len(door.people)) for door in view.doors] == [
        ("P1504", DoorState.DO_NOT_VISIT, 0),
        ("P1506", DoorState.TO_DO, 1),
    ]
    (entry,) = JournalEntry.objects.order_by("seq")[before:]
    assert set(JournalPerson.objects.filter(entry=entry).values_list("person_id", flat=True)) == {
        neighbour.pk
    }


def test_a_new_case_behind_the_door_is_bound_from_its_first_moment(
    walk: Walk, case: Case, brother: Resident, cast: Any, now: datetime
) -> None:
    set_do_not_visit(cast["lan"], case_id=case.pk, household=True, now=now)
    opened = open_case(brother, actor=cast["hoa"], now=now)
    assert opened.wish == Wish.DO_NOT_VISIT


def test_undo_never_takes_do_not_visit_back(walk: Walk, case: Case, cast: Any, now: datetime) -> None:
    visit = record_visit(cast["lan"], case_id=case.pk, outcome="refused", now=now)
    set_do_not_visit(cast["lan"], case_id=case.pk, household=False, now=now)
    assert refused(undo_visit, actor=cast["lan"], visit_id=visit.pk, now=now) == Code.UNDO_TOO_LATE
    assert Case.objects.get(pk=case.pk).wish == Wish.DO_NOT_VISIT


def test_lifting_needs_two_persons_and_the_family_s_own_wish(
    walk: Walk, case: Case, cast: Any, now: datetime
) -> None:
    row = set_do_not_visit(cast["lan"], case_id=case.pk, household=True, now=now)
    lift = {"wish_id": row.pk, "now": now}
    hoa, binh = cast["hoa"], cast.second("binh", now)
    assert (
        refused(lift_do_not_visit, actor=hoa, family_wish="", second=binh, **lift) == Code.FAMILY_WISH_MISSING
    )
    assert (
        refused(lift_do_not_visit, actor=hoa, family_wish=WISH, second=None, **lift) == "ground.second_person"
    )
    own = cast.second("hoa", now)
    assert (
        refused(lift_do_not_visit, actor=hoa, family_wish=WISH, second=own, **lift) == "ground.second_person"
    )
    lan = cast.second("lan", now)
    assert (
        refused(lift_do_not_visit, actor=hoa, family_wish=WISH, second=lan, **lift)
        == "ground.second_person_role"
    )
    assert (
        refused(lift_do_not_visit, actor=cast["lan"], family_wish=WISH, second=binh, **lift)
        == "ground.not_there"
    )
    assert may_visit_today(case, TODAY) is not None
    lift_do_not_visit(hoa, family_wish=WISH, second=cast.second("binh", now), **lift)
    case.refresh_from_db()
    assert (case.step, case.wish) == (Step.CANVASS, Wish.NONE)
    assert may_visit_today(case, TODAY) is None
    assert refused(lift_do_not_visit, actor=hoa, family_wish=WISH, second=binh, **lift) == Code.NOT_LIFTABLE


def test_lifting_the_household_s_wish_leaves_a_person_s_own_wish_standing(
    walk: Walk, case: Case, brother: Resident, cast: Any, now: datetime
) -> None:
    other = open_case(brother, actor=cast["hoa"], now=now)
    set_do_not_visit(cast["lan"], case_id=case.pk, household=False, now=now)
    row = set_do_not_visit(cast["lan"], case_id=case.pk, household=True, now=now)
    lift_do_not_visit(cast["hoa"], wish_id=row.pk, family_wish=WISH, second=cast.second("binh", now), now=now)
    refusal = may_visit_today(case, TODAY)
    assert refusal is not None and refusal.code is Code.DO_NOT_VISIT
    assert may_visit_today(other, TODAY) is None


def test_the_store_itself_refuses_a_single_handed_lifting(
    walk: Walk, case: Case, cast: Any, now: datetime
) -> None:
    row = set_do_not_visit(cast["lan"], case_id=case.pk, household=True, now=now)
    hoa = cast["hoa"].user_id
    with pytest.raises(IntegrityError), transaction.atomic():
        DoNotVisit.objects.filter(pk=row.pk).update(
            lifted_at=now, lifted_by=hoa, lifted_with=hoa, family_wish=WISH
        )


def test_after_the_stop_word_only_an_invitation_and_not_before_fourteen_days(
    walk: Walk, case: Case, cast: Any, now: datetime
) -> None:
    record_visit(cast["lan"], case_id=case.pk, outcome="agreed", now=now)
    note_step(case, CaseActKind.STOPPED, actor=cast["minh"], now=now)
    assert plannable_cases(case.ward_id, TODAY + timedelta(days=60)) == []
    record_invitation(cast["lan"], case_id=case.pk, now=now + timedelta(days=3))
    assert plannable_cases(case.ward_id, TODAY + timedelta(days=13)) == []
    (planned,) = plannable_cases(case.ward_id, TODAY + timedelta(days=14))
    assert planned.case_id == case.pk


def test_quiet_days_keep_every_visitor_and_plan_away(
    walk: Walk, case: Case, cast: Any, now: datetime
) -> None:
    record_visit(cast["lan"], case_id=case.pk, outcome="agreed", now=now)
    set_quiet_days(cast["lan"], case_id=case.pk, until=date(2026, 12, 1), now=now)
    assert plannable_cases(case.ward_id, date(2026, 12, 1)) == []
    assert len(plannable_cases(case.ward_id, date(2026, 12, 2))) == 1
    refusal = may_visit_today(case, date(2026, 12, 1))
    assert refusal is not None and refusal.code is Code.QUIET_HOUSEHOLD
    yesterday = {"case_id": case.pk, "until": date(2026, 11, 23), "now": now}
    assert refused(set_quiet_days, actor=cast["lan"], **yesterday) == Code.DAY_IS_PAST


def test_the_fourth_visit_needs_a_supervisor_and_a_reason_that_is_new(
    walk: Walk, case: Case, cast: Any, now: datetime
) -> None:
    ask = {"case_id": case.pk, "reason": "Con gái đã về", "now": now}
    assert refused(allow_further_visit, actor=cast["hoa"], **ask) == Code.FOURTH_NOT_NEEDED
    for days in (28, 20, 10):
        record_visit(cast["hoa"], case_id=case.pk, outcome="nobody_home", now=now - timedelta(days=days))
    assert refused(allow_further_visit, actor=cast["yen"], **ask) == "ground.not_there"
    assert refused(allow_further_visit, actor=cast["lan"], **ask) == "ground.not_there"
    assert (
        refused(allow_further_visit, actor=cast["hoa"], **{**ask, "reason": " "}) == Code.FOURTH_NEEDS_REASON
    )
    allow_further_visit(cast["hoa"], **ask)
    record_visit(cast["lan"], case_id=case.pk, outcome="nobody_home", now=now)
    later = now + timedelta(days=8)
    again = {"case_id": case.pk, "reason": "con gai DA VE", "now": later}
    assert refused(allow_further_visit, actor=cast["hoa"], **again) == Code.FOURTH_NEEDS_REASON
    allow_further_visit(cast["hoa"], **{**again, "reason": "Gia đình chuyển giờ tốt"})


def test_the_limits_page_names_everybody_it_shows(
    walk: Walk, case: Case, brother: Resident, neighbour: Resident, cast: Any, now: datetime
) -> None:
    other = open_case(brother, actor=cast["hoa"], now=now)
    record_visit(cast["hoa"], case_id=other.pk, outcome="refused", now=now)
    set_do_not_visit(cast["lan"], case_id=case.pk, household=False, now=now)
    third = find_case(neighbour.pk)
    assert third is not None
    record_visit(cast["lan"], case_id=third.pk, outcome="moved", now=now)
    before = JournalEntry.objects.count()
    view = show_limits(cast["hoa"], now=now)
    assert [wish.whose for wish in view.wishes] == ["TRẦN THỊ ĐÀO"]
    assert [row.name for row in view.waiting_for_family] == ["TRẦN VĂN MẬN"]
    assert [row.name for row in view.told] == ["NGUYỄN THỊ MẪU"]
    (entry,) = JournalEntry.objects.order_by("seq")[before:]
    assert set(JournalPerson.objects.filter(entry=entry).values_list("person_id", flat=True)) == {
        case.resident_id,
        brother.pk,
        neighbour.pk,
    }


def test_the_page_of_a_standing_wish_offers_only_who_may_sign_second(
    walk: Walk, case: Case, cast: Any, now: datetime
) -> None:
    row = set_do_not_visit(cast["lan"], case_id=case.pk, household=True, now=now)
    view = show_standing_wish(cast["hoa"], wish_id=row.pk, now=now)
    assert {username for username, _ in view.colleagues} == {"binh", "oanh", "yen"}
    assert refused(show_standing_wish, actor=cast["khang"], wish_id=row.pk, now=now) == "ground.not_there"
    assert refused(show_standing_wish, actor=cast["lan"], wish_id=row.pk, now=now) == "ground.not_there"


def test_a_refusal_is_stored_without_any_mark_against_the_person(
    walk: Walk, case: Case, cast: Any, now: datetime
) -> None:
    record_visit(cast["lan"], case_id=case.pk, outcome="refused", now=now)
    assert [act.details for act in CaseAct.objects.filter(case=case, kind="refused")] == [{}]


def test_no_notice_goes_to_somebody_who_died_or_moved(
    walk: Walk, case: Case, neighbour: Resident, cast: Any, now: datetime
) -> None:
    other = find_case(neighbour.pk)
    assert other is not None
    record_visit(cast["lan"], case_id=case.pk, outcome="deceased", now=now)
    assert who_asked_not_to_come([case.pk, other.pk], TODAY) == {case.pk}
