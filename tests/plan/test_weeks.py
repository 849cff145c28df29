from __future__ import annotations

from dataclasses import replace

import pytest

from tannha import bench
from tannha.plan.weeks.calls import FIRST_DAY, Flow, calls_of, open_days
from tannha.plan.weeks.following import FIRST_COME, OURS, able, follow

FEW = Flow(
    frail_home=3,
    frail_ride=2,
    frail_walk_in=2,
    ordinary=6,
    ordinary_home=1,
    turn_ups=3,
    surge=2,
    surge_days=2,
)


def test_the_first_calls_are_promised_and_kept_under_either_policy() -> None:
    calls = calls_of(7, weeks=1, flow=FEW)[:20]
    for policy in (OURS, FIRST_COME):
        found = follow(7, calls, policy, weeks=1, flow=FEW)
        assert (found.calls, found.broken, found.violations) == (20, 0, 0) and found.promised >= 18


@pytest.mark.slow
def test_a_week_of_few_calls_breaks_no_promise_and_no_rule_under_either_policy() -> None:
    calls = calls_of(7, weeks=1, flow=FEW)
    for policy in (OURS, FIRST_COME):
        found = follow(7, calls, policy, weeks=1, flow=FEW)
        assert found.calls == len(calls) and found.promised > len(calls) // 2
        assert found.broken == found.violations == 0
        assert 0 < found.idle_entries < found.entries and found.frail_in_days
    assert follow(7, calls, OURS, weeks=1, flow=FEW) == follow(7, calls, OURS, weeks=1, flow=FEW)


def test_the_same_seed_gives_the_same_callers_and_another_gives_others() -> None:
    more = calls_of(3, weeks=1, flow=replace(FEW, ordinary=9))
    fewer = {call.caller.client.id: call for call in calls_of(3, weeks=1, flow=FEW)}
    assert list(fewer.values()) == calls_of(3, weeks=1, flow=FEW) != calls_of(4, weeks=1, flow=FEW)
    same = [call for call in more if call.caller.client.id in fewer]
    assert same and all(fewer[call.caller.client.id] == call for call in same)


def test_nobody_calls_or_works_on_a_sunday() -> None:
    assert all(day.weekday() != 6 for day in open_days(3, 14))
    calls = calls_of(1, weeks=2, flow=FEW)
    assert all(call.caller.called_on.weekday() != 6 >= 0 for call in calls)
    assert min(call.caller.called_on for call in calls) == FIRST_DAY


def test_the_measurements_are_there_with_their_goals() -> None:
    for name in ("offer", "drive"):
        module = bench.load(name)
        assert module.GOALS and callable(module.measure)


@pytest.mark.slow
def test_the_measurement_of_the_drive_tells_routed_days() -> None:
    figures = bench.load("drive").measure(None, 2, lambda _line: None)
    assert figures["above_duals"] == 0 and figures["sampled_days"] > 0


@pytest.mark.night
def test_three_weeks_of_calls_keep_every_promise_and_serve_frail_people_within_a_week() -> None:
    calls = calls_of(1)
    suffices = able(1, calls)
    ours, first_come = (follow(1, calls, policy) for policy in (OURS, FIRST_COME))
    assert ours.broken == ours.violations == 0 and ours.idle_percent <= 5
    share = len(ours.frail_in_days & suffices) / len(suffices)
    assert share >= 0.98 and share >= len(first_come.frail_in_days & suffices) / len(suffices)
