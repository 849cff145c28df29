"""The tour in a real browser against the real program: ten stops, one click each, on both databases, twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tannha.checks.postgres import temporary_postgres
from tests.browser.chromium import Console, find_chromium, new_context, sideways_scroll, started_browser
from tests.journeys.program import demo, tannha

pytestmark = pytest.mark.browser

RESIDENTS = 200
WAIT = 90_000
ADDRESSES = (
    "/roll/import/",
    "/canvass/visit/",
    "/canvass/visit/",
    "/plan/",
    "/plan/mission/",
    "/enrol/bedside/",
    "/enrol/exceptions/",
    "/issue/batches/",
    "/issue/handover/",
    "/desk/check/",
)
WALKS = (
    ("bác Đào", "vi", "desk", "Không cần giấy khác"),
    ("cụ Bưởi", "en", "phone", "No other paper is needed"),
)
OWNERS = ("Hoa", "Lan", "Lan", "Tuấn", "Minh", "Minh", "Hoa", "Dũng", "Minh", "Vy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A running demo ward: its address, its folder and its database."""

    address: str
    folder: Path
    database: str


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if find_chromium() is None:
        pytest.fail("the tour needs Chromium: apt-get install chromium")
    with started_browser() as started:
        yield started


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def ward(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp(request.param) / "ward"
    if request.param == "sqlite":
        with demo(folder, residents=RESIDENTS) as address:
            yield Running(address=address, folder=folder, database="")
        return
    with (
        temporary_postgres() as database,
        demo(folder, residents=RESIDENTS, database=database) as address,
    ):
        yield Running(address=address, folder=folder, database=database)


def visitor(browser: Browser, ward: Running, *, language: str, size: str) -> Page:
    context = new_context(browser, base_url=ward.address, size=size)
    context.add_cookies([{"name": "tannha_language", "value": language, "url": ward.address}])
    page = context.new_page()
    page.set_default_timeout(WAIT)
    return page


def walk(page: Page, who: str) -> None:
    """Walk the ten stops with one click each on the real page's one filled button."""
    page.goto("/tour/")
    page.locator('form[action="/tour/begin/"] button').click()
    for number, (address, owner) in enumerate(zip(ADDRESSES, OWNERS, strict=True), start=1):
        page.wait_for_selector("html[data-tour-ready], .demo-strip.on-tour:not([data-fill])")
        assert page.url.split("localhost")[1].split("/", 1)[1].startswith(address.lstrip("/")), page.url
        strip = page.inner_text(".demo-strip")
        assert who in strip and owner in strip
        assert sideways_scroll(page) == 0
        assert page.locator(".act:visible").count() == 1
        page.locator(".act:visible").click()
        if number < len(ADDRESSES):
            page.locator(f'.demo-strip form[action="/tour/stop/{number + 1}/"] button').click()
    page.wait_for_selector('.demo-strip a[href="/tour/"]')


def test_one_click_at_each_of_ten_stops_leads_from_the_list_to_the_hospital_and_then_once_more(
    chromium: Browser, ward: Running
) -> None:
    for who, language, size, answer in WALKS:
        page = visitor(chromium, ward, language=language, size=size)
        console = Console(page)
        walk(page, who)
        assert answer in page.inner_text("main")
        assert console.said == []
        page.context.close()


def test_after_the_tour_the_journal_chain_holds(ward: Running) -> None:
    done = tannha("verify-journal", "--json", folder=ward.folder, database=ward.database)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["holds"] is True and told["entries"] > 200


def test_the_tour_can_be_left_and_the_strip_then_only_says_that_the_ward_is_invented(
    chromium: Browser, ward: Running
) -> None:
    page = visitor(chromium, ward, language="vi", size="desk")
    page.goto("/tour/")
    page.locator('form[action="/tour/begin/"] button').click()
    page.locator('form[action="/tour/exit/"] button').click()
    page.wait_for_url("**/demo/")
    assert "được bịa ra" in page.inner_text(".demo-strip")
    assert page.locator(".demo-strip.on-tour").count() == 0
    page.locator('form[action="/demo/as/hoa/"] button').click()
    page.wait_for_url(f"{ward.address}/")
    assert "cô Hoa" in page.inner_text("header")
    page.context.close()
