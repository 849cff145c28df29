"""Fixtures of this room: people with open cases, operators at their desks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.enrol.people import Desk, People, make_people


@pytest.fixture
def people(cast: Any, now: datetime) -> People:
    return make_people(cast["lan"], now)


@pytest.fixture
def minh(cast: Any, now: datetime) -> Desk:
    return Desk(cast["minh"], now)


@pytest.fixture
def ha(cast: Any, now: datetime) -> Desk:
    return Desk(cast["ha"], now)
