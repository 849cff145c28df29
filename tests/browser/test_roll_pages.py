"""The roll's pages in a browser: no sideways scroll, no fault for a screen reader, both languages, keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tannha.ground.ids import format_key
from tannha.roll import service
from tannha.roll.models import Resident
from tests.browser.chromium import (
    Console,
    access_faults,
    choose,
    forbidden_words,
    keep_picture,
    sideways_scroll,
)
from tests.roll.lists import CLEAN, DAO, workbook

FAULTY = (4, "Vũ Thị Hà", "31/02/1950", "Nữ", 99150000004.0, "", "9 ngõ 71 Pháp Vân", 12, "")
NAMELESS = (5, "", "1951", "Nữ", "", "", "9 ngõ 71 Pháp Vân", 12, "")
TWICE = (6, "LÊ THANH BÌNH", "2/1/1983", "Nam", "", "", "6 ngo 71 Phap Van", 12, "")

OLD = (
    (7, "Nguyeãn Vaên Hoaø", "1950", "Nam", "", "", "7 ngõ 71 Pháp Vân", 12, ""),
    (8, "Traàn Thò Ñaøo", "1951", "Nữ", "", "", "8 ngõ 71 Pháp Vân", 12, ""),
)


@pytest.fixture
def addresses(cast, now):
    """Every page of the roll with something on it."""
    data = workbook(*CLEAN, FAULTY, NAMELESS, TWICE)
    first = service.stage_import(cast["hoa"], file_name="danh-sach-to-12.xlsx", data=data, now=now)
    service.accept_import(cast["hoa"], batch_id=first.pk, now=now)
    staged = service.stage_import(
        cast["hoa"], file_name="danh-sach-to-7.xlsx", data=workbook(*CLEAN, FAULTY, NAMELESS, TWICE), now=now
    )
    old = service.stage_import(cast["hoa"], file_name="danh-sach-cu.xlsx", data=workbook(*OLD), now=now)
    taken = service.take_file(cast["hoa"], file_name="ca-phuong.xlsx", data=workbook(*CLEAN), now=now)
    dao = Resident.objects.get(personal_number=DAO[4])
    service.set_supporter(
        cast["hoa"], resident_id=dao.pk, name="Trần Thị Hạnh", relation="con gái", phone="0912345678", now=now
    )
    person = f"/roll/resident/{format_key(dao.pk)}/"
    return {
        "imports": "/roll/import/",
        "columns": f"/roll/import/{format_key(staged.pk)}/columns/",
        "review": f"/roll/import/{format_key(staged.pk)}/",
        "old letters": f"/roll/import/{format_key(old.pk)}/",
        "being read": f"/roll/import/{format_key(taken.pk)}/",
        "written": f"/roll/import/{format_key(first.pk)}/",
        "undo": f"/roll/import/{format_key(first.pk)}/undo/",
        "find": "/roll/find/",
        "groups": "/roll/groups/",
        "resident": person,
        "number": f"{person}number/",
        "correct": f"{person}correct/",
        "household": f"/roll/household/{format_key(dao.household_id)}/",
    }


@pytest.mark.parametrize(("size", "language"), [("desk", "vi"), ("phone", "en")])
def test_each_page_fits_reads_well_and_has_one_main_action(
    open_page: Callable[..., Page], addresses: dict[str, str], size: str, language: str
) -> None:
    page = open_page("hoa", "/roll/find/", size=size)
    heard = Console(page)
    choose(page, language=language)
    for name, address in addresses.items():
        page.goto(address)
        keep_picture(page, f"roll-{name}-{size}-{language}")
        assert sideways_scroll(page) <= 0, name
        assert access_faults(page) == [], name
        assert forbidden_words(page) == [], name
        assert page.locator("main .act").count() <= 1, name
    assert heard.said == []


def test_a_list_goes_from_the_file_to_the_roll_without_a_mouse(
    open_page: Callable[..., Page], tmp_path
) -> None:
    file = tmp_path / "to-12.xlsx"
    file.write_bytes(workbook(*CLEAN))
    page = open_page("hoa", "/roll/import/")
    page.set_input_files('input[type="file"]', str(file))
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/columns/")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main .act")).to_contain_text("3")
    page.keyboard.press("Control+Enter")
    expect(page.locator('main [role="status"]:visible').first).to_contain_text("3")
    assert Resident.objects.count() == 3


def test_somebody_is_found_and_opened_by_number(
    open_page: Callable[..., Page], addresses: dict[str, str]
) -> None:
    page = open_page("hoa", "/roll/find/")
    page.locator('input[name="purpose"]').nth(1).check()
    page.fill('input[name="number"]', DAO[4])
    page.keyboard.press("Control+Enter")
    page.locator("main ul.links a").first.click()
    expect(page.locator("section.person")).to_contain_text("TRẦN THỊ ĐÀO")
    assert DAO[4] not in page.inner_text("body")
