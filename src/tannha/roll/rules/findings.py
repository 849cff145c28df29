"""What can be said about a row before it is written, and what a person may decide about a group of such rows. Pure.

One catalogue for page, command and background work: a code, how much it weighs, and the repairs that are offered.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingCode(StrEnum):
    """Stable words; they are keys of the command's answer."""

    YEAR_ONLY = "year_only"
    IMPOSSIBLE_DATE = "impossible_date"
    UNREADABLE_DATE = "unreadable_date"
    SHORT_YEAR = "short_year"
    SERIAL_DATE = "serial_date"
    BIRTH_MISSING = "birth_missing"
    SEX_UNREADABLE = "sex_unreadable"
    LOST_LEADING_ZERO = "lost_leading_zero"
    NUMBER_UNREADABLE = "number_unreadable"
    NUMBER_DISAGREES = "number_disagrees_with_birth_or_sex"
    NUMBER_UNKNOWN_PROVINCE = "number_unknown_province"
    NINE_DIGIT_OLD_NUMBER = "nine_digit_old_number"
    OLD_NUMBER_UNREADABLE = "old_number_unreadable"
    NFD_NAME = "nfd_name"
    NAME_MISSING = "name_missing"
    NAME_UNLIKELY = "name_unlikely"
    LEGACY_ENCODING = "legacy_encoding"
    FORMER_WARD = "former_ward"
    DOUBLE = "double"
    DOUBLE_IN_ROLL = "double_in_roll"
    BLANK_ROW = "blank_row"
    SUMMARY_ROW = "summary_row"


class Weight(StrEnum):
    """Note: written all the same. Proposal: waits for a decision. Refused: cannot be written. Apart: no person."""

    NOTE = "note"
    PROPOSAL = "proposal"
    REFUSED = "refused"
    APART = "apart"


class Repair(StrEnum):
    """What may be decided for a group of findings."""

    SKIP = "skip"
    KEEP_YEAR = "keep_year"
    WITHOUT_BIRTH = "without_birth"
    TAKE_PROPOSAL = "take_proposal"
    WITHOUT_NUMBER = "without_number"
    WRITE_BOTH = "write_both"
    CONVERT = "convert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Weight and offered repairs of one code; the first repair is the most careful one."""

    weight: Weight
    repairs: tuple[Repair, ...] = ()


_NOTE = Kind(weight=Weight.NOTE)
_APART = Kind(weight=Weight.APART)
_NUMBER = Kind(weight=Weight.PROPOSAL, repairs=(Repair.WITHOUT_NUMBER, Repair.SKIP))

KINDS: dict[FindingCode, Kind] = {
    FindingCode.YEAR_ONLY: _NOTE,
    FindingCode.IMPOSSIBLE_DATE: Kind(
        weight=Weight.PROPOSAL, repairs=(Repair.KEEP_YEAR, Repair.WITHOUT_BIRTH, Repair.SKIP)
    ),
    FindingCode.UNREADABLE_DATE: Kind(weight=Weight.PROPOSAL, repairs=(Repair.WITHOUT_BIRTH, Repair.SKIP)),
    FindingCode.SHORT_YEAR: Kind(
        weight=Weight.PROPOSAL, repairs=(Repair.TAKE_PROPOSAL, Repair.WITHOUT_BIRTH, Repair.SKIP)
    ),
    FindingCode.SERIAL_DATE: Kind(
        weight=Weight.PROPOSAL, repairs=(Repair.TAKE_PROPOSAL, Repair.WITHOUT_BIRTH, Repair.SKIP)
    ),
    FindingCode.BIRTH_MISSING: _NOTE,
    FindingCode.SEX_UNREADABLE: _NOTE,
    FindingCode.LOST_LEADING_ZERO: Kind(
        weight=Weight.PROPOSAL, repairs=(Repair.TAKE_PROPOSAL, Repair.WITHOUT_NUMBER, Repair.SKIP)
    ),
    FindingCode.NUMBER_UNREADABLE: _NUMBER,
    FindingCode.NUMBER_DISAGREES: _NOTE,
    FindingCode.NUMBER_UNKNOWN_PROVINCE: _NOTE,
    FindingCode.NINE_DIGIT_OLD_NUMBER: _NOTE,
    FindingCode.OLD_NUMBER_UNREADABLE: _NUMBER,
    FindingCode.NFD_NAME: _NOTE,
    FindingCode.NAME_MISSING: Kind(weight=Weight.REFUSED),
    FindingCode.NAME_UNLIKELY: _NOTE,
    FindingCode.LEGACY_ENCODING: Kind(weight=Weight.PROPOSAL, repairs=(Repair.CONVERT, Repair.SKIP)),
    FindingCode.FORMER_WARD: _NOTE,
    FindingCode.DOUBLE: Kind(weight=Weight.PROPOSAL, repairs=(Repair.SKIP, Repair.WRITE_BOTH)),
    FindingCode.DOUBLE_IN_ROLL: Kind(weight=Weight.PROPOSAL, repairs=(Repair.SKIP, Repair.WRITE_BOTH)),
    FindingCode.BLANK_ROW: _APART,
    FindingCode.SUMMARY_ROW: _APART,
}


def needs_decision(code: FindingCode) -> bool:
    """Whether rows with this finding wait until somebody decides."""
    return KINDS[code].weight is Weight.PROPOSAL
