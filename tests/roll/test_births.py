"""Dates of birth as lists hold them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tannha.ground.dates import PartialDate
from tannha.roll.rules.births import from_parts, read_birth
from tannha.roll.rules.findings import FindingCode

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("21/05/1947", "1947-05-21"),
        ("1/2/1983", "1983-02-01"),
        ("21-05-1947", "1947-05-21"),
        ("21.5.1947", "1947-05-21"),
        ("21 05 1947", "1947-05-21"),
        ("1947-05-21", "1947-05-21"),
        ("1947/5/21", "1947-05-21"),
        ("1947-05-21 00:00:00", "1947-05-21"),
        ("ngày 5 tháng 8 năm 1931", "1931-08-05"),
        ("21051947", "1947-05-21"),
        (date(1947, 5, 21), "1947-05-21"),
        (datetime(1947, 5, 21, 0, 0, tzinfo=UTC), "1947-05-21"),
        ("05/1947", "1947-05"),
        ("00/05/1947", "1947-05"),
        ("  21/05/1947 ", "1947-05-21"),
    ],
)
def test_a_date_is_read_in_all_its_forms_without_a_finding(cell, iso):
    found = read_birth(cell, on=TODAY)
    assert found.birth is not None and found.birth.iso == iso
    assert found.finding is None


@pytest.mark.parametrize(
    "cell",
    [
        "1947",
        1947,
        1947.0,
        "00/00/1947",
        "0/0/1947",
        "--/--/1947",
        "../../1947",
        "?/?/1947",
        "năm 1947",
        "sinh năm 1947",
    ],
)
def test_a_year_alone_is_kept_as_a_year_and_never_given_a_day(cell):
    found = read_birth(cell, on=TODAY)
    assert (found.birth, found.finding) == (PartialDate(year=1947), FindingCode.YEAR_ONLY)


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("31/02/1950", 1950),
        ("29/02/1900", 1900),
        ("05/13/1960", 1960),
        ("32/01/1960", 1960),
        ("15/0/1960", 1960),
    ],
)
def test_a_day_that_does_not_exist_waits_with_its_year_as_proposal(cell, year):
    found = read_birth(cell, on=TODAY)
    assert (found.birth, found.finding) == (None, FindingCode.IMPOSSIBLE_DATE)
    assert found.proposal == PartialDate(year=year)


@pytest.mark.parametrize("cell", ["01/01/2027", "01/01/1700", date(2026, 11, 25), "2027"])
def test_nobody_is_born_after_today_or_centuries_ago(cell):
    assert read_birth(cell, on=TODAY).finding is FindingCode.IMPOSSIBLE_DATE


def test_a_serial_number_is_only_proposed_as_a_date():
    found = read_birth(17308.0, on=TODAY)
    assert (found.birth, found.finding, found.proposal) == (
        None,
        FindingCode.SERIAL_DATE,
        PartialDate(year=1947, month=5, day=21),
    )


def test_a_two_digit_year_is_only_proposed():
    found = read_birth("21/05/47", on=TODAY)
    assert (found.birth, found.finding) == (None, FindingCode.SHORT_YEAR)
    assert found.proposal == PartialDate(year=1947, month=5, day=21)


@pytest.mark.parametrize("cell", ["không rõ", "21/05", "abc", 123456789.0, -5, "1/2/3/4"])
def test_what_is_no_date_is_called_unreadable(cell):
    found = read_birth(cell, on=TODAY)
    assert (found.birth, found.finding) == (None, FindingCode.UNREADABLE_DATE)


@pytest.mark.parametrize("cell", [None, "", "   ", True])
def test_an_empty_cell_says_nothing(cell):
    found = read_birth(cell, on=TODAY)
    assert (found.birth, found.finding, found.proposal) == (None, None, None)


def test_three_columns_make_one_date_and_zeros_are_not_known():
    assert from_parts(21.0, 5.0, 1947.0, on=TODAY).birth == PartialDate(year=1947, month=5, day=21)
    assert from_parts("", "", "1947", on=TODAY).birth == PartialDate(year=1947)
    assert from_parts(None, None, None, on=TODAY).birth is None


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=TODAY),
    st.sampled_from(["{0:%d/%m/%Y}", "{0:%Y-%m-%d}", "{0.day}/{0.month}/{0.year}"]),
)
def test_every_day_of_a_lifetime_comes_back_as_itself(day, form):
    assert read_birth(form.format(day), on=TODAY).birth == PartialDate.full(day)


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.dates(), st.booleans()))
def test_any_cell_gets_an_answer_and_never_both_a_date_and_a_proposal(cell):
    found = read_birth(cell, on=TODAY)
    assert found.birth is None or found.proposal is None
    assert found.birth is None or found.birth.earliest <= TODAY


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("02-Mar-1950", "1950-03-02"),
        ("2-thg 3-1950", "1950-03-02"),
        ("Mar 2, 1950", "1950-03-02"),
        ("19500302", "1950-03-02"),
        ("02031950", "1950-03-02"),
        ("Tháng 3/1950", "1950-03"),
        ("sinh năm 1950", "1950"),
        ("1950?", "1950"),
        ("Đinh Hợi 1947", "1947"),
        ("Đinh Hợi (1947)", "1947"),
    ],
)
def test_dates_are_read_as_many_hands_write_them(typed, born):
    found = read_birth(typed, on=date(2026, 11, 24))
    assert found.birth is not None and found.birth.iso == born


def test_a_serial_number_typed_as_text_is_only_a_proposal():
    found = read_birth("17290", on=date(2026, 11, 24))
    assert (found.birth, found.finding) == (None, FindingCode.SERIAL_DATE)
