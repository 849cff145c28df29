"""Numbers as lists hold them: the personal number, the old nine-digit one, both in one column, zeros lost. Pure.

A shorter number is never padded silently: the padded one is a proposal, and only where birth year and sex agree with
it. A nine-digit number may be an old one and is never padded.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tannha.ground.dates import PartialDate
from tannha.ground.personal_number import PROVINCES, SYNTHETIC_PREFIX, birth_year, stated_sex
from tannha.roll.rules.cells import Cell, is_number, text_of
from tannha.roll.rules.fields import Field
from tannha.roll.rules.findings import FindingCode

_SEPARATORS = re.compile(r"[\s.\-'’`_]+")
_SEVERAL = re.compile(r"\s*(?:[/;,\n]|\bvà\b)\s*")


class NumberReading(NamedTuple):
    """Numbers found in one cell, findings about them, and the number a lost zero would give back."""

    personal: str = ""
    old: str = ""
    findings: tuple[FindingCode, ...] = ()
    proposed_personal: str = ""
    proposed_old: str = ""


NO_NUMBER = NumberReading()


def read_numbers(cell: Cell, *, column: Field, birth: PartialDate | None, sex: str) -> NumberReading:
    """Read a cell of a number column. `birth` and `sex` are what the row says, for doubts and proposals."""
    if cell is None or cell == "":
        return NO_NUMBER
    if type(cell) is str and len(cell) == 12 and cell.isdecimal() and cell.isascii():
        return NumberReading(cell, "", doubts_about(cell, birth=birth, sex=sex))
    typed = text_of(cell)
    whole = typed if typed.isdigit() else _SEPARATORS.sub("", typed)
    if not whole:
        return NO_NUMBER
    if not whole.isdigit() and len(parts := [part for part in _SEVERAL.split(typed) if part]) == 2:
        first, second = (
            _read(_SEPARATORS.sub("", part), False, Field.ANY_NUMBER, birth, sex) for part in parts
        )
        if bool(first.personal) != bool(second.personal) and bool(first.old) != bool(second.old):
            return NumberReading(
                personal=first.personal or second.personal,
                old=first.old or second.old,
                findings=first.findings + second.findings,
            )
    return _read(whole, is_number(cell), column, birth, sex)


def _read(digits: str, was_number: bool, column: Field, birth: PartialDate | None, sex: str) -> NumberReading:
    if not (digits.isascii() and digits.isdigit()):
        return _unreadable(column)
    length = len(digits)
    if length == 12:
        return NumberReading(personal=digits, findings=doubts_about(digits, birth=birth, sex=sex))
    if length == 9:
        if column is Field.OLD_NUMBER:
            return NumberReading(old=digits)
        return NumberReading(old=digits, findings=(FindingCode.NINE_DIGIT_OLD_NUMBER,))
    if length in (10, 11) and column is not Field.OLD_NUMBER:
        padded = digits.zfill(12)
        if not doubts_about(padded, birth=birth, sex=sex):
            return NumberReading(findings=(FindingCode.LOST_LEADING_ZERO,), proposed_personal=padded)
    if length in (7, 8) and was_number and column is not Field.PERSONAL_NUMBER:
        return NumberReading(findings=(FindingCode.LOST_LEADING_ZERO,), proposed_old=digits.zfill(9))
    return _unreadable(column)


def _unreadable(column: Field) -> NumberReading:
    if column is Field.OLD_NUMBER:
        return NumberReading(findings=(FindingCode.OLD_NUMBER_UNREADABLE,))
    return NumberReading(findings=(FindingCode.NUMBER_UNREADABLE,))


def doubts_about(number: str, *, birth: PartialDate | None, sex: str) -> tuple[FindingCode, ...]:
    """Doubts about twelve digits; unknown birth or sex raises none, and the invented prefix raises none."""
    year, says, known_province = _stated(number[:6])
    found: tuple[FindingCode, ...] = ()
    if (birth is not None and birth.year != year) or (sex != "unknown" and sex != says):
        found = (FindingCode.NUMBER_DISAGREES,)
    return found if known_province else (*found, FindingCode.NUMBER_UNKNOWN_PROVINCE)


@lru_cache(maxsize=16384)
def _stated(beginning: str) -> tuple[int, str, bool]:
    """What the first six digits say: year of birth, sex, and whether the province is known or the invented one."""
    known = beginning[:3] in PROVINCES or beginning.startswith(SYNTHETIC_PREFIX)
    return birth_year(beginning), stated_sex(beginning), known
