"""Numbers as lists hold them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tannha.ground.dates import PartialDate
from tannha.roll.rules.fields import Field
from tannha.roll.rules.findings import FindingCode
from tannha.roll.rules.numbers import read_numbers

BORN = PartialDate(year=1962)


def read(cell, column=Field.PERSONAL_NUMBER, birth=BORN, sex="male"):
    return read_numbers(cell, column=column, birth=birth, sex=sex)


@pytest.mark.parametrize(
    "cell", ["099062200015", "099 062 200 015", "099.062.200.015", "'099062200015", 199062200015]
)
def test_twelve_digits_are_the_number_however_they_are_spaced(cell):
    assert read(cell, birth=None, sex="unknown").personal in ("099062200015", "199062200015")


def test_a_number_that_agrees_raises_nothing():
    assert read("099062200015").findings == ()


@pytest.mark.parametrize(("birth", "sex"), [(PartialDate(year=1963), "male"), (BORN, "female")])
def test_a_number_that_contradicts_birth_or_sex_is_a_doubt_and_still_taken(birth, sex):
    found = read("099062200015", birth=birth, sex=sex)
    assert found.personal == "099062200015"
    assert found.findings == (FindingCode.NUMBER_DISAGREES,)


def test_unknown_birth_and_sex_contradict_nothing():
    assert read("099062200015", birth=None, sex="unknown").findings == ()


def test_the_invented_prefix_is_no_finding_but_an_unknown_province_is():
    assert read("003062200015").findings == (FindingCode.NUMBER_UNKNOWN_PROVINCE,)


@pytest.mark.parametrize(
    ("cell", "padded"),
    [(99062200015.0, "099062200015"), (1062200015, "001062200015"), ("99062200015", "099062200015")],
)
def test_lost_zeros_are_a_proposal_and_nothing_is_taken(cell, padded):
    found = read(cell)
    assert (found.personal, found.findings, found.proposed_personal) == (
        "",
        (FindingCode.LOST_LEADING_ZERO,),
        padded,
    )


def test_a_short_number_that_would_contradict_the_person_is_not_even_proposed():
    found = read(99062200015.0, sex="female")
    assert (found.findings, found.proposed_personal) == ((FindingCode.NUMBER_UNREADABLE,), "")


@pytest.mark.parametrize("cell", ["081 055 318", "081055318", 181055318.0])
def test_nine_digits_among_personal_numbers_are_an_old_number_and_never_padded(cell):
    found = read(cell)
    assert (found.personal, found.findings) == ("", (FindingCode.NINE_DIGIT_OLD_NUMBER,))
    assert len(found.old) == 9


def test_nine_digits_in_their_own_column_are_no_finding():
    found = read("081055318", column=Field.OLD_NUMBER)
    assert (found.old, found.findings) == ("081055318", ())


def test_eight_digits_that_were_a_number_may_have_lost_their_zero():
    found = read(11234567.0, column=Field.OLD_NUMBER)
    assert (found.old, found.findings, found.proposed_old) == (
        "",
        (FindingCode.LOST_LEADING_ZERO,),
        "011234567",
    )


def test_old_and_new_number_in_one_cell_are_both_read():
    found = read("081055318 / 099062200015", column=Field.ANY_NUMBER)
    assert (found.old, found.personal) == ("081055318", "099062200015")


@pytest.mark.parametrize("cell", ["chưa có", "12345", "09906220001x", "0990622000151", "٠٩٩٠٦٢٢٠٠٠١٥"])
def test_anything_else_is_unreadable(cell):
    found = read(cell)
    assert (found.personal, found.old, found.findings) == ("", "", (FindingCode.NUMBER_UNREADABLE,))


@given(
    st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.none()),
    st.sampled_from([Field.PERSONAL_NUMBER, Field.OLD_NUMBER, Field.ANY_NUMBER]),
)
def test_what_is_taken_always_has_twelve_or_nine_digits(cell, column):
    found = read(cell, column=column)
    for taken, length in (
        (found.personal, 12),
        (found.old, 9),
        (found.proposed_personal, 12),
        (found.proposed_old, 9),
    ):
        assert taken == "" or (len(taken) == length and taken.isdigit())
