from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tannha.issue.models import Card
from tests.browser.chromium import Console, sideways_scroll
from tests.browser.conftest import browser, open_page

__all__ = ["browser", "open_page"]
pytestmark = [pytest.mark.django_db, pytest.mark.browser]

TYPE_LIKE_A_SCANNER = """text => {
  document.activeElement?.blur();
  for (const key of [...text, "Enter"]) {
    document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
  }
}"""
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def _at_the_desk(open_page: Callable[..., Page], **looks: Any) -> Page:
    page = open_page("vy", reverse("desk:purpose"), **looks)
    page.locator("label.tile").first.click()
    page.locator(".bar .act").click()
    page.wait_for_selector("form[data-scan]")
    return page


def test_a_scan_without_a_focused_field_shows_the_facts(open_page: Callable[..., Page], given: Card) -> None:
    page = _at_the_desk(open_page)
    console = Console(page)
    page.evaluate(TYPE_LIKE_A_SCANNER, given.qr_text)
    page.wait_for_selector(".facts-table")
    text = page.inner_text("main")
    assert "BẢN SAO CHƯA KIỂM CHỨNG" in text
    assert "Trần Thị Đào" in text
    assert "Đủ để tiếp nhận khám BHYT" in text
    page.locator(".bar .act").click()
    page.wait_for_selector("form[data-scan]")
    assert "Đã tiếp nhận." in page.inner_text("main")
    assert console.said == []


def test_pasted_text_that_is_not_a_cards_code_is_refused_in_words(open_page: Callable[..., Page]) -> None:
    page = _at_the_desk(open_page, size="phone")
    page.evaluate(PASTE, "IDVNM1470000017099147000001<<3")
    page.wait_for_selector(".refusal")
    assert "dùng cho máy đọc chip" in page.inner_text(".refusal")
    assert sideways_scroll(page) == 0
