"""What a person does with a form when the way is bad: back after sending, a network that dies, a second window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, expect

from tannha.fleet.models import Vehicle
from tannha.privacy.models import RightsRequest
from tests.browser.chromium import keep_picture


def test_back_after_sending_and_a_second_press_is_asked_before_it_is_done_again(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("yen", "/privacy/requests/new/", size="phone")
    page.locator("main .tiles label.tile").first.click()
    page.locator('[name="asked_by"]').fill("cô Hạnh <script>alert(1)</script>")
    page.locator('[name="words"]').fill("xin xem dữ liệu")
    page.locator("main .act").click()
    page.wait_for_url("**/privacy/request/*/")
    page.go_back()
    page.wait_for_url("**/privacy/requests/new/")
    page.locator("main .act").click()
    expect(page.get_by_role("alert")).to_contain_text("đã được gửi")
    keep_picture(page, "sent-once")
    assert RightsRequest.objects.count() == 1
    page.locator("main .act").click()
    page.wait_for_url("**/privacy/request/*/")
    assert RightsRequest.objects.count() == 2, "asked, and meant"


def test_a_form_sent_into_a_dead_network_arrives_once_when_it_is_sent_again(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("tuan", "/fleet/new/vehicle/", size="phone")
    page.locator('[name="label"]').fill("Xe mất mạng")
    page.context.set_offline(True)
    with pytest.raises(Error):
        page.locator("main .act").click()
        page.wait_for_url("**/fleet/", timeout=3000)
    assert not Vehicle.objects.exists()
    page.context.set_offline(False)
    page.reload()
    page.wait_for_url("**/fleet/")
    expect(page.get_by_role("heading", name="Xe mất mạng")).to_have_count(1)
