"""Looking up: limits with their clock, the pause after misses, and who stands first."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from tannha.ground.names import fold
from tannha.roll.refusals import Code
from tannha.roll.rules.search import Limits, Past, initials, rank, why_not

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def past(count, *, every=1.0, found=True, ended=1.0):
    return [Past(at=NOW - timedelta(minutes=ended + every * number), found=found) for number in range(count)]


def code(earlier, station=0):
    refusal = why_not(earlier, station_today=station, limits=Limits(), now=NOW)
    return refusal and refusal.code


def test_twenty_nine_this_hour_are_allowed_and_thirty_are_not():
    assert code(past(29)) is None
    refusal = why_not(past(30), station_today=0, limits=Limits(), now=NOW)
    assert refusal is not None and refusal.code is Code.LOOK_UP_LIMIT
    assert refusal.details == {"limit": 30, "until": "10:00"}


def test_what_is_older_than_an_hour_counts_for_the_day_only():
    assert code(past(149, every=0.2, ended=61)) is None
    assert code(past(150, every=0.2, ended=61)) is Code.LOOK_UP_DAY_LIMIT


def test_yesterday_does_not_count_for_today():
    assert code(past(150, every=0.1, ended=60 * 10)) is None


def test_five_misses_in_a_row_make_a_pause_and_one_success_ends_the_row():
    assert code(past(5, found=False)) is Code.LOOK_UP_PAUSE
    assert code(past(4, found=False)) is None
    assert code([*past(4, found=False), Past(at=NOW - timedelta(minutes=4.5), found=True)]) is None


def test_the_pause_ends_by_itself():
    assert code(past(5, found=False, ended=9.9)) is Code.LOOK_UP_PAUSE
    assert code(past(5, found=False, ended=10)) is None


def test_the_station_as_a_whole_has_a_limit():
    assert code([], station=2000) is Code.LOOK_UP_STATION


NAMES = {
    UUID(int=1): "Trần Thị Đào",
    UUID(int=2): "Trần Thị Đạo",
    UUID(int=3): "Trần Văn Đào",
    UUID(int=4): "Nguyễn Thị Phượng",
    UUID(int=5): "Lê Bích Ngọc",
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Trần Thị Đào", 1),
        ("tran thi dao", 1),
        ("dao tran thi", 1),
        ("TRAN  THI  DAO", 1),
        ("nguyen thi phuong", 4),
        ("nguyen thi phuon", 4),
        ("nguyen thi phuogn", 4),
        ("ngoc le bich", 5),
        ("le bichngoc", 5),
        ("Lê Ngọc", 5),
    ],
)
def test_the_one_meant_stands_among_the_first_however_it_is_typed(typed, meant):
    found = rank(typed, ((one, fold(name)) for one, name in NAMES.items()))
    assert UUID(int=meant) in found[:3]


def test_nobody_is_offered_who_is_not_meant():
    assert rank("Hoàng Văn Long", ((one, fold(name)) for one, name in NAMES.items())) == []


def test_a_hidden_name_is_its_initials():
    assert initials("TRẦN THỊ ĐÀO") == "T. T. Đ."
