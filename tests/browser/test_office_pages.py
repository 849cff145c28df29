"""The office's pages at phone and desk width, in both languages: nothing wider than the window, nothing for axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.chromium import access_faults, choose, forbidden_words, keep_picture, sideways_scroll

PAGES = {
    "settings": "/office/settings/",
    "setting": "/office/settings/canvass.cool_down_days/",
    "setting-phone": "/office/settings/ground.ward_phone/",
    "backups": "/office/backups/",
    "accounts": "/office/accounts/",
    "new-account": "/office/accounts/new/",
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_page_of_the_office_fits_and_speaks_both_languages(
    open_page: Callable[..., Page], name: str, size: str
) -> None:
    page = open_page("phuc", PAGES[name], size=size)
    for language in ("en", "vi"):
        choose(page, language=language)
        page.reload()
        assert page.locator("h1").is_visible()
        assert sideways_scroll(page) <= 0, language
        assert access_faults(page) == [], language
        assert forbidden_words(page) == [], language
        keep_picture(page, f"office-{name}-{size}-{language}")
