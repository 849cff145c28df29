"""A seeded demo ward for the tests of this folder, and its pages as a demo folder mounts them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from tannha.demo import seed
from tannha.demo.state import FILE
from tannha.ground.data_folder import DataFolder

RESIDENTS = 400
DAY = date(2026, 11, 24)


def forget_state() -> None:
    """Take away what a seeding remembers beside the store."""
    (DataFolder.current().path / FILE).unlink(missing_ok=True)


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[tuple[str, float]]]:
    """A demo ward of 400 residents, seeded once for the module and rolled back after it; gives the progress told."""
    told: list[tuple[str, float]] = []
    forget_state()
    with django_db_blocker.unblock(), transaction.atomic():
        seed.run(lambda stage, share: told.append((stage, share)), residents=RESIDENTS, day=DAY)
        yield told
        transaction.set_rollback(True)
    forget_state()


@pytest.fixture
def demo_site(settings: Any) -> None:
    """Pages as they are in a demo folder."""
    settings.DEMO = True
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tannha.demo"]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tannha.demo.middleware.DemoWard"]
    settings.ROOT_URLCONF = "tests.demo.urls"
