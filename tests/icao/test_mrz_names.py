from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tannha.icao.mrz_names import (
    NameParts,
    NotALetter,
    letters_of,
    name_field,
    parts_of_field,
    vietnamese_parts,
)

TONED = "ÀÁẢÃẠ ĂẰẮẲẴẶ ÂẦẤẨẪẬ ÈÉẺẼẸ ÊỀẾỂỄỆ ÌÍỈĨỊ ÒÓỎÕỌ ÔỒỐỔỖỘ ƠỜỚỞỠỢ ÙÚỦŨỤ ƯỪỨỬỮỰ ỲÝỶỸỴ Đ"


def test_every_vietnamese_letter_with_its_tone_has_its_plain_letter() -> None:
    assert letters_of(TONED) == (
        "AAAAA", "AAAAAA", "AAAAAA", "EEEEE", "EEEEEE", "IIIII",
        "OOOOO", "OOOOOO", "OOOOOO", "UUUUU", "UUUUUU", "YYYYY", "D",
    )  # fmt: skip
    assert letters_of(TONED.lower()) == letters_of(TONED)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Trần Thị Đào", "TRAN<<THI<DAO<<<<<<<<<<<<<<<<<"),
        ("H'Ŏn Kbŭr", "HON<<KBUR<<<<<<<<<<<<<<<<<<<<<"),
        ("H’Ŏn Kbŭr", "HON<<KBUR<<<<<<<<<<<<<<<<<<<<<"),
        ("Y Bĭk Êban", "Y<<BIK<EBAN<<<<<<<<<<<<<<<<<<<"),
        ("Y-Bhăm Niê", "Y<<BHAM<NIE<<<<<<<<<<<<<<<<<<<"),
        ("Ksor Hơ̆", "KSOR<<HO<<<<<<<<<<<<<<<<<<<<<<"),
        ("Đỗ", "DO<<<<<<<<<<<<<<<<<<<<<<<<<<<<"),
    ],
)
def test_names_as_written_become_the_name_field(name: str, field: str) -> None:
    assert name_field(vietnamese_parts(name)) == field


def test_decomposed_and_composed_writing_give_the_same_letters() -> None:
    assert letters_of(unicodedata.normalize("NFD", "Trần")) == letters_of("Trần") == ("TRAN",)


@pytest.mark.parametrize("name", ["Trần 2", "Mẫu_", "李", "Anna\N{REPLACEMENT CHARACTER}"])
def test_a_character_without_a_letter_is_refused_and_not_guessed(name: str) -> None:
    with pytest.raises(NotALetter) as caught:
        letters_of(name)
    assert name not in str(caught.value)


def test_a_name_that_just_fits_fills_all_thirty_places_whole() -> None:
    assert name_field(vietnamese_parts("Nguyễn Phạm Hoàng Ngặng Thuỷ")) == "NGUYEN<<PHAM<HOANG<NGANG<THUY<"
    assert name_field(vietnamese_parts("Nguyễn Phạm Hoàng Ngặng Thuyên")) == "NGUYEN<<PHAM<HOANG<NGANG<THUYE"


def test_a_long_name_keeps_its_surname_and_ends_in_a_letter() -> None:
    field = name_field(vietnamese_parts("Nguyễn Phạm Hoàng Ngặng Thuỳ Dương Mai"))
    assert field == "NGUYEN<<PHAM<HOANG<NGAN<THUY<D"
    assert len(field) == 30


def test_a_cut_never_ends_in_a_filler_for_the_last_letter_says_that_something_may_be_missing() -> None:
    parts = NameParts(primary=("NILAVADHANANANDA",), secondary=("CHAYAPA", "DEJTHAMRONG", "KRASUANG"))
    assert name_field(parts) == "NILAVADHANANANDA<<CHAYAPA<DEJT"


def test_a_surname_over_the_whole_field_leaves_one_letter_of_the_given_name() -> None:
    parts = NameParts(primary=("A" * 34,), secondary=("BINH",))
    assert name_field(parts) == "A" * 27 + "<<B"


def test_a_single_word_over_the_whole_field_is_cut_at_thirty() -> None:
    assert name_field(NameParts(primary=("A" * 60,), secondary=())) == "A" * 30


plain_words = st.text("ABCDEFGH", min_size=1, max_size=14)


@given(surname=plain_words, given_names=st.lists(plain_words, max_size=12))
def test_every_name_field_has_thirty_places_and_a_cut_one_ends_in_a_letter(
    surname: str, given_names: list[str]
) -> None:
    parts = NameParts(primary=(surname,), secondary=tuple(given_names))
    field = name_field(parts)
    assert len(field) == 30
    whole = len(surname) + (2 + len(" ".join(given_names)) if given_names else 0)
    if whole <= 30:
        assert parts_of_field(field) == parts
    else:
        assert field[-1] != "<"
        assert field.startswith(surname[: min(len(surname) - 1, 27)])
    assert parts_of_field(field) is not None
