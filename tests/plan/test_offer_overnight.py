"""The nightly search: better plans inside what was promised, with the reserve as whole as before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tannha.plan import service
from tannha.plan.check import check_plan
from tannha.plan.models import PlanDay, Promise
from tannha.plan.offer.asking import Forecast
from tannha.plan.offer.choosing import offer
from tannha.plan.offer.overnight import over_reserve, searched
from tannha.plan.offer.standing import Standing, fetches_broken
from tannha.plan.offer.taking import kept, take
from tannha.plan.rules.instance import decode_instance
from tannha.plan.rules.plan import Plan, decode_plan
from tannha.plan.rules.score import score_of
from tannha.plan.solvers.greedy import Greedy
from tannha.plan.solvers.own import gears
from tannha.plan.weeks.calls import USUAL, calls_of, empty_day, forecast_of, open_days

from .conftest import TOMORROW, agreed
from .days import day, hours, machine, walker
from .test_offer_times import OWN

As = Callable[[str], Client]
PLAIN = gears.interpreted()


def starts(plan: Plan) -> dict[str, int]:
    return {slot.client: slot.start for slot in plan.slots} | {
        stop.client: stop.start for mission in plan.missions for stop in mission.stops if stop.kind == "visit"
    }


def called(seed: int, count: int) -> tuple[list[tuple[Standing, Plan]], Forecast]:
    """The days as so many callers leave them, one after the other taking the middle of what they were offered."""
    forecast, days = forecast_of(USUAL), {}
    for on in open_days(1, OWN.horizon_days):
        instance, plan = empty_day(seed, on)
        days[on] = (Standing(instance, plan, forecast=forecast), plan)
    for call in calls_of(seed, weeks=1)[:count]:
        near = [standing for on, (standing, _) in days.items() if on >= call.caller.called_on]
        choices = offer(near, call.caller, OWN)
        if choices:
            choice = choices[len(choices) // 2]
            take(days[choice.day][0], call.caller, choice, OWN, told_at="told")
    return [pair for pair in days.values() if pair[0].promises], forecast


def test_a_better_plan_keeps_every_promise_the_cars_as_told_and_the_reserve() -> None:
    better = 0
    days, forecast = called(3, 450)
    fullest = sorted(days, key=lambda pair: -len(pair[0].promises))[:3]
    for standing, empty in fullest:
        instance, plan = kept(standing, empty)
        assert check_plan(instance, plan) == ()
        given = {
            "percent": 25,
            "forecast": forecast,
            "fetches": standing.fetches,
            "gear": PLAIN,
            "iterations": 10,
        }
        found = searched(instance, plan, OWN, **given)
        if found is None:
            continue
        better += 1
        before = Standing(instance, plan, forecast=forecast, fetches=standing.fetches)
        assert check_plan(instance, found) == () and found.score.total < plan.score.total
        assert fetches_broken(before, found) == 0
        times = starts(found)
        assert all(promise.window.holds(times[promise.client]) for promise in instance.promises)
        after = Standing(instance, found, forecast=forecast, fetches=standing.fetches)
        assert over_reserve(after, OWN, 25).within(over_reserve(before, OWN, 25))
        if better == 1:
            assert searched(instance, plan, OWN, **given) == found, "same day, same plan"
    assert better >= 2, better


def test_what_would_eat_the_reserve_is_not_taken() -> None:
    """Ordinary people could be placed into what is held; the search leaves it."""
    plain = day([walker(f"w{n}") for n in range(6)], machines=(machine(open=(hours(8, 9),)),), vehicles=())
    held = replace(plain, settings=replace(plain.settings, reserve_percent=0))
    none = Greedy().solve(replace(held, clients=()))
    missing = Greedy().solve(held).unserved
    plan = replace(
        none, instance_digest=Greedy().solve(held).instance_digest, score=score_of(held, (), ()),
        unserved=tuple(
            replace(missing[0], client=one.id) if missing else one_unserved(one.id) for one in held.clients
        ),
    )  # fmt: skip
    assert check_plan(held, plan) == ()
    tight = replace(OWN, far_percent=100, near_percent=100)
    assert searched(held, plan, tight, percent=100, gear=PLAIN, iterations=8) is None
    loose = searched(held, plan, OWN, percent=0, gear=PLAIN, iterations=8)
    assert loose is not None and len(loose.slots) == 6


def one_unserved(client: str) -> Any:
    from tannha.plan.rules.plan import Unserved
    from tannha.plan.solvers.greedy import UNTOLD

    return Unserved(client=client, why=UNTOLD, relax=())


@pytest.mark.django_db
def test_the_night_makes_a_kept_day_better_and_moves_nobody(
    ward: Any, fleet: Any, people: Any, cast: Any, now: datetime, client_as: As
) -> None:
    with time_machine.travel(now, tick=False):
        for case in list(people.values())[:4]:
            view = service.show_offer(cast["tuan"], case_id=case.pk, now=now)
            last = max(view.choices, key=lambda choice: choice.start)
            service.promise_time(
                cast["tuan"], case_id=case.pk, on=last.day, way=last.way, start=last.start, now=now
            )
        agreed(ward, cast["lan"], now, "VŨ THỊ CHỜ", flat="P901", needs=("stays_at_home",))
        before = {row.case_id: (row.on, row.start_minute, row.end_minute) for row in Promise.objects.all()}
        days = service.days_to_search(cast["tuan"].ward_id, TOMORROW - timedelta(days=1), 14)
        assert days == [TOMORROW]
        version = PlanDay.objects.get(on=TOMORROW).version
        night = service.search_overnight(cast["tuan"], on=TOMORROW, iterations=16, now=now)
        row = PlanDay.objects.get(on=TOMORROW)
        assert row.searched_at == now and row.version == version + int(night.better)
        assert row.saved_seconds == night.saved_seconds
        assert all(check.holds for check in service.review_checks(row))
        after = {one.case_id: (one.on, one.start_minute, one.end_minute) for one in Promise.objects.all()}
        assert after == before
        tuan = client_as("tuan")
        for language, words in (("en", "Searched overnight"), ("vi", "Đã tìm trong đêm")):
            tuan.cookies["tannha_language"] = language
            assert words in tuan.get(f"/plan/{TOMORROW.isoformat()}/").content.decode()
        service.make_plan(cast["tuan"], on=TOMORROW, now=now)
        assert PlanDay.objects.get(on=TOMORROW).searched_at is None


@pytest.mark.django_db
def test_a_published_plan_stays_published_until_somebody_publishes_the_better_one(
    fleet: Any, people: Any, cast: Any, now: datetime
) -> None:
    made = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    service.publish(cast["tuan"], on=TOMORROW, version=made.version, now=now)
    told = PlanDay.objects.get().published_plan
    service.search_overnight(cast["tuan"], on=TOMORROW, iterations=8, now=now)
    row = PlanDay.objects.get()
    assert row.published_plan == told
    assert check_plan(decode_instance(row.instance), decode_plan(row.plan)) == ()


def test_odd_numbers_are_refused_with_the_option_named() -> None:
    from typer.testing import CliRunner

    from .test_commands import app

    for arguments, name in ((["--days", "0"], "days"), (["--iterations", "-1"], "iterations")):
        done = CliRunner().invoke(app, ["plan", "overnight", *arguments])
        assert done.exit_code == 2 and name in done.stderr
