"""Likely doubles, within a file and against the roll, each with its evidence; nobody is merged here. Pure.

One pass: each person is compared only with those before who share a key (number, words of the name with year, numbers
of the door with year, whole birth with group), so 90,000 rows cost 90,000 short steps. Blocking and then judging pairs:
Christen, Data Matching (2012), ch. 4. Two people with two well-formed numbers that are not a slip apart are two people,
unless name, birth and door are all the same. A key that very many share (everybody born on 1 January, one name in
every row) tells nothing more after its first forty, and would cost the square of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from sys import intern
from typing import NamedTuple

from tannha.roll.rules.likeness import (
    alike,
    births_agree,
    births_near,
    numbers_near,
    one_slip,
    shortened,
    words_key,
    years_near,
)
from tannha.roll.rules.people import Person, Proposals
from tannha.roll.rules.quick import folded_name, letters_and_tone
from tannha.roll.rules.syllables import as_meant


class Evidence(StrEnum):
    """Why two rows may be one person."""

    SAME_ROW = "same_row"
    SAME_NUMBER = "same_number"
    SAME_OLD_NUMBER = "same_old_number"
    NEAR_NUMBER = "near_number"
    SAME_NAME_BIRTH_DOOR = "same_name_birth_door"
    SAME_NAME_BIRTH_GROUP = "same_name_birth_group"
    SAME_NAME_BIRTH = "same_name_birth"
    SAME_NAME_DOOR = "same_name_door"
    SIMILAR_NAME_SAME_DOOR = "similar_name_same_door"
    SIMILAR_NAME_SAME_BIRTH = "similar_name_same_birth"


class Known(NamedTuple):
    """Somebody already seen; `row` is "" for people of the roll. A named tuple: there are as many as rows."""

    row: str
    name_key: str
    birth: str
    sex: str
    number: str
    old_number: str
    door: str
    group: str
    place: str = ""
    phone: str = ""
    written: str = ""


Keys = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Double:
    """The one seen before, and the evidence."""

    known: Known
    evidence: Evidence


_NUMBER, _OLD, _TAIL, _WORDS_YEAR, _PLACE_YEAR, _WORDS_PLACE, _BIRTH = range(7)
_NO_KEY = 0
_NEW_YEAR = "-01-01"
"""How a day that nobody knew is often entered: it tells no more than the year."""
LARGEST_HEAP = 40


def keys_of(known: Known) -> Keys:
    """The keys under which a person is met again, in the order of the evidence; 0 where there is none."""
    number, birth, place = known.number, known.birth, known.place
    words = words_key(known.name_key)
    year = birth[:4]
    return (
        hash((_NUMBER, number)) if number else _NO_KEY,
        hash((_OLD, known.old_number)) if known.old_number else _NO_KEY,
        hash((_TAIL, number[6:])) if number else _NO_KEY,
        hash((_WORDS_YEAR, words, year)) if year else _NO_KEY,
        hash((_PLACE_YEAR, place, year)) if place and year else _NO_KEY,
        hash((_WORDS_PLACE, words, place)) if place else _NO_KEY,
        hash((_BIRTH, birth, known.group)) if len(birth) == 10 else _NO_KEY,
    )


class Seen:
    """Everybody seen so far, by the keys they can be met again."""

    __slots__ = ("_met", "_rows")

    def __init__(self) -> None:
        """Nobody yet."""
        self._met: dict[int, Known | list[Known]] = {}
        self._rows: dict[str, Known] = {}

    def __bool__(self) -> bool:
        """Whether anybody was seen."""
        return bool(self._met)

    def add(self, known: Known, keys: Keys | None = None, row_key: str = "") -> None:
        """Remember one more; `row_key` only where a row that says exactly the same is a double."""
        met = self._met
        for key in keys_of(known) if keys is None else keys:
            if key != _NO_KEY:
                before = met.get(key)
                if before is None:
                    met[key] = known
                elif type(before) is list:
                    if len(before) < LARGEST_HEAP:
                        before.append(known)
                else:
                    met[key] = [before, known]  # type: ignore[list-item] # a list was told apart above
        if row_key:
            self._rows.setdefault(row_key, known)

    def find(self, person: Known, keys: Keys | None = None, row_key: str = "") -> Double | None:
        """The strongest evidence that this one was seen before, or None."""
        met = self._met
        for kind, key in enumerate(keys_of(person) if keys is None else keys):
            found = met.get(key) if key != _NO_KEY else None
            if found is None:
                continue
            for known in found if type(found) is list else (found,):
                evidence = _JUDGES[kind](person, known)  # type: ignore[arg-type] # one of Known's own
                if evidence is not None:
                    return Double(known=known, evidence=evidence)  # type: ignore[arg-type]
        same = self._rows.get(row_key) if row_key else None
        return Double(known=same, evidence=Evidence.SAME_ROW) if same is not None else None


def _by_number(person: Known, known: Known) -> Evidence | None:
    return Evidence.SAME_NUMBER if person.number == known.number else None


def _by_old_number(person: Known, known: Known) -> Evidence | None:
    if person.old_number != known.old_number:
        return None
    same_year = person.birth[:4] == known.birth[:4]
    return Evidence.SAME_OLD_NUMBER if same_year or alike(person.name_key, known.name_key) else None


def _by_tail(person: Known, known: Known) -> Evidence | None:
    near = numbers_near(person.number, known.number) and alike(person.name_key, known.name_key)
    return Evidence.NEAR_NUMBER if near else None


def _by_words_and_year(person: Known, known: Known) -> Evidence | None:
    """The same words of a name in the same year: the door, the group or the whole birth must agree as well."""
    if _two_sexes(person, known):
        return None
    whole = len(person.birth) == 10 and person.birth == known.birth
    agree = whole or births_agree(person.birth, known.birth)
    near = not agree and births_near(person.birth, known.birth)
    if not (agree or near):
        return None
    if _two_numbers(person, known):
        same = whole and person.door and person.door == known.door and not _other_marks(person, known)
        return Evidence.SAME_NAME_BIRTH_DOOR if same else None
    if person.number and known.number:
        return Evidence.NEAR_NUMBER
    if _one_door(person, known):
        return Evidence.SAME_NAME_BIRTH_DOOR
    in_group = person.group != "" and person.group == known.group
    if whole:
        if in_group:
            return Evidence.SAME_NAME_BIRTH_GROUP
        said = not (person.birth.endswith(_NEW_YEAR) or _other_tones(person, known))
        return Evidence.SAME_NAME_BIRTH if said else None
    if not in_group or _other_tones(person, known):
        return None
    doubtful = not (person.place and known.place) or (person.phone != "" and person.phone == known.phone)
    return Evidence.SAME_NAME_BIRTH_GROUP if doubtful else None


def _by_place_and_year(person: Known, known: Known) -> Evidence | None:
    """The same numbers on the door and the same year: a name that may be the same."""
    likely = (
        not _two_sexes(person, known)
        and (births_agree(person.birth, known.birth) or births_near(person.birth, known.birth))
        and not _two_numbers(person, known)
        and alike(person.name_key, known.name_key)
    )
    return Evidence.SIMILAR_NAME_SAME_DOOR if likely else None


def _by_words_and_place(person: Known, known: Known) -> Evidence | None:
    """The same words of a name at one door: a birth that is missing, or a year that is a slip off."""
    if _two_sexes(person, known) or _two_numbers(person, known) or _other_tones(person, known):
        return None
    if not person.birth or not known.birth:
        return Evidence.SAME_NAME_DOOR
    return Evidence.SAME_NAME_DOOR if years_near(person.birth, known.birth) else None


def _by_birth(person: Known, known: Known) -> Evidence | None:
    """The same whole birth in one group (or where none is said): a slip of the name."""
    likely = (
        not _two_sexes(person, known)
        and not _two_numbers(person, known)
        and (one_slip(person.name_key, known.name_key) or shortened(person.name_key, known.name_key))
    )
    return Evidence.SIMILAR_NAME_SAME_BIRTH if likely else None


_JUDGES = (
    _by_number,
    _by_old_number,
    _by_tail,
    _by_words_and_year,
    _by_place_and_year,
    _by_words_and_place,
    _by_birth,
)


def known_of(person: Person, proposals: Proposals | None = None) -> Known:
    """A row's person as the index keeps them; what a repair proposes counts where the row itself has nothing."""
    birth, number, old = person.birth_text, person.personal_number, person.old_number
    if proposals is not None:
        birth = birth or (proposals.birth.iso if proposals.birth is not None else "")
        number, old = number or proposals.personal_number, old or proposals.old_number
    return Known(
        person.row,
        intern(meant_name(person.name_key)),
        intern(birth),
        person.sex,
        number,
        old,
        person.address.key,
        person.group,
        person.address.numbers,
        person.phone,
        person.full_name,
    )


def meant_name(name_key: str) -> str:
    """A folded name with its words as two hands would both mean them: raw keys read, "ly" for "li"."""
    return " ".join(map(as_meant, name_key.split()))


def _two_numbers(one: Known, other: Known) -> bool:
    return (one.number != "" and other.number != "" and one.number != other.number) and not numbers_near(
        one.number, other.number
    )


def _two_sexes(one: Known, other: Known) -> bool:
    return one.sex != other.sex and one.sex != "unknown" and other.sex != "unknown"


def _one_door(one: Known, other: Known) -> bool:
    if one.door and one.door == other.door:
        return True
    return one.place != "" and one.place == other.place


def _other_tones(one: Known, other: Known) -> bool:
    """A word carries marks in both names, and not the same: "Hà" and "Hạ" are two names, "Ha" may be either."""
    if one.written == other.written or one.written.isascii() or other.written.isascii():
        return False
    return any(
        not word.isascii() and not twin.isascii() and letters_and_tone(word) != letters_and_tone(twin)
        for word, twin in zip(_words(one.written), _words(other.written), strict=False)
    )


def _other_marks(one: Known, other: Known) -> bool:
    """As `_other_tones`, of two hands that both write marks: then "Anh" and "Ánh" are two names as well."""
    if one.written == other.written or one.written.isascii() or other.written.isascii():
        return False
    return any(
        letters_and_tone(word) != letters_and_tone(twin)
        for word, twin in zip(_words(one.written), _words(other.written), strict=False)
    )


def _words(written: str) -> list[str]:
    return sorted(written.split(), key=folded_name)
