"""The scanned code beside the chip: one person or two, as far as both are known."""

from __future__ import annotations

from datetime import date

import pytest

from tannha.desk.rules.code_and_chip import CodeAndChip, answer_of, compare
from tannha.desk.rules.qr import CardCopy
from tannha.ground.dates import PartialDate
from tannha.ground.facts import Answer

ZONE = (
    "IDVNM1470000017099147000001<<3",
    "4701154F9912315VNM<<<<<<<<<<<8",
    "TRAN<<THI<MAU<<<<<<<<<<<<<<<<<",
)


def copy(
    number: str = "099147000001", name: str = "Trần Thị Mẫu", birth: PartialDate | None = None
) -> CardCopy:
    return CardCopy(
        personal_number=number,
        old_number="",
        full_name=name,
        birth=birth or PartialDate(year=1947, month=1, day=15),
        sex="female",
        address="",
        issued_on=date(2026, 1, 15),
        extra=(),
        oddities=(),
    )


@pytest.mark.parametrize(
    ("scanned", "name", "found"),
    [
        (copy(), "Trần Thị Mẫu", CodeAndChip.AGREE),
        (copy(name="TRAN THI MAU"), "Trần Thị Mẫu", CodeAndChip.AGREE),
        (copy(birth=PartialDate(year=1947)), "Trần Thị Mẫu", CodeAndChip.AGREE),
        (copy(name="Lê Thị Khác"), "", CodeAndChip.AGREE),
        (copy(name="Lê Thị Khác"), "Trần Thị Mẫu", CodeAndChip.ANOTHER_NAME),
        (copy(number="099147000002"), "Trần Thị Mẫu", CodeAndChip.ANOTHER_NUMBER),
        (copy(birth=PartialDate(year=1947, month=1, day=16)), "Trần Thị Mẫu", CodeAndChip.ANOTHER_BIRTH),
    ],
)
def test_code_and_chip_are_compared_as_far_as_both_are_known(
    scanned: CardCopy, name: str, found: CodeAndChip
) -> None:
    assert compare(scanned, zone=ZONE, name=name) is found
    assert answer_of(found) is (Answer.TRUE if found is CodeAndChip.AGREE else Answer.FALSE)


@pytest.mark.parametrize("zone", [(), ZONE[:2], ("P<UTO", "X", "Y")])
def test_without_the_chips_lines_nothing_is_said(zone: tuple[str, ...]) -> None:
    assert compare(copy(), zone=zone, name="") is CodeAndChip.CHIP_NOT_READ
    assert answer_of(CodeAndChip.CHIP_NOT_READ) is Answer.UNCHECKED
