"""Headings: found below titles, in one row or two, in Vietnamese or English, with or without marks."""

from __future__ import annotations

import pytest

from tannha.roll.rules.fields import ALIASES, Field
from tannha.roll.rules.headings import field_of, find_heading, headings_key


def guess(*rows):
    found = find_heading(rows)
    assert found is not None
    return list(found.guess), found.first_data_row


def test_at_least_forty_headings_of_people_are_known():
    assert sum(len(aliases.split(",")) for aliases in ALIASES.values()) >= 40


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Họ và tên", Field.FULL_NAME),
        ("HO VA TEN", Field.FULL_NAME),
        ("Họ, chữ đệm và tên khai sinh", Field.FULL_NAME),
        ("Ngày sinh (DD/MM/YYYY)", Field.BIRTH),
        ("NS", Field.BIRTH),
        ("dob", Field.BIRTH),
        ("Nam/Nữ", Field.SEX),
        ("Số ĐDCN", Field.PERSONAL_NUMBER),
        ("Số CCCD", Field.PERSONAL_NUMBER),
        ("id_number", Field.PERSONAL_NUMBER),
        ("Số CMND", Field.OLD_NUMBER),
        ("Số CMND / ĐDCN", Field.ANY_NUMBER),
        ("Số CCCD hoặc CMND", Field.ANY_NUMBER),
        ("Nơi ở hiện tại", Field.ADDRESS),
        ("Địa chỉ thường trú", Field.ADDRESS),
        ("TDP", Field.GROUP),
        ("SĐT liên hệ", Field.PHONE),
        ("Lý do chưa cấp", Field.NOTE),
        ("Họ tên chủ hộ", Field.SKIP),
        ("Dân tộc", Field.SKIP),
        ("P1504 tháp A", None),
        ("Trần Thị Đào", None),
        ("", None),
    ],
)
def test_a_heading_goes_by_its_folded_alias(heading, field):
    assert field_of(heading) is field


def test_titles_above_the_headings_are_passed_over():
    rows = (
        ["CÔNG AN PHƯỜNG"],
        [],
        ["DANH SÁCH CÔNG DÂN"],
        ["STT", "Họ tên", "Năm sinh"],
        [1, "Trần Thị Đào", 1947],
    )
    assert guess(*rows) == ([Field.ROW_NUMBER, Field.FULL_NAME, Field.BIRTH], 4)


def test_two_rows_of_headings_give_the_sex_by_the_column_of_the_birth():
    top = ["TT", "Họ, chữ đệm và tên", "Ngày, tháng, năm sinh", "", "Nơi ở hiện tại", ""]
    below = ["", "", "Nam", "Nữ", "Số nhà, đường (tòa, phòng)", "Tổ"]
    found, first = guess(top, below, [1, "Trần Thị Đào", "", 1947, "P1504 tháp A", 12])
    assert found == [
        Field.ROW_NUMBER,
        Field.FULL_NAME,
        Field.BIRTH_MALE,
        Field.BIRTH_FEMALE,
        Field.ADDRESS,
        Field.GROUP,
    ]
    assert first == 2


def test_day_month_year_below_one_heading_are_three_columns_of_one_date():
    top = ["Họ tên", "Ngày sinh", "", "", "Giới tính", ""]
    below = ["", "Ngày", "Tháng", "Năm", "Nam", "Nữ"]
    found, _ = guess(top, below, ["Trần Thị Đào", 21, 5, 1947, "", "x"])
    assert found[1:] == [
        Field.BIRTH_DAY,
        Field.BIRTH_MONTH,
        Field.BIRTH_YEAR,
        Field.MARK_MALE,
        Field.MARK_FEMALE,
    ]


def test_the_first_person_is_never_taken_for_a_second_heading_row():
    found, first = guess(["Họ tên", "Năm sinh", "Địa chỉ"], ["Trần Thị Đào", "", "xóm Chùa"])
    assert (found, first) == ([Field.FULL_NAME, Field.BIRTH, Field.ADDRESS], 1)


def test_a_heading_that_stands_twice_is_used_once_and_told_apart():
    found = find_heading((["Họ tên", "Ngày sinh", "Họ tên"], ["a", "1947", "b"]))
    assert found is not None
    assert found.labels == ("Họ tên", "Ngày sinh", "Họ tên (2)")
    assert found.guess == (Field.FULL_NAME, Field.BIRTH, Field.SKIP)


def test_a_sheet_without_headings_is_no_list():
    assert find_heading((["Lập danh sách: tổ 12"], ["ghi chú khác"])) is None
    assert find_heading(()) is None


def test_the_same_headings_are_remembered_in_any_order():
    assert headings_key(("Họ và tên", "Ngày sinh")) == headings_key(("ngày sinh", "HỌ VÀ TÊN"))


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("HOTEN", Field.FULL_NAME),
        ("NTNS", Field.BIRTH),
        ("D.O.B", Field.BIRTH),
        ("G.tính", Field.SEX),
        ("Số thẻ căn cước", Field.PERSONAL_NUMBER),
        ("Đ/C", Field.ADDRESS),
        ("Họ đệm", Field.FAMILY_NAME),
        ("Di động", Field.PHONE),
        ("Tổ dân phố số", Field.GROUP),
        ("Phòng số", Field.FLAT),
    ],
)
def test_short_and_squeezed_headings_are_known(heading, field):
    assert field_of(heading) is field


def test_a_row_that_only_numbers_the_columns_is_no_person():
    found, first = guess(
        ["STT", "Họ và tên", "Sinh năm", "", "Chỗ ở"],
        ["", "", "Nam", "Nữ", ""],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        [1, "Nguyễn Văn A", 1950, "", "9 ngõ 12"],
    )
    assert first == 3 and found[2:4] == [Field.BIRTH_MALE, Field.BIRTH_FEMALE]


def test_a_date_in_three_columns_and_a_name_in_two_are_seen():
    found, _ = guess(
        ["TT", "Họ", "Tên", "Ngày", "Tháng", "Năm sinh", "Nữ"], [1, "Nguyễn Văn", "An", 2, 3, 1950, ""]
    )
    assert found[1:] == [
        Field.FAMILY_NAME,
        Field.FULL_NAME,
        Field.BIRTH_DAY,
        Field.BIRTH_MONTH,
        Field.BIRTH_YEAR,
        Field.MARK_FEMALE,
    ]
