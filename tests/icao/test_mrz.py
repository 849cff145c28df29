from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tannha.icao.mrz import (
    Deviation,
    Field,
    Td1,
    Wrong,
    check_digit,
    cut_lines,
    decode_td1,
    decode_vietnamese,
    encode_td1,
    encode_vietnamese,
)
from tannha.icao.mrz_names import NameParts

ANNA = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
PETER = ("I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<")
MAU = ("IDVNM1470000017099147000001<<3", "4701154F9912315VNM<<<<<<<<<<<8", "TRAN<<THI<MAU<<<<<<<<<<<<<<<<<")
VAN_MAU = (
    "IDVNM2050000021099205000002<<7",
    "0509307M3009303VNM<<<<<<<<<<<6",
    "NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<",
)


@pytest.mark.parametrize(
    ("text", "digit"),
    [
        ("520727", "3"),
        ("AB2134<<<", "5"),
        ("HA672242<658022549601086<<<<<<<<<<<<<<0", "8"),
        ("HA672242<658022549601086<<<<<<<", "8"),
        ("D231458907<<<<<<<<<<<<<<<34071279507122<<<<<<<<<<<", "2"),
    ],
)
def test_check_digits_are_those_of_the_worked_examples_of_doc_9303(text: str, digit: str) -> None:
    assert check_digit(text) == digit


def test_a_check_digit_refuses_small_letters() -> None:
    with pytest.raises(ValueError, match="A-Z"):
        check_digit("ab2134")


def test_the_specimen_of_doc_9303_part_5_is_read_and_written_to_the_letter() -> None:
    reading = decode_td1(ANNA)
    assert reading.deviations == ()
    assert reading.contents is not None
    assert reading.contents.document_number == "D23145890"
    assert reading.contents.name == NameParts(primary=("ERIKSSON",), secondary=("ANNA", "MARIA"))
    assert encode_td1(reading.contents) == ANNA


def test_a_document_number_over_nine_characters_runs_on_into_the_optional_field() -> None:
    reading = decode_td1(PETER)
    assert reading.deviations == ()
    assert reading.contents is not None
    assert reading.contents.document_number == "D23145890734"
    assert reading.contents.optional_data == ""
    assert encode_td1(reading.contents) == PETER


def test_two_cards_of_invented_people_are_written_to_the_letter() -> None:
    first = encode_vietnamese(
        personal_number="099147000001",
        birth_year=1947,
        birth_month=1,
        birth_day=15,
        sex="F",
        expires_on=None,
        full_name="Trần Thị Mẫu",
    )
    second = encode_vietnamese(
        personal_number="099205000002",
        birth_year=2005,
        birth_month=9,
        birth_day=30,
        sex="M",
        expires_on=date(2030, 9, 30),
        full_name="NGUYỄN VĂN MẪU",
    )
    assert (first, second) == (MAU, VAN_MAU)


def test_a_birth_known_by_year_only_is_two_digits_and_four_fillers_that_count_zero() -> None:
    lines = encode_vietnamese(
        personal_number="099147000001",
        birth_year=1947,
        birth_month=None,
        birth_day=None,
        sex="F",
        expires_on=None,
        full_name="TRẦN THỊ ĐÀO",
    )
    assert lines == (
        "IDVNM1470000017099147000001<<3",
        "47<<<<9F9912315VNM<<<<<<<<<<<4",
        "TRAN<<THI<DAO<<<<<<<<<<<<<<<<<",
    )
    reading = decode_vietnamese(lines)
    assert reading.deviations == ()
    assert reading.contents is not None
    assert (reading.contents.birth_year, reading.contents.birth_month, reading.contents.birth_day) == (
        1947,
        None,
        None,
    )
    assert reading.contents.expires_on is None


def test_the_century_of_birth_comes_from_the_number_and_not_from_the_two_digits() -> None:
    old = decode_vietnamese(MAU).contents
    young = decode_vietnamese(VAN_MAU).contents
    assert old is not None
    assert young is not None
    assert (old.birth_year, young.birth_year) == (1947, 2005)


def _spoilt(line: int, place: int, letter: str) -> tuple[str, ...]:
    lines = list(MAU)
    lines[line - 1] = lines[line - 1][: place - 1] + letter + lines[line - 1][place:]
    return tuple(lines)


@pytest.mark.parametrize(
    ("lines", "wrong", "field"),
    [
        (MAU[:2], Wrong.LINE_COUNT, Field.LINES),
        ((MAU[0], MAU[1][:29], MAU[2]), Wrong.LINE_LENGTH, Field.LINES),
        (_spoilt(3, 2, "Đ"), Wrong.CHARACTER, Field.LINES),
        (_spoilt(1, 15, "0"), Wrong.CHECK_DIGIT, Field.DOCUMENT_NUMBER),
        (_spoilt(1, 30, "0"), Wrong.CHECK_DIGIT, Field.OPTIONAL_DATA),
        (_spoilt(1, 28, "7"), Wrong.SHAPE, Field.OPTIONAL_DATA),
        (_spoilt(1, 6, "2"), Wrong.NOT_THE_NUMBER, Field.DOCUMENT_NUMBER),
        (_spoilt(1, 1, "P"), Wrong.NOT_VIETNAMESE, Field.DOCUMENT_CODE),
        (_spoilt(1, 3, "L"), Wrong.NOT_VIETNAMESE, Field.STATE),
        (_spoilt(2, 16, "L"), Wrong.NOT_VIETNAMESE, Field.NATIONALITY),
        (_spoilt(2, 20, "7"), Wrong.NOT_VIETNAMESE, Field.OPTIONAL_DATA_2),
        (_spoilt(2, 7, "0"), Wrong.CHECK_DIGIT, Field.BIRTH),
        (_spoilt(2, 15, "0"), Wrong.CHECK_DIGIT, Field.EXPIRY),
        (_spoilt(2, 30, "0"), Wrong.CHECK_DIGIT, Field.COMPOSITE),
        (_spoilt(2, 1, "5"), Wrong.CENTURY, Field.BIRTH),
        (_spoilt(2, 3, "1"), Wrong.CHECK_DIGIT, Field.BIRTH),
        (_spoilt(2, 3, "9"), Wrong.NO_SUCH_DAY, Field.BIRTH),
        (_spoilt(2, 11, "4"), Wrong.NO_SUCH_DAY, Field.EXPIRY),
        (_spoilt(2, 6, "<"), Wrong.SHAPE, Field.BIRTH),
        (_spoilt(2, 8, "X"), Wrong.SHAPE, Field.SEX),
        (_spoilt(2, 8, "M"), Wrong.SEX_DIGIT, Field.SEX),
        (_spoilt(3, 1, "<"), Wrong.SHAPE, Field.NAME),
    ],
)
def test_a_strict_reading_names_each_deviation(lines: tuple[str, ...], wrong: Wrong, field: Field) -> None:
    found = decode_vietnamese(lines).deviations
    assert (wrong, field) in {(each.wrong, each.field) for each in found}


def test_a_deviation_says_where_it_stands_and_what_was_due() -> None:
    assert decode_vietnamese(_spoilt(2, 7, "0")).deviations[0] == Deviation(
        wrong=Wrong.CHECK_DIGIT, field=Field.BIRTH, line=2, place=7, expected="4", found="0"
    )


def test_the_invented_shape_seen_on_the_web_fails_its_check_digits() -> None:
    lines = ("IDVNM099147000001<<<<<<<<<<<<<", "4701154F9912315VNM<<<<<<<<<<<8", MAU[2])
    wrongs = {each.wrong for each in decode_vietnamese(lines).deviations}
    assert Wrong.CHECK_DIGIT in wrongs
    assert Wrong.SHAPE in wrongs


@pytest.mark.parametrize(
    "change",
    [
        {"personal_number": "09914700001"},
        {"personal_number": "09914700000x"},
        {"birth_month": None},
        {"birth_month": 2, "birth_day": 30},
        {"expires_on": date(2099, 12, 31)},
        {"full_name": "’"},
        {"full_name": "Trần 2"},
        {"sex": "X"},
    ],
)
def test_a_zone_that_could_not_be_true_is_not_written(change: dict[str, object]) -> None:
    good: dict[str, object] = {
        "personal_number": "099147000001",
        "birth_year": 1947,
        "birth_month": 1,
        "birth_day": 15,
        "sex": "F",
        "expires_on": None,
        "full_name": "Trần Thị Mẫu",
    }
    with pytest.raises(ValueError):
        encode_vietnamese(**(good | change))  # type: ignore[arg-type]


def test_pasted_text_is_cut_by_lines_or_as_one_run_of_ninety() -> None:
    assert cut_lines("\n".join(MAU)) == MAU
    assert cut_lines("".join(MAU)) == MAU


numbers = st.tuples(st.sampled_from("0123"), st.integers(0, 99), st.integers(1, 999_999)).map(
    lambda parts: f"099{parts[0]}{parts[1]:02d}{parts[2]:06d}"
)
words = st.text("ABCĐEGHIKLMNOPQRSTUVXYÁẮỜƯŨẾ", min_size=1, max_size=12)


@given(
    number=numbers,
    known=st.sampled_from(["year", "month", "day"]),
    month=st.integers(1, 12),
    day=st.integers(1, 28),
    end=st.none() | st.dates(date(2021, 1, 1), date(2098, 1, 1)),
    name=st.lists(words, min_size=1, max_size=8).map(" ".join),
)
def test_what_is_written_is_read_back_without_a_deviation(
    number: str, known: str, month: int, day: int, end: date | None, name: str
) -> None:
    year = 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])
    lines = encode_vietnamese(
        personal_number=number,
        birth_year=year,
        birth_month=None if known == "year" else month,
        birth_day=day if known == "day" else None,
        sex="F" if int(number[3]) % 2 else "M",
        expires_on=end,
        full_name=name,
    )
    assert [len(line) for line in lines] == [30, 30, 30]
    reading = decode_vietnamese(lines)
    assert reading.deviations == ()
    assert reading.contents is not None
    assert reading.contents.personal_number == number
    assert reading.contents.birth_year == year
    assert reading.contents.birth_month == (None if known == "year" else month)
    assert reading.contents.birth_day == (day if known == "day" else None)
    assert reading.contents.expires_on == end


characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@given(
    number=st.text(characters, min_size=1, max_size=20),
    optional=st.text(characters, max_size=3),
    second=st.text(characters, max_size=11),
    sex=st.sampled_from("MF<"),
)
def test_any_td1_contents_come_back_as_they_were(number: str, optional: str, second: str, sex: str) -> None:
    zone = Td1(
        document_code="I",
        state="UTO",
        document_number=number,
        optional_data=optional,
        birth="740812",
        sex=sex,
        expiry="1204<<",
        nationality="UTO",
        optional_data_2=second,
        name=NameParts(primary=("ERIKSSON",), secondary=("ANNA",)),
    )
    room = 15 if len(number) <= 9 else 15 - (len(number) - 9) - 2
    if len(optional) > room:
        with pytest.raises(ValueError):
            encode_td1(zone)
        return
    reading = decode_td1(encode_td1(zone))
    assert reading.deviations == ()
    assert reading.contents == zone


@pytest.mark.slow
@given(st.lists(st.text(max_size=40), max_size=4))
def test_no_text_whatever_makes_the_reader_fall_over(lines: list[str]) -> None:
    reading = decode_vietnamese(lines)
    assert reading.contents is not None or reading.deviations


@given(
    place=st.integers(5, 59).filter(lambda place: place not in (37, 45, 46, 47)),
    letter=st.sampled_from("0123456789"),
)
def test_one_changed_figure_under_a_check_digit_is_always_noticed(place: int, letter: str) -> None:
    text = "".join(MAU)
    changed = text[:place] + letter + text[place + 1 :]
    assert bool(decode_vietnamese(cut_lines(changed)).deviations) == (changed != text)
