"""One invented ward from one seed: homes, households, people, numbers, papers.

What for: the demo and the benchmarks ask for `residents` people as of a day and get the same ward every time.
Nobody in it is real; every number begins with 099. Ages of the law come in as arguments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tannha.demo.rules.cast import CAST, CastResident
from tannha.demo.rules.families import Member, draw_family
from tannha.demo.rules.homes import Dwelling, Site, door_at, lay_out
from tannha.demo.rules.names import way_of_calling
from tannha.demo.rules.papers import (
    Ages,
    Held,
    Numbers,
    birthday_at,
    card_ends,
    draw_held,
    held_card,
    held_cmnd,
)

PEOPLE_PER_HOUSEHOLD = 3.0
CALLED_ON_BEFORE = ("tháp A", "nhà N1")
STILL_WAITING = 0.03
LISTED_DAYS = 40
FEWEST_RESIDENTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An invented resident. `birth` is a partial ISO date ("1947", "1944-11", "1961-03-12")."""

    full_name: str
    spoken_name: str
    sex: str
    birth: str
    personal_number: str
    cmnd9: str
    phone: str
    relation: str
    held: Held
    cast_key: str = ""

    @property
    def birth_year(self) -> int:
        """The year of birth, the only part that is always known."""
        return int(self.birth[:4])


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The people behind one door."""

    home: Dwelling
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedWard:
    """The whole ward as of one day."""

    seed: int
    on: date
    sites: tuple[Site, ...]
    families: tuple[Family, ...]

    def everyone(self) -> Iterator[tuple[Dwelling, Person]]:
        """Each person with the door, in the order of the families."""
        for family in self.families:
            for person in family.people:
                yield family.home, person


def _birthday(rng: Random, year: int, on: date) -> date:
    last = min(date(year, 12, 31), on - timedelta(days=LISTED_DAYS))
    year = min(year, last.year)
    return date(year, 1, 1) + timedelta(days=rng.randint(0, max(0, (last - date(year, 1, 1)).days)))


def _known_part(rng: Random, birthday: date) -> str:
    """Year only for a quarter of the oldest, year and month for a few, the full date for the rest."""
    chance = rng.random()
    if (birthday.year < 1950 and chance < 0.25) or (birthday.year < 1965 and chance < 0.06):
        return f"{birthday.year}"
    if birthday.year < 1970 and chance > 0.985:
        return birthday.isoformat()[:7]
    return birthday.isoformat()


def _held(rng: Random, home: Dwelling, birthday: date, *, on: date, ages: Ages) -> Held:
    """Where an earlier drive went from door to door, nearly everybody holds a card that is good."""
    held = draw_held(rng, birth=birthday, on=on - timedelta(days=LISTED_DAYS), ages=ages)
    if home.tower not in CALLED_ON_BEFORE or rng.random() < STILL_WAITING:
        return held
    issued_on = on - timedelta(days=rng.randint(LISTED_DAYS + 20, 400))
    ends = card_ends(birthday, issued_on, ages)
    if ends is not None and ends < birthday_at(on, ages.grace_years):
        issued_on = on - timedelta(days=LISTED_DAYS + 20)
    of_age = birthday_at(birthday, ages.first) <= issued_on
    return held_card("chip", birth=birthday, issued_on=issued_on, ages=ages) if of_age else Held()


def _person(rng: Random, member: Member, home: Dwelling, *, on: date, ages: Ages, numbers: Numbers) -> Person:
    birthday = _birthday(rng, min(member.birth_year, on.year), on)
    held = _held(rng, home, birthday, on=on, ages=ages)
    age = on.year - birthday.year
    has_old_number = held.kind == "cmnd9" or (
        held.kind in ("barcode", "chip") and age > 40 and rng.random() < 0.5
    )
    unknown_to_the_base = held.kind == "cmnd9" and rng.random() < 0.18
    return Person(
        full_name=member.name.full,
        spoken_name=way_of_calling(given=member.name.given, sex=member.sex, age=age),
        sex=member.sex,
        birth=_known_part(rng, birthday),
        personal_number=""
        if unknown_to_the_base
        else numbers.fresh(sex=member.sex, birth_year=birthday.year),
        cmnd9=numbers.fresh_cmnd9() if has_old_number else "",
        phone=f"0950{rng.randint(400_000, 999_999)}" if 16 <= age <= 72 and rng.random() < 0.7 else "",
        relation=member.relation,
        held=held,
    )


def _cast_held(person: CastResident, *, on: date, ages: Ages) -> Held:
    year = int(person.birth[:4])
    birth = date(year, 7, 1)
    if person.held in ("cmnd9", "cmnd12"):
        return held_cmnd(person.held, issued_on=date(2009, 3, 18))
    if person.held == "none":
        return Held()
    issued_on = date(2017, 5, 15) if person.held == "barcode" else on - timedelta(days=600)
    held = held_card(person.held, birth=birth, issued_on=issued_on, ages=ages)
    if person.held == "barcode" and (held.expires_on is None or held.expires_on > on):
        return Held(kind="barcode", issued_on=issued_on, expires_on=on - timedelta(days=40))
    return held


def _cast_families(sites: tuple[Site, ...], *, on: date, ages: Ages) -> list[Family]:
    at: dict[str, list[Person]] = {}
    for told in CAST:
        person = Person(
            full_name=told.full_name,
            spoken_name=told.spoken_name,
            sex=told.sex,
            birth=told.birth,
            personal_number=told.number,
            cmnd9=told.cmnd9,
            phone=told.phone,
            relation="head",
            held=_cast_held(told, on=on, ages=ages),
            cast_key=told.key,
        )
        at.setdefault(told.address, []).append(person)
    return [Family(home=door_at(sites, address), people=tuple(people)) for address, people in at.items()]


def _door_order(home: Dwelling) -> tuple[int, str, int, str]:
    return (home.group, home.tower or home.alley, home.floor or 0, home.address)


def invent_ward(*, seed: int, residents: int, on: date, ages: Ages) -> InventedWard:
    """A ward of exactly `residents` people (at least 60: the cast and some neighbours) as of `on`.

    The same arguments give the same ward. Nobody was born and no document issued in the last 40 days: the
    office's list is a little older than the day. Homes are drawn among all doors; the cast keeps its own.
    """
    rng = Random(f"tan nha ward {seed}")
    wanted = max(residents, FEWEST_RESIDENTS)
    sites = lay_out(rng, households=int(wanted / PEOPLE_PER_HOUSEHOLD) + 1)
    families = _cast_families(sites, on=on, ages=ages)
    taken = {family.home.address for family in families}
    count = sum(len(family.people) for family in families)
    free = [door for site in sites for door in site.doors if door.address not in taken]
    near = [door for door in free if door.tower == "tháp A" and door.floor in (14, 15)]
    others = [door for door in free if door not in set(near)]
    rng.shuffle(others)
    numbers = Numbers(rng)
    for home in [*near, *others]:
        if count >= wanted:
            break
        members = draw_family(rng, year=on.year)[: wanted - count]
        people = tuple(_person(rng, member, home, on=on, ages=ages, numbers=numbers) for member in members)
        families.append(Family(home=home, people=people))
        count += len(people)
    families.sort(key=lambda family: _door_order(family.home))
    return InventedWard(seed=seed, on=on, sites=sites, families=tuple(families))
