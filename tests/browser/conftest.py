"""Fixtures of the browser tests: the browser, pages served by this process, a running program with its cast."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import find_chromium, new_context, started_browser
from tests.browser.program import running
from tests.browser.served import served

# Playwright's loop lives in this thread; Django would otherwise refuse to touch the store here.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


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


@pytest.fixture
def frame_alone(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the frame's addresses and the living style sheet; no room offers rows or words."""
    settings.ROOT_URLCONF = "tests.web.living_urls"  # type: ignore[attr-defined] # pytest-django's settings
    monkeypatch.setattr("tannha.wiring.nav_items", list)
    monkeypatch.setattr("tannha.wiring.today_rows", lambda actor, now: [])


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running demo ward of 300 residents."""
    with running(tmp_path_factory.mktemp("program")) as address:
        yield address


@pytest.fixture
def member_page(browser: Browser, program: str) -> Iterator[Callable[..., Page]]:
    """`member_page("lan", language="en", size="phone")`: the running program, signed in by one click."""
    contexts = []

    def opened(name: str, *, language: str = "vi", **looks: object) -> Page:
        context = new_context(browser, base_url=program, **looks)  # type: ignore[arg-type] # size, dark, scripts
        contexts.append(context)
        context.add_cookies([{"name": "tannha_language", "value": language, "url": program}])
        page = context.new_page()
        if name != "nobody":
            page.goto("/demo/")
            page.locator(f'form[action="/demo/as/{name}/"] button').first.click()
        page.goto("/")
        return page

    yield opened
    for context in contexts:
        context.close()
