from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tannha.plan.check import check_plan
from tannha.plan.commands import register
from tannha.plan.offer.asking import (
    CALLER_FORMAT,
    Caller,
    Forecast,
    Mark,
    OfferSettings,
    Rank,
    decode_caller,
    encode_caller,
    validate_settings,
)
from tannha.plan.offer.choosing import of_days, offer
from tannha.plan.offer.reserve import chance_of, held_entries, percent_at, protected
from tannha.plan.offer.standing import Standing
from tannha.plan.offer.taking import kept, take
from tannha.plan.rules.instance import PlanInstance, Promise, Settings, TimeWindow, Way, encode_instance
from tannha.plan.rules.plan import Plan, StopKind, encode_plan
from tannha.plan.rules.promises import told_of
from tannha.plan.rules.wire import BadInput
from tannha.plan.solvers.greedy import Greedy

from .days import DAY, HOUR, day, hours, person, random_day, team, walker

OWN = OfferSettings(owner="test", since="2026-01-01")


def caller(client: object, *, at: float = 10, days_before: int = 1, **changes: object) -> Caller:
    plain = Caller(
        format=CALLER_FORMAT, client=client, called_on=DAY - timedelta(days=days_before), called_at=int(at * HOUR)
    )  # fmt: skip
    return replace(plain, **changes)


def promised_day(instance: PlanInstance) -> tuple[PlanInstance, Plan]:
    """The day with everybody whom the plain plan serves promised their time."""
    plan = Greedy().solve(instance)
    promises = tuple(
        Promise(
            client=one.client, way=one.way, told_at="",
            window=TimeWindow(start=one.start_minute * 60, end=one.end_minute * 60 + 59),
        )
        for one in told_of(instance, plan)
    )  # fmt: skip
    bound = replace(instance, promises=promises)
    return bound, Greedy().solve(bound, start=plan)


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=10**6), st.booleans())
def test_whatever_is_offered_can_be_promised_and_breaks_no_rule(seed: int, promised: bool) -> None:
    whole = random_day(seed, most=14)
    if not whole.clients:
        return
    asking, rest = whole.clients[0], replace(whole, clients=whole.clients[1:])
    instance, plan = promised_day(rest) if promised else (rest, Greedy().solve(rest))
    if not asking.ways or check_plan(instance, plan):
        return
    one = caller(asking, good_hours=(hours(9, 11),))
    choices = offer([Standing(instance, plan)], one, OWN)
    assert len(choices) <= 3 and len({(c.day, c.way, c.start) for c in choices}) == len(choices)
    for choice in choices:
        standing = Standing(instance, plan)
        promise = take(standing, one, choice, OWN, told_at="now")
        assert promise is not None and choice.window.holds(choice.start)
        after, made = kept(standing, plan)
        assert check_plan(after, made) == ()
        assert {p.client for p in after.promises} == {p.client for p in instance.promises} | {asking.id}


def test_the_soonest_the_best_and_one_in_the_good_hours_are_told() -> None:
    instance, plan = promised_day(day([walker(f"w{n}") for n in range(5)]))
    choices = offer([Standing(instance, plan)], caller(walker("new"), good_hours=(hours(14, 15),)), OWN)
    assert len(choices) == 3 and Mark.SOONEST in choices[0].marks
    liked = next(choice for choice in choices if Mark.GOOD_HOURS in choice.marks)
    assert hours(14, 15).holds(liked.start)


def test_a_visit_is_told_with_an_hour_and_with_half_an_hour_from_the_evening_before() -> None:
    instance, plan = promised_day(day())
    for at, width in ((10, 3_600), (18.5, 1_800)):
        (first, *_) = offer([Standing(instance, plan)], caller(person("new"), at=at), OWN)
        assert first.window.end - first.window.start == width


def test_a_ride_is_told_by_the_door_and_the_way_home() -> None:
    instance, plan = promised_day(day([walker("w")]))
    (first, *_) = offer([Standing(instance, plan)], caller(person("new", ways=frozenset({Way.RIDE}))), OWN)
    assert first.fetch_from is not None and first.fetch_until is not None and first.home_by is not None
    assert first.fetch_from < first.fetch_until < first.start < first.home_by


def test_a_promised_ride_keeps_its_car_when_others_are_fetched_too() -> None:
    instance, plan = promised_day(day([]))
    standing = Standing(instance, plan)
    for number in range(6):
        one = caller(person(f"r{number}", f"home-{number % 3 + 1}", ways=frozenset({Way.RIDE}), party=1))
        choices = offer([standing], one, OWN)
        if choices:
            assert take(standing, one, choices[0], OWN, told_at="") is not None
    after, made = kept(standing, plan)
    assert len(after.promises) >= 4 and check_plan(after, made) == ()
    for mission in made.missions:
        for stop in mission.stops:
            told = standing.fetches.get(stop.client)
            if told is not None and stop.kind is StopKind.OUT_PICKUP:
                assert told.fetch_from <= stop.start <= told.fetch_until
            if told is not None and stop.kind is StopKind.BACK_DROP:
                assert stop.depart <= told.home_by


def test_ordinary_callers_leave_the_reserve_and_frail_ones_may_take_it() -> None:
    plain = Settings(owner="test", since="2026-01-01", reserve_percent=0)
    instance, plan = promised_day(day([], settings=plain))
    standing = Standing(instance, plan)
    for number in range(100):
        one = caller(walker(f"w{number:03}"), days_before=5)
        choices = offer([standing], one, OWN)
        if not choices:
            break
        take(standing, one, choices[0], OWN, told_at="")
    held = replace(plain, reserve_percent=OWN.far_percent)
    after, made = kept(standing, plan)
    assert number > 40
    broken = {v.constraint for v in check_plan(*held_at(after, made, held))}
    assert "C22" not in broken
    assert offer([standing], caller(person("frail", ways=frozenset({Way.WALK_IN})), days_before=5), OWN)
    turned_up = caller(walker("now"), days_before=0, at=8, turned_up=True)
    assert offer([standing], turned_up, OWN)


def held_at(instance: PlanInstance, plan: Plan, held: Settings) -> tuple[PlanInstance, Plan]:
    from tannha.plan.rules.instance import digest_of

    stricter = replace(instance, settings=held)
    return stricter, replace(plan, instance_digest=digest_of(stricter))


def test_a_phantom_gives_way_to_a_frail_caller_and_a_promise_does_not() -> None:
    short = team(shift=hours(8, 10), lunch_seconds=0)
    others = [person("expected", weight=3)]
    loose = day(others, teams=(short,), vehicles=())
    plan = Greedy().solve(loose)
    assert plan.unserved == ()
    asking = caller(person("new", "home-1"))
    standing = Standing(loose, plan)
    (choice,) = offer([standing], asking, OWN)
    assert take(standing, asking, choice, OWN, told_at="") is not None
    assert "expected" not in standing.day.served
    bound, kept_plan = promised_day(loose)
    assert offer([Standing(bound, kept_plan)], asking, OWN) == ()


def test_the_share_is_let_go_in_steps() -> None:
    at = 10 * HOUR
    shares = [percent_at(OWN, DAY, DAY - timedelta(days=ahead), at) for ahead in (5, 2, 1, 0)]
    assert shares == [25, 25, 12, 12] and percent_at(OWN, DAY, DAY, 15 * HOUR) == 0


@pytest.mark.parametrize("mean", [1, 5, 20, 80])
def test_littlewoods_rule_holds_the_last_place_that_is_worth_it(mean: int) -> None:
    def at_least(places: int) -> float:
        return 1 - sum(math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) for n in range(places))

    places = protected(mean, 2, 6)
    assert at_least(places) > 2 / 6 >= at_least(places + 1)
    assert chance_of(mean, places) == pytest.approx(1_000 * at_least(places), abs=1)
    assert protected(mean, 6, 6) == 0 and protected(500, 2, 6) == pytest.approx(500, abs=15)


def test_protection_is_nested() -> None:
    forecast = Forecast(frail_entries=20, caller_entries=40)
    held = [
        held_entries(OWN, forecast, rank, percent=25, block=60, whole=60)
        for rank in (Rank.FRAIL, Rank.CALLER, Rank.WALK_IN)
    ]
    assert held == sorted(held) and held[0] == 0 < held[1] < held[2]


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("format", {"format": "tannha-plan-caller/2"}),
        ("client.ways", {"client": {"ways": []}}),
        ("client.id", {"client": {"id": ""}}),
        ("client.weight", {"client": {"weight": -1}}),
        ("client.entries", {"client": {"entries": 0}}),
        ("client.time_windows", {"client": {"time_windows": [{"start": 9, "end": 8}]}}),
        ("good_hours", {"good_hours": [{"start": 0, "end": 90_000}]}),
        ("called_at", {"called_at": -1}),
        ("called_on", {"called_on": "2026-02-31"}),
        ("name", {"name": "Đào"}),
    ],
)
def test_a_bad_caller_is_refused_with_its_field(field: str, change: dict[str, object]) -> None:
    data = json.loads(encode_caller(caller(person("new"))))
    for key, value in change.items():
        data[key] = {**data[key], **value} if isinstance(value, dict) else value
    with pytest.raises(BadInput) as refused:
        decode_caller(json.dumps(data))
    assert refused.value.field == field


def test_settings_that_contradict_themselves_are_refused() -> None:
    for change, field in (
        ({"near_percent": 30}, "settings.near_percent"),
        ({"far_percent": 101}, "settings.far_percent"),
        ({"worth_caller": 9}, "settings.worth_caller"),
        ({"horizon_days": 0}, "settings.horizon_days"),
        ({"release_hour": 25}, "settings.release_hour"),
    ):
        with pytest.raises(BadInput) as refused:
            validate_settings(replace(OWN, **change))
        assert refused.value.field == field


app = typer.Typer()
register(app)
app.command("other")(lambda: None)
runner = CliRunner()


def test_the_command_offers_takes_and_refuses(tmp_path: Path) -> None:
    instance, plan = promised_day(day([person("a"), walker("b")]))
    names = {
        "i": encode_instance(instance),
        "p": encode_plan(plan),
        "c": encode_caller(caller(person("new", "home-2"))),
    }
    files = {name: tmp_path / f"{name}.json" for name in names}
    for name, text in names.items():
        files[name].write_text(text, encoding="utf-8")
    three = [str(files[name]) for name in "ipc"]
    done = runner.invoke(
        app, ["plan", "offer", *three, "--take", "1", "--out", str(tmp_path / "out"), "--json"]
    )
    assert done.exit_code == 0 and json.loads(done.stdout.splitlines()[-1])["taken"] == 1
    after = [str(tmp_path / "out" / f"{name}.json") for name in ("instance", "plan")]
    assert runner.invoke(app, ["plan", "check", *after]).exit_code == 0
    again = runner.invoke(app, ["plan", "offer", *after, three[2]])
    assert again.exit_code == 2
    assert runner.invoke(app, ["plan", "offer", *three, "--take", "1"]).exit_code == 2
    assert runner.invoke(app, ["plan", "offer", *three, "--more", three[0]]).exit_code == 2
    files["c"].write_text("{", encoding="utf-8")
    assert runner.invoke(app, ["plan", "offer", *three]).exit_code == 2


def test_what_several_days_offer_becomes_three_times_with_their_marks() -> None:
    instance, plan = promised_day(day([walker(f"w{n}") for n in range(3)]))
    tomorrow = replace(instance, day=instance.day + timedelta(days=1))
    one = caller(walker("new"))
    days = [offer([Standing(each, plan)], one, OWN) for each in (instance, tomorrow)]
    choices = of_days(days)
    assert len(choices) == 3 and of_days([]) == ()
    assert Mark.SOONEST in choices[0].marks and choices[-1].day == tomorrow.day
    assert sum(Mark.BEST_FOR_DAY in choice.marks for choice in choices) == 1
