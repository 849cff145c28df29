"""Addresses: tower, floor, flat; alleys; two spellings of one door."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tannha.roll.rules.address import in_parts, parse_address


@pytest.mark.parametrize(
    ("text", "tower", "floor", "flat"),
    [
        ("P1504 tháp A", "A", 15, "P1504"),
        ("P1504 tháp A, tổ 12", "A", 15, "P1504"),
        ("P.1504 Toà A", "A", 15, "P1504"),
        ("P3015 CT5 Linh Đàm", "CT5 Linh Đàm", 30, "P3015"),
        ("P0305 VP3 Linh Đàm", "VP3 Linh Đàm", 3, "P0305"),
        ("Căn 16 tầng 7 chung cư HUD", "HUD", 7, "Căn 16"),
        ("Phòng 1504 tòa nhà A, phường Mẫu, Hà Nội", "A", 15, "P1504"),
    ],
)
def test_a_flat_gives_tower_and_floor(text, tower, floor, flat):
    found = parse_address(text)
    assert (found.tower, found.floor, found.flat, found.text) == (tower, floor, flat, text)


@pytest.mark.parametrize(
    ("text", "house", "alley"),
    [
        ("6 ngõ 71 Pháp Vân", "6", "ngõ 71 Pháp Vân"),
        ("số 12/3A ngách 85/14 ngõ 1150", "12/3A", "ngách 85/14 ngõ 1150"),
        ("số 13/34/6 đường Ngọc Hồi", "13/34/6", "đường Ngọc Hồi"),
        ("số 4/35/5B đường Hoàng Liệt, quận Hoàng Mai, Hà Nội", "4/35/5B", "đường Hoàng Liệt"),
    ],
)
def test_a_house_in_an_alley_keeps_its_number_and_way(text, house, alley):
    found = parse_address(text)
    assert (found.house_number, found.alley, found.floor) == (house, alley, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("9 Ng. 12 Bằng Liệt", "9 ngõ 12 Bằng Liệt"),
        ("P1504 tháp A", "Căn 4 tầng 15 tòa A"),
        ("P1504 tháp A", "p 1504, Tháp A, tổ 12, phường Mẫu"),
        ("số 12 đường Giải Phóng", "12 Giải Phóng"),
        ("12 ngh 85/14 ng 1150", "số 12 ngách 85/14 ngõ 1150"),
        ("T.7 căn 16 CC HUD", "Căn 16 tầng 7 chung cư HUD"),
        ("6 ngo 71 Phap Van", "6 ngõ 71 Pháp Vân"),
    ],
)
def test_two_spellings_of_one_door_share_their_key(one, other):
    assert parse_address(one).key == parse_address(other).key != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("P1504 tháp A", "P1504 tháp B"),
        ("P1504 tháp A", "P1405 tháp A"),
        ("6 ngõ 71 Pháp Vân", "6 ngõ 72 Pháp Vân"),
        ("6 ngõ 71 Pháp Vân", "6A ngõ 71 Pháp Vân"),
        ("số 12/3A ngách 85/14 ngõ 1150", "số 12/3 ngách 85/14 ngõ 1150"),
        ("12 ngách 85 ngõ 14", "12 ngách 8 ngõ 514"),
    ],
)
def test_two_doors_never_share_a_key(one, other):
    assert parse_address(one).key != parse_address(other).key


def test_a_group_within_the_address_is_found():
    assert parse_address("6 ngõ 71 Pháp Vân, tổ 12").group == 12
    assert parse_address("P1504 tháp A TDP số 7").group == 7


def test_no_address_has_no_key():
    assert parse_address("  ").key == ""


def test_what_is_not_understood_stays_as_written():
    found = parse_address("xóm Chùa, sau đình")
    assert (found.text, found.tower, found.alley) == ("xóm Chùa, sau đình", "", "")
    assert found.key


def test_columns_of_parts_make_the_address_people_write():
    assert parse_address(in_parts(tower="A", floor="15", flat="1504", house_number="", street="")).floor == 15
    assert (
        parse_address(in_parts(tower="HUD", floor="7", flat="16", house_number="", street="")).key
        == parse_address("Căn 16 tầng 7 chung cư HUD").key
    )
    assert (
        parse_address(
            in_parts(tower="", floor="", flat="", house_number="6", street="ngõ 71 Pháp Vân")
        ).house_number
        == "6"
    )


@given(st.text(max_size=300))
def test_any_text_gets_an_answer_that_fits_its_columns(text):
    found = parse_address(text)
    assert (
        len(found.key) <= 200
        and len(found.tower) <= 80
        and len(found.flat) <= 20
        and len(found.house_number) <= 40
    )
    assert found.floor is None or -5 <= found.floor <= 120


@pytest.mark.parametrize(
    "written",
    [
        "12/3A ngõ 5 Bằng Liệt, Hoàng Liệt, Hoàng Mai, Hà Nội",
        "12/3A NGO 5 BANG LIET, P. HOANG LIET, Q. HOANG MAI, HN",
        "số 12/3A, ngõ 5 Bằng Liệt, phường Đại Kim",
    ],
)
def test_ward_names_old_and_new_leave_the_door_the_same_and_the_text_as_written(written):
    found = parse_address(written)
    assert found.key == parse_address("12/3A ngõ 5 Bằng Liệt").key
    assert found.text == written and found.house_number == "12/3A"


def test_a_street_named_like_a_ward_is_not_lost():
    assert parse_address("9 ngõ 12, Định Công").key != parse_address("9 ngõ 12, Tân Mai").key
