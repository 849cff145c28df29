"""The dispatcher's morning on a phone: anh Tâm is not calm, a machine breaks, bác Đào keeps her time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tannha.canvass.service import set_do_not_visit
from tannha.ground.clock import at_local
from tannha.ground.ids import format_key
from tannha.plan import service
from tannha.plan.models import Promise, PromiseState
from tests.browser.chromium import Console, access_faults, choose, keep_picture, sideways_scroll
from tests.plan.conftest import TOMORROW, agreed, fleet, people  # noqa: F401 - fixtures of that folder

DAY = f"/plan/{TOMORROW.isoformat()}/live/"
NARROW = {"width": 360, "height": 740}


@pytest.fixture
def board(
    fleet: Any,  # noqa: F811 - the fixture, not the import
    people: Any,  # noqa: F811
    cast: Any,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    open_page: Callable[..., Page],
) -> Page:
    """Tuấn's page of the published day, at twenty-five past eight of it."""
    day = service.make_plan(cast["tuan"], on=TOMORROW, now=now)
    service.publish(cast["tuan"], on=TOMORROW, version=day.version, now=now)
    monkeypatch.setattr("tannha.ground.clock.now", lambda: at_local(TOMORROW, 505))
    page = open_page("tuan", DAY, size="phone")
    page.set_viewport_size(NARROW)
    return page


def told(case: Any) -> tuple[int, int]:
    row = Promise.objects.get(case=case, state=PromiseState.OPEN)
    return row.start_minute, row.end_minute


def report(page: Page, what: str, key: object, *, until: str = "") -> None:
    """One report by tap and keyboard: the subject, what happened, and until when."""
    page.locator(f'a[href="{DAY}{what}/{format_key(key)}/"]').click()  # type: ignore[arg-type]
    first = page.locator('input[name="kind"]').first
    first.focus()
    page.keyboard.press("Space")
    if until:
        page.locator('input[name="until"]').fill(until)
    assert sideways_scroll(page) <= 0
    assert access_faults(page) == []
    page.locator('button.act[form="main"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ngày đang diễn ra")


def test_the_frail_resident_of_the_fifteenth_floor_keeps_her_time(
    board: Page,
    fleet: Any,  # noqa: F811
    people: Any,  # noqa: F811
) -> None:
    heard, before = Console(board), told(people["dao"])
    report(board, "person", people["tam"].pk)
    report(board, "machine", fleet["machines"][0].pk, until="10:00")
    assert told(people["dao"]) == before
    assert not Promise.objects.filter(case=people["tam"], state=PromiseState.OPEN).exists()
    if board.locator("form button", has_text="Giữ mọi lời hẹn").count():
        board.locator("form button", has_text="Giữ mọi lời hẹn").click()
    assert told(people["dao"]) == before
    source = board.content()
    assert "ĐÀO" not in source and "TÂM" not in source and "0912345678" not in source
    for language in ("vi", "en"):
        choose(board, language=language)
        board.goto(DAY)
        keep_picture(board, f"live-day-{language}")
        assert sideways_scroll(board) <= 0
        assert access_faults(board) == []
    assert heard.said == []


def test_somebody_who_cannot_wait_is_taken_on_by_tap_and_keyboard(
    board: Page,
    people: Any,  # noqa: F811
    ward: Any,
    cast: Any,
    now: datetime,
) -> None:
    case = agreed(ward, cast["lan"], now, "VŨ THỊ GẤP", flat="P1201", needs=("stays_at_home",))
    before = told(people["dao"])
    for language in ("vi", "en"):
        choose(board, language=language)
        board.goto(f"{DAY}urgent/")
        keep_picture(board, f"live-urgent-list-{language}")
        assert sideways_scroll(board) <= 0
        assert access_faults(board) == []
        assert "GẤP" not in board.content()
    choose(board, language="vi")
    board.goto(f"{DAY}urgent/")
    report(board, "urgent", case.pk)
    expect(board.locator("#ways")).to_be_visible()
    for language in ("en", "vi"):
        choose(board, language=language)
        board.goto(DAY)
        keep_picture(board, f"live-urgent-ways-{language}")
        assert sideways_scroll(board) <= 0
        assert access_faults(board) == []
    assert not Promise.objects.filter(case=case).exists()
    board.locator("form button", has_text="Nhận giờ này").click()
    expect(board.locator("h1")).to_have_text("Ngày đang diễn ra")
    assert told(case) and told(people["dao"]) == before


def test_a_wish_noted_in_the_morning_takes_the_stop_off_the_board(
    board: Page,
    people: Any,  # noqa: F811
    cast: Any,
) -> None:
    set_do_not_visit(cast["hoa"], case_id=people["tam"].pk, household=False, now=at_local(TOMORROW, 505))
    for language in ("en", "vi"):
        choose(board, language=language)
        board.goto(DAY)
        assert board.locator(f'a[href="{DAY}person/{format_key(people["tam"].pk)}/"]').count() == 0
        keep_picture(board, f"live-wish-{language}")
        assert sideways_scroll(board) <= 0
        assert access_faults(board) == []
    board.locator("form button", has_text="Dành giờ ấy cho người khác").click()
    expect(board.locator("h1")).not_to_have_text("Ngày đang diễn ra")
    assert not Promise.objects.filter(case=people["tam"], state=PromiseState.OPEN).exists()


def test_a_promise_moves_only_when_the_daughter_has_agreed(
    board: Page,
    fleet: Any,  # noqa: F811
    people: Any,  # noqa: F811
) -> None:
    before = told(people["dao"])
    report(board, "kit", fleet["teams"][1].kit_id)
    report(board, "kit", fleet["teams"][0].kit_id, until="09:30")
    expect(board.locator("#ways")).to_be_visible()
    keep_picture(board, "live-two-ways-vi")
    assert sideways_scroll(board) <= 0
    assert access_faults(board) == []
    board.locator('button[value="yes"]').first.click()
    expect(board.locator('input[name="consent"]').first).to_be_focused()
    assert told(people["dao"]) == before
    while board.locator('button[value="yes"]').count():
        board.locator('input[name="consent"]').first.fill("con gái, điện thoại 8:25")
        board.locator('button[value="yes"]').first.click()
        expect(board.locator("h1")).to_have_text("Ngày đang diễn ra")
    row = Promise.objects.get(case=people["dao"], state=PromiseState.OPEN)
    assert (row.start_minute, row.end_minute) != before and row.consent == "con gái, điện thoại 8:25"
