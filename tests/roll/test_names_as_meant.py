"""Words of a name as two hands would both mean them."""

from __future__ import annotations

import pytest

from tannha.roll.rules.doubles import Evidence, Known, Seen, meant_name
from tannha.roll.rules.syllables import as_meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nguyeenx", "nguyen"),
        ("thij", "thi"),
        ("dduwcs", "duc"),
        ("huwowng", "huong"),
        ("ly", "li"),
        ("quy", "qui"),
        ("huy", "huy"),
        ("anderson", "anderson"),
        ("marx", "marx"),
        ("thanh", "thanh"),
    ],
)
def test_raw_keys_are_read_and_i_is_y(typed, meant):
    assert as_meant(typed) == meant


def known(row, written, birth, number="", door="t|a|15.4", place="1504", group="Tổ 1"):
    """A row of the list; the folded name is made from the written one."""
    from tannha.ground.names import fold

    return Known(row, meant_name(fold(written)), birth, "female", number, "", door, group, place, "", written)


def evidence(one, other):
    """What the second says about the first."""
    seen = Seen()
    seen.add(one)
    found = seen.find(other)
    return found.evidence if found else None


def test_a_name_in_raw_keys_at_the_same_door_is_met_again():
    assert evidence(
        known("1", "Nguyễn Thị Hoà", "1985-02-03"), known("2", "Nguyeenx Thij Hoaf", "1985-02-03")
    ) in (Evidence.SAME_NAME_BIRTH_DOOR, Evidence.SIMILAR_NAME_SAME_DOOR)


def test_twins_with_two_numbers_and_a_tone_between_their_names_are_two():
    one = known("1", "Lê Minh Anh", "2010-01-24", "099310000001")
    other = known("2", "Lê Minh Ánh", "2010-01-24", "099310777000")
    assert evidence(one, other) is None


def test_a_first_of_january_in_another_group_tells_no_more_than_the_year():
    one = known("1", "Nguyễn Thị Hoa", "1950-01-01")
    far = known("2", "Nguyễn Thị Hoa", "1950-01-01", door="t|b|3.1", place="301", group="Tổ 9")
    assert evidence(one, far) is None
    day = known("3", "Nguyễn Thị Hoa", "1950-05-17")
    assert evidence(
        day, known("4", "Nguyễn Thị Hoa", "1950-05-17", door="t|b|3.1", place="301", group="Tổ 9")
    )
