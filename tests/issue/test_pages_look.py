from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tannha.desk.rules.purpose import Decision, Purpose
from tannha.desk.service import check_card, decide
from tannha.enrol.models import Packet
from tannha.issue.models import Card
from tests.browser.chromium import FORBIDDEN, access_faults, sideways_scroll
from tests.browser.conftest import browser, open_page
from tests.enrol.conftest import People

__all__ = ["browser", "open_page"]
pytestmark = [pytest.mark.django_db, pytest.mark.browser]


def _looked_at(open_page: Callable[..., Page], who: str, path: str) -> None:
    page = open_page(who, path, size="phone")
    assert sideways_scroll(page) == 0, path
    assert access_faults(page) == [], path
    found = FORBIDDEN.search(page.inner_text("main"))
    assert found is None, (path, found)
    page.context.close()


def test_pages_before_the_handover_fit_a_phone_and_have_no_access_faults(
    open_page: Callable[..., Page], people: People, card: Card, seal: Callable[..., Packet]
) -> None:
    packet = seal(people.ngan)
    for who, path in (
        ("hoa", reverse("issue:approve")),
        ("hoa", reverse("issue:packet", args=[packet.pk])),
        ("dung", reverse("issue:waiting")),
        ("dung", reverse("issue:handover", args=[card.pk])),
        ("dung", reverse("issue:batches")),
    ):
        _looked_at(open_page, who, path)


def test_pages_after_the_handover_fit_a_phone_and_have_no_access_faults(
    open_page: Callable[..., Page], cast: Any, given: Card, now: datetime
) -> None:
    vy = cast["vy"]
    check = check_card(vy, purpose=Purpose.HEALTH_INSURANCE, scanned=given.qr_text, now=now)
    later = check_card(vy, purpose=Purpose.HEALTH_INSURANCE, scanned=given.qr_text, now=now)
    decide(vy, check_id=later.pk, decision=Decision.LATER, now=now)
    for who, path in (
        ("hoa", reverse("issue:card", args=[given.pk])),
        ("hoa", reverse("issue:receipt", args=[given.pk])),
        ("hoa", reverse("issue:revoke", args=[given.pk])),
        ("vy", reverse("desk:purpose")),
        ("vy", reverse("desk:checked", args=[check.pk])),
        ("vy", reverse("desk:emergency", args=[check.pk])),
        ("vy", reverse("desk:later")),
    ):
        _looked_at(open_page, who, path)
