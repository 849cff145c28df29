"""The quick name rules give what the ground's own give."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tannha.ground.names import fold, nfc, sort_key
from tannha.roll.rules.quick import clean, folded_name, sorted_name

NAMES = (
    "TRẦN THỊ ĐÀO",
    "Nguyễn  Văn Tâm",
    "H'Hen Niê",
    "Y’ Bhăm Êban",
    "Lê-Thị Hoà",
    "  Đỗ ",
    "",
    "Nguyễn Văn A.",
)


@given(st.one_of(st.sampled_from(NAMES), st.text(max_size=40)))
def test_cleaning_is_the_written_form_of_the_ground(text):
    assert clean(text) == nfc(text)


@given(st.one_of(st.sampled_from(NAMES), st.text(alphabet="aăâđĐêôơưÁẦẾ’'. -zZ", max_size=40)))
def test_keys_are_those_of_the_ground(text):
    name = nfc(text)
    assert folded_name(name) == fold(name)
    assert sorted_name(name) == sort_key(name)
