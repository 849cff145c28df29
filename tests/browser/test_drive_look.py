"""The coming weeks before, while and after sampled days are planned; why somebody has no time: in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from tannha.canvass.words import NEEDS
from tannha.ground.ids import format_key
from tannha.plan import service
from tannha.plan.models import DriveProof
from tests.browser.test_everyday_pages import look
from tests.plan.conftest import agreed
from tests.scenes import World
from tests.scenes.fleet import everything_on_duty
from tests.scenes.plan import case_of_dao


@pytest.mark.parametrize(("size", "language"), [("phone", "vi"), ("desk", "en")])
def test_sampled_days_wait_are_planned_and_stand(
    open_page: Callable[..., Page], cast, ward, now, size: str, language: str
) -> None:
    world = World(cast=cast, ward=ward, now=now)
    case_of_dao(world)
    everything_on_duty(world)
    page = open_page("tuan", "/help/", size=size)
    look(page, {"counted": "/plan/drive/"}, size, language)
    page.goto("/plan/drive/")
    page.locator("form button", has_text="mẫu" if language == "vi" else "sampled").click()
    page.wait_for_selector("main progress")
    asked = DriveProof.objects.get().pk
    look(page, {"waiting": "/plan/drive/"}, size, language)
    DriveProof.objects.filter(pk=asked).update(state="working", round=2, days=5, done=3)
    look(page, {"working": "/plan/drive/"}, size, language)
    DriveProof.objects.filter(pk=asked).update(state="waiting")
    assert service.make_proof(asked)
    look(page, {"proven": "/plan/drive/"}, size, language)
    assert "ĐÀO" not in page.content() and page.locator("main progress").count() == 0
    assert page.locator("main form").count() == 0


@pytest.mark.parametrize(
    ("size", "language"), [("phone", "vi"), ("desk", "en"), ("phone", "en"), ("desk", "vi")]
)
def test_why_somebody_has_no_time_names_nobody_else(
    open_page: Callable[..., Page], cast, ward, now, size: str, language: str
) -> None:
    world = World(cast=cast, ward=ward, now=now)
    case = case_of_dao(world)
    on = (now + timedelta(days=1)).date()
    everything_on_duty(world)
    early = agreed(
        ward, cast["lan"], now, "VŨ THỊ SỚM", flat="P301", needs=("stays_at_home", "oxygen"), hours=(360, 400)
    )
    service.make_plan(cast["tuan"], on=on, now=now)
    assert service.show_why(cast["tuan"], on=on, case_id=early.pk, now=now).reason is not None
    page = open_page("tuan", "/help/", size=size)
    pages = {"why-time": case, "why-none": early}
    addresses = {name: f"/plan/{on.isoformat()}/why/{format_key(one.pk)}/" for name, one in pages.items()}
    look(page, addresses, size, language)
    words = {str(word) for word in NEEDS.values()}
    for address in addresses.values():
        page.goto(address)
        shown = page.locator("main").inner_text()
        assert "ĐÀO" not in shown and "SỚM" not in shown
        assert not [word for word in words if word in shown]
