from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tannha.fleet.rules.hours import Duty, HourLimits, TooMuch, near_limit, week_minutes, why_too_much
from tannha.fleet.rules.reach import may_say_step_free, way_is_step_free

LIMITS = HourLimits()
MONDAY = date(2026, 11, 23)


def duty(day: int, start: int, end: int, lunch: int = 0) -> Duty:
    return Duty(on=date(2026, 11, day), start_minute=start, end_minute=end, lunch_minutes=lunch)


def test_a_plain_day_fits() -> None:
    assert why_too_much(duty(24, 450, 1_050, 45), [], LIMITS) is None


def test_a_day_above_the_limit_says_by_how_much() -> None:
    over = why_too_much(duty(24, 420, 1_080), [], LIMITS)
    assert over is not None and over.limit is TooMuch.DAY and over.over_minutes == 60


def test_two_duties_of_one_day_count_together() -> None:
    over = why_too_much(duty(24, 900, 1_200), [duty(24, 420, 780)], LIMITS)
    assert over is not None and over.limit is TooMuch.DAY and over.over_minutes == 60


def test_a_late_evening_keeps_the_next_morning_free() -> None:
    over = why_too_much(duty(25, 420, 660), [duty(24, 1_000, 1_350)], LIMITS)
    assert over is not None and over.limit is TooMuch.REST and over.over_minutes == 150


def test_rest_counts_backwards_too() -> None:
    over = why_too_much(duty(24, 1_000, 1_350), [duty(25, 420, 660)], LIMITS)
    assert over is not None and over.limit is TooMuch.REST


def test_a_full_week_takes_no_sixth_day() -> None:
    week = [duty(day, 450, 1_050) for day in range(23, 28)]
    over = why_too_much(duty(28, 450, 900), week, LIMITS)
    assert over is not None and over.limit is TooMuch.WEEK and over.over_minutes == 5 * 600 + 450 - 2_880


def test_the_week_begins_anew_on_monday() -> None:
    week = [duty(day, 450, 1_050) for day in range(16, 21)]
    assert why_too_much(duty(23, 450, 1_050), week, LIMITS) is None


@given(
    st.lists(st.integers(min_value=23, max_value=29), unique=True), st.integers(min_value=60, max_value=560)
)
def test_whoever_is_let_in_stays_under_the_week(days: list[int], length: int) -> None:
    kept: list[Duty] = []
    for day in sorted(days):
        new = duty(day, 480, 480 + length)
        if why_too_much(new, kept, LIMITS) is None:
            kept.append(new)
    assert week_minutes(kept, MONDAY) <= LIMITS.week_minutes


def test_nine_tenths_of_the_week_are_near_the_limit() -> None:
    assert near_limit(2_592, LIMITS) and not near_limit(2_591, LIMITS)


def test_upstairs_without_a_lift_is_never_step_free() -> None:
    assert not may_say_step_free(floor=3, has_lift=False) and may_say_step_free(floor=3, has_lift=True)
    assert not way_is_step_free(floor=3, has_lift=False, entrance_step_free=True)
    assert not way_is_step_free(floor=1, has_lift=True, entrance_step_free=False)
    assert way_is_step_free(floor=1, has_lift=False, entrance_step_free=True)
