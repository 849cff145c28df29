"""The frame's own tests look at the frame alone: its pages and the living style sheet, without the rooms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture
def frame_alone(settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only the frame's addresses; no room offers rows or words."""
    settings.ROOT_URLCONF = "tests.web.living_urls"
    monkeypatch.setattr("tannha.wiring.nav_items", list)
    monkeypatch.setattr("tannha.wiring.today_rows", lambda actor, now: [])
    yield
