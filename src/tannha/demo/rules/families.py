"""Plausible households: couples, three generations, the old alone, people who share a rented flat.

What for: the ages, sexes and family names behind one door hang together, so that lists, walks and likely
doubles of the demo behave like a ward's. Children carry the father's name; among the Ê Đê the mother's clan.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tannha.demo.rules.names import (
    FEMALE,
    MALE,
    Name,
    draw_ede_name,
    draw_name,
    draw_northern_minority_name,
)

_KINDS = ("nuclear", "three", "old_couple", "old_alone", "young", "shared")
_RUNNING = (44, 65, 74, 80, 91, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of a household before papers: name, sex, year of birth, place in the family."""

    name: Name
    sex: str
    birth_year: int
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Naming:
    """Which names this family draws: of the majority, of the Ê Đê, or of a northern minority."""

    kind: str

    def draw(self, rng: Random, *, sex: str, birth_year: int, family: str = "") -> Name:
        if self.kind == "ede":
            return draw_ede_name(rng, sex=sex, clan=family)
        if self.kind == "north":
            return draw_northern_minority_name(rng, sex=sex, clan=family)
        return draw_name(rng, sex=sex, birth_year=birth_year, family=family)


def _naming(rng: Random) -> _Naming:
    chance = rng.random()
    return _Naming(kind="ede" if chance < 0.006 else "north" if chance < 0.02 else "viet")


def _couple(rng: Random, naming: _Naming, year: int, age: int) -> list[Member]:
    his_year = year - age
    her_year = his_year + rng.randint(-1, 6)
    him = naming.draw(rng, sex=MALE, birth_year=his_year)
    her = naming.draw(rng, sex=FEMALE, birth_year=her_year)
    return [
        Member(name=him, sex=MALE, birth_year=his_year, relation="head"),
        Member(name=her, sex=FEMALE, birth_year=her_year, relation="spouse"),
    ]


def _children(rng: Random, naming: _Naming, year: int, parents: list[Member]) -> list[Member]:
    father, mother = parents
    shared = mother.name.family if naming.kind == "ede" else father.name.family
    mother_age = year - mother.birth_year
    children = []
    for _ in range(rng.choices((0, 1, 2, 3), weights=(14, 34, 42, 10))[0]):
        oldest = min(mother_age - 20, 30)
        if oldest < 0:
            break
        sex = MALE if rng.random() < 0.52 else FEMALE
        birth_year = year - rng.randint(0, oldest)
        name = naming.draw(rng, sex=sex, birth_year=birth_year, family=shared)
        children.append(Member(name=name, sex=sex, birth_year=birth_year, relation="child"))
    return children


def _grandparents(rng: Random, naming: _Naming, year: int, parents: list[Member]) -> list[Member]:
    father = parents[0]
    age = min(year - father.birth_year + rng.randint(21, 31), 99)
    both = rng.random() < 0.4
    old = _couple(rng, naming, year, age)
    family = father.name.family
    grandfather = Member(
        name=naming.draw(rng, sex=MALE, birth_year=old[0].birth_year, family=family),
        sex=MALE,
        birth_year=old[0].birth_year,
        relation="parent",
    )
    grandmother = Member(
        name=old[1].name,
        sex=FEMALE,
        birth_year=min(old[1].birth_year, father.birth_year - 17),
        relation="parent",
    )
    if both:
        return [grandfather, grandmother]
    return [grandmother] if rng.random() < 0.78 else [grandfather]


def _sharers(rng: Random, year: int) -> list[Member]:
    people = []
    for index in range(rng.randint(2, 4)):
        sex = MALE if rng.random() < 0.5 else FEMALE
        birth_year = year - rng.randint(18, 29)
        naming = _naming(rng)
        name = naming.draw(rng, sex=sex, birth_year=birth_year)
        relation = "head" if index == 0 else "sharer"
        people.append(Member(name=name, sex=sex, birth_year=birth_year, relation=relation))
    return people


def draw_family(rng: Random, *, year: int) -> list[Member]:
    """The people behind one door in that year: one to seven of them."""
    kind = rng.choices(_KINDS, cum_weights=_RUNNING)[0]
    naming = _naming(rng)
    if kind == "shared":
        return _sharers(rng, year)
    if kind == "old_alone":
        sex = FEMALE if rng.random() < 0.76 else MALE
        birth_year = year - rng.randint(66, 93)
        name = naming.draw(rng, sex=sex, birth_year=birth_year)
        return [Member(name=name, sex=sex, birth_year=birth_year, relation="head")]
    if kind == "old_couple":
        return _couple(rng, naming, year, rng.randint(60, 86))
    if kind == "young":
        couple = _couple(rng, naming, year, rng.randint(26, 34))
        return couple if rng.random() < 0.6 else [couple[rng.randint(0, 1)]]
    parents = _couple(rng, naming, year, rng.randint(29, 57))
    people = parents + _children(rng, naming, year, parents)
    if kind == "three":
        people += _grandparents(rng, naming, year, parents)
    return people
