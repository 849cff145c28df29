"""The month behind the demo: one walk a day, the cast's stories on their days, answers that hang together."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

from tannha.demo.rules.cast import CAST
from tannha.demo.rules.month import DayWalk, draw_answer, knock_minutes, walks_of_month

ON = date(2026, 11, 24)
DOORS = [f"P0301 tháp {letter}" for letter in "BCDEGHKL"] + ["số 3 ngõ 85", "số 7 ngách 2/1 ngõ 85"]


def month(seed: int = 1, feasts: tuple[date, ...] = ()) -> tuple[DayWalk, ...]:
    return walks_of_month(seed, ON, DOORS, is_feast=lambda day: day in feasts)


def test_there_is_at_most_one_walk_a_day_and_none_on_sundays_and_feasts() -> None:
    feast = date(2026, 11, 12)
    days = [walk.on for walk in month(feasts=(feast,))]
    assert days == sorted(set(days))
    assert 14 < len(days) < 27
    assert feast not in days
    assert all(day < ON and day.weekday() != 6 for day in days)


def test_bac_dao_was_asked_once_more_than_a_week_ago_and_wanted_to_think() -> None:
    knocks = [(walk.on, answer.outcome) for walk in month() for key, answer in walk.told if key == "dao"]
    ((day, outcome),) = knocks
    assert outcome == "wants_to_think"
    assert (ON - day).days > 7


def test_the_cast_is_met_near_its_own_doors_only() -> None:
    cast_doors = {person.address for person in CAST}
    for walk in month():
        assert (walk.near in cast_doors) == bool(walk.told)


def test_answers_are_of_every_kind_and_needs_come_with_a_yes_only() -> None:
    rng = Random("answers")
    answers = [draw_answer(rng, age=age) for age in range(14, 95) for _ in range(8)]
    outcomes = Counter(answer.outcome for answer in answers)
    assert set(outcomes) == {"agreed", "nobody_home", "wants_to_think", "refused", "moved", "deceased"}
    assert outcomes.most_common(1)[0][0] == "agreed"
    for answer in answers:
        if answer.outcome != "agreed":
            assert answer.needs == () and answer.good_hours is None
        assert not answer.do_not_visit or answer.outcome == "refused"
    assert any(answer.needs for answer in answers)


def test_nobody_young_is_said_to_have_died() -> None:
    rng = Random("young")
    assert all(draw_answer(rng, age=30).outcome != "deceased" for _ in range(500))


def test_knocks_are_within_visiting_hours_and_outside_meals() -> None:
    for minute in knock_minutes():
        assert 8 * 60 <= minute < 18 * 60
        assert not 11 * 60 + 30 <= minute < 13 * 60 + 30


def test_the_same_seed_gives_the_same_month() -> None:
    assert month() == month()
    assert month() != month(seed=2)
