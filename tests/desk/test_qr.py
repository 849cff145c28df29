from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tannha.desk.rules.qr import CardCopy, NotACard, Oddity, read_birth, read_qr
from tannha.ground.dates import PartialDate
from tannha.ground.regime import regime_on
from tannha.issue.rules.card_text import CardIdentity, qr_of

MAU = (
    "099147000001|012345678|Trần Thị Mẫu|15011947|Nữ"
    "|P1504 chung cư HUD, Hoàng Liệt, Hoàng Mai, Hà Nội|20102022"
)


def _read(text: str) -> CardCopy:
    copy = read_qr(text)
    assert isinstance(copy, CardCopy)
    return copy


def test_the_seven_fields_of_a_card_of_2021_are_read() -> None:
    assert _read(MAU) == CardCopy(
        personal_number="099147000001",
        old_number="012345678",
        full_name="Trần Thị Mẫu",
        birth=PartialDate(year=1947, month=1, day=15),
        sex="female",
        address="P1504 chung cư HUD, Hoàng Liệt, Hoàng Mai, Hà Nội",
        issued_on=date(2022, 10, 20),
        extra=(),
        oddities=(),
    )


def test_the_eleven_fields_of_a_card_of_2024_are_read_and_the_last_four_kept_raw() -> None:
    assert _read(MAU + "||||").extra == ("", "", "", "")
    assert _read(MAU + "||||").oddities == ()
    assert _read(MAU + "|098147000009|Trần Văn Cha|Lê Thị Mẹ|x").extra == (
        "098147000009",
        "Trần Văn Cha",
        "Lê Thị Mẹ",
        "x",
    )


def test_an_unusual_number_of_fields_over_seven_is_read_with_a_flag() -> None:
    assert _read(MAU + "|").oddities == (Oddity.FIELD_COUNT,)
    assert _read(MAU + "|" * 9).oddities == (Oddity.FIELD_COUNT,)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", NotACard.NOTHING),
        (" \r\n", NotACard.NOTHING),
        ("x" * 1001, NotACard.TOO_LONG),
        (MAU.rsplit("|", 1)[0], NotACard.FIELD_COUNT),
        ("a|b", NotACard.FIELD_COUNT),
        ("099147000001", NotACard.NUMBER_ALONE),
        ("012345678", NotACard.NUMBER_ALONE),
        ("Trần Thị Mẫu", NotACard.NO_FIELDS),
        ("https://example.org/?q=1", NotACard.LINK),
        (
            "IDVNM1470000017099147000001<<3\n4701154F9912315VNM<<<<<<<<<<<8\nTRAN<<THI<MAU<<<<<<<<<<<<<<<<<",
            NotACard.MRZ,
        ),
        ("IDVNM1470000017099147000001<<3", NotACard.MRZ),
        (
            "GD4010112345678|5472e1baa76e|15/01/1947|2|48|01013|01/01/2022|31/12/2022|x",
            NotACard.PAPER_INSURANCE,
        ),
        ("GD4010112345678", NotACard.PAPER_INSURANCE),
        ("0112345678", NotACard.PAPER_INSURANCE),
        (MAU.replace("099147000001", "99147000001"), NotACard.NUMBER),
        (MAU.replace("099147000001", "٠99147000001"), NotACard.NUMBER),
        (MAU.replace("Trần Thị Mẫu", " "), NotACard.NAME),
        (MAU.replace("15011947", "31021947"), NotACard.BIRTH),
        (MAU.replace("15011947", "1501194"), NotACard.BIRTH),
        (MAU.replace("15011947", "15001947"), NotACard.BIRTH),
        (MAU.replace("Nữ", "Việt Nam"), NotACard.SEX),
        (MAU.replace("20102022", "31022022"), NotACard.ISSUED_ON),
        (MAU.replace("20102022", "2022"), NotACard.ISSUED_ON),
        (MAU.replace("20102022", "20101940"), NotACard.ISSUED_ON),
    ],
)
def test_a_text_that_is_not_a_cards_code_is_refused_with_its_reason(text: str, reason: NotACard) -> None:
    assert read_qr(text) is reason


@pytest.mark.parametrize(
    ("digits", "birth"),
    [
        ("15011947", PartialDate(year=1947, month=1, day=15)),
        ("1947", PartialDate(year=1947)),
        ("    1947", PartialDate(year=1947)),
        ("00001947", PartialDate(year=1947)),
        ("051947", PartialDate(year=1947, month=5)),
        ("00051947", PartialDate(year=1947, month=5)),
        ("31022000", None),
        ("15/01/1947", None),
        ("0000", None),
        ("", None),
    ],
)
def test_births_are_read_in_full_and_in_the_three_forms_of_a_birth_known_in_part(
    digits: str, birth: PartialDate | None
) -> None:
    assert read_birth(digits) == birth


def test_marks_lost_by_a_keyboard_scanner_are_accepted_and_flagged() -> None:
    copy = _read("099147000001||TRAN THI MAU|15011947|Nu|P1504, Hoang Liet, Ha Noi|20102022")
    assert copy.sex == "female"
    assert copy.oddities == (Oddity.LOST_MARKS,)


def test_characters_lost_on_the_way_are_flagged() -> None:
    assert _read(MAU.replace("ầ", "\N{REPLACEMENT CHARACTER}")).oddities == (Oddity.LOST_CHARACTERS,)


def test_decomposed_text_is_composed_before_it_is_compared() -> None:
    copy = _read(unicodedata.normalize("NFD", MAU))
    assert copy.full_name == "Trần Thị Mẫu"
    assert copy.oddities == (Oddity.DECOMPOSED,)


def test_an_old_number_of_twelve_digits_is_usual_and_letters_are_odd() -> None:
    assert _read(MAU.replace("012345678", "001147000001")).oddities == ()
    assert _read(MAU.replace("012345678", "AB")).oddities == (Oddity.OLD_NUMBER,)


@given(st.text(max_size=200))
def test_no_text_whatever_makes_the_reader_fall_over(text: str) -> None:
    assert isinstance(read_qr(text), CardCopy | NotACard)


@given(st.lists(st.text(max_size=30), min_size=6, max_size=13))
def test_no_fields_whatever_make_the_reader_fall_over(fields: list[str]) -> None:
    assert isinstance(read_qr("|".join(fields)), CardCopy | NotACard)


births = st.one_of(
    st.builds(PartialDate, year=st.integers(1900, 2020)),
    st.builds(PartialDate, year=st.integers(1900, 2020), month=st.integers(1, 12)),
    st.builds(PartialDate, year=st.integers(1900, 2020), month=st.integers(1, 12), day=st.integers(1, 28)),
)


@given(
    birth=births,
    sex=st.sampled_from(["male", "female"]),
    issued_on=st.dates(date(2021, 7, 1), date(2030, 1, 1)),
    cmnd9=st.sampled_from(["", "012345678"]),
)
def test_what_the_issuing_room_writes_this_desk_reads_back(
    birth: PartialDate, sex: str, issued_on: date, cmnd9: str
) -> None:
    identity = CardIdentity(
        personal_number="099147000001",
        full_name="TRẦN THỊ ĐÀO",
        birth=birth,
        sex=sex,
        address="P1504 tháp A, tổ 12",
        cmnd9=cmnd9,
    )
    copy = _read(qr_of(identity, issued_on=issued_on, regime=regime_on(issued_on)))
    assert (copy.full_name, copy.birth, copy.sex) == ("Trần Thị Đào", birth, sex)
    assert (copy.old_number, copy.issued_on, copy.oddities) == (cmnd9, issued_on, ())
