"""The page beside a caller and the coming weeks: they fit, read well, have one main action, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tannha.ground.ids import format_key
from tannha.plan import service
from tests.browser.test_everyday_pages import look
from tests.plan.conftest import agreed
from tests.scenes import World
from tests.scenes.fleet import everything_on_duty, team_on_duty
from tests.scenes.plan import case_of_dao


@pytest.mark.parametrize(("size", "language"), [("phone", "vi"), ("desk", "en")])
def test_times_for_a_caller_and_the_coming_weeks(
    open_page: Callable[..., Page], cast, ward, now, size: str, language: str
) -> None:
    world = World(cast=cast, ward=ward, now=now)
    case = case_of_dao(world)
    everything_on_duty(world)
    addresses = {
        "callers": "/plan/times/",
        "times": f"/plan/times/{format_key(case.pk)}/",
        "weeks": "/plan/drive/",
    }
    look(open_page("tuan", "/help/", size=size), addresses, size, language)


@pytest.mark.parametrize(("size", "language"), [("phone", "vi"), ("desk", "en")])
def test_whom_to_ask_where_nothing_fits_and_a_day_searched_overnight(
    open_page: Callable[..., Page], cast, ward, now, monkeypatch, size: str, language: str
) -> None:
    monkeypatch.setattr("tannha.ground.clock.now", lambda: now)
    world = World(cast=cast, ward=ward, now=now)
    team_on_duty(world)
    lan, needs = cast["lan"], ("stays_at_home",)
    loose = agreed(ward, lan, now, "VŨ THỊ RỘNG", flat="P201", needs=needs, hours=(540, 960))
    early = agreed(ward, lan, now, "VŨ THỊ SỚM", flat="P301", needs=needs, hours=(540, 610))
    first = service.show_offer(cast["tuan"], case_id=loose.pk, now=now).choices[0]
    service.promise_time(
        cast["tuan"], case_id=loose.pk, on=first.day, way=first.way, start=first.start, now=now
    )
    service.search_overnight(cast["tuan"], on=first.day, iterations=8, now=now)
    times = f"/plan/times/{format_key(early.pk)}/"
    addresses = {"nothing": times, "whom": f"{times}ask/", "night": f"/plan/{first.day.isoformat()}/"}
    page = open_page("tuan", "/help/", size=size)
    look(page, addresses, size, language)
    page.goto(addresses["whom"])
    assert page.locator("main li.panel").count() == 1 and "VŨ" not in page.content()
