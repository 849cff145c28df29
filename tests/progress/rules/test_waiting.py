"""Why people wait, sums of it, and which counts may be shown."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tannha.canvass.rules.case import Step, Wish
from tannha.progress.rules.hours import Moment, Span, days_outside_duty, percent
from tannha.progress.rules.waiting import (
    OURS,
    Sum,
    Waiting,
    WaitingReason,
    by_group,
    by_reason,
    may_show,
    reason_of,
    total,
)

DAY = date(2026, 11, 24)
PLAIN = {"promised": False, "frail": False, "has_good_hours": False, "visited": False}
R = WaitingReason


@pytest.mark.parametrize(
    ("step", "more", "expected"),
    [
        (Step.CANVASS, {}, R.NOT_VISITED),
        (Step.CANVASS, {"visited": True}, R.NO_ANSWER),
        (Step.PLAN, {}, R.NOT_PLACED),
        (Step.PLAN, {"frail": True}, R.NO_GOOD_HOURS),
        (Step.PLAN, {"frail": True, "has_good_hours": True}, R.NOT_PLACED),
        (Step.PLAN, {"promised": True, "frail": True}, R.PROMISED),
        (Step.ENROL, {}, R.AT_CAPTURE),
        (Step.CARD, {}, R.AT_CARD),
        (Step.HANDOVER, {}, R.AT_HANDOVER),
    ],
)
def test_each_step_waits_for_its_own_thing(step: Step, more: dict[str, bool], expected: R) -> None:
    assert reason_of(step, Wish.NONE, **{**PLAIN, **more}) is expected


@given(
    st.sampled_from(list(Step)),
    st.sampled_from([Wish.REFUSED, Wish.STOPPED, Wish.DO_NOT_VISIT]),
    st.booleans(),
    st.booleans(),
)
def test_a_person_s_wish_is_never_counted_as_our_backlog(
    step: Step, wish: Wish, promised: bool, frail: bool
) -> None:
    found = reason_of(step, wish, promised=promised, frail=frail, has_good_hours=False, visited=True)
    assert found is R.AS_WISHED and found not in OURS


def heap(count: int, reason: R, day: int, frail: bool = False) -> Waiting:
    return Waiting(group_id=None, reason=reason, frail=frail, count=count, oldest_on=date(2026, 11, day))


def test_sums_keep_the_oldest_day_and_the_order_of_the_way() -> None:
    heaps = [heap(2, R.AT_CARD, 20), heap(3, R.NOT_VISITED, 10), heap(1, R.NOT_VISITED, 1)]
    assert total(heaps) == Sum(count=6, oldest_on=date(2026, 11, 1))
    assert total(heaps).days_on(DAY) == 23
    assert list(by_reason(heaps)) == [R.NOT_VISITED, R.AT_CARD]
    assert by_group(heaps)[None].count == 6
    assert total([]).days_on(DAY) == 0


@given(st.integers(min_value=0, max_value=100))
def test_small_cells_are_shown_only_to_who_sees_the_names(count: int) -> None:
    assert may_show(count, exact=True)
    assert may_show(count, exact=False) == (count == 0 or count >= 10)


def test_work_outside_every_shift_of_the_day_is_seen_by_days() -> None:
    duties = [Span(on=DAY, start_minute=450, end_minute=1020)]
    done = [Moment(on=DAY, minute=450), Moment(on=DAY, minute=1020)]
    assert days_outside_duty(duties, done) == 0
    assert days_outside_duty(duties, [*done, Moment(on=DAY, minute=1021), Moment(on=DAY, minute=1100)]) == 1
    assert days_outside_duty([], done) == 1


def test_a_goal_is_never_shown_as_reached_before_it_is() -> None:
    assert (percent(999, 1000), percent(1000, 1000), percent(1, 0)) == (99, 100, 0)
