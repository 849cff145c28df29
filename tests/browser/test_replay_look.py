"""The page of a replayed peak day: it fits a phone, reads well, has one main action, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.test_everyday_pages import SIZES, look


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_a_peak_day_replayed(open_page: Callable[..., Page], cast, size: str, language: str) -> None:
    look(open_page("tuan", "/help/", size=size), {"replay": "/plan/replay/"}, size, language)
