"""Ward names by date: what ended, what another place took over, what the ward says itself; nothing is rewritten."""

from __future__ import annotations

from datetime import date

import pytest

from tannha.ground.refusal import Refused
from tannha.roll.reading.ward_names import FILE, names_in
from tannha.roll.rules.areas import KNOWN, AreaName, Areas, told
from tannha.roll.rules.findings import FindingCode
from tests.roll.test_analysis import look

TODAY = date(2026, 11, 24)
OWN = AreaName(name="Đại Kim", until=date(2025, 6, 30), now="Định Công")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("9 ngõ 12 Bằng Liệt, phường Đại Kim, quận Hoàng Mai, Hà Nội", "Đại Kim"),
        ("P1504 tháp A, P. Thịnh Liệt, HN", "Thịnh Liệt"),
        ("12 ngõ 3 Kim Giang, dai kim, hoang mai", "Đại Kim"),
        ("9 ngõ 12 Bằng Liệt, phường Hoàng Liệt, Hà Nội", None),
        ("9 ngõ 12 Trần Phú", None),
        ("9 ngõ 12, Trần Phú", None),
        ("P1504 tháp A", None),
        ("9 ngõ 12 Bằng Liệt, phường Dịch Vọng", None),
        ("", None),
    ],
)
def test_a_name_that_ended_is_seen_and_one_that_holds_is_not(address, name):
    found = Areas().former(address, told_on=TODAY, on=TODAY)
    assert (found.name if found else None) == name


def test_the_rows_own_day_decides_which_place_a_name_means():
    moved = AreaName(name="Tương Mai", until=date(2025, 6, 30), now="Hoàng Mai")
    areas = Areas((*KNOWN, moved))
    address = "9 ngõ 12 Nguyễn An Ninh, phường Tương Mai"
    before = areas.former(address, told_on=date(2023, 5, 1), on=TODAY)
    assert before == moved
    assert areas.former(address, told_on=date(2026, 1, 1), on=TODAY) is None


def test_before_the_reform_its_names_held():
    assert Areas().former("9 ngõ 12, phường Đại Kim", told_on=date(2025, 6, 30), on=date(2025, 6, 30)) is None


def test_a_sample_says_name_last_day_and_what_holds_now():
    assert told(OWN) == "Đại Kim (– 30/6/2025) → Định Công"
    assert told(KNOWN[0]) == "Đại Kim (– 30/6/2025)"


def test_the_wards_own_file_comes_before_what_the_program_knows(tmp_path):
    (tmp_path / FILE).write_text(
        "name;from;until;now\n# ours\nĐại Kim;;2025-06-30;Định Công\n", encoding="utf-8"
    )
    names = names_in(tmp_path)
    assert names == (*KNOWN, OWN)
    assert Areas(names).former("9 ngõ 1, phường Đại Kim", told_on=TODAY, on=TODAY) == OWN
    assert names_in(tmp_path / "none") == KNOWN


@pytest.mark.parametrize(
    "line", ["Đại Kim;30/6/2025;;", "Đại Kim", ";;;", "A;2025-07-01;2025-06-30;", "a;;;;;"]
)
def test_a_line_that_cannot_be_read_is_named(tmp_path, line):
    (tmp_path / FILE).write_text(f"name;from;until;now\n{line}\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        names_in(tmp_path)
    assert refused.value.refusal.details["line"] == 2


def test_rows_of_an_ended_ward_are_one_group_and_are_written_as_typed():
    typed = "9 ngõ 12 Kim Giang, phường Đại Kim, Hà Nội"
    rows = [[1, "Trần Thị Đào", "21/5/1947", "Nữ", "099147000001", typed, "Tổ 12"]]
    headings = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số định danh", "Địa chỉ", "Tổ dân phố"]
    analysis, people, _summary = look(*rows, headings=headings)
    assert analysis.findings[FindingCode.FORMER_WARD].samples == ["Đại Kim (– 30/6/2025)"]
    assert [one.address.text for one in people] == [typed]
