from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tannha.ground.dates import PartialDate
from tannha.ground.regime import regime_on
from tannha.icao.mrz import decode_vietnamese
from tannha.issue.refusals import Code
from tannha.issue.rules.card_text import (
    CardIdentity,
    birth_digits,
    mrz_of,
    printed_name,
    qr_of,
    why_not_write,
)

DAO = CardIdentity(
    personal_number="099147000001",
    full_name="TRẦN THỊ ĐÀO",
    birth=PartialDate(year=1947),
    sex="female",
    address="P1504 tháp A, tổ 12, Định Công, Hà Nội",
    cmnd9="012345678",
)
IN_2022, IN_2026 = date(2022, 10, 20), date(2026, 11, 24)


def test_the_zone_of_a_person_born_in_a_year_only_is_written_to_the_letter() -> None:
    assert mrz_of(DAO, expires_on=None) == (
        "IDVNM1470000017099147000001<<3",
        "47<<<<9F9912315VNM<<<<<<<<<<<4",
        "TRAN<<THI<DAO<<<<<<<<<<<<<<<<<",
    )


def test_the_zone_of_a_card_with_an_end_is_written_to_the_letter() -> None:
    young = replace(DAO, personal_number="099205000002", full_name="Nguyễn Văn Mẫu", sex="male")
    young = replace(young, birth=PartialDate(year=2005, month=9, day=30))
    lines = mrz_of(young, expires_on=date(2030, 9, 30))
    assert lines == (
        "IDVNM2050000021099205000002<<7",
        "0509307M3009303VNM<<<<<<<<<<<6",
        "NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<",
    )
    assert decode_vietnamese(lines).deviations == ()


def test_a_card_of_2022_has_seven_fields_and_one_of_2026_eleven() -> None:
    seven = "099147000001|012345678|Trần Thị Đào|1947|Nữ|P1504 tháp A, tổ 12, Định Công, Hà Nội|20102022"
    assert qr_of(DAO, issued_on=IN_2022, regime=regime_on(IN_2022)) == seven
    eleven = seven.replace("20102022", "24112026") + "||||"
    assert qr_of(DAO, issued_on=IN_2026, regime=regime_on(IN_2026)) == eleven


def test_a_childs_card_of_2026_names_the_cancelled_number_and_the_parents() -> None:
    child = replace(DAO, cancelled_number="099147000009", father="TRẦN VĂN CHA", mother="LÊ THỊ MẸ")
    text = qr_of(child, issued_on=IN_2026, regime=regime_on(IN_2026))
    assert text.endswith("|24112026|099147000009|Trần Văn Cha|Lê Thị Mẹ|")


@pytest.mark.parametrize(
    ("birth", "form", "digits"),
    [
        (PartialDate(year=1947), "year", "1947"),
        (PartialDate(year=1947), "blank_days", "    1947"),
        (PartialDate(year=1947), "zeros", "00001947"),
        (PartialDate(year=1947, month=5), "year", "051947"),
        (PartialDate(year=1947, month=5), "zeros", "00051947"),
        (PartialDate(year=1947, month=5, day=21), "zeros", "21051947"),
    ],
)
def test_a_birth_known_in_part_stands_as_the_regime_says(birth: PartialDate, form: str, digits: str) -> None:
    assert birth_digits(birth, form=form) == digits


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("TRẦN THỊ ĐÀO", "Trần Thị Đào"),
        ("Trần Thị Đào", "Trần Thị Đào"),
        ("H'ŎN KBŬR", "H'Ŏn Kbŭr"),
        ("Y-BHĂM NIÊ", "Y-Bhăm Niê"),
        ("Y BĬK ÊBAN", "Y Bĭk Êban"),
    ],
)
def test_a_name_in_capitals_is_printed_as_a_name(name: str, printed: str) -> None:
    assert printed_name(name) == printed


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"personal_number": ""}, Code.NUMBER_MISSING),
        ({"personal_number": "012345678"}, Code.NUMBER_MISSING),
        ({"birth": None}, Code.BIRTH_MISSING),
        ({"sex": "unknown"}, Code.SEX_MISSING),
        ({"full_name": "Trần 2"}, Code.NAME_LETTERS),
        ({"full_name": "  "}, Code.NAME_LETTERS),
        ({"address": "P1504 | tháp A"}, Code.TEXT_HAS_BAR),
        ({"address": "P1504\ntháp A"}, Code.TEXT_HAS_BAR),
    ],
)
def test_what_keeps_an_identity_off_a_card_is_named(change: dict[str, object], code: Code) -> None:
    assert [refusal.code for refusal in why_not_write(replace(DAO, **change))] == [code]  # type: ignore[arg-type]


def test_an_identity_that_can_be_written_has_nothing_against_it() -> None:
    assert why_not_write(DAO) == ()
