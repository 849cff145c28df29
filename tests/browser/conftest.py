"""Fixtures of the browser tests: the browser, pages served by this process, a running program with its cast."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import find_chromium, new_context, started_browser
from tests.browser.served import served

# Playwright's loop lives in this thread; Django would otherwise refuse to touch the store here.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests."""
    if find_chromium() is None:
        pytest.fail("the browser tests need Chromium: apt-get install chromium")
    with started_browser() as started:
        yield started


@pytest.fixture
def open_page(browser: Browser, client_as: Callable) -> Iterator[Callable[..., Page]]:
    """`open_page("hoa", "/help/", size="phone", dark=True)`: a page of this process, signed in as one of the cast."""
    contexts = []
    with served() as address:

        def opened(name: str, path: str, **looks: object) -> Page:
            context = new_context(browser, base_url=address, **looks)  # type: ignore[arg-type] # size, dark, scripts
            contexts.append(context)
            session = client_as(name).cookies.get("tannha_session")
            if session is not None:
                context.add_cookies([{"name": "tannha_session", "value": session.value, "url": address}])
            page = context.new_page()
            page.goto(path)
            return page

        yield opened
        for context in contexts:
            context.close()
