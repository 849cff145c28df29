"""Likely doubles inside the roll: two rows and the evidence that they are one person. Nobody is merged here. Pure.

Weaker evidence than a number needs a birth: two people of one name in a ward are common. Two well-formed numbers that
differ outweigh a like name, not the same name, birth and door.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from rapidfuzz.fuzz import ratio

from tannha.roll.rules.doubles import Evidence

_SIMILAR = 88.0
STRENGTH = (
    Evidence.SAME_NUMBER,
    Evidence.SAME_OLD_NUMBER,
    Evidence.SAME_NAME_BIRTH_DOOR,
    Evidence.SAME_NAME_BIRTH_GROUP,
    Evidence.SIMILAR_NAME_SAME_DOOR,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One row as it is compared; `birth` as stored, "" where it is not known, `others` its earlier numbers."""

    id: UUID
    name_key: str
    birth: str
    sex: str
    number: str
    others: frozenset[str]
    door: str
    group: str


def evidence_for(one: Candidate, other: Candidate) -> Evidence | None:
    """The strongest evidence that two rows are one person, or None."""
    if one.number and one.number == other.number:
        return Evidence.SAME_NUMBER
    shared = (one.others | {one.number}) & (other.others | {other.number}) - {""}
    if shared and (one.birth[:4] == other.birth[:4] or ratio(one.name_key, other.name_key) >= _SIMILAR):
        return Evidence.SAME_OLD_NUMBER
    if not one.birth or not other.birth:
        return None
    return _by_name(one, other)


def _by_name(one: Candidate, other: Candidate) -> Evidence | None:
    same_name = one.name_key == other.name_key
    same_door = bool(one.door) and one.door == other.door
    one_without_number = not (one.number and other.number)
    if same_name and one.birth == other.birth:
        if same_door:
            return Evidence.SAME_NAME_BIRTH_DOOR
        if len(one.birth) == 10 and one_without_number and one.group == other.group:
            return Evidence.SAME_NAME_BIRTH_GROUP
    fits = one.birth.startswith(other.birth) or other.birth.startswith(one.birth)
    same_sex = one.sex == other.sex or "unknown" in (one.sex, other.sex)
    if same_door and one_without_number and fits and same_sex and _like(one.name_key, other.name_key):
        return Evidence.SIMILAR_NAME_SAME_DOOR
    return None


def _like(one: str, other: str) -> bool:
    return ratio(one, other) >= _SIMILAR
