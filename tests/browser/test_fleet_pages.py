"""The fleet's pages at phone and desk width, in both languages: nothing wider than the window, nothing for axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import access_faults, choose, forbidden_words, keep_picture, sideways_scroll

PAGES = {
    "fleet": "/fleet/",
    "kit": "/fleet/new/kit/",
    "team": "/fleet/new/team/",
    "vehicle": "/fleet/new/vehicle/",
    "shifts": "/fleet/shifts/",
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_page_of_the_fleet_fits_and_speaks_both_languages(
    open_page: Callable[..., Page], name: str, size: str
) -> None:
    page = open_page("tuan", PAGES[name], size=size)
    for language in ("en", "vi"):
        choose(page, language=language)
        page.reload()
        assert page.locator("h1").is_visible()
        assert sideways_scroll(page) <= 0, language
        assert access_faults(page) == [], language
        assert forbidden_words(page) == [], language
        keep_picture(page, f"fleet-{name}-{size}-{language}")


def test_a_car_is_entered_by_keyboard_and_once_however_it_is_sent(open_page: Callable[..., Page]) -> None:
    page = open_page("tuan", "/fleet/new/vehicle/", size="phone")
    page.locator('[name="label"]').focus()
    page.keyboard.type("Xe bàn phím")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/fleet/")
    page.go_back()
    page.locator('[name="label"]').fill("Xe bàn phím")
    page.locator("main .act").dblclick()
    page.wait_for_load_state("networkidle")
    page.goto("/fleet/")
    expect(page.get_by_role("heading", name="Xe bàn phím")).to_have_count(1)
