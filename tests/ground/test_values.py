"""Ids, dates, names, numbers and law: the plain values everything stands on."""

from __future__ import annotations

import unicodedata
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tannha.ground import names, personal_number
from tannha.ground.dates import PartialDate, format_partial, years_after
from tannha.ground.ids import format_key, id_at, new_id, parse_key
from tannha.ground.personal_number import Doubt
from tannha.ground.regime import Modality, Service, add_working_days, fee_dong, is_working_day, regime_on


@given(st.uuids())
def test_a_key_in_an_address_gives_back_its_id(value: UUID) -> None:
    assert parse_key(format_key(value)) == value


def test_ids_are_uuid_version_seven_and_sort_by_their_time() -> None:
    first, later = id_at(1_000, bytes(10)), id_at(1_001, b"\xff" * 10)
    assert first < later and first.version == later.version == 7 and first.variant == new_id().variant


@pytest.mark.parametrize("text", ["", "short", "u" * 26, "z" * 26, "0" * 25 + "!"])
def test_a_broken_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_key(text)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [("21/5/1947", "1947-05-21"), ("5/1947", "1947-05"), (" 1947 ", "1947"), ("1947-05-21", "1947-05-21")],
)
def test_dates_are_read_as_people_type_them(typed: str, iso: str) -> None:
    assert PartialDate.parse(typed).iso == iso


@pytest.mark.parametrize("typed", ["31/02/1950", "0/1947", "13/1947", "47", "1/1/47", "", "29/2/2023"])
def test_an_impossible_date_is_never_rolled_over(typed: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(typed)


def test_a_birth_known_by_year_only_gives_an_interval_of_ages() -> None:
    assert PartialDate(year=2012).completed_years_on(date(2026, 11, 24)) == (13, 14)
    assert PartialDate(year=2012, month=2).latest == date(2012, 2, 29)
    assert PartialDate(year=1947).completed_years_on(date(1947, 12, 31)) == (0, 0)


def test_a_partial_date_is_written_in_both_languages_without_inventing_a_day() -> None:
    assert [
        format_partial(PartialDate(year=1947, month=month), lang) for month, lang in ((None, "vi"), (5, "vi"))
    ] == [
        "1947",
        "05/1947",
    ]
    assert format_partial(PartialDate(year=1947, month=5, day=2), "en") == "2 May 1947"


def test_a_leap_day_comes_of_age_on_the_first_of_march() -> None:
    assert years_after(date(2012, 2, 29), 14) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Đặng Thị Hường", "dang thi huong"),
        ("ĐẶNG  THỊ HƯỜNG", "dang thi huong"),
        ("H’Ŏn Kbŭr", "hon kbur"),
        ("Y Bĭk Êban", "y bik eban"),
        ("Hoà", "hoa"),
        ("Hòa", "hoa"),
    ],
)
def test_the_search_key_drops_marks_and_knows_the_letter_d(written: str, key: str) -> None:
    assert names.fold(written) == key == names.fold(unicodedata.normalize("NFD", written))


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert names.fold(names.fold(text)) == names.fold(text)


def test_people_sort_by_given_name_then_by_the_rest_in_vietnamese_order() -> None:
    people = ["Trần Văn Đức", "Nguyễn An", "Lê Thị Ân", "Bùi An", "Phạm Dung", "Ngô Ánh"]
    assert sorted(people, key=names.sort_key) == [
        "Bùi An",
        "Nguyễn An",
        "Ngô Ánh",
        "Lê Thị Ân",
        "Phạm Dung",
        "Trần Văn Đức",
    ]


def test_a_number_is_doubted_but_never_refused_for_birth_or_sex() -> None:
    number = personal_number.make(province="099", sex="female", year=1947, serial=1)
    assert number == "099147000001"
    assert personal_number.doubts(number, birth=PartialDate(year=1947), sex="female") == (Doubt.SYNTHETIC,)
    assert personal_number.doubts("001047000001", birth=PartialDate(year=1950), sex="female") == (
        Doubt.BIRTH_DISAGREES,
        Doubt.SEX_DISAGREES,
    )
    assert personal_number.mask(number) == "…0001" and personal_number.birth_year("001301000001") == 2001


def test_the_regime_is_picked_by_the_date_of_the_case() -> None:
    before, after = regime_on(date(2024, 6, 30)), regime_on(date(2024, 7, 1))
    assert (str(before.information_form), str(before.appointment_slip), before.refusal_form) == (
        "CC02@2021",
        "CC03@2021",
        None,
    )
    assert (str(after.information_form), str(after.appointment_slip), str(after.refusal_form)) == (
        "CC01@2024",
        "CC02@2024",
        "CC03@2024",
    )
    assert Modality.IRIS not in before.modalities_for(79) and Modality.IRIS in after.modalities_for(6)
    assert after.modalities_for(5) == ()


def test_fees_are_halved_while_the_reduction_lasts() -> None:
    assert [
        fee_dong(Service.CHANGE, day) for day in (date(2025, 6, 30), date(2025, 7, 1), date(2027, 1, 1))
    ] == [
        50_000,
        25_000,
        50_000,
    ]
    assert fee_dong(Service.FIRST, date(2026, 1, 1)) == 0


def test_working_days_leave_out_weekends_and_tet_and_keep_make_up_days() -> None:
    assert not is_working_day(date(2026, 2, 17)) and not is_working_day(date(2026, 11, 22))
    assert is_working_day(date(2025, 4, 26))
    assert add_working_days(date(2026, 2, 13), 1) == date(2026, 2, 23)
    assert add_working_days(date(2026, 11, 24), 7) == date(2026, 12, 3)
