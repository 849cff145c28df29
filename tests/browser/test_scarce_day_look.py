"""A day that leaves people out, its live board, who cannot wait, its run sheet on paper: all fit and read well."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tannha.canvass.models import Case
from tannha.fleet.models import Shift
from tannha.ground.clock import at_local
from tannha.ground.ids import format_key
from tannha.plan import service
from tannha.plan.rules.plan import decode_plan
from tests.browser.test_everyday_pages import SIZES, look
from tests.plan.conftest import TOMORROW, agreed, fleet, people  # noqa: F401 - fixtures of that folder

DAY = f"/plan/{TOMORROW.isoformat()}/"
STAYS = ("stays_at_home",)
PROVEN = {
    "proven": {"en": "Proven: no plan", "vi": "không kế hoạch nào của ngày này bỏ sót ít hơn"},
    "close": {"en": "Close to the least", "vi": "Gần mức ít nhất"},
    "open": {"en": "Not proven that", "vi": "Chưa chứng minh được"},
}


@pytest.fixture
def many(fleet: Any, people: Any, ward: Any, cast: Any, now: datetime) -> list[Case]:  # noqa: F811 - the fixtures
    """Sixteen more who cannot leave home, more than one team sees in a day; half in the tower, half in the alley."""
    found = []
    for number in range(16):
        door = {"flat": f"P{number + 2}08"} if number % 2 else {"alley": f"ngách {number}/14/2 ngõ 1150"}
        name = f"NGUYỄN PHẠM HOÀNG NGẶNG ẮẪỔ {number}"
        found.append(agreed(ward, cast["lan"], now, name, needs=STAYS, **door))
    return found


@pytest.fixture
def scarce(many: list[Case], fleet: Any, cast: Any, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: F811
    """The plan of that day with one team on duty, as the eve sees it."""
    monkeypatch.setattr("tannha.ground.clock.now", lambda: now)
    Shift.objects.filter(team=fleet["teams"][1]).delete()
    return service.make_plan(cast["tuan"], on=TOMORROW, now=now)


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_a_day_that_leaves_people_out_says_why_and_how_much_of_it_is_proven(
    scarce: Any, open_page: Callable[..., Page], size: str, language: str
) -> None:
    page = open_page("tuan", "/help/", size=size)
    weight = decode_plan(scarce.plan).score.unserved_weight
    for name, least in (("proven", weight), ("close", weight - 3), ("open", weight // 2)):
        scarce.least_unserved = least
        scarce.save()
        look(page, {f"{name}-day": DAY}, size, language)
        text = page.inner_text("main")
        assert PROVEN[name][language] in text
        assert (str(weight) in text) == (name != "proven")
    assert page.locator("main section li").count() <= 3
    look(page, {name: f"{DAY}{name}/" for name in ("unserved", "map", "load")}, size, language)


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_the_board_of_a_full_day_and_those_who_cannot_wait(
    many: list[Case],
    fleet: Any,  # noqa: F811
    cast: Any,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    open_page: Callable[..., Page],
    size: str,
    language: str,
) -> None:
    day = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    service.publish(cast["tuan"], on=TOMORROW, version=day.version, now=now)
    morning = at_local(TOMORROW, 505)
    monkeypatch.setattr("tannha.ground.clock.now", lambda: morning)
    kit = format_key(fleet["teams"][0].kit_id)
    live = f"{DAY}live/"
    page = open_page("tuan", "/help/", size=size)
    addresses = {
        "board": live,
        "urgent": f"{live}urgent/",
        "nobody": f"{live}urgent/?code=ZZZZZZ",
        "report": f"{live}kit/{kit}/",
    }
    look(page, addresses, size, language)
    service.live.report(
        cast["tuan"],
        on=TOMORROW,
        kind="kit_down",
        subject=fleet["teams"][0].kit_id,
        until_minute=720,
        now=morning,
    )
    look(page, {"two-ways": live}, size, language)
    assert "NGẶNG" not in page.content()


@pytest.mark.parametrize(
    ("language", "printed", "needs"),
    [("vi", "người in: Minh", "không ra khỏi nhà được"), ("en", "by Minh", "cannot leave home")],
)
def test_the_run_sheet_on_paper_says_who_printed_it_and_holds_no_word_about_health(
    scarce: Any,
    cast: Any,
    now: datetime,
    open_page: Callable[..., Page],
    tmp_path: Path,
    language: str,
    printed: str,
    needs: str,
) -> None:
    service.publish(cast["tuan"], on=TOMORROW, version=scarce.version, now=now)
    stop = service.missions_for(cast.user("minh").id, TOMORROW)[0]
    page = open_page("minh", "/help/", size="desk")
    look(page, {"sheet": f"/plan/mission/{format_key(stop.mission_id)}/"}, "desk", language)
    assert needs in page.inner_text("main") and printed not in page.inner_text("main")
    paper = tmp_path / "sheet.pdf"
    page.pdf(path=str(paper), prefer_css_page_size=True)
    read = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True)
    assert [sheet.split()[-1] for sheet in read.stdout.rstrip("\f").split("\f")] == ["1/2", "2/2"]
    page.emulate_media(media="print")
    text = page.inner_text("main")
    assert needs not in text and printed in text and "NGẶNG ẮẪỔ" in text
