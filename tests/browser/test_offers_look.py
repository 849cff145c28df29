"""The page beside a caller and the coming weeks: they fit, read well, have one main action, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tannha.ground.ids import format_key
from tests.browser.test_everyday_pages import look
from tests.scenes import World
from tests.scenes.fleet import everything_on_duty
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
