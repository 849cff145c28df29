"""What the planner is told about a case: ways, windows, weights, and who may not be planned at all."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tannha.canvass.rules.case import CaseState, Step, Wish
from tannha.canvass.rules.limits import Home, Hours, Limits
from tannha.canvass.rules.needs import NeedKind, ServiceWay, more_careful, proposed_way, ways_for
from tannha.canvass.rules.plannable import (
    PlannableCase,
    ServiceTimes,
    plannable_on,
    service_minutes_for,
    weight_of,
    windows_on,
)

DAY = date(2026, 11, 24)
AGREED = CaseState(step=Step.PLAN)
N, W = NeedKind, ServiceWay


def test_only_an_agreed_case_without_a_promise_is_planned() -> None:
    assert plannable_on(AGREED, Home(), DAY)
    assert not plannable_on(CaseState(step=Step.CANVASS), Home(), DAY)
    assert not plannable_on(CaseState(step=Step.PLAN, promised=True), Home(), DAY)


@pytest.mark.parametrize("wish", [Wish.REFUSED, Wish.STOPPED, Wish.DO_NOT_VISIT])
def test_a_wish_keeps_a_case_out_of_every_plan(wish: Wish) -> None:
    assert not plannable_on(CaseState(step=Step.PLAN, wish=wish), Home(), DAY)


def test_the_household_s_wish_and_quiet_days_keep_a_case_out() -> None:
    assert not plannable_on(AGREED, Home(do_not_visit=True), DAY)
    assert not plannable_on(AGREED, Home(quiet_until=DAY), DAY)
    assert plannable_on(AGREED, Home(quiet_until=DAY - timedelta(days=1)), DAY)


def test_not_before_opens_on_its_own_day() -> None:
    waiting = CaseState(step=Step.PLAN, not_before=DAY)
    assert plannable_on(waiting, Home(), DAY)
    assert not plannable_on(waiting, Home(), DAY - timedelta(days=1))


def test_a_wheelchair_is_never_asked_to_walk_in() -> None:
    assert ways_for({N.WHEELCHAIR}) == {W.RIDE, W.HOME}
    assert ways_for({N.WHEELCHAIR}, W.WALK_IN) == {W.RIDE, W.HOME}
    assert ways_for({N.OXYGEN}, W.RIDE) == {W.HOME}


def test_the_family_s_own_way_is_kept_where_it_suits() -> None:
    assert ways_for({N.WALKS_SLOWLY}, W.RIDE) == {W.RIDE}
    assert ways_for(set(), W.HOME) == {W.HOME}
    assert ways_for(set()) == {W.WALK_IN}


def test_the_proposed_next_step_is_home_for_the_frail_and_the_counter_for_others() -> None:
    assert proposed_way({N.WHEELCHAIR, N.SPEAKS_SLOWLY}) is W.HOME
    assert proposed_way({N.AFRAID_OF_FLASH}) is W.HOME
    assert proposed_way(set()) is W.WALK_IN
    assert proposed_way({N.WALKS_SLOWLY}, W.WALK_IN) is W.WALK_IN


def test_a_frail_home_visit_has_an_hour_at_least() -> None:
    assert service_minutes_for({N.WHEELCHAIR}, {W.HOME, W.RIDE}, ServiceTimes()) >= 60


@pytest.mark.parametrize(
    ("days", "frail", "other"), [(0, 3, 1), (6, 3, 1), (7, 5, 2), (13, 5, 2), (14, 8, 4)]
)
def test_waiting_raises_the_weight(days: int, frail: int, other: int) -> None:
    assert weight_of({N.WHEELCHAIR}, days) == frail
    assert weight_of(set(), days) == other


def test_windows_without_good_hours_leave_out_meals_and_rest() -> None:
    assert windows_on(DAY, (), limits=Limits()) == ((480, 690), (810, 1080), (1140, 1200))


def test_good_hours_are_the_windows_cut_to_visiting_hours() -> None:
    liked = (
        Hours(weekday=None, start_minute=540, end_minute=660),
        Hours(weekday=1, start_minute=650, end_minute=700),
        Hours(weekday=2, start_minute=900, end_minute=960),
        Hours(weekday=None, start_minute=1170, end_minute=1320),
    )
    assert windows_on(DAY, liked, limits=Limits()) == ((540, 700), (1170, 1200))
    sundays = (Hours(weekday=6, start_minute=540, end_minute=660),)
    assert windows_on(DAY, sundays, limits=Limits()) == ()


@given(st.sets(st.sampled_from(list(N))), st.none() | st.sampled_from(list(W)))
def test_there_is_always_a_way_and_the_proposed_one_is_among_them(
    needs: set[NeedKind], wished: ServiceWay | None
) -> None:
    ways = ways_for(needs, wished)
    assert ways
    assert proposed_way(needs, wished) in ways


@given(st.sets(st.sampled_from(list(N))), st.sets(st.sampled_from(list(N))))
def test_two_records_are_planned_for_the_more_careful_one(
    first: set[NeedKind], second: set[NeedKind]
) -> None:
    both = more_careful(first, second)
    assert both >= first and both >= second
    assert weight_of(both, 0) >= max(weight_of(first, 0), weight_of(second, 0))


def test_the_planner_s_face_has_no_name_and_no_number_of_a_person() -> None:
    names = {field.name for field in fields(PlannableCase)}
    assert not names & {"name", "full_name", "spoken", "personal_number", "phone", "birth"}
