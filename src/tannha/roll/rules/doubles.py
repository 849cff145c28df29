"""Likely doubles, within a file and against the roll, each with its evidence; nobody is merged here. Pure.

One pass: each person is compared with those before through a few keys (number, name with birth, door with birth year),
so 90,000 rows cost 90,000 steps. Two people who share name and birth but have two different well-formed numbers and
another door are two people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz.fuzz import ratio

from tannha.roll.rules.people import Person

_SIMILAR = 88.0


class Evidence(StrEnum):
    """Why two rows may be one person."""

    SAME_NUMBER = "same_number"
    SAME_OLD_NUMBER = "same_old_number"
    SAME_NAME_BIRTH_DOOR = "same_name_birth_door"
    SAME_NAME_BIRTH_GROUP = "same_name_birth_group"
    SIMILAR_NAME_SAME_DOOR = "similar_name_same_door"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody already seen; `row` is "" for people of the roll."""

    row: str
    name_key: str
    birth: str
    sex: str
    number: str
    old_number: str
    door: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Double:
    """The one seen before, and the evidence."""

    known: Known
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Everybody seen so far, by the keys they can be met again."""

    by_number: dict[str, Known] = field(default_factory=dict)
    by_old_number: dict[str, Known] = field(default_factory=dict)
    by_name_birth: dict[tuple[str, str], list[Known]] = field(default_factory=dict)
    by_door_year: dict[tuple[str, str], list[Known]] = field(default_factory=dict)

    def add(self, known: Known) -> None:
        """Remember one more."""
        if known.number:
            self.by_number.setdefault(known.number, known)
        if known.old_number:
            self.by_old_number.setdefault(known.old_number, known)
        if known.birth:
            self.by_name_birth.setdefault((known.name_key, known.birth), []).append(known)
            if known.door:
                self.by_door_year.setdefault((known.door, known.birth[:4]), []).append(known)

    def find(self, person: Known) -> Double | None:
        """The strongest evidence that this one was seen before, or None."""
        if person.number and (known := self.by_number.get(person.number)):
            return Double(known=known, evidence=Evidence.SAME_NUMBER)
        known = self.by_old_number.get(person.old_number) if person.old_number else None
        if known and (
            known.birth[:4] == person.birth[:4] or ratio(known.name_key, person.name_key) >= _SIMILAR
        ):
            return Double(known=known, evidence=Evidence.SAME_OLD_NUMBER)
        if not person.birth:
            return None
        for known in self.by_name_birth.get((person.name_key, person.birth), ()):
            if person.door and known.door == person.door:
                return Double(known=known, evidence=Evidence.SAME_NAME_BIRTH_DOOR)
            if len(person.birth) == 10 and _one_without_number(person, known) and person.group == known.group:
                return Double(known=known, evidence=Evidence.SAME_NAME_BIRTH_GROUP)
        if person.door:
            for known in self.by_door_year.get((person.door, person.birth[:4]), ()):
                if _like(person, known):
                    return Double(known=known, evidence=Evidence.SIMILAR_NAME_SAME_DOOR)
        return None


def known_of(person: Person) -> Known:
    """A row's person as the index keeps them."""
    return Known(
        row=person.row,
        name_key=person.name_key,
        birth=person.birth_text,
        sex=person.sex,
        number=person.personal_number,
        old_number=person.old_number,
        door=person.address.key,
        group=person.group,
    )


def _one_without_number(one: Known, other: Known) -> bool:
    return not (one.number and other.number)


def _like(one: Known, other: Known) -> bool:
    return (
        _one_without_number(one, other)
        and (one.birth.startswith(other.birth) or other.birth.startswith(one.birth))
        and (one.sex == other.sex or "unknown" in (one.sex, other.sex))
        and ratio(one.name_key, other.name_key) >= _SIMILAR
    )
