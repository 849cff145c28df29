"""Old letters are recognised by the syllables they give, converted cell by cell, and what is fine already stays."""

from __future__ import annotations

import pytest

from tannha.roll.rules.old_letters import CONVERT, Letters, convert, convert_columns, which_letters
from tannha.roll.rules.syllables import is_syllable
from tests.roll.lists import csv_text
from tests.roll.test_analysis import counts, look

NAMES = (
    "Nguyễn Văn Hoà",
    "Trần Thị Đào",
    "Phạm Quang Dương",
    "Lê Đức Thịnh",
    "Vũ Thuý Hằng",
    "Bùi Quỳnh Như",
)
TCVN3 = (
    "NguyÔn V¨n Hoµ",
    "TrÇn ThÞ §µo",
    "Ph¹m Quang D\u00ad¬ng",
    "Lª §øc ThÞnh",
    "Vò Thuý H»ng",
    "Bïi Quúnh Nh\u00ad",
)
VNI = (
    "Nguyeãn Vaên Hoaø",
    "Traàn Thò Ñaøo",
    "Phaïm Quang Döông",
    "Leâ Ñöùc Thònh",
    "Vuõ Thuyù Haèng",
    "Buøi Quyønh Nhö",
)
MISREAD = tuple(name.encode().decode("latin-1") for name in NAMES)


@pytest.mark.parametrize(
    ("letters", "typed"), [(Letters.TCVN3, TCVN3), (Letters.VNI, VNI), (Letters.MISREAD, MISREAD)]
)
def test_each_kind_is_recognised_and_turned(letters, typed):
    assert which_letters(typed) is letters
    assert tuple(convert(name, letters, unmixed=True) for name in typed) == NAMES


@pytest.mark.parametrize(
    "fine", [NAMES, ("H'Ŏn Êban", "Y Kbŭr Niê"), ("René Müller", "Bé Hai"), ("Nguyen Van Tam",), ()]
)
def test_what_is_fine_is_not_taken_for_old(fine):
    assert which_letters(fine) is None


def test_vni_knows_every_letter():
    vowels = {
        "a": "á à ả ã ạ ă ắ ằ ẳ ẵ ặ â ấ ầ ẩ ẫ ậ",
        "e": "é è ẻ ẽ ẹ ê ế ề ể ễ ệ",
        "o": "ó ò ỏ õ ọ ô ố ồ ổ ỗ ộ",
    }
    signs = {"a": "ùøûõïêéèúüëâáàåãä", "e": "ùøûõïâáàåãä", "o": "ùøûõïâáàåãä"}
    for vowel, letters in vowels.items():
        for sign, letter in zip(signs[vowel], letters.split(), strict=True):
            assert CONVERT[Letters.VNI](vowel + sign) == letter
            assert CONVERT[Letters.VNI]((vowel + sign).upper()) == letter.upper()
    assert CONVERT[Letters.VNI]("ñ ôù ö öï î") == "đ ớ ư ự ỵ"


def test_only_the_column_of_names_is_turned_and_only_where_it_is_old():
    rows = [
        ["STT", "Hä vµ tªn", "Năm sinh", "Địa chỉ"],
        *([n, name, "1950", "9 ngõ 12 Bằng Liệt"] for n, name in enumerate(TCVN3)),
        [9, "Nguyễn Thị Hé", "1950", "9 ngõ 12 Bằng Liệt"],
        [10, "Tran Van Nam", "1950", "9 ngõ 12 Bằng Liệt"],
    ]
    turned = convert_columns(rows, 1)
    assert turned is not None
    done, typed = turned
    assert [row[1] for row in done] == ["Họ và tên", *NAMES, "Nguyễn Thị Hé", "Tran Van Nam"]
    assert {row[3] for row in done[1:]} == {"9 ngõ 12 Bằng Liệt"}
    assert set(typed) == set(range(len(TCVN3) + 1))


def test_a_list_in_two_kinds_of_letters_waits_only_for_the_old_rows_and_shows_samples():
    rows = [
        (n, name, "02/01/1983", "Nam", "", "", f"{n} ngõ 12 Bằng Liệt", 3, "")
        for n, name in enumerate(VNI, 1)
    ]
    fine = (7, "Đỗ Văn Tâm", "02/01/1983", "Nam", "", "", "7 ngõ 12 Bằng Liệt", 3, "")
    found, people, _ = look(*rows, fine)
    assert counts(found) == {"legacy_encoding": len(VNI)}
    assert found.findings["legacy_encoding"].samples[0] == "Nguyeãn Vaên Hoaø → Nguyễn Văn Hoà"
    assert [person.full_name for person in people] == ["Đỗ Văn Tâm"]


@pytest.mark.parametrize("typed", [TCVN3, VNI])
def test_a_text_list_in_old_letters_is_read(typed):
    from tannha.roll.reading import read_book
    from tannha.roll.rules.analysis import lists_in

    rows = [(n, name, "1950", "", "", "", "", 3, "") for n, name in enumerate(typed, 1)]
    text = csv_text(
        *rows, headings=("STT", "Ho va ten", "Nam sinh", "Gioi tinh", "So", "CMND", "Dia chi", "To", "DT")
    )
    lists = lists_in(read_book(text.encode("latin-1"), "ds.csv"))
    assert [row[1] for row in lists[0].rows] == list(NAMES)


@pytest.mark.parametrize(
    "word", ["Nguyễn", "Hoà", "Hòa", "Quỳnh", "Đào", "nghiêng", "khuya", "Ước", "gì", "PHƯỢNG"]
)
def test_vietnamese_words_are_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["NguyÔn", "V¨n", "Nguyeãn", "Müller", "Kbŭr", "Hoaø", ""])
def test_others_are_none(word):
    assert not is_syllable(word)
