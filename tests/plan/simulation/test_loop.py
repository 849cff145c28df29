from __future__ import annotations

import pickle

import pytest

from tannha.plan.simulation import loop, policies
from tannha.plan.simulation import station as at
from tannha.plan.simulation.draws import HOUR, Draws, Purpose, lognormal, uniform
from tannha.plan.simulation.loop import Event, OutOfOrder
from tannha.plan.simulation.policies import DayState, Policy
from tannha.plan.simulation.replay import Setting, counted, people_of


def noted(seen: list[Event], event: Event, draws: None) -> tuple[list[Event], list[Event]]:
    seen.append(event)
    return seen, [Event(event.at, 9, event.who + 10)] if event.kind == 2 else []


def test_events_of_one_moment_come_by_kind_then_in_the_order_of_planning() -> None:
    first = [Event(5, 3, 1), Event(5, 2, 2), Event(1, 4, 3), Event(5, 3, 4), Event(5, 2, 5)]
    seen: list[Event] = []
    ended = loop.run(loop.begin(seen, first), noted, None)
    assert [event.who for event in ended.state] == [3, 2, 5, 1, 4, 12, 15]
    assert (ended.handled, ended.now) == (7, 5)


def test_nothing_can_be_planned_for_the_past() -> None:
    def back(state: None, event: Event, draws: None) -> tuple[None, list[Event]]:
        return state, [Event(event.at - 1, 1, 0)]

    with pytest.raises(OutOfOrder):
        loop.run(loop.begin(None, [Event(2, 1, 0)]), back, None)


def article(seed: int) -> tuple[loop.Loop[DayState], policies.Begun, Draws]:
    draws = Draws(seed)
    day = policies.peak_day(people_of(seed, Setting()), draws.rates, machines=3, pipelined=True)
    begun = policies.begin(Policy.ARTICLE, day, draws, pipelined=True)
    return loop.begin(begun.state, begun.events), begun, draws


def test_a_day_put_away_at_noon_and_taken_up_again_ends_as_if_nothing_had_been() -> None:
    straight, _, draws = article(4)
    whole = loop.run(straight, policies.handle, draws)
    kept, _, _ = article(4)
    for hour in (9, 12, 15.5):
        kept = loop.run(pickle.loads(pickle.dumps(kept)), policies.handle, Draws(4), until=hour * HOUR)
    assert kept.now <= 15.5 * HOUR and kept.agenda
    again = loop.run(pickle.loads(pickle.dumps(kept)), policies.handle, Draws(4))
    day = whole.state.outdoors.instance
    assert counted(again, day, Policy.ARTICLE, True, 4, 0.0) == counted(
        whole, day, Policy.ARTICLE, True, 4, 0.0
    )


def test_came_is_served_and_left_and_inside_at_every_event() -> None:
    straight, _, draws = article(5)
    most = 0

    def watched(day: DayState, event: Event, chance: Draws) -> tuple[DayState, list[Event]]:
        nonlocal most
        day, later = policies.handle(day, event, chance)
        inside = at.people_by_place(day.station)
        assert day.station.came == day.station.served + day.station.left + sum(inside)
        assert sum(inside[1:]) == sum(unit.busy for unit in day.station.units)
        most = max(most, sum(inside))
        return day, later

    ended = loop.run(straight, watched, draws)
    assert most > 50 and at.people_by_place(ended.state.station) == (0, 0, 0)


def test_a_draw_depends_on_its_name_only() -> None:
    one, two = Draws(7), Draws(7)
    assert one.share(3, Purpose.CALM) == two.share(3, Purpose.CALM) == uniform(7, 3, Purpose.CALM)
    two.stage_seconds(9, 2)
    assert one.stage_seconds(9, 0) == two.stage_seconds(9, 0)
    assert len({uniform(7, person, Purpose.CALM, count) for person in range(50) for count in range(4)}) == 200


def test_draws_are_even_and_factors_have_mean_one_and_the_spread_asked_for() -> None:
    shares = [uniform(1, person, Purpose.ARRIVAL) for person in range(20_000)]
    assert sum(shares) / 20_000 == pytest.approx(0.5, abs=0.01)
    for tenth in range(10):
        assert sum(1 for share in shares if tenth <= share * 10 < tenth + 1) == pytest.approx(2_000, abs=200)
    factors = [lognormal(share, 0.35) for share in shares]
    mean = sum(factors) / 20_000
    spread = (sum((factor - mean) ** 2 for factor in factors) / 20_000) ** 0.5
    assert (mean, spread) == (pytest.approx(1, abs=0.01), pytest.approx(0.35, abs=0.01))
