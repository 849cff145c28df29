"""A lane is on the database it names."""

from __future__ import annotations

import os

import pytest
from django.conf import settings
from django.db import connection


@pytest.mark.django_db
def test_the_tests_run_on_the_database_that_their_lane_names() -> None:
    wanted = {"sqlite": "sqlite", "postgres": "postgresql"}[os.environ.get("TANNHA_TEST_DATABASE", "sqlite")]
    assert connection.vendor == wanted
    assert "tannha-tests-" in str(settings.DATA.path)
