"""The square code beside the chip: whether what was scanned and what the chip says are of one person. Pure.

Anybody can print a code; a code that differs from a chip shows that one of the two is not this card's. That they agree
proves neither. For: the page of a chip read after a scan. Not for: whether the chip itself is genuine.
"""

from __future__ import annotations

from enum import StrEnum

from tannha.desk.rules.qr import CardCopy
from tannha.ground.facts import Answer
from tannha.ground.names import fold

LINE = 30
"""Letters in a line of the zone of a card (Doc 9303-5)."""


class CodeAndChip(StrEnum):
    """What a comparison came to."""

    AGREE = "agree"
    ANOTHER_NUMBER = "another_number"
    ANOTHER_NAME = "another_name"
    ANOTHER_BIRTH = "another_birth"
    CHIP_NOT_READ = "chip_not_read"


def compare(copy: CardCopy, *, zone: tuple[str, ...], name: str) -> CodeAndChip:
    """Compare number, birth and name. `zone` are the chip's lines, `name` as its DG13 writes it; each empty when it
    was not read, and then not compared. Names are compared without marks, births as far as both are known."""
    if len(zone) != 3 or any(len(line) != LINE for line in zone):
        return CodeAndChip.CHIP_NOT_READ
    if zone[0][15:27] != copy.personal_number:
        return CodeAndChip.ANOTHER_NUMBER
    birth = copy.birth
    known = (
        f"{birth.year % 100:02}",
        f"{birth.month:02}" if birth.month else "",
        f"{birth.day:02}" if birth.day else "",
    )
    written = (zone[1][0:2], zone[1][2:4], zone[1][4:6])
    if any(
        ours and theirs.isdigit() and theirs != "00" and ours != theirs
        for ours, theirs in zip(known, written, strict=True)
    ):
        return CodeAndChip.ANOTHER_BIRTH
    if name and fold(name) != fold(copy.full_name):
        return CodeAndChip.ANOTHER_NAME
    return CodeAndChip.AGREE


def answer_of(found: CodeAndChip) -> Answer:
    """The comparison as one of the four answers."""
    if found is CodeAndChip.AGREE:
        return Answer.TRUE
    return Answer.UNCHECKED if found is CodeAndChip.CHIP_NOT_READ else Answer.FALSE
