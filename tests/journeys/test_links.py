"""Everyone of the cast follows their own links through the invented ward: no link is dead, no page asks too often."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.journeys.program import tannha


@pytest.mark.skipif(
    os.environ.get("TANNHA_TEST_DATABASE") == "postgres", reason="the measurement has an embedded store"
)
def test_no_link_that_is_offered_is_dead_and_no_page_needs_more_than_thirty_queries(tmp_path: Path) -> None:
    done = tannha("bench", "pages", "--size", "300", "--json", folder=tmp_path)
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["failed_routes"] == []
    assert figures["routes"] >= 30
    assert figures["most_queries"] <= 30, figures["most_queries_route"]
