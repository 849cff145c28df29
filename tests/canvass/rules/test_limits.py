"""Each limit that protects people, on both sides of its edge."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tannha.canvass.refusals import Code
from tannha.canvass.rules.case import CaseState, Step, VisitWay, Wish
from tannha.canvass.rules.limits import (
    Home,
    Hours,
    Limits,
    cool_down_until,
    may_try_capture_again,
    outside_good_hours,
    why_no_call,
    why_no_visit_today,
    why_not,
    why_not_this_hour,
)
from tannha.ground.refusal import Refusal

DAY = date(2026, 11, 24)
LIMITS = Limits()


def state(*ago: int, **more: object) -> CaseState:
    days = tuple(DAY - timedelta(days=days) for days in sorted(ago, reverse=True))
    return CaseState(step=Step.CANVASS, visits=days, **more)  # type: ignore[arg-type]


def code(refusal: Refusal | None) -> object:
    return refusal.code if refusal else None


def today(found: CaseState, home: Home | None = None, further: int = 0) -> object:
    return code(why_no_visit_today(found, home or Home(), DAY, limits=LIMITS, further_allowed=further))


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        ((), None),
        ((0,), Code.VISIT_TODAY),
        ((1,), None),
        ((1, 3), Code.VISIT_WEEK),
        ((1, 6), Code.VISIT_WEEK),
        ((1, 7), None),
        ((7, 8), None),
        ((7, 20, 60), Code.VISIT_LIMIT),
        ((7, 20, 89), Code.VISIT_LIMIT),
        ((7, 20, 90), None),
        ((7, 95, 100), None),
    ],
)
def test_one_visit_a_day_two_a_week_three_a_round(ago: tuple[int, ...], expected: Code | None) -> None:
    assert today(state(*ago)) == expected


def test_a_further_visit_widens_the_round_but_never_the_day_or_the_week() -> None:
    assert today(state(7, 20, 60), further=1) is None
    assert today(state(7, 20, 40, 60), further=1) is Code.VISIT_LIMIT
    assert today(state(0, 20, 60), further=1) is Code.VISIT_TODAY
    assert today(state(1, 2, 60), further=1) is Code.VISIT_WEEK


def test_the_week_refusal_names_the_day_from_which_it_is_free() -> None:
    refusal = why_no_visit_today(state(1, 3), Home(), DAY, limits=LIMITS)
    assert refusal is not None and refusal.details == {"day": "28/11/2026"}
    assert why_no_visit_today(state(1, 3), Home(), DAY + timedelta(days=4), limits=LIMITS) is None


def test_calls_are_counted_apart_from_visits() -> None:
    called = CaseState(step=Step.CANVASS, calls=tuple(DAY - timedelta(days=days) for days in (3, 2, 0)))
    assert code(why_no_call(called, Home(), DAY, limits=LIMITS)) is Code.CALL_LIMIT
    assert why_no_visit_today(called, Home(), DAY, limits=LIMITS) is None
    two = CaseState(step=Step.CANVASS, calls=called.calls[:2])
    assert why_no_call(two, Home(), DAY, limits=LIMITS) is None


@pytest.mark.parametrize(
    ("minute", "expected"),
    [
        (7 * 60 + 59, Code.OUTSIDE_HOURS),
        (8 * 60, None),
        (11 * 60 + 29, None),
        (11 * 60 + 30, Code.MEAL_OR_REST),
        (13 * 60 + 29, Code.MEAL_OR_REST),
        (13 * 60 + 30, None),
        (18 * 60, Code.MEAL_OR_REST),
        (19 * 60, None),
        (19 * 60 + 59, None),
        (20 * 60, Code.OUTSIDE_HOURS),
    ],
)
def test_the_hours_of_knocking(minute: int, expected: Code | None) -> None:
    assert code(why_not_this_hour(DAY, minute, good_hours=(), limits=LIMITS)) == expected


def test_good_hours_open_meal_times_but_never_the_night() -> None:
    noon = (Hours(weekday=None, start_minute=11 * 60, end_minute=13 * 60),)
    late = (Hours(weekday=None, start_minute=19 * 60, end_minute=22 * 60),)
    assert why_not_this_hour(DAY, 12 * 60, good_hours=noon, limits=LIMITS) is None
    assert code(why_not_this_hour(DAY, 21 * 60, good_hours=late, limits=LIMITS)) is Code.OUTSIDE_HOURS


def test_good_hours_of_a_weekday_hold_on_that_day_only() -> None:
    tuesday = (Hours(weekday=1, start_minute=540, end_minute=660),)
    assert not outside_good_hours(DAY, 540, tuesday)
    assert outside_good_hours(DAY, 660, tuesday)
    assert outside_good_hours(DAY + timedelta(days=1), 540, tuesday)
    assert not outside_good_hours(DAY, 540, ())


def test_a_household_in_quiet_days_is_left_in_peace_to_the_last_day() -> None:
    assert today(state(), Home(quiet_until=DAY)) is Code.QUIET_HOUSEHOLD
    assert today(state(), Home(quiet_until=DAY - timedelta(days=1))) is None
    assert today(state(), Home(feast=True)) is Code.FEAST_DAY


def test_the_person_s_wish_stands_before_every_other_reason() -> None:
    worn = state(0, 1, 2, wish=Wish.DO_NOT_VISIT)
    assert today(worn, Home(quiet_until=DAY)) is Code.DO_NOT_VISIT
    assert today(state(0), Home(do_not_visit=True)) is Code.DO_NOT_VISIT
    assert today(state(wish=Wish.STOPPED, not_before=DAY)) is Code.COOL_DOWN
    assert today(state(wish=Wish.REFUSED)) is Code.FAMILY_CALLS


def test_asked_again_from_a_day_opens_on_that_day() -> None:
    asked = {"wish": Wish.REFUSED, "not_before": DAY}
    assert today(state(**asked)) is None
    assert today(state(wish=Wish.REFUSED, not_before=DAY + timedelta(days=1))) is Code.NOT_BEFORE
    assert today(state(family_calls=True, **asked)) is Code.FAMILY_CALLS


def test_two_tries_to_capture_and_a_rest_of_fourteen_days() -> None:
    assert may_try_capture_again(1, limits=LIMITS)
    assert not may_try_capture_again(2, limits=LIMITS)
    assert cool_down_until(DAY, limits=LIMITS) == date(2026, 12, 8)


@given(
    st.lists(st.integers(min_value=0, max_value=200), max_size=8),
    st.integers(min_value=0, max_value=1439),
    st.integers(min_value=0, max_value=2),
)
def test_whatever_happened_no_limit_is_ever_passed(ago: list[int], minute: int, further: int) -> None:
    found = state(*ago)
    answer = why_not(
        found,
        Home(),
        way=VisitWay.DOOR,
        on=DAY,
        minute=minute,
        good_hours=(),
        limits=LIMITS,
        further_allowed=further,
    )
    if answer is None:
        assert 480 <= minute < 1200
        assert not any(days == 0 for days in ago)
        assert sum(days < 7 for days in ago) < 2
        assert sum(days < 90 for days in ago) < 3 + further


@given(
    st.builds(
        Home,
        do_not_visit=st.just(True),
        quiet_until=st.none() | st.just(DAY),
        feast=st.booleans(),
    ),
    st.sampled_from(list(VisitWay)),
    st.integers(min_value=0, max_value=1439),
)
def test_do_not_visit_binds_visits_and_calls_whatever_else_holds(
    home: Home, way: VisitWay, minute: int
) -> None:
    answer = why_not(
        state(), home, way=way, on=DAY, minute=minute, good_hours=(), limits=LIMITS, further_allowed=9
    )
    assert code(answer) is Code.DO_NOT_VISIT


def test_limits_may_be_stricter_but_not_absurd() -> None:
    assert Limits(visits_a_round=1).visits_a_round == 1
    with pytest.raises(ValueError, match="hours"):
        Limits(first_minute=1200, last_minute=480)
    with pytest.raises(ValueError, match="hours"):
        Hours(weekday=None, start_minute=600, end_minute=600)
